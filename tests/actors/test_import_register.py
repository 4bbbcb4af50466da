"""The shared register, brought in and compared with what is true of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from imbizo.actors.models import Actor, ContactPoint, ImportBatch, ImportRow, Pair
from imbizo.actors.states import ContactState, NumberKind
from imbizo.messaging.queries import suppressed
from imbizo.places.operations import load_places
from tests.actors.registers import brought_in
from tests.cast import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def truth(shared: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "data" / "stakeholder-register.truth.json").read_text())
    return found


@pytest.fixture(scope="module")
def batch(django_db_setup: None, django_db_blocker: DjangoDbBlocker, shared: Path) -> Iterator[ImportBatch]:
    """The register, brought in once: these tests only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_places()
        by = make_cast().amina
        yield brought_in(shared / "data" / "stakeholder-register.xlsx", by, "register.xlsx")
        transaction.set_rollback(True)


def actors_of(batch: ImportBatch, truth: dict[str, Any], person: int) -> list[Any]:
    """The actors that the rows of one true person became."""
    rows = truth["row_of"][str(person)]
    return list(ImportRow.objects.filter(batch=batch, number__in=rows).values_list("actor_id", flat=True))


def addresses(batch: ImportBatch, truth: dict[str, Any], person: int) -> set[str]:
    actors = actors_of(batch, truth, person)
    points = ContactPoint.objects.filter(actor__in=actors, number_kind=NumberKind.MOBILE).exclude(address="")
    return set(points.values_list("address", flat=True))


def test_every_row_comes_in(batch: ImportBatch, truth: dict[str, Any]) -> None:
    assert (batch.state, ImportRow.objects.filter(batch=batch, is_applied=True).count()) == (
        "done",
        truth["rows"],
    )


def test_every_expected_mobile_is_right_and_no_other_is_invented(
    batch: ImportBatch, truth: dict[str, Any]
) -> None:
    doubles = {person: {one, two} for person, one, two in truth["two_numbers"]}
    expected = {int(person): {number} for person, number in truth["expected_mobiles"].items()} | doubles
    wrong = {p: addresses(batch, truth, p) for p in expected if addresses(batch, truth, p) != expected[p]}
    assert wrong == {}


def test_numbers_from_abroad_are_right(batch: ImportBatch, truth: dict[str, Any]) -> None:
    wrong = {p for p, n in truth["foreign_numbers"].items() if addresses(batch, truth, int(p)) != {n}}
    assert wrong == set()


@pytest.mark.parametrize("fault", ["excel_damaged", "unusable_number"])
def test_no_number_is_invented_from_a_bad_one(batch: ImportBatch, truth: dict[str, Any], fault: str) -> None:
    assert {p: addresses(batch, truth, p) for p in truth[fault] if addresses(batch, truth, p)} == {}


def test_damaged_numbers_are_kept_as_written_and_marked(batch: ImportBatch, truth: dict[str, Any]) -> None:
    actors = [actor for person in truth["excel_damaged"] for actor in actors_of(batch, truth, person)]
    damaged = ContactPoint.objects.filter(actor__in=actors, state=ContactState.DAMAGED, address="")
    assert damaged.exclude(raw="").count() == len(truth["excel_damaged"])


def test_landlines_are_marked(batch: ImportBatch, truth: dict[str, Any]) -> None:
    actors = [set(actors_of(batch, truth, person)) for person in truth["landline"]]
    marked = set(
        ContactPoint.objects.filter(number_kind=NumberKind.LANDLINE).values_list("actor_id", flat=True)
    )
    assert [each for each in actors if not each & marked] == []


def test_those_who_opted_out_are_never_written_to(batch: ImportBatch, truth: dict[str, Any]) -> None:
    numbers = {("sms", n) for person in truth["do_not_contact"] for n in addresses(batch, truth, person)}
    assert suppressed(programme=batch.programme, addresses=numbers) == numbers


def test_a_number_of_two_people_is_flagged_on_both(batch: ImportBatch, truth: dict[str, Any]) -> None:
    number = truth["shared_number"][2]
    assert set(ContactPoint.objects.filter(address=number).values_list("is_shared", flat=True)) == {True}


def test_no_number_of_a_document_is_anywhere_in_the_database(batch: ImportBatch, shared: Path) -> None:
    documents = _documents(shared)
    assert len(documents) > 50
    assert {number for number in documents if number in _everything()} == set()


def test_true_doubles_are_suggested_and_hardly_any_wrong_ones(
    batch: ImportBatch, truth: dict[str, Any]
) -> None:
    true = {frozenset(actors_of(batch, truth, person)) for person in truth["duplicates"]}
    suggested = {frozenset(pair) for pair in Pair.objects.values_list("first_id", "second_id")}
    suggested |= {
        pair for pair in true if len(pair) == 1
    }  # A row that is wholly the same was taken as the same.
    assert len(true & suggested) >= 0.95 * len(true)
    assert len(suggested - true) <= 0.02 * len(suggested)


def test_towns_are_found_in_their_municipalities(batch: ImportBatch) -> None:
    unplaced = Actor.objects.people().exclude(place_text="").filter(municipality=None)
    assert list(unplaced.values_list("place_text", flat=True)) == []


def _documents(shared: Path) -> set[str]:
    """What stands in the column of identity and permit numbers."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(shared / "data" / "stakeholder-register.xlsx")
    rows = book.get_sheet_by_name("Stakeholders").to_python(skip_empty_area=False)
    return {str(row[11]) for row in rows[4:] if row[11]}


def _everything() -> str:
    """Every text of every table, as one."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            texts += [str(value) for row in cursor.fetchall() for value in row if value is not None]
    return "\n".join(texts)
