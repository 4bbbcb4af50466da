"""The text that is hashed, to the letter."""

import hashlib

from imbizo.calc.sealing import SealedPart, text_hash, whole_text

PARTS = [SealedPart("1", "Purpose", "We meet.\nWe answer."), SealedPart("1.1", "Empty", "")]


def test_the_text_is_numbers_headings_and_words_with_an_empty_line_between_sections() -> None:
    assert whole_text(PARTS) == "1 Purpose\nWe meet.\nWe answer.\n\n1.1 Empty"


def test_the_hash_is_the_sha_256_of_the_text() -> None:
    assert text_hash(PARTS) == hashlib.sha256(b"1 Purpose\nWe meet.\nWe answer.\n\n1.1 Empty").hexdigest()


def test_another_number_is_another_hash() -> None:
    assert text_hash(PARTS) != text_hash([PARTS[0], SealedPart("2", "Empty", "")])


def test_how_a_letter_is_composed_and_how_a_line_ends_makes_no_difference() -> None:
    one, other = SealedPart("1", "Caf\u00e9", "a \r\nb"), SealedPart("1", "Cafe\u0301", "a\nb")
    assert text_hash([one]) == text_hash([other])
