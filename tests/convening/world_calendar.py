"""The gathering on which the other parts stand, its round, who works there, and a day in the calendar."""

from typing import Any

from imbizo.convening.models import CalendarDay, Gathering, Helper, Round
from imbizo.convening.states import DayKind
from tests.convening.making import MARCH, make_gathering

_OF_GATHERING = (
    "gathering gathering-edit gathering-sharing gathering-next gathering-helper-add gathering-date "
    "gathering-call-off gathering-open gathering-close gathering-reopen"
)
PRIVATE = {
    **{f"convening:{name}": {"pk": "gathering"} for name in _OF_GATHERING.split()},
    **{f"convening:{name}": {"pk": "round"} for name in ("round", "round-edit", "round-sharing")},
    "convening:gathering-helper-remove": {"pk": "gathering", "helper": "helper"},
}
OPEN = {
    "convening:gatherings-export": {"form": "csv"},
    "convening:gathering-put-back": {"pk": "entry"},
    "convening:calendar-day-edit": {"pk": "calendar_day"},
    "convening:calendar-day-remove": {"pk": "calendar_day"},
}
LISTS = (
    "convening:gatherings",
    "convening:gathering",
    "convening:calendar",
    "convening:calendar-map",
    "convening:calendar-days",
    "convening:rounds",
    "convening:round",
)


def fill(world: Any) -> None:
    """The convenor's round with one workshop, led by Bo."""
    world.round = Round.objects.create(name="First round", **world.own)
    world.gathering = make_gathering(world.cast, round=world.round, contact=world.cast.bo)
    world.helper = Helper.objects.create(gathering=world.gathering, member=world.cast.bo, **world.here)
    world.calendar_day = CalendarDay.objects.create(
        kind=DayKind.COUNCIL, name="Council sits", first=MARCH.date(), last=MARCH.date(), **world.here
    )


def add(rows: Any) -> None:
    """One more workshop of a round, a round, a day, and somebody who works at the first workshop."""
    if not hasattr(rows, "round"):
        rows.round = Round.objects.create(name="Round", owner=rows.cast.convenor, **rows.here)
        rows.gathering = make_gathering(rows.cast, round=rows.round)
    number = rows.made
    at = {"round": rows.round, "place": rows.person.place, "contact": rows.cast.bo}
    # Two on one day from the first row on, and thirty in all: as many as one page of the list holds.
    made: Gathering = (
        make_gathering(rows.cast, name=f"Workshop {number}", **at) if number != 2 else rows.gathering
    )
    Round.objects.create(name=f"Round {number}", owner=rows.cast.convenor, **rows.here)
    Helper.objects.create(gathering=made, member=rows.cast.bo, **rows.here)
    Helper.objects.create(gathering=rows.gathering, actor=rows.person, **rows.here)
    day = {"first": MARCH.date(), "last": MARCH.date(), "kind": DayKind.COUNCIL}
    CalendarDay.objects.create(name=f"Council {number}", place=rows.person.place, **day, **rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    """The round of thirty, and the workshop at which thirty work."""
    return {"convening:round": {"pk": rows.round.pk}, "convening:gathering": {"pk": rows.gathering.pk}}
