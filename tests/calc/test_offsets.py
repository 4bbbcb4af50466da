"""Offsets in code points, whatever a browser or a file counts in (drafting-and-agreements.md section 1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.offsets import at_boundary, codepoints_to_utf16, utf16_to_codepoints

FARMER = "A 👩\u200d🌾 said e\u0301"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (0, 1, "A"),
        (2, 7, "👩\u200d🌾"),
        (8, 12, "said"),
        (13, 15, "e\u0301"),
        (14, 15, "\u0301"),
        (8, 99, "said e\u0301"),
    ],
)
def test_a_browsers_selection_is_the_same_words(start: int, end: int, words: str) -> None:
    first, last = utf16_to_codepoints(FARMER, start, end)
    assert FARMER[first:last] == words


def test_a_selection_that_cuts_a_character_takes_it_whole() -> None:
    first, last = utf16_to_codepoints(FARMER, 3, 6)
    assert FARMER[first:last] == "👩\u200d🌾"


@pytest.mark.parametrize(
    ("start", "end", "span"), [(-4, 1, (0, 1)), (5, 2, (3, 3)), (99, 100, (3, 3)), (2, 2, (2, 2))]
)
def test_a_selection_outside_the_text_stays_in_it(start: int, end: int, span: tuple[int, int]) -> None:
    assert utf16_to_codepoints("abc", start, end) == span


@given(st.text(), st.data())
def test_there_and_back_is_the_same_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert utf16_to_codepoints(text, *codepoints_to_utf16(text, start, end)) == (start, end)


def test_line_ends_and_a_byte_order_mark_are_mapped() -> None:
    raw = "\ufeffone\r\ntwo\rthree\nfour"
    kept = at_boundary(raw)
    assert kept.text == "one\ntwo\nthree\nfour"
    assert [kept.inward(raw.index(word)) for word in ("one", "two", "three", "four")] == [0, 4, 8, 14]
    assert [kept.outward(kept.text.index(word)) for word in ("one", "two", "three", "four")] == [1, 6, 10, 16]


def test_accents_are_neither_composed_nor_decomposed() -> None:
    assert at_boundary("e\u0301 é").text == "e\u0301 é"


@given(st.text(st.sampled_from("\ufeff\r\nab👩")), st.data())
def test_an_offset_goes_out_and_comes_back(raw: str, data: st.DataObject) -> None:
    kept = at_boundary(raw)
    offset = data.draw(st.integers(0, len(kept.text)))
    assert kept.inward(kept.outward(offset)) == offset
