"""What takes long to load, loaded before the first task of a process.

Loaded where it is first wanted, it would be loaded inside that task's transaction: a worker's first answers by SMS held
SQLite's one lock for half a second, and every page that wanted to write waited.
"""

from django.urls import reverse
from django.utils import timezone

from imbizo.calc.hours import public_holidays
from imbizo.convening.queries import wordings
from imbizo.convening.states import NoticeKind


def warm() -> None:
    """Load the holidays of all countries (one import), all views (for the first address) and the texts of notices."""
    reverse("desk:home")
    public_holidays("ZA", [timezone.now().year])
    for language in wordings.LANGUAGES:
        wordings.usual(NoticeKind.ACCEPTED, language)
