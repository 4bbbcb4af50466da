"""References written out come back as they were."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.references import Reference, ReferenceType
from imbizo.evidence.exports.references import csl_json, ris
from imbizo.evidence.imports import read_references

WHOLE = Reference(
    ReferenceType.ARTICLE,
    "Disorder in the valley: café",
    ("Misago, Jean Pierre", "Statistics South Africa"),
    2009,
    "Politikon",
    "36",
    "3",
    "45-67",
    "Routledge",
    "10.1000/abc",
    "https://example.org/a;b?c=1",
    "It says why.",
    "en",
    ("violence", "migration"),
)
BARE = Reference(title="Order")


def read(content: bytes) -> list[Reference]:
    return [replace(one, raw="") for one in read_references(content).references]


def test_ris_comes_back_as_it_was() -> None:
    assert read(ris([WHOLE, BARE])) == [WHOLE, BARE]


def test_csl_comes_back_as_it_was() -> None:
    assert read(csl_json([WHOLE, BARE])) == [WHOLE, BARE]


@pytest.mark.parametrize("kind", ReferenceType)
def test_every_kind_of_work_comes_back(kind: ReferenceType) -> None:
    one = replace(WHOLE, type=kind)
    assert read(ris([one])) + read(csl_json([one])) == [one, one]


def test_ris_has_lines_that_windows_reads_and_no_numbers_between() -> None:
    assert (
        ris([BARE, BARE]).decode("utf-8-sig")
        == "TY  - GEN\r\nTI  - Order\r\nER  - \r\n" + "\r\nTY  - GEN\r\nTI  - Order\r\nER  - \r\n"
    )


@given(st.text(min_size=1).filter(lambda text: text.split()))
def test_no_title_can_pass_for_another_field(title: str) -> None:
    reference = Reference(title=f"A {title}", authors=("Misago, J.",))
    assert [one.authors for one in read(ris([reference]))] == [("Misago, J.",)]


def test_no_references_make_an_empty_file() -> None:
    assert (ris([]).decode("utf-8-sig"), csl_json([])) == ("", b"[]")
