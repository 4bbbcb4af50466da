"""What short answers say, in seven languages; and that nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.answers import LONGEST, PHRASES, Reading, Said, choice, read

EVERY_PHRASE = [
    (phrase, said)
    for said, by_language in PHRASES.items()
    for phrases in by_language.values()
    for phrase in phrases
]


def said(text: str) -> Said | None:
    reading = read(text)
    return reading.said if reading else None


@pytest.mark.parametrize(("phrase", "meant"), EVERY_PHRASE)
def test_every_phrase_says_what_it_is_listed_for(phrase: str, meant: Said) -> None:
    assert read(phrase) == Reading(meant, is_whole=True)


def test_no_phrase_is_listed_for_two_answers() -> None:
    phrases = [phrase for phrase, _said in EVERY_PHRASE]
    assert len(phrases) == len(set(phrases))


def test_every_answer_has_words_in_every_language() -> None:
    assert {frozenset(by_language) for by_language in PHRASES.values()} == {
        frozenset({"en", "af", "xh", "st", "sn", "so", "fr"})
    }


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("YES!", Said.YES),
        ("Hi, yes please, thank you", Said.YES),
        ("Ja dankie, ek sal daar wees", Said.YES),
        ("Ewe, enkosi kakhulu", Said.YES),
        ("Ee, kea leboha", Said.YES),
        ("Hongu, ndatenda", Said.YES),
        ("Haa, mahadsanid", Said.YES),
        ("Oui, merci beaucoup", Said.YES),
        ("I'm coming", Said.YES),
        ("👍", Said.YES),
        ("Nee, jammer", Said.NO),
        ("Hayi, uxolo", Said.NO),
        ("Désolé, je ne peux pas", Said.NO),
        ("I can’t make it, sorry", Said.NO),
        ("Maybe", Said.PERHAPS),
        ("Miskien, dankie", Said.PERHAPS),
        ("Peut-être", Said.PERHAPS),
    ],
)
def test_politeness_and_signs_change_nothing(text: str, meant: Said) -> None:
    assert read(text) == Reading(meant, is_whole=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "Thanks. Good day.",
        "No problem, I'll be there",
        "Yes no",
        "Yes, but only if it doesn't rain",
        "Yes unless I work that day",
        "Not yes",
        "Yes or no?",
        "What time is it?",
        "I was there last year",
        "Ja-nee",
        "Is my colleague coming?",
        "Yes, and my colleague comes too",
        "Yes with my colleague",
        "I would like to say yes",
    ],
)
def test_what_could_mean_something_else_is_left_to_a_person(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Yes. Is there parking?", Said.YES),
        ("No, I work that day.", Said.NO),
        ("Ja, ek kom. Waar is die saal?", Said.YES),
    ],
)
def test_an_answer_with_more_behind_it_is_taken_and_read_too(text: str, meant: Said) -> None:
    assert read(text) == Reading(meant, is_whole=False)


@pytest.mark.parametrize(
    "text",
    [
        "yes but my colleague comes",
        "My deputy will attend instead",
        "I can't, my assistant comes",
        "Ek kan nie kom nie, my kollega kom",
    ],
)
def test_somebody_who_comes_instead_is_named_to_a_person(text: str) -> None:
    assert read(text) == Reading(Said.COLLEAGUE, is_whole=False)


def test_a_letter_is_read_by_a_person() -> None:
    assert read("yes " * LONGEST) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), (" no. 2 ", 2), ("Option 1", 1), ("0", None), ("3", None), ("2 of us", None)],
)
def test_a_choice_is_one_of_the_numbers(text: str, number: int | None) -> None:
    assert choice(text, 2) == number


@given(st.text(max_size=80))
def test_any_text_is_read_or_left(text: str) -> None:
    assert said(text) in {None, *Said}
