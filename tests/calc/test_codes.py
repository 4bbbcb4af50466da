"""Codes for cards, groups and receipts."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.codes import ALPHABET, CARD, RECEIPT, is_valid, make, make_new, normalise, shown

CODES = st.builds(lambda seed, length: make(Random(seed), length), st.integers(0), st.integers(2, 28))


@given(CODES)
def test_a_code_is_valid_in_its_length_and_in_no_other(code: str) -> None:
    assert [is_valid(code, len(code) + more) for more in (-1, 0, 1)] == [False, True, False]


@given(CODES, st.data())
def test_any_single_wrong_character_is_found(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET).filter(lambda char: char != code[place]))
    assert not is_valid(code[:place] + wrong + code[place + 1 :], len(code))


@given(CODES, st.data())
def test_a_swap_of_two_different_characters_is_found(code: str, data: st.DataObject) -> None:
    one, other = data.draw(st.lists(st.integers(0, len(code) - 1), min_size=2, max_size=2, unique=True))
    swapped = list(code)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert is_valid("".join(swapped), len(code)) == (code[one] == code[other])


def test_the_check_is_that_of_isbn_10() -> None:
    # 3*1 + 2*2 + 1*x = 29, so x is the 22nd character from 0.
    assert [last for last in ALPHABET if is_valid("12" + last, 3)] == [ALPHABET[22]]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("o1il", "0111"),
        (" 7k2m-90tx ", "7K2M90TX"),
        ("5s2z8b", "552288"),
        ("uv–w.x", "VVWX"),
        ("\uff17\uff2b", "7K"),
    ],
)
def test_what_was_typed_is_kept_as_it_is_printed(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


def test_no_two_characters_of_the_alphabet_are_look_alikes() -> None:
    assert [normalise(char) for char in ALPHABET] == list(ALPHABET)


@pytest.mark.parametrize("typed", ["", "????", "ÄÖÜ12", "🙂" * 5, "\0" * 5])
def test_a_character_that_no_code_has_makes_it_wrong(typed: str) -> None:
    assert not is_valid(typed, CARD)


def test_new_codes_differ_from_each_other_and_from_those_taken() -> None:
    first = make_new(Random(1), CARD, 500)
    second = make_new(Random(1), CARD, 500, taken=first)
    assert len({*first, *second}) == 1000


def test_more_codes_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="aren't 15 more codes of 2"):
        make_new(Random(1), 2, 15)


@pytest.mark.parametrize("length", [1, 29])
def test_a_length_without_a_check_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="2 to 28"):
        make(Random(1), length)


def test_the_same_source_makes_the_same_code() -> None:
    assert make(Random(3), RECEIPT) == make(Random(3), RECEIPT)


def test_a_receipt_holds_more_than_fifty_bits() -> None:
    assert math.log2(len(ALPHABET) ** (RECEIPT - 1)) == pytest.approx(53.4, abs=0.1)


@pytest.mark.parametrize(("code", "said"), [("7K2M9", "7K2M9"), ("7K2M90TX4CFA", "7K2M 90TX 4CFA")])
def test_a_long_code_is_shown_in_groups_of_four(code: str, said: str) -> None:
    assert shown(code) == said
