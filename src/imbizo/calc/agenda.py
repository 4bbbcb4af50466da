"""The agenda of a gathering: sessions whose minutes add up, and what a planner should look at again.

Times are those of the clock on the wall: the start comes in with or without a zone, and everything that comes out
has the same. Durations are whole minutes. The limits below are rules of thumb of facilitators, not laws; they warn
and never refuse.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from imbizo.calc.errors import NegativeMinutesError

# In minutes.
LONGEST_STRETCH: Final = 150
LONGEST_TALK: Final = 45
SHORTEST_GROUP_WORK: Final = 20
LONGEST_WITHOUT_MEAL: Final = 300
SHORTEST_MEAL: Final = 30


class Kind(StrEnum):
    PLENARY = "plenary"
    GROUPS = "groups"
    PRESENTATION = "presentation"
    BREAK = "break"
    OTHER = "other"


class Caution(StrEnum):
    """What a planner should look at; the layers above put these into words."""

    EMPTY = "empty"
    OVERRUN = "overrun"
    NO_MINUTES = "no_minutes"
    NO_BREAK = "no_break"  # more than 2.5 hours at a stretch
    NO_MEAL = "no_meal"  # more than five hours without a break of half an hour
    GROUPS_WITHOUT_QUESTION = "groups_without_question"
    SHORT_GROUP_WORK = "short_group_work"  # under 20 minutes
    LONG_TALK = "long_talk"  # a presentation over 45 minutes
    BREAK_AT_EDGE = "break_at_edge"  # the first or the last item is a break


@dataclass(frozen=True, slots=True)
class Item:
    """A session, as long as `minutes` says."""

    id: str
    kind: Kind
    minutes: int
    has_question: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    item: Item
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Warned:
    """A caution and the items it concerns, by their place from 0; none where it concerns the whole."""

    caution: Caution
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Timetable:
    """`spare` are the minutes between the last item and the end of the gathering: below zero they are an overrun,
    None where the end isn't set. `breaks` are minutes too, and part of `minutes`.
    """

    rows: tuple[Row, ...]
    minutes: int
    breaks: int
    spare: int | None
    cautions: tuple[Warned, ...]


def timetable(start: datetime, items: Sequence[Item], end: datetime | None = None) -> Timetable:
    """When each item begins and ends, one after the other.

    Raises NegativeMinutesError for an item shorter than nothing.
    """
    rows = tuple(_rows(start, items))
    finish = rows[-1].end if rows else start
    spare = None if end is None else (end - finish) // timedelta(minutes=1)
    return Timetable(
        rows=rows,
        minutes=sum(item.minutes for item in items),
        breaks=sum(item.minutes for item in items if item.kind is Kind.BREAK),
        spare=spare,
        cautions=tuple(_cautions(items, spare)),
    )


def _rows(start: datetime, items: Sequence[Item]) -> Iterator[Row]:
    for item in items:
        if item.minutes < 0:
            raise NegativeMinutesError(item.id, item.minutes)
        end = start + timedelta(minutes=item.minutes)
        yield Row(item, start, end)
        start = end


def _cautions(items: Sequence[Item], spare: int | None) -> Iterator[Warned]:
    if not items:
        yield Warned(Caution.EMPTY)
        return
    if spare is not None and spare < 0:
        yield Warned(Caution.OVERRUN)
    for place, item in enumerate(items):
        yield from (Warned(caution, (place,)) for caution in _of_item(item))
    for stretch in _stretches(items, 1):
        if _minutes(items, stretch) > LONGEST_STRETCH:
            yield Warned(Caution.NO_BREAK, stretch)
    for stretch in _stretches(items, SHORTEST_MEAL):
        if _minutes(items, stretch) > LONGEST_WITHOUT_MEAL:
            yield Warned(Caution.NO_MEAL, stretch)
    yield from _at_edges(items)


def _of_item(item: Item) -> Iterator[Caution]:
    if not item.minutes:
        yield Caution.NO_MINUTES
    if item.kind is Kind.GROUPS and not item.has_question:
        yield Caution.GROUPS_WITHOUT_QUESTION
    if item.kind is Kind.GROUPS and 0 < item.minutes < SHORTEST_GROUP_WORK:
        yield Caution.SHORT_GROUP_WORK
    if item.kind is Kind.PRESENTATION and item.minutes > LONGEST_TALK:
        yield Caution.LONG_TALK


def _stretches(items: Sequence[Item], shortest: int) -> Iterator[tuple[int, ...]]:
    """The places between breaks of at least `shortest` minutes; shorter breaks are part of a stretch."""
    stretch = list[int]()
    for place, item in enumerate(items):
        if item.kind is Kind.BREAK and item.minutes >= shortest:
            yield tuple(stretch)
            stretch = []
        else:
            stretch.append(place)
    yield tuple(stretch)


def _minutes(items: Sequence[Item], places: Sequence[int]) -> int:
    return sum(items[place].minutes for place in places)


def _at_edges(items: Sequence[Item]) -> Iterator[Warned]:
    for place in sorted({0, len(items) - 1}):
        if items[place].kind is Kind.BREAK:
            yield Warned(Caution.BREAK_AT_EDGE, (place,))
