"""The pages of bookings: for those who plan, and for a caretaker with a phone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from imbizo.actors.operations.consent import record_basis
from imbizo.actors.states import Basis, Purpose
from imbizo.convening.models import Booking, BookingSlot, Gathering
from imbizo.convening.operations import bookings as operations
from imbizo.convening.operations.caretakers import LINK_PURPOSE, ask_caretaker
from imbizo.convening.operations.gatherings import move
from imbizo.convening.states import BookingState
from imbizo.desk.models import Notification
from imbizo.messaging.models import Message
from imbizo.places.models import Place
from imbizo.thread.operations import add_public_links
from tests.cast import Cast, signed_in
from tests.convening.making import MARCH, keep_no_quiet_hours, make_gathering, make_person, make_venue
from tests.parts.poppler import Poppler

AHEAD = MARCH.replace(year=2100)


def booked(cast: Cast, **changes: Any) -> Booking:
    gathering = make_gathering(cast, starts_at=AHEAD, contact=cast.bo)
    return operations.book(gathering=gathering, venue=make_venue(cast, **changes), by=cast.amina)


def address(booking: Booking, name: str = "booking") -> str:
    return reverse(f"convening:{name}", args=[booking.programme.slug, booking.pk])


def caretaker_page(booking: Booking) -> str:
    token = add_public_links([booking], purpose=LINK_PURPOSE, days=9, by=None)[booking.pk]
    return reverse("convening:caretaker", args=[token])


def shown(cast: Cast, url: str) -> str:
    return signed_in(cast.amina).get(url).content.decode()


def test_the_form_begins_with_the_gathering_s_time_and_the_hall_s_minutes(cast: Cast) -> None:
    gathering, venue = make_gathering(cast), make_venue(cast, setup_minutes=45)
    url = reverse("convening:book", args=[cast.programme.slug, gathering.pk, venue.pk])
    form = signed_in(cast.amina).get(url).context["form"]
    assert [str(form[name].value()) for name in ("day", "from_", "until", "setup_minutes")] == [
        "2026-03-12", "09:00:00", "15:00:00", "45",
    ]  # fmt: skip


def test_a_taken_hall_is_refused_at_the_form_and_nothing_typed_is_lost(cast: Cast) -> None:
    gathering, venue = make_gathering(cast), make_venue(cast)
    operations.book(gathering=make_gathering(cast, name="Dialogue"), venue=venue, by=cast.amina)
    url = reverse("convening:book", args=[cast.programme.slug, gathering.pk, venue.pk])
    form = signed_in(cast.amina).get(url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"note": "Bring the key"}
    page = signed_in(cast.amina).post(url, typed).content.decode()
    assert ("It is taken then by “Dialogue”" in page, "Bring the key" in page) == (True, True)


def test_a_gathering_without_a_hall_offers_those_that_are_free(cast: Cast) -> None:
    gathering = make_gathering(cast, starts_at=AHEAD)
    make_venue(cast, name="School")
    page = shown(cast, reverse("convening:bookings", args=[cast.programme.slug, gathering.pk]))
    assert ("It has no venue." in page, "School" in page) == (True, True)


def test_where_no_hall_of_the_place_is_free_those_of_other_places_are_offered(cast: Cast) -> None:
    here, there = (
        Place.objects.create(kind="municipality", name=name, programme=cast.programme)
        for name in ("Langeberg", "Breede Valley")
    )
    gathering = make_gathering(cast, starts_at=AHEAD, place=here)
    taken = make_venue(cast, name="Town Hall", place=here)
    make_venue(cast, name="School", place=there)
    operations.book(gathering=make_gathering(cast, starts_at=AHEAD), venue=taken, by=cast.amina)
    page = shown(cast, reverse("convening:bookings", args=[cast.programme.slug, gathering.pk]))
    offered = [words in page for words in ("Free elsewhere", "School", "Add a venue", "No hall here is free")]
    assert offered == [True] * 4


def test_a_lost_hall_stands_below_and_others_are_offered_again(cast: Cast) -> None:
    booking = booked(cast)
    make_venue(cast, name="School")
    operations.bump_booking(booking=booking, because="A funeral", by=cast.amina)
    page = shown(cast, reverse("convening:bookings", args=[cast.programme.slug, booking.gathering_id]))
    assert [words in page for words in ("It has no venue.", "School", "A funeral")] == [True, True, True]


def test_a_hall_held_for_another_time_asks_to_decide(cast: Cast) -> None:
    booking, later = booked(cast), AHEAD + timedelta(days=7)
    other = make_gathering(cast, name="Dialogue", starts_at=later)
    operations.book(gathering=other, venue=booking.venue, by=cast.amina)
    gathering = Gathering.objects.get(bookings=booking)
    move(gathering=gathering, by=cast.amina, starts_at=later, ends_at=later + timedelta(hours=6))
    page = shown(cast, address(booking))
    assert ("the hall is still held at the old time" in page, "by “Dialogue”" in page) == (True, True)


def test_the_hall_is_tried_again_once_it_is_free(cast: Cast) -> None:
    booking, later = booked(cast), AHEAD + timedelta(days=7)
    Gathering.objects.filter(bookings=booking).update(starts_at=later, ends_at=later + timedelta(hours=6))
    signed_in(cast.amina).post(address(booking, "booking-follow"))
    assert Booking.objects.get().starts_at == later


def test_confirming_on_the_page_notes_who_and_by_what(cast: Cast) -> None:
    booking = booked(cast)
    given = {"who": "Mr Fortuin", "via": "phone", "at": "2026-03-01T10:00"}
    signed_in(cast.amina).post(address(booking, "booking-confirm"), given)
    found = Booking.objects.get()
    assert (found.state, found.confirmed_who, found.confirmed_via) == ("confirmed", "Mr Fortuin", "phone")


def test_money_and_papers_are_noted(cast: Cast) -> None:
    booking = booked(cast)
    client, url = signed_in(cast.amina), address(booking, "booking-details")
    typed = {"snapshot": client.get(url).context["form"]["snapshot"].value(), "cost": "800", "deposit": "500"}
    days = {"deposit_state": "paid", "deposit_on": "2026-03-02", "form_sent_on": "2026-03-01"}
    assert client.post(url, typed | days).status_code == 302
    found = Booking.objects.get()
    assert (str(found.cost), found.deposit_state, str(found.deposit_on)) == ("800.00", "paid", "2026-03-02")


def test_what_was_given_back_by_mistake_is_undone(cast: Cast) -> None:
    booking = booked(cast)
    client = signed_in(cast.amina)
    client.post(address(booking, "booking-release"))
    assert BookingSlot.objects.count() == 0
    client.post(address(booking, "booking-again"))
    assert Booking.objects.get().state == BookingState.ASKED


def test_another_partner_finds_no_booking(cast: Cast) -> None:
    assert signed_in(cast.thandi).get(address(booked(cast))).status_code == 404


@pytest.mark.parametrize(
    ("said", "state"),
    [("yes", BookingState.CONFIRMED), ("no", BookingState.REFUSED), ("other", BookingState.ASKED)],
)
def test_a_caretaker_answers_on_a_light_page(cast: Cast, said: str, state: str) -> None:
    booking = booked(cast, caretaker="Mr Fortuin")
    response = Client().post(caretaker_page(booking), {"said": said, "words": "Only in the afternoon"})
    assert (response.status_code, Booking.objects.get().state) == (302, state)
    assert list(Notification.objects.exclude(verb="join").values_list("member", flat=True)) == [cast.bo.pk]


def test_a_caretaker_s_other_time_is_kept_with_the_booking(cast: Cast) -> None:
    Client().post(caretaker_page(booked(cast)), {"said": "other", "words": "Only in the afternoon"})
    assert Booking.objects.get().note == "Only in the afternoon"


def test_a_caretaker_may_take_back_a_yes(cast: Cast) -> None:
    booking = booked(cast)
    url = caretaker_page(booking)
    Client().post(url, {"said": "yes"})
    Client().post(url, {"said": "no", "words": "A funeral"})
    found = Booking.objects.get()
    assert (found.state, found.ended_because) == (BookingState.BUMPED, "A funeral")


def test_a_caretaker_s_page_says_nothing_of_what_people_gather_for(cast: Cast) -> None:
    page = Client().get(caretaker_page(booked(cast))).content.decode()
    assert ("Town Hall" in page, "Workshop" in page, len(page) < 30_000) == (True, False, True)


def test_a_caretaker_s_page_of_an_ended_booking_says_so(cast: Cast) -> None:
    booking = booked(cast)
    url = caretaker_page(booking)
    operations.release_booking(booking=booking, by=cast.amina)
    assert "This booking has ended." in Client().get(url).content.decode()


def test_a_caretaker_in_the_register_gets_the_link_by_sms(cast: Cast) -> None:
    keep_no_quiet_hours(cast.programme)
    fortuin = make_person(cast, "Mr Fortuin", number="060 000 0042")
    record_basis(actors=[fortuin], purpose=Purpose.SERVICE, basis=Basis.LEGITIMATE_INTEREST, by=cast.amina)
    link, is_on_its_way = ask_caretaker(booking=booked(cast, caretaker_number="0600000042"), by=cast.amina)
    assert is_on_its_way
    assert link in Message.objects.get(recipient_id=fortuin.pk).text


def test_to_a_caretaker_whom_nobody_noted_no_message_leaves(cast: Cast) -> None:
    link, is_on_its_way = ask_caretaker(booking=booked(cast, caretaker_number="0600000042"), by=cast.amina)
    assert (link.startswith("http://testserver/open/booking/"), is_on_its_way) == (True, False)
    assert Message.objects.count() == 0


def test_the_application_is_a_letter_to_print(cast: Cast, poppler: Poppler) -> None:
    booking = booked(cast, cost=800)
    response = signed_in(cast.amina).get(address(booking, "booking-letter"))
    assert response["Content-Type"] == "application/pdf"
    text = " ".join(poppler.text(response.content).split())
    assert "Application to use Town Hall" in text
    assert "ZAR 800" in text
