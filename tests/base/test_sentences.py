"""Joining and shortening words."""

from imbizo.base.sentences import listed, shortened


def test_a_long_text_ends_with_an_ellipsis_between_words() -> None:
    assert shortened("Die mense het dit by die winkel gesê", 20) == "Die mense het dit…"


def test_a_short_text_stays_and_stands_on_one_line() -> None:
    assert shortened("One number\nfor all", 80) == "One number for all"


def test_a_word_longer_than_the_room_is_cut() -> None:
    assert shortened("Nkosingiphile", 6) == "Nkosi…"


def test_no_text_stays_none() -> None:
    assert shortened("", 80) == ""


def test_things_are_joined_by_commas_and_a_word() -> None:
    assert listed(["one", "two", "three"]) == "one, two and three"


def test_things_with_commas_of_their_own_are_told_apart() -> None:
    assert (
        listed(["a clause, in effect", "a measure", "a letter"])
        == "a clause, in effect; a measure; and a letter"
    )
