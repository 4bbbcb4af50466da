from hypothesis import given
from hypothesis import strategies as st

from imbizo.desk.rules.ranking import rank
from imbizo.desk.rules.words import asked_words, fold, skeleton, text_tokens, words


def test_case_accents_and_apostrophes_are_folded_away() -> None:
    assert fold("O'Brién ÉLODIE") == "obrien elodie"


def test_signs_and_emoji_are_no_words() -> None:
    assert words("Chapter-9 🙂 “Robertson” (hall)") == ["chapter", "9", "robertson", "hall"]


def test_letters_of_other_scripts_are_words() -> None:
    assert words("מרכז קהילתי") == ["מרכז", "קהילתי"]


def test_a_word_counts_once() -> None:
    assert words("De Doorns de doorns") == ["de", "doorns"]


def test_a_number_in_groups_is_one_word() -> None:
    assert asked_words("+27 82 000 0147") == ["27820000147"]


def test_a_number_after_two_noughts_is_one_from_abroad() -> None:
    assert asked_words("0027 82 000 0147") == ["27820000147"]


def test_a_name_with_a_number_stays_words() -> None:
    assert asked_words("Ward 12 forum") == ["ward", "12", "forum"]


def test_spellings_that_sound_alike_share_a_skeleton() -> None:
    assert {skeleton(fold(name)) for name in ("Mokoena", "Mokuena", "Mokkoena")} == {"mkn"}


def test_too_little_is_no_skeleton() -> None:
    assert skeleton("ayo") == ""


def test_a_numbers_skeleton_is_none() -> None:
    assert skeleton("2026") == ""


def test_the_whole_title_comes_before_a_beginning_of_it() -> None:
    titles = ["Langeberg Municipality", "Langebergen", "Old Langeberg", "Langeberg", "Somebody"]
    ordered = sorted(titles, key=lambda title: rank(title, ["langeberg"]))
    assert ordered == ["Langeberg", "Langeberg Municipality", "Old Langeberg", "Langebergen", "Somebody"]


@given(st.text(), st.text())
def test_tokens_are_letters_digits_and_our_marks(title: str, body: str) -> None:
    assert all(token.lstrip("\ue001\ue002").isalnum() for token in text_tokens(title, body))
