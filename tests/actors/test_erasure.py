"""Forgetting a person leaves nothing of them in any table, and keeps the counts and the stop."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models

from imbizo.actors import operations
from imbizo.actors.errors import AlreadyErased
from imbizo.actors.models import (
    Actor,
    ActorList,
    Affiliation,
    Assignment,
    ContactPoint,
    ImportBatch,
    ImportRow,
    Merge,
    Note,
    SubjectRequest,
)
from imbizo.actors.operations.consent import opt_out, record_basis
from imbizo.actors.operations.coverage import assign, mark_found
from imbizo.actors.operations.erasure import erase
from imbizo.actors.operations.requests import issue_subject_link, record_request
from imbizo.actors.operations.retention import anonymise_programme
from imbizo.actors.queries import on_list
from imbizo.actors.registry import Forgotten, on_erase
from imbizo.actors.states import ActorState
from imbizo.base.models import new_id
from imbizo.messaging.queries import suppressed
from imbizo.programmes.models import Membership
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link
from tests.actors.register import organisation, person
from tests.cast import Cast

GIVEN, SURNAME, FORMER = "Nokuthula", "Mthembu-Dlamini", "Nokuthula Née-Khumalo"
NUMBER, DIGITS, EMAIL = "060 000 0777", "600000777", "nokuthula.mthembu@example.org"
SPUR = ("nokuthula", "mthembu", "khumalo", DIGITS, NUMBER)


def known(by: Membership) -> Actor:
    """Somebody who has left a trace wherever the register keeps text."""
    actor = person(by, GIVEN, SURNAME, kind="migrant_led", place_text="behind Nokuthula's shop")
    operations.change_actor(actor=actor, changes={"in_person_reason": "Mthembu asked"}, by=by)
    operations.add_name(actor=actor, name=FORMER, by=by)
    number = operations.add_contact(
        actor=actor, channel="sms", raw=NUMBER, by=by, safe_when="Nokuthula after 6"
    )
    operations.add_contact(actor=actor, channel="email", raw=EMAIL, by=by)
    gone = operations.add_contact(actor=actor, channel="phone", raw="0217770777", by=by)
    operations.remove(record=gone, by=by)
    operations.add_note(actor=actor, text=f"{GIVEN} was threatened; call {NUMBER}", by=by)
    operations.add_affiliation(
        person=actor, organisation=organisation(by, "Traders"), position=f"{GIVEN}'s stall", by=by
    )
    record_basis(actors=[actor], purpose="service", basis="consent", how=f"{GIVEN} signed", by=by)
    opt_out(contact=number, how=f"{GIVEN} phoned", by=by)
    record_request(programme=actor.programme, actor=actor, kind="access", came_by="phone", text=EMAIL, by=by)
    return actor


def traced(actor: Actor, by: Membership) -> Actor:
    """The same in what was imported, merged, searched for and listed."""
    whole = f"{GIVEN} {SURNAME}"
    batch = ImportBatch.objects.create(
        programme=actor.programme,
        owner=by.partner,
        filename="ceres.csv",
        digest="d",
        file=ContentFile(b"x", "ceres.csv"),
    )
    row = {"name": whole, "number": NUMBER}
    ImportRow.objects.create(programme=actor.programme, batch=batch, number=1, values=row, actor=actor)
    ImportRow.objects.create(programme=actor.programme, batch=batch, number=2, values={"odd": int(DIGITS)})
    twin = person(by, GIVEN, "Mthembu")
    Actor.objects.filter(pk=twin.pk).update(state=ActorState.MERGED, merged_into=actor)
    Merge.objects.create(programme=actor.programme, survivor=actor, absorbed=twin, before={"name": whole})
    operations.create_list(name="Smart", conditions={"q": whole}, by=by)
    asked: dict[str, Any] = {
        "sphere": "none",
        "kind": "faith",
        "place": None,
        "who": whole,
        "note": NUMBER,
        "id": new_id(),
    }
    search = assign(programme=actor.programme, assignee=by, by=by, **asked)
    mark_found(search=search, actor=actor, by=by)
    return actor


@pytest.fixture
def nokuthula(cast: Cast) -> Actor:
    return traced(known(cast.amina), cast.amina)


def texts() -> Iterator[tuple[str, str]]:
    """Every text and JSON value of every table, with the column it stands in."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField):
                for value in model._base_manager.values_list(field.attname, flat=True):
                    yield (
                        f"{model._meta.label}.{field.name}",
                        json.dumps(value, ensure_ascii=False, default=str),
                    )


def where_found() -> set[str]:
    return {column for column, text in texts() if any(mark in text.casefold() for mark in SPUR)}


