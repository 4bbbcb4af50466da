"""How the facts on a theme read: "Raised in 4 of 5 municipalities, by farm workers in all four."."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.actors.states import Kind
from imbizo.calc.synthesis import Count, Raised

_NAMED = 3


def sector_name(key: object) -> str:
    """The name of a sector."""
    return str(Kind(str(key)).label) if str(key) in Kind.values else str(key)


def raised_words(raised: Raised | None, names: dict[UUID, str]) -> str:
    """One sentence on who raised a theme where; `names` are of municipalities by their ids."""
    if raised is None:
        return _("Nothing stands in it yet.")
    sentence = _where(raised, names)
    by = _by(raised)
    return _("%(where)s, %(by)s.") % {"where": sentence, "by": by} if by else f"{sentence}."


def count_words(count: Count) -> str:
    """So many sentences and voices: "12 sentences, at least 15 voices"."""
    said = ngettext("%(number)s sentence", "%(number)s sentences", count.inputs) % {"number": count.inputs}
    return _("%(sentences)s, %(voices)s") % {"sentences": said, "voices": voice_words(count)}


def voice_words(count: Count) -> str:
    """So many voices: at least so many, where nobody counted for how many some of the sentences speak."""
    if count.is_least:
        text = ngettext("at least %(number)s voice", "at least %(number)s voices", count.voices)
    else:
        text = ngettext("%(number)s voice", "%(number)s voices", count.voices)
    return text % {"number": count.voices}


def _where(raised: Raised, names: dict[UUID, str]) -> str:
    number, all_of_them = len(raised.municipalities), raised.of_municipalities
    if not all_of_them or not number:
        text = ngettext(
            "Raised at %(number)s gathering", "Raised at %(number)s gatherings", raised.gatherings
        )
        return text % {"number": raised.gatherings}
    if number == 1:
        text = _("Raised in %(municipality)s") if all_of_them == 1 else _("Raised in %(municipality)s alone")
        return text % {"municipality": names[UUID(str(raised.municipalities[0]))]}
    counts = {"number": number, "all": all_of_them}
    return _("Raised in %(number)s of %(all)s municipalities") % counts


def _by(raised: Raised) -> str:
    """By whom: those who raised it wherever it was raised, else those who may be named."""
    everywhere, places = raised.by_in_all, len(raised.municipalities)
    if everywhere and places > 1:
        who = _listed([sector_name(each) for each in everywhere[:_NAMED]])
        text = _("by %(who)s in both") if places == 2 else _("by %(who)s in all %(number)s")
        return text % {"who": who, "number": places}
    named = [sector_name(each.sector) for each in raised.by[:_NAMED]]
    if not named:
        return ""
    words = _("by %(who)s and others") if raised.is_by_others or len(raised.by) > _NAMED else _("by %(who)s")
    return words % {"who": _listed(named)}


def _listed(names: Sequence[str]) -> str:
    return str(get_text_list(list(names), _("and")))
