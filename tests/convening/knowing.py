"""Somebody about whom gatherings know much, and a gathering of which every table has a row."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.convening.models import (
    Answer,
    Attendance,
    Booking,
    BookingSlot,
    Candidate,
    Certificate,
    DatePoll,
    Device,
    DeviceItem,
    FirstToTell,
    Gathering,
    Input,
    Invitation,
    Letterhead,
    Nomination,
    Nominee,
    Picture,
    PollOption,
    SaidNotice,
    Selection,
    Slip,
    Telling,
)
from imbizo.places.models import Place
from imbizo.places.states import PlaceKind
from tests.cast import Cast
from tests.convening.making import MARCH, make_person, make_venue

NAME = "Nonhlanhla Radebe"


def know(gathering: Gathering, actor: Actor, cast: Cast) -> None:
    """Every kind of row of a gathering that says something about a person, with words that would give them away."""
    here = {"programme": cast.programme}
    at = {"gathering": gathering, **here}
    invitation = Invitation.objects.create(
        actor=actor, state="attended", diet="no salt, says Nonhlanhla", **at
    )
    ways = {"via": "sms", "outcome": "taken", "instead_name": NAME, "instead_number": "060 000 0771"}
    Answer.objects.create(invitation=invitation, words=f"Yes, {NAME}", **ways, **here)
    came = Attendance.objects.create(
        actor=actor, invitation=invitation, code="AAAAA", name=NAME, guardian="Mrs Radebe", **at
    )
    Certificate.objects.create(attendance=came, code="C1", name=NAME, **here)
    Input.objects.create(text="A clinic", via="scribe", speaker=came, **at)
    content = {"name": NAME, "code": "AAAAA"}
    DeviceItem.objects.create(kind="attendance", outcome="joined", content=content, **at)
    body = make_person(cast, "Ceres Office")
    asked = Nomination.objects.create(institution=body, **at)
    Nominee.objects.create(
        nomination=asked, name=NAME, phone="+27600000771", mandate="speaks for Radebe", **here
    )
    draw = Selection.objects.create(places=1, **at)
    Candidate.objects.create(selection=draw, actor=actor, attributes={"sector": "Radebe's farm"}, **here)
    place = Place.objects.create(kind=PlaceKind.MUNICIPALITY, name="Witzenberg", **here)
    first = FirstToTell.objects.create(place=place, office="mayor", actor=actor, **here)
    Telling.objects.create(first=first, text=f"Dear {NAME}", answer="Radebe agrees", **at)


def keep_much(gathering: Gathering, cast: Cast) -> None:
    """What leaves with the programme in a way of its own: files, bytes, rings of rows, what is sealed."""
    here: dict[str, Any] = {"programme": cast.programme}
    at = {"gathering": gathering, **here}
    times = {"starts_at": MARCH, "ends_at": MARCH + timedelta(hours=6)}
    poll = DatePoll.objects.create(closes_at=MARCH, **at)
    poll.chosen = PollOption.objects.create(poll=poll, position=1, **times, **here)
    poll.save()
    hall = make_venue(cast, caretaker="Mr Jacobs", caretaker_number="060 000 0772")
    booking = Booking.objects.create(venue=hall, **times, **at)
    BookingSlot.objects.create(venue=hall, quarter=1, booking=booking)
    said = Input.objects.create(text="I am afraid", via="slip", is_anonymous=True, said_at=MARCH, **at)
    SaidNotice.objects.create(input=said, what="asked")
    Slip.objects.create(sex="female", hour=MARCH, **at)
    picture = Picture(digest="0" * 64, caption="Cards", **at)
    picture.file.save("", ContentFile(b"a picture"), save=False)
    picture.save()
    Letterhead.objects.create(
        owner=cast.convenor, name="Ubambano", signatory="Amina", logo=b"\x00\xff", **here
    )
    Device.objects.create(
        token_hash="h", secret="sealed", label="Door", opened_by=cast.bo, expires_at=timezone.now(), **at
    )
