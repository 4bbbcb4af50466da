"""Institutions are asked to name people, name them, and have them taken or refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from imbizo.actors.models import Affiliation, Consent
from imbizo.base.errors import NotAllowed
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Invitation, Nomination
from imbizo.convening.operations import nominations as operations
from imbizo.convening.operations.nominating_letters import write_to
from imbizo.convening.operations.nominations import Person, Wanted
from imbizo.convening.queries import nominations as queries
from imbizo.convening.states import InvitationState, NominationState
from tests.cast import Cast
from tests.convening.choosing import make_institution, make_nomination
from tests.convening.making import make_gathering, make_person

pytestmark = pytest.mark.django_db
FUTURE = {"starts_at": timezone.now() + timedelta(days=30)}
MOYO = Person(name="Tendai Moyo", phone="060 000 0001", position="secretary")
JACOBS = Person(name="Thandi Jacobs", email="thandi@example.org", is_alternate=True)


@pytest.fixture
def asked(cast: Cast) -> Nomination:
    return make_nomination(cast, make_gathering(cast, **FUTURE))


def named(asked: Nomination, *people: Person) -> Nomination:
    return operations.name_people(nomination=asked, people=people, by=None)


def test_institutions_are_asked_once_each(cast: Cast, asked: Nomination) -> None:
    fraternal, union = asked.institution, make_institution(cast, "Farm Union")
    new = operations.ask(
        gathering=asked.gathering, institutions=[fraternal, union], wanted=Wanted(seats=1), by=cast.amina
    )
    assert [each.institution for each in new] == [union]


def test_another_partner_asks_nobody(cast: Cast, asked: Nomination) -> None:
    with pytest.raises(NotAllowed):
        operations.ask(gathering=asked.gathering, institutions=[], wanted=Wanted(seats=1), by=cast.thandi)


def test_a_day_that_has_passed_is_refused(cast: Cast, asked: Nomination) -> None:
    past = Wanted(seats=1, due_at=timezone.now() - timedelta(days=1))
    with pytest.raises(BadAnswer):
        operations.ask(gathering=asked.gathering, institutions=[], wanted=past, by=cast.amina)


def test_whom_an_institution_names_is_kept(asked: Nomination) -> None:
    after = named(asked, MOYO, JACOBS)
    kept = list(after.nominees.values_list("name", "is_alternate"))
    assert (after.state, kept) == (
        NominationState.ANSWERED,
        [("Tendai Moyo", False), ("Thandi Jacobs", True)],
    )


def test_coming_back_changes_and_drops_names(asked: Nomination) -> None:
    named(asked, MOYO, JACOBS)
    first = asked.nominees.get(name="Tendai Moyo")
    named(asked, Person(id=first.pk, name="Tendai M. Moyo", phone="060 000 0001"))
    assert list(asked.nominees.values_list("pk", "name")) == [(first.pk, "Tendai M. Moyo")]


def test_more_than_were_asked_for_is_told(asked: Nomination) -> None:
    with pytest.raises(BadAnswer, match="You named 3 people, and there are 2 places"):
        named(asked, MOYO, MOYO, MOYO)


def test_naming_nobody_is_told(asked: Nomination) -> None:
    with pytest.raises(BadAnswer, match="Name at least one"):
        named(asked)


def test_too_late_is_told_until_staff_open_it_again(cast: Cast, asked: Nomination) -> None:
    Nomination.objects.filter(pk=asked.pk).update(due_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(NotNow, match="closed"):
        named(asked, MOYO)
    later = Wanted(seats=2, due_at=timezone.now() + timedelta(days=1))
    operations.ask_again(nomination=asked, wanted=later, by=cast.amina)
    assert named(asked, MOYO).state == NominationState.ANSWERED


def test_staff_note_what_was_said_on_the_telephone_after_the_day(cast: Cast, asked: Nomination) -> None:
    Nomination.objects.filter(pk=asked.pk).update(due_at=timezone.now() - timedelta(hours=1))
    after = operations.name_people(nomination=asked, people=[MOYO], by=cast.amina)
    assert after.state == NominationState.ANSWERED


def test_a_closed_one_takes_no_names_from_anybody(cast: Cast, asked: Nomination) -> None:
    operations.close(nomination=asked, by=cast.amina)
    with pytest.raises(NotNow):
        operations.name_people(nomination=asked, people=[MOYO], by=cast.amina)


def test_whoever_is_taken_is_on_the_list_with_who_proposed_them(cast: Cast, asked: Nomination) -> None:
    nominee = named(asked, MOYO).nominees.get()
    invitation = operations.take(nominee=nominee, by=cast.amina)
    assert (invitation.proposed_by, invitation.state) == (asked.institution, InvitationState.READY)


def test_whoever_is_taken_belongs_to_the_institution_on_a_lawful_basis(cast: Cast, asked: Nomination) -> None:
    actor = operations.take(nominee=named(asked, MOYO).nominees.get(), by=cast.amina).actor
    office = Affiliation.objects.get(person=actor)
    basis = Consent.objects.get(actor=actor)
    assert (actor.owner, office.organisation, office.position) == (
        cast.convenor, asked.institution, "secretary",
    )  # fmt: skip
    assert basis.how == "nominated by Ministers' Fraternal"


def test_taking_twice_takes_once(cast: Cast, asked: Nomination) -> None:
    nominee = named(asked, MOYO).nominees.get()
    first = operations.take(nominee=nominee, by=cast.amina)
    assert operations.take(nominee=nominee, by=cast.amina) == first


def test_the_same_person_of_the_register_is_offered(cast: Cast, asked: Nomination) -> None:
    known = make_person(cast, "Tendai Moyo", number="060 000 0001")
    nominee = named(asked, MOYO).nominees.get()
    assert [(each.actor, each.is_sure) for each in queries.who(nominee, cast.amina)] == [(known, True)]


def test_a_person_kept_by_another_partner_is_not_betrayed(cast: Cast, asked: Nomination) -> None:
    known = make_person(cast, "Tendai Moyo", number="060 000 0001")
    type(known).objects.filter(pk=known.pk).update(owner=cast.committee)
    assert queries.who(named(asked, MOYO).nominees.get(), cast.amina) == []


def test_a_refusal_keeps_its_reason_and_can_be_undone(cast: Cast, asked: Nomination) -> None:
    nominee = named(asked, MOYO).nominees.get()
    refused = operations.refuse(nominee=nominee, because="Threatened others", by=cast.amina)
    assert refused.refused_because == "Threatened others"
    assert operations.consider_again(nominee=nominee, by=cast.amina).refused_because == ""


def test_a_refusal_needs_a_reason(cast: Cast, asked: Nomination) -> None:
    with pytest.raises(BadAnswer):
        operations.refuse(nominee=named(asked, MOYO).nominees.get(), because=" ", by=cast.amina)


def test_an_alternate_is_offered_when_a_seat_declines_and_takes_it_once(
    cast: Cast, asked: Nomination
) -> None:
    named(asked, MOYO, JACOBS)
    gone = operations.take(nominee=asked.nominees.get(is_alternate=False), by=cast.amina)
    Invitation.objects.filter(pk=gone.pk).update(state=InvitationState.DECLINED)
    (offer,) = queries.replacements(asked.gathering)
    assert (offer.gone, offer.alternate.name) == (gone, "Thandi Jacobs")
    taken = operations.take_instead(nominee=offer.alternate, gone=offer.gone, by=cast.amina)
    assert (taken.substitute_for, queries.replacements(asked.gathering)) == (gone, [])


def test_only_those_who_have_not_answered_are_reminded_and_once_by_the_clock(cast: Cast) -> None:
    now = timezone.now()
    asked = make_nomination(cast, make_gathering(cast, **FUTURE), due_at=now + timedelta(days=2))
    counts = [operations.remind_due(now) for _again in range(2)]
    named(asked, MOYO)
    assert (counts, operations.remind(gathering=asked.gathering, by=cast.amina)) == ([1, 0], 0)


def test_without_a_way_to_the_institution_its_page_is_handed_over(cast: Cast, asked: Nomination) -> None:
    (letter,) = write_to(nominations=[asked], by=cast.amina)
    assert (letter.is_on_its_way, "/open/nominate/" in letter.address) == (False, True)
