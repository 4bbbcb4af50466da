"""Agreement where a unit may carry several codes, and the units on which it is stated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.agreement import (
    OfCodings,
    Reason,
    Span,
    Unit,
    UnitKind,
    agreement_of_codings,
    coefficients,
    paragraphs,
    ratings,
    sentences,
    unitise,
)

Codings = list[tuple[str, int, str]]
CODES = ["housing", "water"]


def of_square(code: str, both: int, first: int, second: int) -> Codings:
    """Codings by which Amina and Bo agree as a 2 x 2 table says; what is left of the units neither marked."""
    bos = [*range(both), *range(both + first, both + first + second)]
    return [("amina", unit, code) for unit in range(both + first)] + [("bo", unit, code) for unit in bos]


def of_two(codings: Codings, codes: list[str] = CODES, units: int = 50) -> OfCodings[str]:
    return agreement_of_codings(codings, coders=["amina", "bo"], units=range(units), codes=codes)


def test_each_code_is_a_question_of_yes_or_no() -> None:
    found = of_two(of_square("housing", 20, 5, 10)).by_code["housing"]
    assert found.used == 55
    assert found.coefficients.cohen.coefficient == pytest.approx(0.4)


def test_a_code_is_judged_as_the_same_table_would_be() -> None:
    table = ratings([(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15)
    found = of_two(of_square("housing", 20, 5, 10)).by_code["housing"]
    assert found.coefficients == coefficients(table)


def test_a_code_that_nobody_used_says_so_and_weighs_nothing() -> None:
    found = of_two(of_square("housing", 20, 5, 10))
    assert found.by_code["water"].coefficients.cohen.reason is Reason.ONE_CATEGORY
    assert found.overall.cohen.coefficient == pytest.approx(0.4)


def test_all_codes_together_are_the_sums_of_what_was_observed_and_expected() -> None:
    # Disagreements 15/50 against 0.5, and 5/50 against 2 x 0.5 x 0.5.
    found = of_two(of_square("housing", 20, 5, 10) + of_square("water", 20, 5, 0))
    water = found.by_code["water"].coefficients.cohen
    assert found.overall.cohen.coefficient == pytest.approx(1 - (0.3 + 0.1) / (0.5 + (water.expected or 0)))
    assert found.overall.percent.coefficient == pytest.approx(0.8)


def test_where_no_code_was_ever_used_nothing_is_said_of_all() -> None:
    overall = of_two([]).overall
    assert (overall.alpha.coefficient, overall.alpha.reason) == (None, Reason.ONE_CATEGORY)
    assert (overall.alpha.units, overall.percent.coefficient) == (50, 1.0)


def test_without_codes_there_is_no_agreement() -> None:
    assert of_two([], codes=[]).overall.percent.reason is Reason.NO_CODES


def test_neither_repeated_codings_nor_strangers_count() -> None:
    codings = of_square("housing", 20, 5, 10)
    strange = [("dede", 1, "housing"), ("bo", 99, "housing"), ("bo", 1, "roads")]
    assert of_two(codings[::-1] + codings + strange) == of_two(codings)


def test_a_unit_that_one_has_not_read_has_no_pair() -> None:
    found = agreement_of_codings(
        [("amina", 0, "water"), ("bo", 2, "water")],
        coders=["amina", "bo"],
        units=[0, 1, 2],
        codes=["water"],
        read={"amina": [0, 1], "bo": [0]},
    )
    # Bo didn't say no to unit 1, and what he coded he must have read.
    alpha = found.overall.alpha
    assert (alpha.units, alpha.pairable, found.overall.fleiss.reason) == (3, 1, Reason.UNEQUAL_RATINGS)


def test_coders_who_read_nothing_in_common_cannot_be_compared() -> None:
    found = agreement_of_codings(
        [("amina", 0, "water")],
        coders=["amina", "bo"],
        units=[0, 1],
        codes=["water"],
        read={"amina": [0], "bo": [1]},
    )
    assert found.overall.percent.reason is Reason.NOTHING_PAIRABLE


@given(
    st.sets(st.tuples(st.sampled_from("abc"), st.integers(0, 5), st.just("water"))), st.sampled_from([2, 3])
)
def test_codings_of_any_shape_give_what_their_table_gives(
    codings: set[tuple[str, int, str]], number: int
) -> None:
    coders = "abc"[:number]
    table = [[(coder, unit, "water") in codings for coder in coders] for unit in range(6)]
    found = agreement_of_codings(codings, coders=coders, units=range(6), codes=["water"])
    assert found.by_code["water"].coefficients.alpha == coefficients(ratings(table)).alpha
    assert found.by_code["water"].coefficients.cohen == coefficients(ratings(table)).cohen


TEXT = "There is no water. Mr. Fisa and J. Botha went to see!\n\nThe clinic is far."


def said(bounds: list[tuple[int, int]], text: str = TEXT) -> list[str]:
    return [text[start:end] for start, end in bounds]


def test_a_sentence_ends_neither_after_a_title_nor_after_an_initial() -> None:
    assert said(sentences(TEXT)) == [
        "There is no water.",
        "Mr. Fisa and J. Botha went to see!",
        "The clinic is far.",
    ]


def test_paragraphs_stand_between_empty_lines() -> None:
    assert said(paragraphs("one\ntwo\r\n \r\n\r\n three \n"), "one\ntwo\r\n \r\n\r\n three \n") == [
        "one\ntwo",
        "three",
    ]


def test_where_no_line_is_empty_each_line_is_a_paragraph() -> None:
    assert said(paragraphs("one\r\ntwo\n"), "one\r\ntwo\n") == ["one", "two"]


@pytest.mark.parametrize("text", ["", " \n\n \t"])
def test_a_text_of_nothing_has_no_paragraphs(text: str) -> None:
    assert (paragraphs(text), sentences(text)) == ([], [])


def test_a_span_gives_its_code_to_each_sentence_that_it_touches() -> None:
    # From "water" to the first letter of the second sentence.
    cut = unitise([Span("amina", "m", "water", 12, 20)], {"m": TEXT}, UnitKind.SENTENCE)
    assert [unit.start for _coder, unit, _code in cut.codings] == [0, 19]
    assert (len(cut.units), cut.weights) == (3, (1, 1, 1))


def test_white_space_between_sentences_is_touched_by_nobody() -> None:
    cut = unitise([Span("amina", "m", "water", 18, 19)], {"m": TEXT}, UnitKind.SENTENCE)
    assert list(cut.codings) == []


def test_a_text_without_breaks_is_one_paragraph() -> None:
    cut = unitise([Span("bo", "m", "water", 1, 2)], {"m": "No water."}, UnitKind.PARAGRAPH)
    assert list(cut.codings) == [("bo", Unit("m", 0, 9), "water")]


def test_a_whole_text_has_the_code_of_any_part() -> None:
    cut = unitise([Span("amina", "m", "water", 12, 20)], {"m": TEXT, "n": ""}, UnitKind.WHOLE)
    assert cut.units == (Unit("m", 0, len(TEXT)), Unit("n", 0, 0))
    assert list(cut.codings) == [("amina", Unit("m", 0, len(TEXT)), "water")]


def test_characters_are_cut_at_every_edge_and_weigh_their_length() -> None:
    spans = [Span("amina", "m", "water", 2, 6), Span("bo", "m", "water", 4)]
    cut = unitise(spans, {"m": "0123456789"}, UnitKind.CHARACTER)
    assert [(unit.start, unit.end) for unit in cut.units] == [(0, 2), (2, 4), (4, 6), (6, 10)]
    assert cut.weights == (2, 2, 2, 4)


def test_a_span_outside_its_text_is_cut_off() -> None:
    spans = [
        Span("amina", "m", "water", -3, 40),
        Span("amina", "m", "far", 40, 50),
        Span("bo", "x", "water"),
    ]
    cut = unitise(spans, {"m": "0123"}, UnitKind.CHARACTER)
    assert list(cut.codings) == [("amina", Unit("m", 0, 4), "water")]


SPAN = st.builds(
    Span,
    coder=st.sampled_from(["amina", "bo", "chandra"]),
    material=st.just("m"),
    code=st.sampled_from(CODES),
    start=st.integers(0, 30),
    end=st.integers(0, 30) | st.none(),
)


@given(st.lists(SPAN, max_size=6))
def test_pieces_with_weights_give_what_single_characters_give(spans: list[Span[str, str, str]]) -> None:
    coders = ["amina", "bo", "chandra"]
    cut = unitise(spans, {"m": "x" * 24}, UnitKind.CHARACTER)
    single = {(span.coder, at, span.code) for span in spans for at in range(24)[span.start : span.end]}
    pieces = agreement_of_codings(
        cut.codings, coders=coders, units=cut.units, codes=CODES, weights=cut.weights
    )
    letters = agreement_of_codings(single, coders=coders, units=range(24), codes=CODES)
    for code in CODES:
        assert pieces.by_code[code].used == letters.by_code[code].used
        assert pieces.by_code[code].coefficients.alpha.coefficient == pytest.approx(
            letters.by_code[code].coefficients.alpha.coefficient
        )
