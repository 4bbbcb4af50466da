"""The stakeholder register that the coordinator's office really keeps, against the truth about it."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from imbizo.calc import emails, matching, names, optouts, organisations, phones, tabular
from imbizo.calc.fields import Field
from imbizo.calc.phones import Kind, State
from imbizo.calc.tabular import Row

SHARED = Path(os.environ.get("IMBIZO_SHARED", Path(__file__).parents[3] / "shared"))
REGISTER = SHARED / "data" / "stakeholder-register.xlsx"
pytestmark = pytest.mark.skipif(not REGISTER.exists(), reason=f"{REGISTER.name} isn't beside the repository")


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(REGISTER.with_suffix(".truth.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def rows() -> dict[int, Row]:
    openpyxl = pytest.importorskip("openpyxl")
    sheets = [
        (sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in openpyxl.load_workbook(REGISTER)
    ]
    best = tabular.rank_sheets(sheets, region="ZA")[0]
    cells = sheets[best.index][1]
    return {row.number: row for row in tabular.records(cells, tabular.understand(cells, region="ZA"))}


def phones_of(row: Row) -> list[phones.Phone]:
    values = (*row.values.get(Field.MOBILE, ()), *row.values.get(Field.PHONE, ()))
    return [phone for value in values for phone in phones.parse(value, region="ZA")]


def rows_of(person: int | str, rows: Mapping[int, Row], truth: Mapping[str, Any]) -> list[Row]:
    return [rows[number] for number in truth["row_of"][str(person)]]


def numbers_of(person: int | str, rows: Mapping[int, Row], truth: Mapping[str, Any]) -> set[str]:
    return {phone.e164 for row in rows_of(person, rows, truth) for phone in phones_of(row) if phone.e164}


def candidates(rows: Mapping[int, Row]) -> list[matching.Candidate]:
    known = organisations.resolve(row.text(Field.ORGANISATION) for row in rows.values())
    return [
        matching.Candidate(
            number,
            names.parse(row.text(Field.FULL_NAME)),
            (known[row.text(Field.ORGANISATION)],),
            frozenset(phone.e164 for phone in phones_of(row) if phone.e164),
            frozenset(email.address for email in emails.parse(row.text(Field.EMAIL)) if email.address),
        )
        for number, row in rows.items()
    ]


def test_every_row_is_read(rows: Mapping[int, Row], truth: Mapping[str, Any]) -> None:
    assert (len(rows), [row.issues for row in rows.values() if row.issues]) == (truth["rows"], [])


def test_every_expected_mobile_is_right(rows: Mapping[int, Row], truth: Mapping[str, Any]) -> None:
    expected = truth["expected_mobiles"].items()
    assert [person for person, number in expected if number not in numbers_of(person, rows, truth)] == []


def test_no_number_is_invented(rows: Mapping[int, Row], truth: Mapping[str, Any]) -> None:
    told = {*truth["expected_mobiles"].values(), *truth["foreign_numbers"].values()}
    told |= {number for _, *two in truth["two_numbers"] for number in two}
    found = {phone.e164 for row in rows.values() for phone in phones_of(row) if phone.can_sms}
    assert found == told


def test_both_numbers_of_a_double_cell_are_taken(rows: Mapping[int, Row], truth: Mapping[str, Any]) -> None:
    assert [
        person for person, *two in truth["two_numbers"] if not set(two) <= numbers_of(person, rows, truth)
    ] == []


@pytest.mark.parametrize(("kind", "state"), [("excel_damaged", State.DAMAGED), ("unusable_number", None)])
def test_a_number_that_cannot_be_used_gives_none(
    kind: str, state: State | None, rows: Mapping[int, Row], truth: Mapping[str, Any]
) -> None:
    people = truth[kind]
    states = {
        phone.state for person in people for row in rows_of(person, rows, truth) for phone in phones_of(row)
    }
    assert ([numbers_of(person, rows, truth) for person in people], states) == (
        [set()] * len(people), {state} if state else {State.EMPTY, State.INVALID}
    )  # fmt: skip


def test_foreign_numbers_are_right(rows: Mapping[int, Row], truth: Mapping[str, Any]) -> None:
    foreign = truth["foreign_numbers"].items()
    assert [person for person, number in foreign if number not in numbers_of(person, rows, truth)] == []


def test_landlines_are_marked(rows: Mapping[int, Row], truth: Mapping[str, Any]) -> None:
    marked = {
        number for number, row in rows.items() if any(phone.kind is Kind.LANDLINE for phone in phones_of(row))
    }
    assert {person for person in truth["landline"] if marked & set(truth["row_of"][str(person)])} == set(
        truth["landline"]
    )


def test_opt_outs_are_seen_and_no_others(rows: Mapping[int, Row], truth: Mapping[str, Any]) -> None:
    refused = {number for number, row in rows.items() if optouts.optouts(row.text(Field.NOTES))}
    assert refused == {
        number for person in truth["do_not_contact"] for number in truth["row_of"][str(person)]
    }


def test_true_duplicates_are_suggested_and_hardly_any_others(
    rows: Mapping[int, Row], truth: Mapping[str, Any]
) -> None:
    true = {tuple(sorted(truth["row_of"][str(person)])) for person in truth["duplicates"]}
    found = {
        tuple(sorted((int(str(s.first)), int(str(s.second))))) for s in matching.suggest(candidates(rows))
    }
    assert len(true & found) >= 0.95 * len(true)
    assert len(found - true) <= 0.02 * len(found)


def test_the_shared_number_is_flagged_and_nobody_merged(
    rows: Mapping[int, Row], truth: Mapping[str, Any]
) -> None:
    one, other, number = truth["shared_number"]
    holders = {row for person in (one, other) for row in truth["row_of"][str(person)]}
    shared = {found.number: set(found.ids) for found in matching.shared_numbers(candidates(rows))}
    assert shared == {number: holders}
