"""What goes to numbers that others may read: nothing of who writes or why."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from imbizo.outreach.models import OutreachRules
from imbizo.programmes.models import Programme


def neutral_text(programme: Programme, language: str) -> str:
    """The neutral text of a language: the programme's own (in which `{number}` is its number), or the usual one."""
    return neutral_texts(programme, [language])[language]


def neutral_texts(programme: Programme, languages: Iterable[str]) -> dict[str, str]:
    """The same of several languages: one query."""
    rules = OutreachRules.objects.filter(programme=programme).first()
    own = rules.neutral_texts if rules else {}
    return {
        language: str(own.get(language, "")).strip().replace("{number}", programme.contact_number)
        or usual_text(programme, language)
        for language in languages
    }


def neutral_subject(language: str) -> str:
    """The subject of neutral mail."""
    with translation.override(language):
        return _("A message for you")


def usual_text(programme: Programme, language: str) -> str:
    """What goes out where the programme wrote no neutral text of its own."""
    number = programme.contact_number
    with translation.override(language):
        if number:
            return _("Please phone %(number)s when it suits you.") % {"number": number}
        return _("Please answer this message when it suits you.")
