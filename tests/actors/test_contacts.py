"""How actors can be reached, and what that may not betray."""

from typing import Any

import pytest

from imbizo.actors import queries
from imbizo.actors.errors import BadAddress, BadEntry, NotYours
from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.operations import add_contact, change_contact, put_back, remove
from imbizo.actors.states import ContactState, NumberKind
from imbizo.messaging.states import Channel
from imbizo.programmes.models import Membership
from tests.actors.register import MOBILE, official, organisation, person
from tests.cast import Cast


def number(actor: Actor, by: Membership, raw: str = MOBILE, **fields: Any) -> ContactPoint:
    return add_contact(actor=actor, channel=Channel.SMS, raw=raw, by=by, **fields)


def test_a_mobile_is_kept_in_e164_beside_what_was_written(cast: Cast) -> None:
    contact = number(person(cast.amina), cast.amina)
    assert (contact.address, contact.raw, contact.number_kind) == ("+27601234567", MOBILE, NumberKind.MOBILE)


def test_a_landline_given_for_sms_is_kept_as_a_telephone(cast: Cast) -> None:
    contact = number(person(cast.amina), cast.amina, "021 808 5000")
    assert (contact.channel, contact.number_kind) == (Channel.PHONE, NumberKind.LANDLINE)


def test_a_number_with_words_beside_it_is_to_be_checked(cast: Cast) -> None:
    assert number(person(cast.amina), cast.amina, f"{MOBILE} (Thandi)").state == ContactState.DOUBTFUL


@pytest.mark.parametrize("raw", ["", "08212345", "2.7821E+10", "no number", "a" * 10_000])
def test_what_cannot_be_a_number_gets_a_sentence(cast: Cast, raw: str) -> None:
    with pytest.raises(BadAddress):
        number(person(cast.amina), cast.amina, raw)


def test_two_numbers_in_one_field_are_asked_for_one_by_one(cast: Cast) -> None:
    with pytest.raises(BadAddress, match="one number"):
        number(person(cast.amina), cast.amina, "060 123 4567 / 060 123 4568")


def test_a_private_persons_number_stays_with_the_partner_that_wrote_it(cast: Cast) -> None:
    number(person(cast.amina, sharing="all"), cast.amina)
    assert (queries.contacts(cast.bo).count(), queries.contacts(cast.thandi).count()) == (1, 0)


def test_an_officials_number_is_shared_with_all(cast: Cast) -> None:
    number(official(cast.amina), cast.amina)
    assert queries.contacts(cast.thandi).count() == 1


def test_an_observer_sees_no_numbers(cast: Cast) -> None:
    number(official(cast.thandi), cast.thandi)
    assert queries.contacts(cast.chandra).count() == 0


def test_a_shared_number_of_a_hidden_person_is_hidden_too(cast: Cast) -> None:
    number(person(cast.amina), cast.amina, sharing="all")
    assert queries.contacts(cast.thandi).count() == 0


def test_one_number_of_two_people_is_flagged_on_both(cast: Cast) -> None:
    first = number(person(cast.amina), cast.amina)
    second = number(person(cast.amina, "Rudo"), cast.amina)
    first.refresh_from_db()
    assert (first.is_shared, second.is_shared) == (True, True)


def test_no_flag_betrays_that_another_partner_keeps_the_number_to_itself(cast: Cast) -> None:
    hidden = number(person(cast.thandi), cast.thandi)
    probe = number(person(cast.amina), cast.amina)
    hidden.refresh_from_db()
    assert (hidden.is_shared, probe.is_shared) == (False, False)


def test_the_same_number_kept_by_two_partners_on_one_official_is_no_refusal(cast: Cast) -> None:
    shared = official(cast.amina)
    number(shared, cast.amina, sharing="itself")
    assert number(shared, cast.thandi).owner == cast.committee


def test_the_same_number_twice_is_refused(cast: Cast) -> None:
    actor = person(cast.amina)
    number(actor, cast.amina)
    with pytest.raises(BadAddress, match="already"):
        number(actor, cast.amina, "+27 60 123 4567")


def test_an_unsafe_number_says_when_it_is_safe(cast: Cast) -> None:
    with pytest.raises(BadEntry, match="safe"):
        number(person(cast.amina), cast.amina, is_unsafe=True)


def test_nobody_is_reached_through_oneself(cast: Cast) -> None:
    actor = person(cast.amina)
    with pytest.raises(BadEntry):
        number(actor, cast.amina, through=actor)


def test_there_is_one_preferred_contact_point(cast: Cast) -> None:
    actor = person(cast.amina)
    number(actor, cast.amina, is_preferred=True)
    add_contact(actor=actor, channel=Channel.EMAIL, raw="Moyo@Example.org", by=cast.amina, is_preferred=True)
    assert list(actor.contacts.filter(is_preferred=True).values_list("address", flat=True)) == [
        "moyo@example.org"
    ]


def test_a_number_written_anew_is_read_anew(cast: Cast) -> None:
    contact = number(person(cast.amina), cast.amina)
    changed = change_contact(contact=contact, changes={"raw": "060 123 4568"}, by=cast.amina)
    assert changed.address == "+27601234568"


def test_another_partner_does_not_change_a_number(cast: Cast) -> None:
    contact = number(official(cast.amina), cast.amina)
    with pytest.raises(NotYours):
        change_contact(contact=contact, changes={"is_unsafe": False}, by=cast.thandi)


def test_nobody_adds_a_number_to_a_person_they_do_not_see(cast: Cast) -> None:
    with pytest.raises(NotYours):
        number(person(cast.amina), cast.thandi)


def test_a_number_taken_away_comes_back_as_it_was(cast: Cast) -> None:
    church = organisation(cast.amina, "Church of Hope")
    contact = number(person(cast.amina), cast.amina, through=church, is_unsafe=True, safe_when="after six")
    entry = remove(record=contact, by=cast.amina)
    put_back(entry=entry, by=cast.amina)
    back = ContactPoint.objects.get()
    assert (back.pk, back.through, back.safe_when, back.created_at) == (
        contact.pk, church, "after six", contact.created_at,
    )  # fmt: skip
