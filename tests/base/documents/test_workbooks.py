"""Writing tables for spreadsheets."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from imbizo.base.documents.workbooks import MOST, Cell, Sheet, as_csv, as_xlsx, harmless


def taken(*rows: list[Cell], **laid: Any) -> Any:
    """The first sheet as Excel would open it."""
    openpyxl = pytest.importorskip("openpyxl")
    sheet = Sheet(laid.pop("name", "People"), laid.pop("headings", ["Name", "Said"]), rows, **laid)
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(sheet).read())).worksheets[0]


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
)
def test_a_cell_that_a_spreadsheet_would_run_begins_with_an_apostrophe(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("text", ["", "Moyo", "a=b", "'=1"])
def test_any_other_cell_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_a_workbook_holds_text_and_no_formula_nor_link() -> None:
    row = taken(["=1+1", "https://example.org"])[2]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in row] == [
        ("'=1+1", "s", None),
        ("https://example.org", "s", None),
    ]


def test_a_number_to_ring_stays_as_it_is() -> None:
    assert taken(["Bo", "+27601234567"])["B2"].value == "+27601234567"


def test_numbers_and_days_are_numbers_and_days() -> None:
    row = taken([3, Decimal("2.5")], [date(2026, 7, 23), datetime(2026, 7, 23, 7, 0, tzinfo=UTC)])
    assert [str(cell.value) for line in row["A2:B3"] for cell in line] == [
        "3",
        "2.5",
        "2026-07-23 00:00:00",
        "2026-07-23 09:00:00",
    ]


def test_what_is_not_known_is_an_empty_cell() -> None:
    assert [cell.value for cell in taken([None, 0])[2]] == [None, 0]


def test_headings_are_bold_and_stay_in_sight() -> None:
    sheet = taken(["Bo", "Yes"], fixed=1)
    assert (sheet["A1"].font.bold, sheet["A2"].font.bold, sheet.freeze_panes) == (True, False, "B2")


def test_the_last_width_holds_for_the_columns_that_follow() -> None:
    sheet = taken(headings=["A", "B", "C"], widths=(40, 10))
    widths = {letter: found.width for letter, found in sheet.column_dimensions.items()}
    assert {letter: round(width) for letter, width in widths.items()} == {"A": 41, "B": 11}
    assert (sheet.column_dimensions["B"].min, sheet.column_dimensions["B"].max) == (2, 3)


def test_a_text_longer_than_a_cell_is_cut_and_a_name_is_mended() -> None:
    sheet = taken(["x" * (MOST + 1), ""], name="Why? [all/any] then what became of it afterwards")
    assert (len(sheet["A2"].value), sheet.title) == (MOST, "Why   all any  then what became")


def test_several_tables_make_one_workbook() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    made = as_xlsx(Sheet("One", ["A"], [["1"]]), Sheet("Notes", [], [["A remark"]]))
    book = openpyxl.load_workbook(io.BytesIO(made.read()))
    assert (book.sheetnames, book["Notes"]["A1"].value, book["Notes"].freeze_panes) == (
        ["One", "Notes"],
        "A remark",
        None,
    )


def test_the_same_table_is_a_file_of_separated_values() -> None:
    rows: list[list[Cell]] = [
        ["=1", None],
        [-1, Decimal("-0.5")],
        [date(2026, 7, 23), datetime(2026, 7, 23, 7, 0, tzinfo=UTC)],
    ]
    assert b"".join(as_csv(Sheet("x", ["A", "B"], rows))).decode("utf-8-sig").splitlines() == [
        "A,B",
        "'=1,",
        "-1,-0.5",
        "2026-07-23,2026-07-23 09:00",
    ]


def test_separated_values_keep_zone_and_language_in_which_they_were_asked_for() -> None:
    at = datetime(2026, 7, 23, 7, 0, tzinfo=UTC)
    drawn = ((each, f"{localtime(each):%H:%M}", date_format(each, "F")) for each in [at])
    with timezone.override("Asia/Tokyo"), translation.override("af"):
        pieces = as_csv(Sheet("x", [], drawn))
    assert list(pieces)[1:] == [b"2026-07-23 16:00,16:00,Julie\r\n"]
    assert (timezone.get_current_timezone_name(), translation.get_language()) == ("Africa/Johannesburg", "en")


def test_rows_are_asked_for_as_they_are_written() -> None:
    rows = iter([["Bo", "Yes"], ["Chandra", "No"]])
    pieces = as_csv(Sheet("x", ["Name", "Said"], rows))
    assert [next(pieces) for _each in range(3)][-1] == b"Bo,Yes\r\n"
    assert next(rows) == ["Chandra", "No"]
