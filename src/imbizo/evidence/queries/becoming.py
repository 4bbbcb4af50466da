"""What participants read of themes: in which their words are, once people agreed on it."""

from django.utils.translation import gettext as _

from imbizo.convening.registry import Becoming
from imbizo.evidence.models import Theme
from imbizo.evidence.states import ThemeState


def of_theme(theme: Theme) -> Becoming | None:
    """The theme by its title. One that is still a draft isn't told: it may be nothing in the end."""
    if theme.state != ThemeState.AGREED:
        return None
    place = _("the theme “%(title)s”") % {"title": theme.title}
    sentence = _("It is part of the theme “%(title)s”.") % {"title": theme.title}
    return Becoming("agreed", sentence, place=place, is_early=True)
