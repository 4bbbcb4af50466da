"""What lies on the days that a programme plans on: holidays, holy days, council days, days of its own."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from imbizo.calc import days as calendar
from imbizo.convening.models import CalendarDay
from imbizo.convening.rules.day_words import day_name
from imbizo.convening.states import DayKind
from imbizo.places.models import Place
from imbizo.places.queries import known_places
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.states import Permission
from imbizo.thread.models import AuditEntry

_ONE = dt.timedelta(days=1)
# How heavily a mark weighs: on a STOPPING day people can't come, on the others some can't.
STOPPING = frozenset({"public_holiday", "sunday", "council", "public"})
_LINEAGE = "place__parent__parent__parent"


@dataclass(frozen=True)
class Mark:
    """One thing that lies on a day, in words. `record` is the programme's own day, None for what is known by itself."""

    kind: str
    text: str
    record: CalendarDay | None = None

    @property
    def is_stopping(self) -> bool:
        return self.kind in STOPPING


Marks = Mapping[dt.date, list[Mark]]


def calendar_days(member: Membership) -> QuerySet[CalendarDay]:
    """The programme's own days, with their places."""
    rows = CalendarDay.objects.filter(programme_id=member.programme_id).select_related("programme", _LINEAGE)
    return rows if member.may(Permission.GATHERINGS_VIEW) else rows.none()


def removals(member: Membership) -> QuerySet[AuditEntry]:
    """What was taken away and can be put back."""
    kinds = ("convening.calendar_day", "convening.helper")
    rows = AuditEntry.objects.filter(programme_id=member.programme_id, verb="remove", subject_kind__in=kinds)
    return rows.filter(partner_id=member.partner_id)


def marks_between(
    programme: Programme,
    first: dt.date,
    last: dt.date,
    rows: Iterable[CalendarDay],
    *,
    place: Place | None = None,
) -> Marks:
    """What lies on each day from `first` to `last`; with a place, of the programme's own days those that touch it."""
    found: dict[dt.date, list[Mark]] = defaultdict(list)
    for day, flags in calendar.flags_between(first, last, programme.region).items():
        found[day] += [
            Mark(flag.kind.value, day_name(flag.name, approximate=flag.approximate)) for flag in flags
        ]
    for row in rows:
        if not touches(row.place, place):
            continue
        mark = Mark(row.kind, own_day_words(row), row)
        for number in range((min(row.last, last) - max(row.first, first)).days + 1):
            found[max(row.first, first) + number * _ONE].append(mark)
    return found


def own_marks(member: Membership, first: dt.date, last: dt.date, *, place: Place | None = None) -> Marks:
    """The same, with the programme's own days read: one query."""
    rows = calendar_days(member).filter(first__lte=last, last__gte=first)
    return marks_between(member.programme, first, last, rows, place=place)


def own_day_words(day: CalendarDay) -> str:
    """What a day is and where: "Breede Valley: council sits", or the name alone where it holds everywhere."""
    return f"{day.place.name}: {day.name}" if day.place else day.name


def touches(one: Place | None, other: Place | None) -> bool:
    """Whether two places lie in each other, or one of them is everywhere."""
    if one is None or other is None:
        return True
    return one.pk in lineage(other) or other.pk in lineage(one)


def lineage(place: Place) -> set[UUID]:
    """A place and what it lies in. Read the place with three parents, or each of them costs a query."""
    found = set()
    above: Place | None = place
    while above is not None:
        found.add(above.pk)
        above = above.parent
    return found


def own_kinds() -> list[tuple[str, str]]:
    """The kinds of a programme's own days, as choices."""
    return [(str(value), str(label)) for value, label in DayKind.choices]


def place_called(member: Membership, pk: str) -> Place | None:
    """The place of the programme with this id; None for none."""
    return known_places(member.programme).filter(pk=pk).first() if pk else None


def places_by_id(member: Membership, ids: Iterable[UUID]) -> dict[UUID, Place]:
    """The places of the programme with these ids, each with what it lies in."""
    rows = known_places(member.programme).filter(pk__in=set(ids))
    return {place.pk: place for place in rows.select_related("parent__parent__parent")}
