"""What was said and decided at gatherings, offered to whoever writes a draft.

What was said anonymously is cited by its gathering and the month; who said something is never cited.
"""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import Truncator

from imbizo.convening.models import Decision, Gathering, Input
from imbizo.convening.queries.inputs import for_showing, inputs
from imbizo.convening.queries.seeing import of_gatherings
from imbizo.convening.registry import Offer
from imbizo.convening.states import InputState
from imbizo.programmes.models import Membership
from imbizo.thread.queries import Strand, where_from

INPUT, DECISION = "convening.input", "convening.decision"
_THEME = "evidence.theme"
_MOST: Final = 30
_MOST_OF_SECTION: Final = 200


def offers(member: Membership, section: Any | None, words: str) -> list[Offer]:
    """What stands behind a record on the thread; or, with words, what they find. At most _MOST of a search."""
    if words:
        return [*_said(member, _with(words), _MOST, {}), *_decided(member, Q(text__icontains=words), _MOST)]
    return _behind(member, section) if section is not None else []


def _with(words: str) -> Q:
    return Q(text__icontains=words) | Q(translations__text__icontains=words)


def _behind(member: Membership, record: Any) -> list[Offer]:
    strands = where_from(record, member)
    ids = {kind: [each.id for each in strands if each.kind.kind == kind] for kind in (INPUT, DECISION)}
    themes = _themes(strands)
    return [
        *_said(member, Q(pk__in=ids[INPUT]), _MOST_OF_SECTION, themes),
        *_decided(member, Q(pk__in=ids[DECISION]), _MOST_OF_SECTION),
    ]


def _themes(strands: Iterable[Strand]) -> dict[UUID, str]:
    """The title of the theme by which the walk reached each record, where it passed one."""
    by_theme: dict[UUID, str] = {}
    for each in strands:
        if each.kind.kind == _THEME and each.record is not None:
            by_theme[each.id] = str(each.record)
        elif each.via in by_theme:
            by_theme[each.id] = by_theme[each.via]
    return by_theme


def _said(member: Membership, which: Q, most: int, themes: dict[UUID, str]) -> list[Offer]:
    rows = inputs(member).exclude(state=InputState.WITHDRAWN).filter(which).distinct()
    shown = for_showing(rows).select_related("gathering__place", "gathering__programme", "programme")
    return [_said_offer(each, themes.get(each.pk, "")) for each in shown.order_by("said_at", "id")[:most]]


def _said_offer(said: Input, theme: str) -> Offer:
    translated = next((each.text for each in said.translations.all() if each.language == "en"), "")
    day = said.said_at.astimezone(said.programme.zone).date()
    return Offer(
        kind=INPUT,
        id=said.pk,
        label=_label(said.gathering, date_format(day, "F Y" if said.is_anonymous else "j F")),
        text=translated or said.text,
        original=said.text if translated else "",
        translation=translated,
        language=said.language,
        where=where(said.gathering),
        when=None if said.is_anonymous else day,
        theme=theme,
        url=said.get_absolute_url(),
    )


def _decided(member: Membership, which: Q, most: int) -> list[Offer]:
    rows = of_gatherings(Decision, member).filter(which, withdrawn_because="")
    shown = rows.select_related("gathering__place", "gathering__programme", "programme")
    return [_decided_offer(each) for each in shown[:most]]


def _decided_offer(decision: Decision) -> Offer:
    gathering = decision.gathering
    starts = gathering.starts_at
    day = starts.astimezone(gathering.programme.zone).date() if starts else None
    return Offer(
        kind=DECISION,
        id=decision.pk,
        label=_label(gathering, date_format(day, "j F") if day else ""),
        text=decision.text,
        where=where(gathering),
        when=day,
        url=decision.get_absolute_url(),
    )


def where(gathering: Gathering) -> str:
    """Where something was said, as it's cited: the place, or what the gathering is called."""
    return gathering.place.name if gathering.place else Truncator(gathering.name).chars(60)


def _label(gathering: Gathering, day: str) -> str:
    return ", ".join(filter(None, [where(gathering), day]))
