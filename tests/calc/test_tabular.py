from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc import contents, tabular
from imbizo.calc.fields import Field, Sensitive
from imbizo.calc.tabular import Issue, Reason, fingerprint, rank_sheets, records, remapped, understand

HEADER = [
    "Nr",
    "Naam en van",
    "Instansie",
    "Amp",
    "Selfoon",
    "E-pos",
    "Dorp",
    "Taal",
    "ID nommer",
    "Opmerkings",
]
PIET: list[object] = [
    1,
    "Botha, Piet",
    "SAPD Ceres",
    "Kaptein",
    821234567,
    "piet@example.org",
    "Ceres",
    "Afr",
    8001015009087,
    "moenie bel nie",
]
SARA: list[object] = [
    2,
    "Mev S. Nkosi",
    "Ceres Sakekamer",
    None,
    "083 765 4321",
    "s@example.org",
    "Ceres",
    "Eng",
    None,
    "ID 8001015009087",
]
SHEET: list[list[object]] = [["KONTAKLYS 2026"], [], [*HEADER], PIET, [], SARA, [*HEADER]]


def field_of(rows: Sequence[Sequence[object]], index: int = 0) -> tuple[Field, Reason]:
    column = understand(rows, region="ZA").columns[index]
    return column.field, column.reason


def test_the_header_is_found_below_titles_and_empty_rows() -> None:
    layout = understand(SHEET, region="ZA")
    assert (layout.header_row, layout.first_row, layout.header) == (2, 3, tuple(HEADER))


def test_every_column_gets_its_field() -> None:
    assert [column.field for column in understand(SHEET, region="ZA").columns] == [
        Field.IGNORE, Field.FULL_NAME, Field.ORGANISATION, Field.POSITION, Field.MOBILE, Field.EMAIL, Field.PLACE,
        Field.LANGUAGE, Field.FORBIDDEN, Field.NOTES,
    ]  # fmt: skip


def test_rows_come_out_with_the_sheets_own_numbers_and_no_identity_number() -> None:
    piet, sara, header = records(SHEET, understand(SHEET, region="ZA"))
    assert [piet.number, sara.number, header.number] == [4, 6, 7]
    assert "8001015009087" not in str([piet, sara])


def test_what_is_odd_in_a_row_is_said() -> None:
    found = [row.issues for row in records(SHEET, understand(SHEET, region="ZA"))]
    assert found == [(), (Issue.IDENTITY_NUMBER_LEFT_OUT,), (Issue.REPEATED_HEADER,)]


def test_a_note_keeps_all_but_the_identity_number() -> None:
    _, sara, _ = records(SHEET, understand(SHEET, region="ZA"))
    assert (sara.text(Field.NOTES), sara.text(Field.POSITION)) == ("ID …", "")


@pytest.mark.parametrize(
    ("cell", "note"),
    [("x", "Do not SMS"), ("Yes", "Do not SMS"), ("no", ""), ("asked in May", "asked in May")],
)
def test_a_cross_under_a_refusal_is_that_refusal(cell: str, note: str) -> None:
    rows = [["Name", "Cell", "Do not SMS"], ["Ann Botha", "0821234567", cell]]
    (row,) = records(rows, understand(rows, region="ZA"))
    assert row.text(Field.NOTES) == note


def test_a_row_that_names_and_reaches_nobody_says_so() -> None:
    rows: list[list[object]] = [[*HEADER], [None, None, None, "Kaptein"]]
    assert [row.issues for row in records(rows, understand(rows, region="ZA"))] == [(Issue.NOBODY,)]


def test_a_column_of_addresses_is_one_whatever_its_header() -> None:
    rows = [["Naam", "Contact", "Cell"], ["Ann Botha", "a@example.org", "b@example.org"]]
    assert field_of(rows, 1) == (Field.EMAIL, Reason.CONTENT)
    assert field_of(rows, 2) == (Field.EMAIL, Reason.CONTENT_OVER_HEADER)


def test_identity_numbers_are_forbidden_whatever_their_header() -> None:
    rows = [
        ["Name", "Cell", "Other"],
        ["Ann Botha", "0821234567", "PTR238897/22"],
        ["Bo Nkosi", "0831234567", "8001015009087"],
    ]
    assert field_of(rows, 2) == (Field.FORBIDDEN, Reason.CONTENT_OVER_HEADER)


def test_row_numbers_under_a_bare_id_are_no_identity_numbers() -> None:
    rows: list[list[object]] = [
        ["ID", "Name", "Cell"],
        [1, "Ann Botha", "x"],
        [2, "Bo Nkosi", "x"],
        [3, "Che Moyo", "x"],
    ]
    assert field_of(rows) == (Field.IGNORE, Reason.CONTENT_OVER_HEADER)


def test_numbers_under_a_bare_number_are_telephone_numbers() -> None:
    rows = [["Name", "Number", "Email"], ["Ann Botha", "021 887 1234", "a@example.org"]]
    assert field_of(rows, 1) == (Field.PHONE, Reason.CONTENT_OVER_HEADER)


def test_faxes_are_never_telephone_numbers() -> None:
    rows = [["Name", "Fax", "Email"], ["Ann Botha", "021 887 1234", "a@example.org"]]
    assert field_of(rows, 1) == (Field.IGNORE, Reason.HEADER)


@pytest.mark.parametrize(("held", "field"), [("Mr", Field.TITLE), ("Manager", Field.POSITION)])
def test_a_title_is_a_title_or_a_position_by_what_it_holds(held: str, field: Field) -> None:
    assert field_of([["Title", "Name", "Cell"], [held, "Ann Botha", "0821234567"]])[0] is field


