"""Booking halls: section 7 of the rules, on the real database."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow, NotReady, Taken
from imbizo.convening.models import Booking, BookingSlot, Gathering
from imbizo.convening.operations import bookings as operations
from imbizo.convening.operations.gatherings import move
from imbizo.convening.operations.venues import retire_venue
from imbizo.convening.queries.words import span_words
from imbizo.convening.states import BookingState, DepositState
from imbizo.desk.models import Notification
from imbizo.thread.models import AuditEntry
from tests.cast import Cast
from tests.convening.making import MARCH, make_gathering, make_venue

NIGHT = datetime(2026, 3, 12, tzinfo=UTC)


def at(hour: float) -> datetime:
    return NIGHT + timedelta(hours=hour)


def booked(cast: Cast, venue: Any, first: float, last: float, **changes: Any) -> Booking:
    gathering = make_gathering(cast, name=f"From {first} to {last}")
    return operations.book(
        gathering=gathering, venue=venue, starts_at=at(first), ends_at=at(last), by=cast.amina, **changes
    )


@pytest.mark.parametrize(
    ("first", "last", "is_taken"),
    [(0, 1, False), (1, 2, False), (1, 3, True), (2, 4, True), (3, 5, True), (4, 5, False)],
)
def test_a_booking_from_two_to_four_clashes_as_the_rules_say(
    cast: Cast, first: int, last: int, is_taken: bool
) -> None:
    venue = make_venue(cast, setup_minutes=0, cleanup_minutes=0)
    booked(cast, venue, 2, 4)
    if is_taken:
        with pytest.raises(Taken):
            booked(cast, venue, first, last)
    else:
        assert booked(cast, venue, first, last).state == BookingState.ASKED


@pytest.mark.parametrize(
    ("first", "last", "is_taken"), [(0, 1, False), (1, 2, True), (4, 5, True), (5, 6, False)]
)
def test_set_up_and_clean_up_are_held_too(cast: Cast, first: int, last: int, is_taken: bool) -> None:
    venue = make_venue(cast, setup_minutes=60, cleanup_minutes=30)
    booked(cast, venue, 2, 4, setup_minutes=60, cleanup_minutes=60)
    if is_taken:
        with pytest.raises(Taken):
            booked(cast, venue, first, last, setup_minutes=0, cleanup_minutes=0)
    else:
        booked(cast, venue, first, last, setup_minutes=0, cleanup_minutes=0)


def test_one_s_own_booking_doesn_t_stand_in_its_own_way(cast: Cast) -> None:
    booking = booked(cast, make_venue(cast), 2, 4)
    changes = {"starts_at": at(3), "ends_at": at(5)}
    changed = operations.change_booking(booking=booking, changes=changes, by=cast.amina)
    assert (changed.starts_at, changed.slots.count()) == (at(3), 4 * 4 - 2)  # 1 h before, 30 min after


def test_another_time_that_is_taken_leaves_the_booking_as_it_was(cast: Cast) -> None:
    venue = make_venue(cast, setup_minutes=0, cleanup_minutes=0)
    booked(cast, venue, 6, 8)
    booking = booked(cast, venue, 2, 4)
    with pytest.raises(Taken):
        operations.change_booking(booking=booking, changes={"ends_at": at(7)}, by=cast.amina)
    assert (Booking.objects.get(pk=booking.pk).ends_at, booking.slots.count()) == (at(4), 8)


def test_the_database_itself_gives_a_hall_once(cast: Cast) -> None:
    booking = booked(cast, make_venue(cast), 2, 4)
    slot = booking.slots.get(quarter=booking.slots.order_by("quarter").values("quarter")[:1])
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingSlot.objects.create(venue=booking.venue, quarter=slot.quarter, booking=booking)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_book_at_the_same_instant_one_loses() -> None:
    from tests.cast import make_cast

    cast = make_cast()
    venue = make_venue(cast)
    gatherings = [make_gathering(cast, name=f"Workshop {n}") for n in range(4)]
    outcomes, together = list[str](), threading.Barrier(4)

    def ask(gathering: Gathering) -> None:
        together.wait()
        try:
            operations.book(gathering=gathering, venue=venue, by=cast.amina)
            outcomes.append("booked")
        except Taken:
            outcomes.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[gathering]) for gathering in gatherings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["booked", "taken", "taken", "taken"]
    assert Booking.objects.count() == 1


def test_the_time_is_the_gathering_s_and_the_buffers_the_hall_s(cast: Cast) -> None:
    gathering, venue = (
        make_gathering(cast),
        make_venue(cast, setup_minutes=45, cleanup_minutes=15, deposit=500),
    )
    made = operations.book(gathering=gathering, venue=venue, by=cast.amina)
    assert (made.starts_at, made.setup_minutes, made.cleanup_minutes) == (MARCH, 45, 15)
    assert made.deposit == 500
    assert made.deposit_state == DepositState.DUE


def test_a_form_sent_twice_books_once(cast: Cast) -> None:
    gathering, venue, id = make_gathering(cast), make_venue(cast), new_id()
    first = operations.book(gathering=gathering, venue=venue, id=id, by=cast.amina)
    assert operations.book(gathering=gathering, venue=venue, id=id, by=cast.amina) == first


def test_without_a_date_nothing_is_booked(cast: Cast) -> None:
    gathering = make_gathering(cast, starts_at=None)
    with pytest.raises(NotReady):
        operations.book(gathering=gathering, venue=make_venue(cast), by=cast.amina)


def test_a_hall_out_of_use_isn_t_booked(cast: Cast) -> None:
    venue = retire_venue(venue=make_venue(cast), by=cast.amina)
    with pytest.raises(NotNow):
        operations.book(gathering=make_gathering(cast), venue=venue, by=cast.amina)


def test_only_the_partner_that_convenes_books(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        operations.book(gathering=make_gathering(cast), venue=make_venue(cast), by=cast.thandi)


def test_one_s_own_clash_is_named(cast: Cast) -> None:
    venue = make_venue(cast)
    operations.book(gathering=make_gathering(cast, name="Dialogue"), venue=venue, by=cast.amina)
    with pytest.raises(Taken) as refused:
        operations.book(gathering=make_gathering(cast), venue=venue, by=cast.amina)
    assert str(refused.value) == f"It is taken then by “Dialogue”, {span_words(make_gathering(cast))}."


def test_another_partner_s_booking_says_no_more_than_that(cast: Cast) -> None:
    venue = make_venue(cast)
    theirs = make_gathering(cast, owner=cast.committee, name="Secret meeting")
    Booking.objects.create(programme=cast.programme, venue=venue, gathering=theirs, **_march())
    operations._take_slots(Booking.objects.get(), None)
    with pytest.raises(Taken) as refused:
        operations.book(gathering=make_gathering(cast), venue=venue, by=cast.amina)
    assert str(refused.value) == "It is taken then by another partner."


def _march() -> dict[str, Any]:
    return {"starts_at": MARCH, "ends_at": MARCH + timedelta(hours=6)}


def test_confirmed_by_phone_keeps_who_and_when(cast: Cast) -> None:
    booking = booked(cast, make_venue(cast), 2, 4)
    operations.confirm_booking(booking=booking, via="phone", who="Mr Fortuin", at=at(-20), by=cast.amina)
    found = Booking.objects.get()
    assert (found.state, found.confirmed_who, found.confirmed_via) == (
        BookingState.CONFIRMED,
        "Mr Fortuin",
        "phone",
    )
    assert found.confirmed_at == at(-20)


def test_confirming_twice_is_refused(cast: Cast) -> None:
    booking = booked(cast, make_venue(cast), 2, 4)
    operations.confirm_booking(booking=booking, via="phone", by=cast.amina)
    with pytest.raises(NotNow):
        operations.confirm_booking(booking=booking, via="phone", by=cast.amina)


def test_a_bumped_booking_frees_the_hall_and_tells_who_leads(cast: Cast) -> None:
    gathering, venue = make_gathering(cast, contact=cast.bo), make_venue(cast)
    booking = operations.book(gathering=gathering, venue=venue, by=cast.amina)
    operations.confirm_booking(booking=booking, via="phone", by=cast.amina)
    operations.bump_booking(booking=booking, because="A funeral", by=None)
    assert (Booking.objects.get().state, BookingSlot.objects.count()) == (BookingState.BUMPED, 0)
    assert list(Notification.objects.filter(verb="bump").values_list("member", flat=True)) == [cast.bo.pk]


def test_a_bump_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(BadAnswer):
        operations.bump_booking(booking=booked(cast, make_venue(cast), 2, 4), because=" ", by=cast.amina)


def test_a_refused_hall_is_free_for_others_at_once(cast: Cast) -> None:
    venue = make_venue(cast)
    operations.refuse_booking(booking=booked(cast, venue, 2, 4), because="Full", by=cast.amina)
    assert booked(cast, venue, 2, 4).state == BookingState.ASKED


def test_what_was_given_back_can_be_asked_for_again_if_it_is_still_free(cast: Cast) -> None:
    venue = make_venue(cast)
    booking = operations.release_booking(booking=booked(cast, venue, 2, 4), by=cast.amina)
    booked(cast, venue, 2, 4)
    with pytest.raises(Taken):
        operations.take_up_again(booking=booking, by=cast.amina)


def test_a_confirmed_hall_is_news_to_calendars(cast: Cast) -> None:
    gathering = make_gathering(cast)
    booking = operations.book(gathering=gathering, venue=make_venue(cast), by=cast.amina)
    operations.confirm_booking(booking=booking, via="phone", by=cast.amina)
    assert Gathering.objects.get().sequence == gathering.sequence + 1


def test_the_hall_follows_its_gathering_and_must_be_confirmed_again(cast: Cast) -> None:
    gathering = make_gathering(cast)
    booking = operations.book(gathering=gathering, venue=make_venue(cast), by=cast.amina)
    operations.confirm_booking(booking=booking, via="phone", by=cast.amina)
    later = MARCH + timedelta(days=7)
    move(gathering=gathering, by=cast.amina, starts_at=later, ends_at=later + timedelta(hours=6))
    found = Booking.objects.get()
    assert (found.starts_at, found.state, found.confirmed_at) == (later, BookingState.ASKED, None)


def test_a_hall_that_is_taken_at_the_new_time_stays_held_at_the_old(cast: Cast) -> None:
    gathering, venue, later = make_gathering(cast), make_venue(cast), MARCH + timedelta(days=7)
    operations.book(gathering=make_gathering(cast, starts_at=later), venue=venue, by=cast.amina)
    booking = operations.book(gathering=gathering, venue=venue, by=cast.amina)
    move(gathering=gathering, by=cast.amina, starts_at=later, ends_at=later + timedelta(hours=6))
    assert Booking.objects.get(pk=booking.pk).starts_at == MARCH
    assert AuditEntry.objects.filter(verb="not_free", subject_id=booking.pk).count() == 1


def test_a_gathering_moved_within_its_hall_s_own_time_keeps_the_hall(cast: Cast) -> None:
    gathering = make_gathering(cast)
    operations.book(gathering=gathering, venue=make_venue(cast), by=cast.amina)
    start = MARCH + timedelta(hours=1)
    move(gathering=gathering, by=cast.amina, starts_at=start, ends_at=start + timedelta(hours=6))
    assert Booking.objects.get().starts_at == start


def test_an_application_isn_t_accepted_before_it_is_sent(cast: Cast) -> None:
    booking = booked(cast, make_venue(cast), 2, 4)
    days = {"form_sent_on": at(48).date(), "form_accepted_on": at(0).date()}
    with pytest.raises(BadAnswer):
        operations.change_booking(booking=booking, changes=days, by=cast.amina)


def test_others_can_be_noted_to_have_one_s_own_hall(cast: Cast) -> None:
    venue = make_venue(cast)
    operations.note_taken(venue=venue, what_for="Wedding", starts_at=at(2), ends_at=at(4), by=cast.amina)
    with pytest.raises(Taken) as refused:
        booked(cast, venue, 2, 4)
    assert "Wedding" in str(refused.value)
