"""Two versions compared as tracked changes: what is drawn, that nothing is lost, and that bad cases end."""

import random

import pytest
from hypothesis import given

from imbizo.calc.alignment import Match, align, encoded, rising
from imbizo.calc.diff import ChangeKind, Comparison, compare, new_version, old_version
from imbizo.calc.richtext import Block, Kind, Look, Mark, RichText, Run, Shape, parse, plain_text
from imbizo.calc.tokens import plain, split, to_rich, tokens
from tests.richtexts import rich_texts, texts, versions

SIGNS = {ChangeKind.SAME: "", ChangeKind.INSERTED: "+", ChangeKind.DELETED: "-", ChangeKind.REFORMATTED: "~"}


def drawn(old: str, new: str) -> list[str]:
    """A line for each block: pieces as [+inserted], [-deleted] and [~reformatted], then the sign of the end."""
    return _drawn(compare(parse(old), parse(new)))


def _drawn(comparison: Comparison) -> list[str]:
    return [
        "".join(_piece(piece.kind, Block(piece.content).plain) for piece in block.pieces)
        + SIGNS[block.end]
        + "¶"
        for block in comparison.blocks
    ]


def _piece(kind: ChangeKind, words: str) -> str:
    return f"[{SIGNS[kind]}{words}]" if SIGNS[kind] else words


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("<p>a</p>", "<p>a</p>", ["a¶"]),
        ("", "<p>a</p>", ["[+a]+¶"]),
        ("<p>a</p>", "", ["[-a]-¶"]),
        ("", "", []),
        (
            "<p>The parties shall meet quarterly.</p>",
            "<p>The municipalities shall meet monthly.</p>",
            ["The [-parties][+municipalities] shall meet [-quarterly][+monthly].¶"],
        ),
        ("<p>One.</p><p>Three.</p>", "<p>One.</p><p>Two.</p><p>Three.</p>", ["One.¶", "[+Two.]+¶", "Three.¶"]),
        (
            "<p>The team meets monthly.</p>",
            "<p>The team meets weekly.</p><p>It reports to council.</p>",
            ["The team meets [-monthly][+weekly].¶", "[+It reports to council.]+¶"],
        ),
        (
            "<p>The team meets. It reports.</p>",
            "<p>The team meets.</p><p>It reports.</p>",
            ["The team meets.[- ]+¶", "It reports.¶"],
        ),
        (
            "<p>The team meets.</p><p>It reports.</p>",
            "<p>The team meets. It reports.</p>",
            ["The team meets.-¶", "[+ ]It reports.¶"],
        ),
        ("<p>a <b>b</b></p>", "<p><b>a b</b></p>", ["[~a ]b¶"]),
        ("<p>a</p>", "<h1>a</h1>", ["a~¶"]),
        (
            "<p>one two three four five six seven</p>",
            "<p>uno due tre four cinque sei sette</p>",
            ["[-one two three four five six seven]-¶", "[+uno due tre four cinque sei sette]+¶"],
        ),
    ],
)  # fmt: skip
def test_changes_are_drawn_as_a_person_would(old: str, new: str, lines: list[str]) -> None:
    assert drawn(old, new) == lines


def test_a_rewritten_sentence_is_one_change_though_it_shares_a_small_word() -> None:
    old = "<p>The purpose of this agreement: one two three four five is six seven eight nine ten.</p>"
    new = "<p>The purpose of this agreement: uno due tre cuatro cinque is sei sette otto nove dieci.</p>"
    was = "one two three four five is six seven eight nine ten"
    became = "uno due tre cuatro cinque is sei sette otto nove dieci"
    assert drawn(old, new) == [f"The purpose of this agreement: [-{was}][+{became}].¶"]


def test_a_reformatted_piece_and_block_know_how_they_were() -> None:
    block = compare(parse("<p>a</p>"), parse("<h1><b>a</b></h1>")).blocks[0]
    assert (block.pieces[0].before, block.before, block.shape) == (
        (Run("a"),), Shape(), Shape(Kind.HEADING, 1),
    )  # fmt: skip


def test_a_word_that_is_half_bold_is_one_word() -> None:
    assert drawn("<p>meet<b>ings</b> end</p>", "<p>meetings end</p>") == ["[~meetings] end¶"]


def test_words_are_counted_and_sameness_is_said() -> None:
    comparison = compare(parse("<p>a b c</p><p>d</p>"), parse("<p>a b x y</p><p>d</p>"))
    assert (comparison.words_inserted, comparison.words_deleted, comparison.is_same) == (2, 1, False)
    assert [block.is_same for block in comparison.blocks] == [False, True]


def test_a_moved_block_is_deleted_and_inserted() -> None:
    old, new = "<p>A one</p><p>B two</p><p>C three</p>", "<p>B two</p><p>C three</p><p>A one</p>"
    assert drawn(old, new) == ["[-A one]-¶", "B two¶", "C three¶", "[+A one]+¶"]


@given(versions())
def test_refusing_and_accepting_all_changes_gives_both_versions(pair: tuple[RichText, RichText]) -> None:
    comparison = compare(*pair)
    assert (old_version(comparison), new_version(comparison)) == pair


