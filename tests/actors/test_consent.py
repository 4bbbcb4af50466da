"""On what basis people are written to, and that their no holds."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from imbizo.actors import operations
from imbizo.actors.errors import NeedsConsent
from imbizo.actors.models import Actor, Consent, ContactPoint, Objection
from imbizo.actors.operations.consent import (
    Recorded,
    handle_as_others,
    handle_in_person,
    object_to,
    opt_out,
    record_basis,
    start_again,
    take_back_objection,
    withdraw_basis,
)
from imbizo.actors.queries.consent import basis_of, consent_status, panel, without_basis
from imbizo.base.errors import NotAllowed
from imbizo.messaging.queries import suppressed
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing
from imbizo.thread.models import AuditEntry
from tests.actors.register import MOBILE, official, person
from tests.cast import Cast, signed_in

ADDRESS = ("sms", "+27601234567")


def record(*actors: Actor, by: Membership, purpose: str = "service", basis: str = "consent") -> Recorded:
    return record_basis(actors=actors, purpose=purpose, basis=basis, how="Signed in Ceres", by=by)


def with_number(by: Membership) -> tuple[Actor, ContactPoint]:
    actor = person(by)
    return actor, operations.add_contact(actor=actor, channel="sms", raw=MOBILE, by=by)


def is_stopped(cast: Cast) -> bool:
    return suppressed(programme=cast.programme, addresses=[ADDRESS]) == {ADDRESS}


def test_a_basis_stands_until_it_ends(cast: Cast) -> None:
    actor = person(cast.amina)
    consent = record(actor, by=cast.amina).new[0]
    assert basis_of([actor], "service") == {actor.pk: consent}
    withdraw_basis(consent=consent, how="By phone", by=cast.amina)
    assert basis_of([actor], "service") == {}


def test_the_same_basis_twice_is_recorded_once(cast: Cast) -> None:
    actor = person(cast.amina)
    record(actor, by=cast.amina)
    again = record(actor, by=cast.amina)
    assert (len(again.new), again.stood, Consent.objects.count()) == (0, 1, 1)


def test_a_withdrawn_basis_can_be_given_anew(cast: Cast) -> None:
    actor = person(cast.amina)
    withdraw_basis(consent=record(actor, by=cast.amina).new[0], how="By phone", by=cast.amina)
    assert len(record(actor, by=cast.amina).new) == 1


def test_direct_marketing_stands_on_consent_alone(cast: Cast) -> None:
    with pytest.raises(NeedsConsent):
        record(person(cast.amina), by=cast.amina, purpose="direct_marketing", basis="contract")


def test_the_database_too_refuses_direct_marketing_without_consent(cast: Cast) -> None:
    fields = {"programme": cast.programme, "purpose": "direct_marketing", "basis": "contract"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(actor=person(cast.amina), **fields)


def test_an_objection_to_direct_marketing_ends_that_basis_alone(cast: Cast) -> None:
    actor, _number = with_number(cast.amina)
    record(actor, by=cast.amina)
    record(actor, by=cast.amina, purpose="direct_marketing")
    object_to(actor=actor, purpose="direct_marketing", how="At the workshop", by=cast.amina)
    assert (basis_of([actor], "direct_marketing"), set(basis_of([actor], "service"))) == ({}, {actor.pk})
    assert not is_stopped(cast)


def test_an_objection_to_all_ends_every_basis_and_stops_every_address(cast: Cast) -> None:
    actor, _number = with_number(cast.amina)
    record(actor, by=cast.amina)
    object_to(actor=actor, purpose="", how="By letter", by=cast.amina)
    assert (basis_of([actor], "service"), is_stopped(cast)) == ({}, True)


def test_an_objection_stops_addresses_that_another_partner_holds(cast: Cast) -> None:
    actor = official(cast.amina)
    operations.add_contact(actor=actor, channel="sms", raw=MOBILE, by=cast.thandi, sharing=Sharing.ITSELF)
    object_to(actor=actor, purpose="", how="By letter", by=cast.amina)
    assert is_stopped(cast)


def test_nothing_is_recorded_for_who_objects(cast: Cast) -> None:
    actor = person(cast.amina)
    objection = object_to(actor=actor, purpose="", how="By letter", by=cast.amina)
    assert record(actor, by=cast.amina).objecting == 1
    take_back_objection(objection=objection, by=cast.amina)
    assert len(record(actor, by=cast.amina).new) == 1


def test_objecting_twice_is_one_objection(cast: Cast) -> None:
    actor = person(cast.amina)
    for _time in range(2):
        object_to(actor=actor, purpose="", how="By letter", by=cast.amina)
    assert Objection.objects.count() == 1


def test_taking_an_objection_back_starts_no_address_again(cast: Cast) -> None:
    actor, _number = with_number(cast.amina)
    take_back_objection(objection=object_to(actor=actor, purpose="", how="", by=cast.amina), by=cast.amina)
    assert is_stopped(cast)


def test_one_address_is_stopped_and_started_again(cast: Cast) -> None:
    _actor, number = with_number(cast.amina)
    opt_out(contact=number, how="By phone", by=cast.amina)
    assert is_stopped(cast)
    start_again(contact=number, how="By phone", by=cast.amina)
    assert not is_stopped(cast)


def test_a_contact_without_address_cannot_be_stopped(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        opt_out(contact=ContactPoint(programme=cast.programme, raw="?"), how="", by=cast.amina)


def test_who_is_handled_in_person_carries_the_reason(cast: Cast) -> None:
    actor = handle_in_person(actor=person(cast.amina), reason="Reads no messages", by=cast.amina)
    assert (actor.handle_in_person, actor.in_person_reason) == (True, "Reads no messages")
    handle_as_others(actor=actor, by=cast.amina)
    assert (actor.handle_in_person, actor.in_person_reason) == (False, "")


def test_every_act_leaves_an_entry(cast: Cast) -> None:
    actor, number = with_number(cast.amina)
    AuditEntry.objects.all().delete()
    consent = record(actor, by=cast.amina).new[0]
    withdraw_basis(consent=consent, how="By phone", by=cast.amina)
    opt_out(contact=number, how="By phone", by=cast.amina)
    verbs = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["record_basis", "withdraw_basis", "suppress", "opt_out"]


def test_the_journey_counts_those_without_a_basis(cast: Cast) -> None:
    record(person(cast.amina), by=cast.amina)
    person(cast.amina, "Sipho", "Mbele")
    status = consent_status(cast.amina)
    assert (status.text, status.done, status.total) == ("1 actor without a lawful basis", 1, 2)


def test_another_partners_private_people_are_not_counted(cast: Cast) -> None:
    person(cast.thandi)
    assert (without_basis(cast.amina).count(), without_basis(cast.thandi).count()) == (0, 1)


def test_the_panel_says_why_nothing_is_sent_to_a_number(cast: Cast) -> None:
    actor, number = with_number(cast.amina)
    opt_out(contact=number, how="By phone", by=cast.amina)
    [line] = panel(actor, cast.amina).addresses
    assert line.suppression
    assert line.suppression.reason == "asked"


def test_the_panel_shows_no_address_to_who_may_not_see_them(cast: Cast) -> None:
    actor = official(cast.amina)
    operations.add_contact(actor=actor, channel="sms", raw=MOBILE, by=cast.amina)
    assert panel(actor, cast.chandra).addresses == ()


def test_a_basis_is_recorded_on_the_page(cast: Cast) -> None:
    actor = person(cast.amina)
    sent = {"purpose": "service", "basis": "consent", "how": "Signed", "given_on": "2026-03-02"}
    here = reverse("actors:basis-record", args=["winelands", actor.pk])
    assert signed_in(cast.bo).post(here, sent).status_code == 302
    assert Consent.objects.get().how == "Signed"


def test_the_form_explains_why_direct_marketing_needs_consent(cast: Cast) -> None:
    sent = {"purpose": "direct_marketing", "basis": "contract", "how": "Signed", "given_on": "2026-03-02"}
    here = reverse("actors:basis-record", args=["winelands", person(cast.amina).pk])
    page = signed_in(cast.amina).post(here, sent).content.decode()
    assert ("no other basis allows it" in page, Consent.objects.count()) == (True, 0)


def test_a_day_to_come_is_refused(cast: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent = {"purpose": "service", "basis": "consent", "how": "Signed", "given_on": tomorrow.isoformat()}
    here = reverse("actors:basis-record", args=["winelands", person(cast.amina).pk])
    assert "still to come" in signed_in(cast.amina).post(here, sent).content.decode()


def test_a_basis_is_recorded_for_those_selected_and_seen(cast: Cast) -> None:
    ours, theirs = person(cast.amina), person(cast.thandi, "Hidden", "Person")
    sent: dict[str, Any] = {
        "purpose": "service",
        "basis": "consent",
        "how": "Signed",
        "given_on": "2026-03-02",
    }
    sent |= {"selected": [str(ours.pk), str(theirs.pk), "nonsense"]}
    signed_in(cast.amina).post(reverse("actors:basis", args=["winelands"]), sent)
    assert [each.actor for each in Consent.objects.all()] == [ours]


def test_a_basis_is_recorded_for_all_that_have_none(cast: Cast) -> None:
    people = [person(cast.amina, f"Given{number}") for number in range(3)]
    sent = {
        "purpose": "service",
        "basis": "public_task",
        "how": "The district's task",
        "given_on": "2026-03-02",
    }
    signed_in(cast.amina).post(reverse("actors:basis", args=["winelands"]), sent)
    assert {each.actor_id for each in Consent.objects.all()} == {actor.pk for actor in people}


@pytest.mark.parametrize("name", ["basis-record", "objection-record", "in-person"])
def test_an_observer_records_nothing(cast: Cast, name: str) -> None:
    actor = official(cast.amina)
    here = reverse(f"actors:{name}", args=["winelands", actor.pk])
    assert signed_in(cast.chandra).get(here).status_code == 403


@pytest.mark.parametrize("name", ["basis-record", "objection-record", "in-person"])
def test_whom_a_partner_keeps_is_not_found_by_the_others(cast: Cast, name: str) -> None:
    here = reverse(f"actors:{name}", args=["winelands", person(cast.thandi).pk])
    assert signed_in(cast.amina).get(here).status_code == 404


def test_a_number_of_another_partner_is_not_found(cast: Cast) -> None:
    _actor, number = with_number(cast.thandi)
    assert (
        signed_in(cast.amina).get(reverse("actors:contact-stop", args=["winelands", number.pk])).status_code
        == 404
    )


def test_stopping_objecting_and_in_person_work_on_the_actors_page(cast: Cast) -> None:
    actor, number = with_number(cast.amina)
    browser = signed_in(cast.amina)
    browser.post(reverse("actors:contact-stop", args=["winelands", number.pk]), {"how": "By phone"})
    browser.post(
        reverse("actors:objection-record", args=["winelands", actor.pk]), {"purpose": "all", "how": "Letter"}
    )
    browser.post(reverse("actors:in-person", args=["winelands", actor.pk]), {"reason": "Reads no messages"})
    page = browser.get(actor.get_absolute_url()).content.decode()
    for words in ("they asked us to stop", "They object to any use of their data", "Reads no messages"):
        assert words in page


def test_those_ticked_in_the_register_are_asked_about_together(cast: Cast) -> None:
    actor = person(cast.amina)
    sent: dict[str, Any] = {"action": "basis", "selected": [str(actor.pk)]}
    page = signed_in(cast.amina).post(reverse("actors:bulk", args=["winelands"]), sent).content.decode()
    assert "Record a basis for those selected" in page
