"""A date poll with a voter, and a hall with a booking, each for a gathering of its own."""

from datetime import timedelta
from typing import Any

from imbizo.convening.models import Booking, DatePoll, PollOption, Voter
from imbizo.convening.operations.caretakers import LINK_PURPOSE as CARETAKER
from imbizo.convening.operations.poll_letters import LINK_PURPOSE as VOTE
from imbizo.thread.operations import add_public_links
from tests.convening.making import MARCH, make_venue

PRIVATE = {
    "convening:poll": {"pk": "gathering"},
    "convening:poll-make": {"pk": "gathering"},
    "convening:poll-change": {"pk": "gathering"},
    "convening:poll-reopen": {"pk": "gathering"},
    "convening:poll-option-add": {"pk": "gathering"},
    "convening:poll-voters": {"pk": "gathering"},
    "convening:poll-vote": {"pk": "gathering", "voter": "voter"},
    "convening:bookings": {"pk": "gathering"},
    "convening:poll-ask": {"pk": "gathering"},
    "convening:poll-remind": {"pk": "gathering"},
    "convening:poll-close": {"pk": "gathering"},
    "convening:poll-option-withdraw": {"pk": "gathering", "option": "poll_option"},
    "convening:poll-option-restore": {"pk": "gathering", "option": "poll_option"},
    "convening:poll-option-choose": {"pk": "gathering", "option": "poll_option"},
    "convening:poll-voter-remove": {"pk": "gathering", "voter": "voter"},
    "convening:poll-voter-must": {"pk": "gathering", "voter": "voter"},
    "convening:venue-retire": {"pk": "venue"},
    "convening:venue-restore": {"pk": "venue"},
    "convening:booking-follow": {"pk": "booking"},
    "convening:booking-release": {"pk": "booking"},
    "convening:booking-again": {"pk": "booking"},
    "convening:booking-ask": {"pk": "booking"},
    "convening:book": {"pk": "gathering", "venue": "venue"},
    "convening:venue": {"pk": "venue"},
    "convening:venue-edit": {"pk": "venue"},
    "convening:venue-sharing": {"pk": "venue"},
    "convening:venue-taken": {"pk": "venue"},
    "convening:booking": {"pk": "booking"},
    "convening:booking-details": {"pk": "booking"},
    "convening:booking-time": {"pk": "booking"},
    "convening:booking-confirm": {"pk": "booking"},
    "convening:booking-refuse": {"pk": "booking"},
    "convening:booking-bump": {"pk": "booking"},
    "convening:booking-letter": {"pk": "booking"},
}
OPEN = {"convening:vote": {"token": "vote_token"}, "convening:caretaker": {"token": "caretaker_token"}}
LISTS = ("convening:venues", "convening:venue", "convening:bookings", "convening:poll")


def fill(world: Any) -> None:
    """The poll and the hall of the gathering on which the others stand."""
    world.poll = DatePoll.objects.create(
        gathering=world.gathering, closes_at=MARCH - timedelta(days=9), **world.here
    )
    world.poll_option = _option(world.poll, 1, world.here)
    world.voter = Voter.objects.create(poll=world.poll, actor=world.actor, **world.here)
    world.venue = make_venue(world.cast, sharing="itself")
    world.booking = Booking.objects.create(
        venue=world.venue, gathering=world.gathering, **_times(), **world.here
    )
    world.vote_token = _token(world.voter, VOTE)
    world.caretaker_token = _token(world.booking, CARETAKER)


def add(rows: Any) -> None:
    """One more hall in the place, one more booking of the first, and one more date and voter of the poll."""
    if not hasattr(rows, "poll"):
        rows.poll = DatePoll.objects.create(gathering=rows.gathering, closes_at=MARCH, **rows.here)
        rows.hall = make_venue(rows.cast)
    number = rows.made
    make_venue(rows.cast, name=f"Hall {number}", place=rows.person.place)
    ahead = {"venue": rows.hall, "starts_at": MARCH + timedelta(days=900 + number), **rows.here}
    Booking.objects.create(gathering=rows.gathering, ends_at=ahead["starts_at"] + timedelta(hours=3), **ahead)
    Booking.objects.create(
        gathering=rows.gathering, venue=rows.hall, state="released", **_times(), **rows.here
    )
    if number <= 12:
        _option(rows.poll, number, rows.here)
    Voter.objects.get_or_create(poll=rows.poll, actor=rows.person, **rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    """The poll and the hall of thirty."""
    gathering = {"pk": rows.gathering.pk}
    return {
        "convening:venue": {"pk": rows.hall.pk},
        "convening:bookings": gathering,
        "convening:poll": gathering,
    }


def _option(poll: DatePoll, number: int, here: dict[str, Any]) -> PollOption:
    starts = MARCH + timedelta(days=number)
    return PollOption.objects.create(
        poll=poll, position=number, starts_at=starts, ends_at=starts + timedelta(hours=6), **here
    )


def _token(record: Any, purpose: str) -> str:
    return add_public_links([record], purpose=purpose, days=30, by=None)[record.pk]


def _times() -> dict[str, Any]:
    return {"starts_at": MARCH, "ends_at": MARCH + timedelta(hours=6)}