@given(rich_texts, rich_texts)
def test_any_two_texts_can_be_compared(old: RichText, new: RichText) -> None:
    comparison = compare(old, new)
    assert (old_version(comparison), new_version(comparison)) == (old, new)
    assert comparison.is_same == (old == new)


@given(rich_texts)
def test_a_row_of_tokens_holds_the_whole_text(text: RichText) -> None:
    row = tokens(text)
    assert to_rich(row) == text
    assert plain(row) == "".join(f"{block.plain}\n" for block in text.blocks)


@given(texts)
def test_the_words_of_a_text_are_the_text(text: str) -> None:
    assert "".join(split(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("don't, 4.2 R5,000!", ["don't", ",", " ", "4.2", " ", "R5,000", "!"]),
        ("follow-up  e\u0301te\u0301\n", ["follow-up", "  ", "e\u0301te\u0301", "\n"]),
        ("👩🏽\u200d🌾👩", ["👩🏽\u200d🌾", "👩"]),
    ],
)
def test_words_are_split_as_people_count_them(text: str, words: list[str]) -> None:
    assert split(text) == words


@given(texts, texts)
def test_what_is_aligned_is_the_same_and_in_order(old: str, new: str) -> None:
    matches = align(old, new)
    assert [old[m.old : m.old + m.length] for m in matches] == [
        new[m.new : m.new + m.length] for m in matches
    ]
    ends = [(m.old + m.length, m.new + m.length) for m in matches]
    assert all(end[0] <= m.old and end[1] <= m.new for end, m in zip(ends, matches[1:], strict=False))


def test_the_longest_rising_chain_is_found() -> None:
    assert rising([(0, 5), (1, 1), (2, 2), (3, 9), (4, 3)]) == [(1, 1), (2, 2), (4, 3)]
    assert rising([]) == []


# Texts large enough that they're divided at anchors. Each is checked for exactness; the time is bench's matter.

LEXICON = [f"w{number}" for number in range(3000)]


def strategy_text(words: list[str], size: int) -> RichText:
    return RichText.of(Block((Run(" ".join(words[at : at + size])),)) for at in range(0, len(words), size))


def edited(words: list[str], every: int) -> list[str]:
    return [word if at % every else "changed" for at, word in enumerate(words)]


def long_cases() -> dict[str, tuple[RichText, RichText]]:
    chance = random.Random(7)
    words = chance.choices(LEXICON, [1 / (rank + 1) for rank in range(len(LEXICON))], k=6000)
    other = chance.choices(LEXICON, k=6000)
    moved = words[:1000] + words[3000:] + words[1000:3000]
    return {
        "scattered edits in one section": (
            strategy_text(words, 6000),
            strategy_text(edited(words, 40), 6000),
        ),
        "scattered edits in paragraphs": (strategy_text(words, 60), strategy_text(edited(words, 40), 60)),
        "every paragraph rewritten": (strategy_text(words, 60), strategy_text(other, 60)),
        "one section rewritten": (strategy_text(words, 6000), strategy_text(other, 6000)),
        "a moved chapter": (strategy_text(words, 60), strategy_text(moved, 60)),
        "a moved chapter in one section": (strategy_text(words, 6000), strategy_text(moved, 6000)),
        "divided otherwise": (strategy_text(words, 60), strategy_text(words, 47)),
        "one word, repeated": (
            strategy_text(["w"] * 10_000, 10_000),
            strategy_text(edited(["w"] * 9000, 50), 9000),
        ),
    }


@pytest.mark.parametrize("case", long_cases().items(), ids=lambda case: case[0])
def test_a_long_text_is_compared_exactly(case: tuple[str, tuple[RichText, RichText]]) -> None:
    _name, (old, new) = case
    comparison = compare(old, new)
    assert (old_version(comparison), new_version(comparison)) == (old, new)


def test_scattered_edits_are_found_and_nothing_else() -> None:
    old, new = long_cases()["scattered edits in paragraphs"]
    comparison = compare(old, new)
    assert (comparison.words_inserted, comparison.words_deleted, len(comparison.blocks)) == (150, 150, 100)


def test_anchors_that_overlap_otherwise_in_one_text_are_cut() -> None:
    chance = random.Random(3)
    shared = "".join(f"{chance.choice('xyz')}{chr(600 + at % 700)}" * 2 for at in range(600))
    old, new = f"{shared}abc", f"{shared}acb"
    assert sum(match.length for match in align(old, new)) == len(shared) + 2


def test_what_is_too_large_to_weigh_and_has_no_anchor_counts_as_replaced() -> None:
    old, new = "ab" * 20_000, "ba" * 9_000 + "c" + "ab" * 9_000 + "c"
    assert align(old, new) == []


def test_keys_are_encoded_alike_in_all_rows() -> None:
    first, second = encoded(["a", "b", "a"], ["b", "c"])
    assert (first[0] == first[2], first[1] == second[0], second[1] in first) == (True, True, False)


def test_matches_that_touch_are_one() -> None:
    assert align("abcde", "abxcde") == [Match(0, 0, 2), Match(2, 3, 3)]
    assert align("abc", "abc") == [Match(0, 0, 3)]


def test_bold_paragraphs_keep_their_words() -> None:
    bold = RichText.of([Block((Run("a b", Look(frozenset({Mark.BOLD}))),))])
    assert plain_text(new_version(compare(parse("<p>a b</p>"), bold))) == "a b"