def test_a_name_beside_a_surname_is_a_given_name() -> None:
    rows = [["Name", "Surname", "Cell"], ["Ann", "Botha", "0821234567"]]
    assert [column.field for column in understand(rows, region="ZA").columns][:2] == [
        Field.GIVEN_NAME,
        Field.SURNAME,
    ]


def test_organisations_under_name_beside_a_contact_person_are_organisations() -> None:
    rows = [["Name", "Contact person", "Cell"], ["Ceres CPF", "Ann Botha", "0821234567"]]
    assert field_of(rows) == (Field.ORGANISATION, Reason.CONTENT_OVER_HEADER)


def test_names_under_contact_details_are_names() -> None:
    rows = [["Org", "Contact details", "Cell"], ["Ceres CPF", "Ann Botha", "0821234567"]]
    assert field_of(rows, 1) == (Field.FULL_NAME, Reason.CONTENT_OVER_HEADER)


def test_of_two_organisation_columns_the_second_is_left_out_and_says_so() -> None:
    rows = [["Organisation", "Department", "Cell"], ["Ceres CPF", "x", "0821234567"]]
    assert field_of(rows, 1) == (Field.IGNORE, Reason.SECOND_OF_ITS_KIND)


def test_two_mobile_columns_are_both_taken() -> None:
    rows = [["Name", "Cell 1", "Cell 2"], ["Ann Botha", "0821234567", "0831234567"]]
    layout = understand(rows, region="ZA")
    (row,) = records(rows, layout)
    assert (layout.indexes(Field.MOBILE), row.values[Field.MOBILE]) == ((1, 2), ("0821234567", "0831234567"))


def test_a_header_left_empty_under_a_merged_cell_takes_the_one_above() -> None:
    rows: list[list[object]] = [
        ["Name", "Organisation", "Contact", None],
        [None, None, "Cell", "E-mail"],
        ["Ann Botha", "Ceres CPF", "0821234567", "a@example.org"],
    ]
    assert understand(rows, region="ZA").header == ("Name", "Organisation", "Cell", "E-mail")


def test_a_sheet_without_a_header_is_read_by_its_cells() -> None:
    rows = [["Thandi Moyo", "0821234567"], ["Sipho Nkosi", "0831234567"]]
    layout = understand(rows, region="ZA")
    assert (layout.header_row, [column.field for column in layout.columns]) == (
        None,
        [Field.FULL_NAME, Field.MOBILE],
    )


def test_nationalities_without_a_header_are_sensitive() -> None:
    rows = [["Thandi Moyo", "Zim"], ["Sipho Nkosi", "RSA"]]
    column = understand(rows, region="ZA").columns[1]
    assert (column.field, column.sensitive) == (Field.SENSITIVE, Sensitive.NATIONALITY)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["Faith-based", "Business"], Field.SECTOR), (["Afr", "Eng"], Field.LANGUAGE), (["Ceres CPF", "DHA"],
        Field.ORGANISATION),
        (["Mr", "Dr"], Field.TITLE), (["0821234567", "2.7E+10"], Field.MOBILE), (["021 887 1234"],
        Field.PHONE),
        ([1, 2.0, 3], Field.IGNORE), (["x1y", "--2"], None), ([], None), (["thandi moyo"], None), ([3, 2, 1],
        None),
    ],
)  # fmt: skip
def test_cells_tell_their_field(values: list[object], field: Field | None) -> None:
    found = contents.guess(values, region="ZA")
    assert (found[0] if found else None) == field


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0027768694830", False), ("8001015009087", True), ("2583133342627", True), ("0001015000084", True),
        ("PTR40169/22", True),
     ("A01234567", True), ("call 0821234567", False), ("800101 5009 087", True), ("ward 5", False)],
)  # fmt: skip
def test_numbers_of_documents_are_told_from_telephone_numbers(text: str, expected: bool) -> None:
    assert contents.holds_identity_number(text) is expected


def test_a_telephone_number_in_a_note_stays() -> None:
    assert contents.without_identity_numbers("0027768694830, ID 8001015009087.") == "0027768694830, ID …."


def test_a_person_can_choose_another_field_but_not_a_forbidden_one() -> None:
    layout = remapped(understand(SHEET, region="ZA"), {3: Field.TAGS, 8: Field.NOTES})
    assert (layout.columns[3].field, layout.columns[3].reason, layout.columns[8].field) == (
        Field.TAGS,
        Reason.CHOSEN,
        Field.FORBIDDEN,
    )


def test_a_fingerprint_forgives_typing_but_not_order() -> None:
    same = fingerprint(["Cell no.", "E-mail", None]) == fingerprint(["CELL NO", " e mail"])
    assert (same, fingerprint(["A", "B"]) == fingerprint(["B", "A"])) == (True, False)


def test_a_superseded_sheet_comes_last() -> None:
    sheets: list[tuple[str, list[list[object]]]] = [
        ("old list", [["superseded - do not use"], *SHEET, PIET]),
        ("Lists", [["x"]]),
        ("Stakeholders", SHEET),
    ]
    assert [sheet.name for sheet in rank_sheets(sheets, region="ZA")] == ["Stakeholders", "Lists", "old list"]


@pytest.mark.parametrize("rows", [[], [[]], [["Total", 5]], [["Lorem ipsum dolor"]]])
def test_a_sheet_of_no_register_is_not_usable(rows: Sequence[Sequence[object]]) -> None:
    assert understand(rows, region="ZA").is_usable is False


cells = st.one_of(
    st.none(), st.text(max_size=30), st.integers(), st.floats(), st.sampled_from(HEADER), st.booleans()
)


@given(st.lists(st.lists(cells, max_size=6), max_size=8))
def test_any_sheet_is_understood_without_failing(rows: list[list[object]]) -> None:
    layout = tabular.understand(rows, region="ZA")
    assert len(list(tabular.records(rows, layout))) <= len(rows)
