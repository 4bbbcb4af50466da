"""What goes to numbers that others may read: nothing of who writes or why."""

from django.utils import translation
from django.utils.translation import gettext as _

from imbizo.outreach.models import OutreachRules
from imbizo.programmes.models import Programme


def neutral_text(programme: Programme, language: str) -> str:
    """The neutral text of a language: the programme's own (in which `{number}` is its number), or the usual one."""
    rules = OutreachRules.objects.filter(programme=programme).first()
    own = str((rules.neutral_texts if rules else {}).get(language, "")).strip()
    number = programme.contact_number
    return own.replace("{number}", number) if own else usual_text(programme, language)


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
