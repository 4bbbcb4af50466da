"""The names of public holidays and holy days, which `calc.days` gives in English, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_NAMES = frozenset(
    {
        gettext_noop("New Year's Day"),
        gettext_noop("Human Rights Day"),
        gettext_noop("Good Friday"),
        gettext_noop("Family Day"),
        gettext_noop("Freedom Day"),
        gettext_noop("Workers' Day"),
        gettext_noop("Youth Day"),
        gettext_noop("National Women's Day"),
        gettext_noop("Heritage Day"),
        gettext_noop("Day of Reconciliation"),
        gettext_noop("Christmas Day"),
        gettext_noop("Day of Goodwill"),
        gettext_noop("Sunday"),
        gettext_noop("School holidays"),
        gettext_noop("Easter Sunday"),
        gettext_noop("Easter Monday"),
        gettext_noop("Ascension Day"),
        gettext_noop("Pentecost"),
        gettext_noop("Beginning of Ramadan"),
        gettext_noop("Islamic New Year"),
        gettext_noop("Birthday of the Prophet"),
        gettext_noop("Passover"),
        gettext_noop("End of Passover"),
    }
)
_OBSERVED = " (observed)"


def day_name(name: str, *, approximate: bool = False) -> str:
    """A day's name in the reader's language; one that we have no words for stays as it is ("Diwali")."""
    plain = name.removesuffix(_OBSERVED)
    said = _(plain) if plain in _NAMES else plain
    if plain != name:
        said = _("%(day)s (kept on this day)") % {"day": said}
    return _("%(day)s (a day earlier or later in some places)") % {"day": said} if approximate else said
