"""Places that pass on: by quotas, by the organiser; and what the clock and bulk actions do for the invited."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.base.errors import NotAllowed
from imbizo.convening.errors import Full, NotNow
from imbizo.convening.models import Booking, Candidate, Gathering, Invitation, Quota, Selection
from imbizo.convening.operations import invitations as operations
from imbizo.convening.states import BookingState, InvitationState, SelectionState
from imbizo.desk.models import Notification
from imbizo.messaging.models import Message
from tests.cast import Cast, signed_in
from tests.convening.inviting import invited, last_text, person, says, to_come
from tests.convening.making import make_venue
from tests.convening.test_invitation_pages import one, url


def test_whom_a_quota_lacks_moves_up_before_those_who_wait_longer(cast: Cast) -> None:
    first, waits_longer, farm_worker = _full(cast)
    _quota(farm_worker, sector="farm worker")
    says(first, "no")
    waits_longer.refresh_from_db()
    farm_worker.refresh_from_db()
    assert (waits_longer.state, farm_worker.state) == (InvitationState.WAITING, InvitationState.OFFERED)


def test_a_quota_that_is_filled_leaves_the_order_as_it_is(cast: Cast) -> None:
    first, waits_longer, farm_worker = _full(cast)
    _quota(farm_worker, sector="farm worker", minimum=0)
    says(first, "no")
    waits_longer.refresh_from_db()
    assert waits_longer.state == InvitationState.OFFERED


def test_the_organiser_offers_a_place_out_of_order(cast: Cast) -> None:
    _first, _longer, last = _full(cast)
    Gathering.objects.update(capacity=2)
    operations.offer_place(invitation=last, by=cast.amina)
    last.refresh_from_db()
    assert (last.state, last.place_number) == (InvitationState.OFFERED, 2)
    assert "a place is free" in last_text(last)


def test_no_place_is_offered_that_is_not_there(cast: Cast) -> None:
    _first, _longer, last = _full(cast)
    with pytest.raises(Full):
        operations.offer_place(invitation=last, by=cast.amina)


def test_only_who_waits_is_offered_a_place(cast: Cast) -> None:
    (silent,) = invited(cast, to_come(cast, capacity=1), person(cast))
    with pytest.raises(NotNow):
        operations.offer_place(invitation=silent, by=cast.amina)


def test_another_partner_offers_nothing(cast: Cast) -> None:
    _first, _longer, last = _full(cast)
    with pytest.raises(NotAllowed):
        operations.offer_place(invitation=last, by=cast.thandi)


def test_the_page_offers_a_place(cast: Cast) -> None:
    _first, _longer, last = _full(cast)
    Gathering.objects.update(capacity=2)
    signed_in(cast.amina).post(one("invitation-offer", last))
    last.refresh_from_db()
    assert last.state == InvitationState.OFFERED


def test_whoever_leads_hears_of_an_offer_that_no_message_can_tell(cast: Cast) -> None:
    first, waits, _last = _full(cast)
    Actor.objects.filter(pk=waits.actor_id).update(handle_in_person=True)
    says(first, "no")
    told = Notification.objects.get(verb="offer_unheard")
    assert (told.member, told.subject_id) == (cast.amina, waits.pk)


def test_those_ticked_are_offered_places_as_long_as_there_are_any(cast: Cast) -> None:
    _first, longer, last = _full(cast)
    Gathering.objects.update(capacity=2)
    ticked = {"action": "offer", "selected": [longer.pk, last.pk]}
    page = signed_in(cast.amina).post(url("invitations-do", last.gathering), ticked, follow=True)
    states = Invitation.objects.filter(pk__in=[longer.pk, last.pk]).values_list("state", flat=True)
    assert sorted(states) == [InvitationState.OFFERED, InvitationState.WAITING]
    assert "All places are taken" in page.content.decode()


def test_without_a_number_of_places_the_organiser_decides_about_those_who_come_too_late(cast: Cast) -> None:
    gathering = to_come(cast)
    (late,) = invited(cast, gathering, person(cast))
    Gathering.objects.update(answer_by=timezone.now() - timedelta(hours=1))
    says(late)
    page = signed_in(cast.amina).get(url("invitations", gathering)).content.decode()
    assert "Decide about those who wait" in page


def test_on_its_day_the_venue_is_told_to_those_who_come_and_once(cast: Cast) -> None:
    comes, silent = _with_hall(cast, to_come(cast, venue_told_on=_tomorrow()))
    before = Message.objects.filter(recipient_id=silent.actor_id).count()
    assert operations.tell_venues(timezone.now()) == 0
    Gathering.objects.update(venue_told_on=timezone.localdate())
    now = timezone.now()
    assert (operations.tell_venues(now), operations.tell_venues(now)) == (1, 0)
    assert "Town Hall" in last_text(comes)
    assert Message.objects.filter(recipient_id=silent.actor_id).count() == before


def test_whoever_cannot_be_written_to_is_tried_once(cast: Cast) -> None:
    comes, _silent = _with_hall(cast, to_come(cast, venue_told_on=_tomorrow()))
    Actor.objects.filter(pk=comes.actor_id).update(handle_in_person=True)
    Gathering.objects.update(venue_told_on=timezone.localdate())
    now = timezone.now()
    assert (operations.tell_venues(now), operations.tell_venues(now)) == (1, 0)


def test_before_its_day_the_venue_stands_nowhere(cast: Cast) -> None:
    comes, _silent = _with_hall(cast, to_come(cast, venue_told_on=_tomorrow()))
    assert "Town Hall" not in "".join(Message.objects.values_list("text", flat=True))
    assert comes.told["hall"] == ""


def test_those_ticked_are_invited_and_the_others_wait(cast: Cast) -> None:
    gathering = to_come(cast)
    people = [person(cast), person(cast, "Sipho Ndlovu")]
    operations.put_on_list(gathering=gathering, actors=people, by=cast.amina)
    chosen = gathering.invitations.get(actor=people[0])
    ticked = {"action": "invite", "selected": [str(chosen.pk)]}
    signed_in(cast.amina).post(url("invitations-do", gathering), ticked)
    states = dict(gathering.invitations.values_list("actor", "state"))
    assert states == {people[0].pk: InvitationState.INVITED, people[1].pk: InvitationState.READY}


def test_those_ticked_are_taken_off_unless_they_were_invited(cast: Cast) -> None:
    gathering = to_come(cast)
    (asked,) = invited(cast, gathering, person(cast))
    operations.put_on_list(gathering=gathering, actors=[person(cast, "Sipho Ndlovu")], by=cast.amina)
    ticked = {"action": "take-off", "selected": [str(each.pk) for each in gathering.invitations.all()]}
    signed_in(cast.amina).post(url("invitations-do", gathering), ticked)
    assert list(gathering.invitations.all()) == [asked]


def _full(cast: Cast) -> list[Invitation]:
    """One place, taken by the first of three; the others wait in order."""
    people = [person(cast, f"Person {name}") for name in ("One", "Two", "Three")]
    made = invited(cast, to_come(cast, capacity=1), *people)
    for each in made:
        says(each)
    return made


def _quota(fills: Invitation, *, sector: str, minimum: int = 1) -> None:
    """Open places were drawn, and this person counts for a quota that wants so many."""
    gathering = fills.gathering
    here = {"programme": gathering.programme}
    selection = Selection.objects.create(
        gathering=gathering, places=1, seed="thunder", state=SelectionState.DRAWN, **here
    )
    Quota.objects.create(
        selection=selection, label=sector, conditions={"sector": [sector]}, minimum=minimum, **here
    )
    Candidate.objects.create(selection=selection, actor=fills.actor, attributes={"sector": sector}, **here)


def _with_hall(cast: Cast, gathering: Gathering) -> tuple[Invitation, Invitation]:
    """The town hall is booked for it; of two invited one said yes."""
    assert gathering.starts_at is not None
    assert gathering.ends_at is not None
    Booking.objects.create(
        programme=cast.programme,
        gathering=gathering,
        venue=make_venue(cast),
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        state=BookingState.CONFIRMED,
    )
    comes, silent = invited(cast, gathering, person(cast), person(cast, "Sipho Ndlovu"))
    says(comes)
    comes.refresh_from_db()
    return comes, silent


def _tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)
