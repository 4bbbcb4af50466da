from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc import sms, wording
from imbizo.calc.errors import LanguageError
from imbizo.calc.sms import Costly
from imbizo.calc.wording import Saving, Savings, Template, Token

Recipients = list[tuple[str, dict[str, str]]]
LANGUAGES = ("en", "af", "xh")
ALPHABET = "ab\0 ,.\n€[é’ôŉΔ\t\U0001f600"
TOKENS = ("{name}", "{place}", "{time}", "{name|friend}", "{place|}", "{time|’n uur}")
words = st.text(alphabet=ALPHABET, max_size=8)
long_words = st.builds(lambda text, times: text * times, words, st.integers(1, 40))
template_texts = st.lists(st.one_of(st.sampled_from(TOKENS), words, long_words), max_size=8).map("".join)
values = st.dictionaries(st.sampled_from(("name", "place", "time")), words)
audiences = st.tuples(
    st.fixed_dictionaries({language: template_texts.map(Template) for language in LANGUAGES}),
    st.lists(st.tuples(st.sampled_from(LANGUAGES), values), max_size=25),
)


def filled(templates: Mapping[str, Template], recipients: Recipients) -> list[str]:
    return [templates[language].fill(values) for language, values in recipients]


def total(texts: list[str]) -> int:
    return sum(sms.size(text).parts for text in texts)


def test_tokens_stand_with_their_places_and_fallbacks() -> None:
    assert wording.tokens("Dear {first_name|friend}, {ward}{x|}") == (
        Token("first_name", "friend", 5, 24), Token("ward", None, 26, 32), Token("x", "", 32, 36)
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["{", "}", "{}", "{{", "{ name }", "{1}", "{a-b}", "{|x}", "{a", "{a|{b", "100 %s"]
)
def test_braces_that_make_no_token_stay_as_they_are(text: str) -> None:
    assert (wording.tokens(text), Template(text).fill({"a": "no"})) == ((), text)


def test_a_token_in_doubled_braces_is_filled_all_the_same() -> None:
    assert Template("{{name}} {%s|{name|a|b}").fill({"name": "Bo"}) == "{Bo} {%s|Bo"


def test_unknown_names_are_told_once_each_in_their_order() -> None:
    assert wording.unknown("{nmae} {name} {wrad} {nmae|friend}", {"name"}) == ("nmae", "wrad")


def test_a_template_tells_its_names_once_each() -> None:
    assert Template("{b} {a|x} {b|y}").names == ("b", "a")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear {name}, we meet", "Dear Bo, we meet"),
        ("Dear {none}, we meet", "Dear, we meet"),
        ("Dear {none|friend}, we meet", "Dear friend, we meet"),
        ("Dear {blank|friend}, we meet", "Dear friend, we meet"),
        ("Dear {blank}, we meet", "Dear, we meet"),
        ("Hello {none|}!", "Hello!"),
        ("Hello {none} {none}!", "Hello!"),
        ("Hello {none} {name}!", "Hello Bo!"),
        ("Hello {none}{name}!", "Hello Bo!"),
        ("Hello {none} there", "Hello there"),
        ("Bonjour {none} !", "Bonjour !"),
        ("{none} we meet", "we meet"),
        ("Thanks {none}", "Thanks"),
        ("Thanks {none} ", "Thanks"),
        ("Dear {none}\nWe meet", "Dear\nWe meet"),
        ("Dear\n{none} we meet", "Dear\nwe meet"),
        ("({none})", "()"),
        ("a{none}b", "ab"),
        ("{none}", ""),
        ("Two  spaces {none} , here", "Two  spaces , here"),
        ("at 100 % {name} {none}.", "at 100 % Bo."),
    ],
)
def test_a_text_is_filled_for_one_person(text: str, expected: str) -> None:
    assert Template(text).fill({"name": "Bo", "blank": " \u00a0"}) == expected


def test_a_value_may_hold_a_token_and_stays_as_it_is() -> None:
    assert Template("{name}, {time}").fill({"name": "{time} %s \\1", "time": "nine"}) == "{time} %s \\1, nine"


@pytest.mark.parametrize(
    ("text", "names"),
    [("{name} {ward} {name}", ("name", "ward")), ("{name|x} {ward|}", ()), ("{name|x} {name}", ("name",))],
)
def test_names_left_empty_without_a_fallback_are_missing(text: str, names: tuple[str, ...]) -> None:
    assert Template(text).missing({"name": " "}) == names


