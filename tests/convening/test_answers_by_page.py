"""Answering on one's own page."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.operations import invitations as operations
from imbizo.convening.states import AnswerOutcome, GatheringState, InvitationState
from tests.cast import Cast
from tests.convening.inviting import invited, page_of, person, says, to_come


def test_whoever_says_yes_has_a_place(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast, capacity=2), person(cast))
    assert says(invitation).outcome == AnswerOutcome.TAKEN
    assert (invitation.state, invitation.place_number) == (InvitationState.ACCEPTED, 1)


def test_the_same_answer_twice_is_kept_as_the_same(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    says(invitation)
    assert says(invitation).outcome == AnswerOutcome.SAME


def test_of_contradictory_answers_the_last_wins_and_both_are_kept(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    says(invitation)
    says(invitation, "no")
    assert invitation.state == InvitationState.DECLINED
    assert [each.said for each in invitation.answers.all()] == ["yes", "no"]


def test_beyond_capacity_people_wait(cast: Cast) -> None:
    first, second = invited(cast, to_come(cast, capacity=1), person(cast), person(cast, "Sipho Ndlovu"))
    says(first)
    assert says(second).outcome == AnswerOutcome.WAITING


def test_who_waits_is_offered_the_place_that_is_given_up(cast: Cast) -> None:
    first, second = invited(cast, to_come(cast, capacity=1), person(cast), person(cast, "Sipho Ndlovu"))
    says(first)
    says(second)
    says(first, "no")
    second.refresh_from_db()
    assert (second.state, second.place_number) == (InvitationState.OFFERED, 1)
    assert says(second).invitation.state == InvitationState.ACCEPTED


def test_an_offer_that_runs_out_passes_to_the_next(cast: Cast) -> None:
    people = [person(cast, f"Person {name}") for name in ("One", "Two", "Three")]
    first, second, third = invited(cast, to_come(cast, capacity=1), *people)
    for each in (first, second, third):
        says(each)
    says(first, "no")
    operations.keep_moving(timezone.now() + timedelta(days=3))
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, third.state) == (InvitationState.DECLINED, InvitationState.OFFERED)


def test_a_late_yes_waits_where_late_answers_are_welcome(cast: Cast) -> None:
    (invitation,) = _late(cast, late_answers=True)
    assert says(invitation).outcome == AnswerOutcome.WAITING


def test_a_late_yes_is_told_that_answers_are_closed_elsewhere(cast: Cast) -> None:
    (invitation,) = _late(cast, late_answers=False)
    assert says(invitation).outcome == AnswerOutcome.CLOSED
    assert invitation.state == InvitationState.INVITED


def test_a_late_no_still_frees_the_place(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast, capacity=1), person(cast))
    says(invitation)
    _end_answering(invitation.gathering)
    assert says(invitation, "no").outcome == AnswerOutcome.TAKEN
    assert invitation.place_number is None


def test_a_withdrawn_invitation_says_so_and_takes_no_answer(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    operations.withdraw(
        gathering=invitation.gathering, invitations=[invitation], because="Moved away", by=cast.amina
    )
    page = Client().post(page_of(invitation), {"said": "yes"})
    assert b"This invitation was taken back." in page.content
    assert Invitation.objects.get().state == InvitationState.WITHDRAWN


def test_what_comes_to_an_invitation_taken_back_is_kept_too(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    operations.withdraw(
        gathering=invitation.gathering, invitations=[invitation], because="Moved away", by=cast.amina
    )
    Client().post(page_of(invitation), {"said": "yes"})
    assert [(each.said, each.outcome) for each in invitation.answers.all()] == [("yes", "withdrawn")]


def test_a_guessed_link_opens_nothing(db: None) -> None:
    assert Client().get("/open/i/AAAAAAAAAAAAAAAA/").status_code == 404


def test_an_answer_after_the_beginning_is_not_taken(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    Gathering.objects.update(state=GatheringState.OPEN)
    assert b"answers are closed" in Client().get(page_of(invitation)).content


def test_needs_are_kept_with_whoever_comes(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    says(invitation, interpreter="so", children="2", transport_from="Nduli", diet="halal")
    needs = (
        invitation.interpreter,
        invitation.children,
        invitation.needs_transport,
        invitation.transport_from,
    )
    assert needs == ("so", 2, True, "Nduli")


def test_a_colleague_with_a_number_takes_the_place_that_is_given_up(cast: Cast) -> None:
    waiting = person(cast, "Sipho Ndlovu")
    first, second = invited(cast, to_come(cast, capacity=1), person(cast), waiting)
    says(first)
    says(second)
    says(first, "colleague", instead_name="Lerato Khumalo", instead_number="060 000 9999")
    substitute = Invitation.objects.get(substitute_for=first)
    second.refresh_from_db()
    assert (substitute.state, substitute.place_number) == (InvitationState.ACCEPTED, 1)
    assert second.state == InvitationState.WAITING


def test_a_colleague_without_a_number_is_noted_for_the_organiser(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    answer = says(invitation, "colleague", instead_name="Lerato Khumalo")
    assert (answer.instead_name, invitation.state) == ("Lerato Khumalo", InvitationState.DECLINED)


def test_the_page_shows_no_surname_and_no_number(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast, "Thandi Mokoena"))
    page = Client().get(page_of(invitation)).content
    assert (b"Thandi" in page, b"Mokoena" in page, b"+2760" in page) == (True, False, False)


def test_the_link_to_join_is_shown_once_somebody_comes(cast: Cast) -> None:
    gathering = to_come(cast, way="online", joining_link="https://meet.example.org/x")
    (invitation,) = invited(cast, gathering, person(cast))
    before = Client().get(page_of(invitation)).content
    says(invitation)
    after = Client().get(page_of(invitation)).content
    assert (b"meet.example.org" in before, b"meet.example.org" in after) == (False, True)


def test_a_page_weighs_little(cast: Cast) -> None:
    (invitation,) = invited(cast, to_come(cast), person(cast))
    assert len(Client().get(page_of(invitation)).content) < 12_000


def _late(cast: Cast, *, late_answers: bool) -> list[Invitation]:
    made = invited(cast, to_come(cast, late_answers=late_answers), person(cast))
    _end_answering(made[0].gathering)
    return made


def _end_answering(gathering: Gathering) -> None:
    Gathering.objects.filter(pk=gathering.pk).update(answer_by=timezone.now() - timedelta(hours=1))
