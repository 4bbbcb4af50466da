"""Reserves of a draw who move up by themselves when one of the chosen doesn't come."""

from datetime import timedelta

from django.utils import timezone

from imbizo.convening.models import Candidate, Gathering, Invitation, Selection
from imbizo.convening.operations import drawing
from imbizo.convening.operations import invitations as operations
from imbizo.convening.operations import selection as selecting
from imbizo.convening.queries import reserves
from imbizo.convening.states import InvitationState
from imbizo.desk.models import Notification
from tests.cast import Cast, signed_in
from tests.convening.choosing import make_selection
from tests.convening.inviting import invited, last_text, person, says, to_come
from tests.convening.test_invitation_pages import url


def test_whoever_declines_is_made_up_for_by_the_next_reserve(cast: Cast) -> None:
    chosen, reserve = _drawn(cast)
    says(chosen, "no")
    assert (_state(reserve), "a place is free" in last_text(_of(reserve))) == (InvitationState.OFFERED, True)


def test_an_offer_that_a_reserve_lets_lapse_goes_to_the_next(cast: Cast) -> None:
    chosen, first = _drawn(cast)
    says(chosen, "no")
    operations.keep_moving(timezone.now() + timedelta(days=3))
    moved = Invitation.objects.filter(state=InvitationState.OFFERED).values_list("actor__name", flat=True)
    assert (_state(first), len(moved)) == (InvitationState.DECLINED, 1)


def test_a_reserve_comes_before_those_who_wait(cast: Cast) -> None:
    chosen, reserve = _drawn(cast)
    says(chosen)
    waits = _says_yes_too(cast, chosen.gathering)
    says(chosen, "no")
    waits.refresh_from_db()
    assert (_state(reserve), waits.state) == (InvitationState.OFFERED, InvitationState.WAITING)


def test_nobody_moves_up_for_whoever_sends_somebody_else(cast: Cast) -> None:
    chosen, reserve = _drawn(cast)
    says(chosen, "colleague", instead_name="Zola Instead", instead_number="060 000 4444")
    assert (_state(reserve), Invitation.objects.get(substitute_for=chosen).state) == (None, "accepted")


def test_before_anybody_is_invited_a_reserve_only_comes_onto_the_list(cast: Cast) -> None:
    chosen, reserve = _drawn(cast, is_invited=False)
    operations.withdraw(gathering=chosen.gathering, invitations=[chosen], because="moved away", by=cast.amina)
    assert _state(reserve) == InvitationState.READY


def test_the_list_of_candidates_says_who_does_not_come_and_who_moved_up(cast: Cast) -> None:
    chosen, _reserve = _drawn(cast)
    says(chosen, "no")
    page = signed_in(cast.amina).get(url("selection", chosen.gathering)).content.decode()
    assert [words in page for words in ("doesn't come", "moved up", "in reserve")] == [True] * 3


def test_a_place_that_is_not_there_is_offered_to_no_reserve(cast: Cast) -> None:
    chosen, reserve = _drawn(cast)
    _says_yes_too(cast, chosen.gathering)
    says(chosen, "no")
    assert _state(reserve) is None


def test_the_coordinator_may_keep_it_in_hand_and_give_it_over_later(cast: Cast) -> None:
    chosen, reserve = _drawn(cast)
    url_of = url("selection-reserves", chosen.gathering)
    signed_in(cast.amina).post(url_of, {"moves_up": "no"})
    says(chosen, "no")
    before = _state(reserve)
    signed_in(cast.amina).post(url_of, {"moves_up": "yes"})
    assert (before, _state(reserve)) == (None, InvitationState.OFFERED)


def test_whoever_leads_the_gathering_is_told(cast: Cast) -> None:
    chosen, reserve = _drawn(cast)
    Notification.objects.all().delete()
    says(chosen, "no")
    told = Notification.objects.get(verb="move_up")
    assert (told.member, told.subject_id) == (cast.amina, reserve.pk)


def test_whoever_left_the_register_is_no_reserve(cast: Cast) -> None:
    chosen, reserve = _drawn(cast)
    type(reserve.actor).objects.filter(pk=reserve.actor_id).update(state="erased")
    says(chosen, "no")
    (offered,) = Invitation.objects.filter(state=InvitationState.OFFERED)
    assert (_state(reserve), offered.actor_id == reserve.actor_id) == (None, False)


def _drawn(cast: Cast, *, is_invited: bool = True) -> tuple[Invitation, Candidate]:
    """One place and three who came forward: whoever was chosen for it, invited, and the first reserve."""
    gathering = to_come(cast, capacity=1)
    selection = make_selection(cast, gathering, places=1)
    for name in ("Anele One", "Busi Two", "Cebo Three"):
        selecting.add_candidate(selection=selection, actor=person(cast, name), attributes={}, by=cast.amina)
    drawn = drawing.draw(selection=selection, by=cast.amina)
    drawing.take_chosen(selection=drawn, by=cast.amina)
    first = reserves.next_reserve(Selection.objects.get(pk=drawn.pk), set())
    assert first is not None
    chosen = Invitation.objects.select_related("gathering", "actor").get()
    if is_invited:
        invited(cast, gathering, chosen.actor)
    return chosen, first


def _says_yes_too(cast: Cast, gathering: Gathering) -> Invitation:
    """Somebody else who is invited to the same gathering, and accepts."""
    guest = person(cast, "Gugu Guest")
    operations.put_on_list(gathering=gathering, actors=[guest], by=cast.amina)
    operations.invite(gathering=gathering, by=cast.amina)
    invitation = Invitation.objects.get(actor=guest)
    says(invitation)
    return invitation


def _of(candidate: Candidate) -> Invitation:
    return Invitation.objects.get(actor=candidate.actor_id)


def _state(candidate: Candidate) -> str | None:
    """How the candidate's invitation stands; None where they aren't on the list."""
    return Invitation.objects.filter(actor=candidate.actor_id).values_list("state", flat=True).first()