@given(template_texts)
def test_a_text_whose_tokens_have_values_is_only_filled(text: str) -> None:
    filled = Template(text).fill(dict.fromkeys(("name", "place", "time"), "x"))
    expected = text
    for token in TOKENS:
        expected = expected.replace(token, "x")
    assert filled == expected


@given(audiences)
def test_parts_are_those_of_each_text_filled_and_counted(
    audience: tuple[dict[str, Template], Recipients],
) -> None:
    measured = wording.measure(*audience)
    sizes = [sms.size(text) for text in filled(*audience)]
    assert list(measured.parts) == [size.parts for size in sizes]
    assert (measured.total, measured.by_parts) == (sum(measured.parts), Counter(measured.parts))
    ucs2 = sum(size.encoding is sms.Encoding.UCS2 for size in sizes)
    assert (measured.gsm7, measured.ucs2) == (len(sizes) - ucs2, ucs2)


@given(audiences)
def test_the_longest_text_is_that_of_the_first_who_gets_the_most(
    audience: tuple[dict[str, Template], Recipients],
) -> None:
    measured = wording.measure(*audience)
    texts = filled(*audience) or [""]
    longest = max(texts, key=lambda text: (sms.size(text).parts, sms.size(text).units))
    assert (measured.longest, measured.longest_parts) == (longest, sms.size(longest).parts)
    assert measured.longest_at == (texts.index(longest) if audience[1] else -1)


@given(audiences)
def test_the_incomplete_are_those_with_a_name_missing(
    audience: tuple[dict[str, Template], Recipients],
) -> None:
    templates, recipients = audience
    measured = wording.measure(templates, recipients)
    places = [
        place for place, (language, values) in enumerate(recipients) if templates[language].missing(values)
    ]
    assert (measured.incomplete, list(measured.first_incomplete)) == (len(places), places[:20])


@given(audiences)
def test_savings_are_those_of_each_text_simplified_and_counted_again(
    audience: tuple[dict[str, Template], Recipients],
) -> None:
    texts = filled(*audience)
    found = wording.savings(wording.measure(*audience))
    assert found.together == total(texts) - total([sms.simplify(text) for text in texts])
    for saving in found.each:
        char = saving.costly.char
        assert saving.recipients == sum(char in text for text in texts)
        assert saving.fewer == total(texts) - total([sms.simplify(text, [char]) for text in texts])


@given(audiences)
def test_each_replaceable_character_of_the_texts_has_its_saving(
    audience: tuple[dict[str, Template], Recipients],
) -> None:
    each = wording.savings(wording.measure(*audience)).each
    costly = {
        found for text in filled(*audience) for found in sms.costly(text) if found.replacement is not None
    }
    assert ({saving.costly for saving in each}, len(each)) == (costly, len(costly))


def test_what_replacing_an_apostrophe_saves_is_told() -> None:
    templates = {"en": Template("{name}, it’s on " + "x" * 80 + "{place}")}
    recipients = [("en", {"name": name, "place": "Ceres"}) for name in ("Bo", "Amina", "Thôko")]
    assert wording.savings(wording.measure(templates, recipients)) == Savings(
        (Saving(Costly("’", "'"), 3, 2), Saving(Costly("ô", "o"), 1, 0)), 3
    )


def test_an_empty_audience_costs_nothing() -> None:
    measured = wording.measure({}, [])
    assert (measured.total, measured.by_parts, measured.longest_at, wording.savings(measured)) == (
        0, {}, -1, Savings((), 0)
    )  # fmt: skip


def test_at_most_twenty_incomplete_texts_are_named() -> None:
    measured = wording.measure({"en": Template("Dear {name}")}, [("en", {})] * 30)
    assert (measured.incomplete, measured.first_incomplete) == (30, tuple(range(20)))


def test_a_language_without_a_text_is_refused() -> None:
    with pytest.raises(LanguageError) as caught:
        wording.measure({"en": Template("Hello")}, [("en", {}), ("so", {})])
    assert caught.value.language == "so"


def test_values_that_hold_a_null_are_not_taken_for_two_values() -> None:
    recipients = [("en", {"a": "x\0" + "y" * 65, "b": ""}), ("en", {"a": "x", "b": "y" * 65 + "\0"})]
    assert list(wording.measure({"en": Template("{a}{a}{b}")}, recipients).parts) == [2, 1]


def test_a_lone_surrogate_in_a_value_is_measured() -> None:
    assert list(wording.measure({"en": Template("{a}")}, [("en", {"a": "\ud83d" * 71})]).parts) == [2]
