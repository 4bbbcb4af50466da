"""Suggested groups and codes: likeness of words, and nothing decided."""

from collections.abc import Sequence

import pytest

from imbizo.calc.grouping import (
    CodedText,
    Embedding,
    Grouping,
    Text,
    suggest_codes,
    suggest_groups,
)

PAPERS = [
    "I don't go to the clinic, because they first ask for papers.",
    "When the police come they ask us for papers.",
    "At the clinic they asked for my papers before they looked at my child.",
]
RADIO = [
    "The radio should answer each day's rumours.",
    "Tell the radio that they must say it in Somali too when they answer rumours.",
    "Rumours are answered by nobody; give the radio an hour a week.",
]
ODD = "Four nations work on my farm, in the orchard."


def english(texts: Sequence[str]) -> list[Text]:
    return [Text(number, text, "en") for number, text in enumerate(texts)]


def groups(texts: Sequence[str]) -> Grouping:
    return suggest_groups(english(texts), language="en")


def test_texts_that_share_words_are_suggested_as_a_group() -> None:
    found = groups([*PAPERS, *RADIO, ODD])
    assert sorted(sorted(map(str, group.members)) for group in found.groups) == [
        ["0", "1", "2"],
        ["3", "4", "5"],
    ]


def test_what_belongs_nowhere_stays_in_no_group() -> None:
    assert groups([*PAPERS, *RADIO, ODD]).alone == (6,)


def test_a_group_is_named_by_its_own_words() -> None:
    found = groups([*PAPERS, *RADIO, ODD])
    named = {"papers" in group.words: "radio" in group.words for group in found.groups}
    assert named == {True: False, False: True}


@pytest.mark.parametrize(
    "texts", [[], PAPERS[:1], PAPERS[:2], ["", " ", "!?"], ["it is", "it is not", "is it"]]
)
def test_where_there_is_too_little_to_compare_nothing_is_grouped(texts: list[str]) -> None:
    assert groups(texts) == Grouping((), tuple(range(len(texts))), ())


def test_three_texts_of_one_thing_are_a_group() -> None:
    assert [len(group.members) for group in groups(PAPERS).groups] == [3]


def test_three_texts_of_three_things_are_none() -> None:
    assert groups([PAPERS[0], RADIO[0], ODD]).alone == (0, 1, 2)


def test_equal_texts_are_kept_and_shown_once_as_typical() -> None:
    [group] = [group for group in groups([*PAPERS, PAPERS[0].upper(), *RADIO]).groups if 0 in group.members]
    assert sorted(map(str, group.members)) == ["0", "1", "2", "3"]
    assert len({0, 3} & set(group.typical)) == 1


def test_the_same_words_a_hundred_times_are_one_group() -> None:
    found = groups([RADIO[0]] * 100)
    assert [(len(group.members), group.typical) for group in found.groups] == [(100, (0,))]
    assert found.groups[0].likeness == pytest.approx(1)


def test_a_text_in_another_language_waits_for_its_translation() -> None:
    said = [*english(PAPERS), Text("xh", "Kufuneka iphepha.", "xh")]
    assert suggest_groups(said, language="en").other_language == ("xh",)


def test_common_words_of_afrikaans_join_nothing() -> None:
    texts = ["Dit is die water van ons.", "Dit is die skool van ons.", "Dit is die pad van ons."]
    found = suggest_groups([Text(text, text, "af") for text in texts], language="af")
    assert found.alone == tuple(texts)


def many(number: int) -> list[str]:
    """So many different texts on five subjects."""
    subjects = ["water pipe tap leak", "lights street pole dark", "school teacher gate desk"]
    subjects += ["clinic nurse queue pills", "taxi rank fare driver"]
    return [f"{subjects[at % 5]} place{at} ward{at % 7}" for at in range(number)]


def test_many_texts_are_grouped_by_what_they_are_about() -> None:
    found = groups(many(500))
    subjects = [sorted({int(str(key)) % 5 for key in group.members}) for group in found.groups]
    assert sorted(subjects) == [[0], [1], [2], [3], [4]]


def test_the_same_seed_gives_the_same_groups() -> None:
    assert groups(many(450)) == groups(many(450))


def test_a_model_of_the_callers_own_decides_likeness() -> None:
    rows = {"a": (1.0, 0.0), "b": (1.0, 0.1), "c": (1.0, 0.2), "d": (0.0, 1.0)}
    texts = [Text(name, f"word{name}", "en") for name in rows]
    model = Embedding(lambda said: [rows[text.removeprefix("word")] for text in said], like=0.8)
    found = suggest_groups(texts, language="en", embedding=model)
    assert ([set(group.members) for group in found.groups], found.alone) == ([{"a", "b", "c"}], ("d",))


CODED = [
    CodedText(Text("r", RADIO[0], "en"), frozenset({"media"})),
    CodedText(Text("p", PAPERS[1], "en"), frozenset({"documents", "police"})),
    CodedText(Text("n", RADIO[1], "en"), frozenset()),
]


def test_a_text_is_offered_the_codes_of_the_coded_texts_it_is_most_like() -> None:
    found = suggest_codes([Text("new", "The police want papers from us", "en")], CODED, language="en")
    assert [(each.code, each.nearest) for each in found["new"]] == [("documents", "p"), ("police", "p")]
    assert {each.weight for each in found["new"]} == {1.0}


def test_a_text_that_is_like_no_coded_one_is_offered_nothing() -> None:
    assert suggest_codes([Text("new", ODD, "en")], CODED, language="en") == {}


@pytest.mark.parametrize(
    ("texts", "coded"),
    [([], CODED), ([Text("new", "Papers", "en")], []), ([Text("new", "The radio", "xh")], CODED)],
)
def test_without_texts_or_codes_nothing_is_offered(texts: list[Text], coded: list[CodedText]) -> None:
    assert suggest_codes(texts, coded, language="en") == {}


def test_texts_of_common_words_only_are_offered_nothing() -> None:
    coded = [CodedText(Text("c", "it is", "en"), frozenset({"x"}))]
    assert suggest_codes([Text("new", "it is not", "en")], coded, language="en") == {}


def test_many_texts_in_a_model_of_two_dimensions_are_grouped_as_they_are() -> None:
    model = Embedding(lambda said: [(float(at % 2), float(at % 2 == 0)) for at in range(len(said))], like=0.9)
    found = suggest_groups(english(many(402)), language="en", embedding=model)
    assert [len(group.members) for group in found.groups] == [201, 201]
