"""How programs count: by the quoted words in names, or by where words begin and end, it's found out."""

import pytest

from imbizo.calc.refi import Reason
from tests.calc.refi.packages import findings, one_text, read_quotes, selection

LINES = "Water is far.\nRoads break.\nClinics close early.\nBuses never come.\n"
WINDOWS = LINES.replace("\n", "\r\n")
WORDS = ("Water", "Roads break", "Clinics", "Buses never come")


def counted(text: str, word: str, *, shift: int = 0, longer: int = 0) -> tuple[int, int]:
    start = text.index(word)
    return start + shift, start + len(word) + shift + longer


def named(text: str, **how: int) -> list[str]:
    """Selections whose names are the quoted words."""
    return [selection(*counted(text, word, **how), word) for word in WORDS]


def nameless(text: str, **how: int) -> list[str]:
    return [selection(*counted(text, word, **how)) for word in WORDS]


def test_as_the_standard_says_nothing_is_found() -> None:
    data = one_text(LINES, *named(LINES))
    assert (tuple(read_quotes(data)), findings(data)) == (WORDS, [])


@pytest.mark.parametrize("selections", [named(WINDOWS), nameless(WINDOWS)])
def test_windows_line_ends_counted_as_two_characters(selections: list[str]) -> None:
    data = one_text(WINDOWS, *selections, origin="MAXQDA 24 (Release 24.7.0)")
    assert tuple(read_quotes(data)) == WORDS


@pytest.mark.parametrize("selections", [named(LINES), nameless(LINES)])
def test_windows_line_ends_counted_as_one_by_atlas(selections: list[str]) -> None:
    data = one_text(WINDOWS, *selections, origin="ATLAS.ti Win 23.4.0")
    assert (tuple(read_quotes(data)), findings(data)) == (WORDS, [])


def test_line_ends_counted_as_one_by_a_program_unknown_are_told() -> None:
    data = one_text(WINDOWS, *nameless(LINES), origin="Some program")
    assert tuple(read_quotes(data)) == WORDS


@pytest.mark.parametrize("selections", [named(WINDOWS), nameless(WINDOWS)])
def test_line_ends_counted_as_two_though_they_are_one(selections: list[str]) -> None:
    data = one_text(LINES, *selections)
    assert tuple(read_quotes(data)) == WORDS
    assert findings(data) == [(Reason.POSITIONS_READ_AS, "PlainTextSelection", ("line-breaks-two",), 3)]


def test_emoji_counted_as_two_by_programs_of_windows() -> None:
    text = "😀😀 " + LINES
    units = "xxxx " + LINES
    data = one_text(text, *named(units), origin="NVivo 14")
    assert tuple(read_quotes(data)) == WORDS
    assert [row[2] for row in findings(data)] == [("utf-16",)]


@pytest.mark.parametrize("selections", [named(LINES, longer=-1), nameless(LINES, longer=-1)])
def test_the_last_character_included(selections: list[str]) -> None:
    data = one_text(LINES, *selections)
    assert tuple(read_quotes(data)) == WORDS
    assert findings(data) == [(Reason.POSITIONS_READ_AS, "PlainTextSelection", ("last-included",), 4)]


def test_counted_from_one() -> None:
    data = one_text(LINES, *named(LINES, shift=1))
    assert tuple(read_quotes(data)) == WORDS


def test_a_mark_at_the_beginning_is_counted_only_by_those_who_count_it() -> None:
    marked = LINES.encode("utf-8-sig")
    assert tuple(read_quotes(one_text(marked, *named(LINES)))) == WORDS
    assert tuple(read_quotes(one_text(marked, *named(LINES, shift=1)))) == WORDS


def test_names_cut_off_with_dots_are_recognised() -> None:
    start, end = counted(WINDOWS, "Clinics close early")
    data = one_text(WINDOWS, selection(start, end, "Clinics cl..."), origin="ATLAS.ti")
    assert read_quotes(data) == ["Clinics close early"]


def test_names_that_are_numbers_say_nothing() -> None:
    data = one_text(LINES, selection(0, 5, "0,5"))
    assert (read_quotes(data), findings(data)) == (["Water"], [])


def test_what_lies_outside_is_left_out_and_what_sticks_out_is_cut() -> None:
    data = one_text(LINES, selection(0, 5), selection(900, 905), selection(58, 900), selection("x", 3))
    assert read_quotes(data) == ["Water", "r come.\n"]
    assert [(reason, names, count) for reason, _kind, names, count in findings(data)] == [
        (Reason.NO_POSITIONS, ("Interview",), 1),
        (Reason.OUTSIDE_TEXT, ("Interview",), 1),
        (Reason.CLIPPED, ("Interview",), 1),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-le", "cp1252"])
def test_texts_in_other_encodings(encoding: str) -> None:
    text = "Amélie’s pump is broken"
    data = one_text(text.encode(encoding), selection(0, 8, "Amélie’s"))
    assert read_quotes(data) == ["Amélie’s"]