def test_before_the_erasure_the_search_of_every_table_finds_the_person(nokuthula: Actor) -> None:
    wanted = {
        "actors.Actor.name",
        "actors.ContactPoint.address",
        "actors.ImportRow.values",
        "thread.AuditEntry.changes",
    }
    assert wanted | {"desk.SearchEntry.title", "messaging.Suppression.source"} <= where_found()


def test_after_the_erasure_no_table_holds_name_number_or_address(cast: Cast, nokuthula: Actor) -> None:
    erase(actor=nokuthula, by=cast.amina)
    assert where_found() == set()


def test_what_counts_are_made_of_stays(cast: Cast, nokuthula: Actor) -> None:
    erase(actor=nokuthula, by=cast.amina)
    nokuthula.refresh_from_db()
    assert (nokuthula.state, nokuthula.form, nokuthula.kind) == ("erased", "person", "migrant_led")
    assert [Note.objects.count(), Affiliation.objects.count(), ContactPoint.objects.count()] == [1, 1, 2]


def test_the_addresses_stay_stopped(cast: Cast, nokuthula: Actor) -> None:
    erase(actor=nokuthula, by=cast.amina)
    wanted = {("sms", f"+27{DIGITS}"), ("email", EMAIL)}
    assert suppressed(programme=cast.programme, addresses=wanted) == wanted


def test_a_number_that_another_uses_too_is_not_stopped_by_it(cast: Cast) -> None:
    erased, other = person(cast.amina, GIVEN, SURNAME), person(cast.amina)
    for actor in (erased, other):
        operations.add_contact(actor=actor, channel="sms", raw=NUMBER, by=cast.amina)
    erase(actor=erased, by=cast.amina)
    assert suppressed(programme=cast.programme, addresses=[("sms", f"+27{DIGITS}")]) == set()


def test_the_uploaded_file_goes_too(
    cast: Cast, nokuthula: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    name = str(ImportBatch.objects.get().file.name)
    with django_capture_on_commit_callbacks(execute=True):
        erase(actor=nokuthula, by=cast.amina)
    assert (default_storage.exists(name), ImportBatch.objects.get().file.name) == (False, "")


def test_their_link_opens_nothing_any_more(cast: Cast, nokuthula: Actor) -> None:
    token = issue_subject_link(actor=nokuthula, checked_how="Called back", by=cast.amina)
    erase(actor=nokuthula, by=cast.amina)
    with pytest.raises(LinkClosed):
        open_public_link(token, purpose="subject")


def test_open_requests_are_answered_by_it(cast: Cast, nokuthula: Actor) -> None:
    erase(actor=nokuthula, by=cast.amina)
    assert set(SubjectRequest.objects.values_list("state", flat=True)) == {"answered"}


def test_a_smart_list_that_named_them_holds_nobody(cast: Cast, nokuthula: Actor) -> None:
    person(cast.amina)
    erase(actor=nokuthula, by=cast.amina)
    assert on_list(cast.amina, ActorList.objects.get()).count() == 0


def test_nobody_is_erased_twice(cast: Cast, nokuthula: Actor) -> None:
    erase(actor=nokuthula, by=cast.amina)
    with pytest.raises(AlreadyErased):
        erase(actor=nokuthula, by=cast.amina)


def test_others_keep_what_is_theirs(cast: Cast, nokuthula: Actor) -> None:
    other = person(cast.amina, "Sipho", "Mbele")
    operations.add_note(actor=other, text="Prefers Tuesdays", by=cast.amina)
    erase(actor=nokuthula, by=cast.amina)
    other.refresh_from_db()
    assert (other.name, other.notes.get().text) == ("Sipho Mbele", "Prefers Tuesdays")


def test_other_apps_hear_whom_to_forget(
    cast: Cast, nokuthula: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Forgotten] = []
    monkeypatch.setattr(on_erase, "_bound", [heard.append])
    erase(actor=nokuthula, by=cast.amina)
    assert ("email", EMAIL) in heard[0].addresses


def test_a_search_that_found_them_keeps_its_end(cast: Cast, nokuthula: Actor) -> None:
    erase(actor=nokuthula, by=cast.amina)
    found = Assignment.objects.get()
    assert (found.state, found.who, found.note) == ("found", "", "")


def test_an_anonymised_programme_holds_nobody_and_can_be_anonymised_again(
    cast: Cast, nokuthula: Actor
) -> None:
    anonymise_programme(programme=cast.programme, by=cast.amina)
    anonymise_programme(programme=cast.programme, by=cast.amina)
    assert where_found() == set()


def test_the_programme_next_door_is_not_touched_by_it(cast: Cast) -> None:
    neighbour = person(cast.farid, GIVEN, SURNAME)
    anonymise_programme(programme=cast.programme, by=cast.amina)
    neighbour.refresh_from_db()
    assert neighbour.name == f"{GIVEN} {SURNAME}"
