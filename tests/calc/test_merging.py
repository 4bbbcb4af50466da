"""Two people's changes brought together: the worked examples of drafting-and-agreements.md section 2, and the laws."""

import pytest
from hypothesis import given, settings

from imbizo.calc.errors import ChoicesError
from imbizo.calc.merging import Choice, Credit, Merge, Side, merge, resolve
from imbizo.calc.richtext import RichText, parse, plain_text, to_html
from imbizo.calc.tokens import plain, tokens
from tests.richtexts import rich_texts, versions

BASE = "<p>The parties shall meet quarterly.</p>"


def merged(base: str, mine: str, theirs: str) -> Merge:
    return merge(parse(base), parse(mine), parse(theirs))


def written(base: str, mine: str, theirs: str) -> str | None:
    text = merged(base, mine, theirs).text
    return None if text is None else to_html(text)


def collisions(base: str, mine: str, theirs: str) -> list[tuple[str, str, str]]:
    return [
        (plain_text(hunk.base), plain_text(hunk.mine), plain_text(hunk.theirs))
        for hunk in merged(base, mine, theirs).hunks
    ]


def test_words_that_do_not_collide_merge() -> None:
    mine, theirs = BASE.replace("parties", "municipalities"), BASE.replace("quarterly", "monthly")
    assert written(BASE, mine, theirs) == "<p>The municipalities shall meet monthly.</p>"


def test_each_change_is_credited_to_whoever_made_it() -> None:
    mine, theirs = BASE.replace("parties", "municipalities"), BASE.replace("quarterly", "monthly")
    assert merged(BASE, mine, theirs).credits == (
        Credit(Side.MINE, "parties", "municipalities"),
        Credit(Side.THEIRS, "quarterly", "monthly"),
    )


def test_one_word_changed_to_two_others_is_a_conflict() -> None:
    mine, theirs = BASE.replace("shall", "must"), BASE.replace("shall", "will")
    assert collisions(BASE, mine, theirs) == [("shall", "must", "will")]


def test_the_same_change_by_both_is_one_change_credited_to_both() -> None:
    both = BASE.replace("quarterly", "monthly")
    result = merged(BASE, both, both)
    assert (result.text, result.credits) == (parse(both), (Credit(Side.BOTH, "quarterly", "monthly"),))


def test_adjacent_words_changed_by_each_are_a_conflict() -> None:
    mine, theirs = BASE.replace("shall", "must"), BASE.replace("meet", "gather")
    assert collisions(BASE, mine, theirs) == [("shall meet", "must meet", "shall gather")]


def test_a_block_that_one_deletes_and_the_other_edits_is_a_conflict() -> None:
    base = "<p>First.</p><p>The parties shall meet quarterly.</p><p>Last.</p>"
    mine = "<p>First.</p><p>Last.</p>"
    found = collisions(base, mine, base.replace("quarterly", "monthly"))
    assert found == [("The parties shall meet quarterly.", "", "The parties shall meet monthly.")]


def test_a_conflict_shows_the_words_around_it() -> None:
    hunk = merged(BASE, BASE.replace("shall", "must"), BASE.replace("shall", "will")).hunks[0]
    assert (hunk.before, hunk.after) == ("The parties ", " meet quarterly.")


def test_the_words_around_a_conflict_have_the_other_changes_and_stay_in_the_block() -> None:
    base = "<p>Before it.</p><p>One two three four five six.</p>"
    mine = "<p>Before it.</p><p>Uno two three drei five six.</p>"
    theirs = "<p>Before it.</p><p>One two three tres five six.</p>"
    hunk = merged(base, mine, theirs).hunks[0]
    assert (hunk.before, hunk.after) == ("Uno two three ", " five six.")


def test_the_words_around_a_conflict_end_at_the_next() -> None:
    base, mine, theirs = "<p>a b c d e</p>", "<p>x b c d y</p>", "<p>z b c d w</p>"
    first, second = merged(base, mine, theirs).hunks
    assert (first.after, second.before) == (" b c d ", " b c d ")


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (Choice.MINE, "The parties must meet quarterly."),
        (Choice.THEIRS, "The parties will meet quarterly."),
        (Choice.BASE, "The parties shall meet quarterly."),
        (Choice.BOTH, "The parties must will meet quarterly."),
    ],
)
def test_a_conflict_is_resolved_as_chosen(choice: Choice, words: str) -> None:
    result = merged(BASE, BASE.replace("shall", "must"), BASE.replace("shall", "will"))
    assert plain_text(resolve(result, [choice])) == words


def test_paragraphs_put_in_one_place_can_both_be_taken() -> None:
    result = merged("<p>a</p>", "<p>a</p><p>mine</p>", "<p>a</p><p>theirs</p>")
    assert plain_text(resolve(result, [Choice.BOTH])) == "a\nmine\ntheirs"


def test_both_of_a_deleted_and_an_edited_block_is_the_edited() -> None:
    base = "<p>a</p><p>one two three four</p>"
    result = merged(base, "<p>a</p>", base.replace("four", "five"))
    assert plain_text(resolve(result, [Choice.BOTH])) == "a\none two three five"


@pytest.mark.parametrize("choices", [[], [Choice.MINE, Choice.MINE]])
def test_each_conflict_needs_one_choice(choices: list[Choice]) -> None:
    result = merged(BASE, BASE.replace("shall", "must"), BASE.replace("shall", "will"))
    with pytest.raises(ChoicesError, match="choices for 1 collisions"):
        resolve(result, choices)


def test_while_changes_collide_there_is_no_text() -> None:
    result = merged(BASE, BASE.replace("shall", "must"), BASE.replace("shall", "will"))
    assert (result.is_clean, result.text) == (False, None)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        # A paragraph put before the one whose first word the other changes.
        ("<p>a</p><p>one two three</p>", "<p>a</p><p>new</p><p>one two three</p>", "<p>a</p><p>uno two three</p>",
         "<p>a</p><p>new</p><p>uno two three</p>"),
        # A paragraph put after one that the other deletes.
        ("<p>a</p><p>b</p>", "<p>a</p><p>new</p><p>b</p>", "<p>b</p>", "<p>new</p><p>b</p>"),
        # Bold by one, italic by the other.
        ("<p>a b</p>", "<p><b>a b</b></p>", "<p>a <i>b</i></p>",
         "<p><strong>a </strong><strong><em>b</em></strong></p>"),
        # A heading made by one, words by the other.
        ("<p>one two</p>", "<h1>one two</h1>", "<p>one three</p>", "<h1>one three</h1>"),
        # A link set by one, a mark taken by the other.
        ("<p><b>a</b></p>", '<p><b><a href="https://example.org">a</a></b></p>', "<p>a</p>",
         '<p><a href="https://example.org">a</a></p>'),
        # A paragraph split by one, a word changed by the other.
        ("<p>One two. Three four.</p>", "<p>One two.</p><p>Three four.</p>", "<p>Uno two. Three four.</p>",
         "<p>Uno two.</p><p>Three four.</p>"),
        # Both do the same and one does more elsewhere.
        ("<p>a b c d e</p>", "<p>x b c d e</p>", "<p>x b c d y</p>", "<p>x b c d y</p>"),
        ("", "<p>a</p>", "<p>a</p>", "<p>a</p>"),
        ("<p>a</p>", "", "<p>a</p>", ""),
    ],
)  # fmt: skip
def test_changes_that_do_not_meet_merge(base: str, mine: str, theirs: str, expected: str) -> None:
    assert written(base, mine, theirs) == expected
    assert written(base, theirs, mine) == expected


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "found"),
    [
        ("<p>a</p>", "<h1>a</h1>", "<ul><li>a</li></ul>", 1),
        ("<p>a b</p>", '<p><a href="https://example.org/1">a b</a></p>',
         '<p><a href="https://example.org/2">a b</a></p>', 1),
        ("<p>one two three</p>", "<p>one <b>two</b> three</p>", "<p>one zwei three</p>", 1),
        ("", "<p>a</p>", "<p>b</p>", 1),
        # One joins two paragraphs, the other puts one between them.
        ("<p>One two.</p><p>Three.</p>", "<p>One two. Three.</p>", "<p>One two.</p><p>New here.</p><p>Three.</p>", 1),
    ],
)  # fmt: skip
def test_changes_that_meet_collide(base: str, mine: str, theirs: str, found: int) -> None:
    assert len(merged(base, mine, theirs).hunks) == found
    assert len(merged(base, theirs, mine).hunks) == found


@given(versions())
def test_what_only_one_changed_is_that_ones_text(pair: tuple[RichText, RichText]) -> None:
    base, changed = pair
    assert merge(base, changed, base).text == changed
    assert merge(base, base, changed).text == changed


@given(versions())
def test_what_both_changed_alike_is_that_text(pair: tuple[RichText, RichText]) -> None:
    base, changed = pair
    assert merge(base, changed, changed).text == changed


@settings(max_examples=50)
@given(versions(3))
def test_mine_and_theirs_are_alike_in_rank(three: tuple[RichText, RichText, RichText]) -> None:
    base, mine, theirs = three
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.text == other.text
    assert [(hunk.base, hunk.mine, hunk.theirs) for hunk in one.hunks] == [
        (hunk.base, hunk.theirs, hunk.mine) for hunk in other.hunks
    ]


@settings(max_examples=50)
@given(versions(3))
def test_no_word_of_any_version_is_lost(three: tuple[RichText, RichText, RichText]) -> None:
    parts = merge(*three).parts
    for text, rows in zip(
        three, zip(*((p.base, p.mine, p.theirs) for p in parts), strict=True), strict=False
    ):
        assert "".join(plain(row) for row in rows) == plain(tokens(text))


@settings(max_examples=30)
@given(rich_texts, rich_texts, rich_texts)
def test_any_three_texts_can_be_merged(base: RichText, mine: RichText, theirs: RichText) -> None:
    result = merge(base, mine, theirs)
    assert result.is_clean == (not result.hunks)
    assert isinstance(resolve(result, [Choice.BOTH] * len(result.hunks)), RichText)


def test_words_written_anew_take_the_place_of_a_collision() -> None:
    both = merged(BASE, BASE.replace("shall", "must"), BASE.replace("shall", "will"))
    assert to_html(resolve(both, [parse("<p>may <b>well</b></p>")])) == (
        "<p>The parties may <strong>well</strong> meet quarterly.</p>"
    )


def test_whole_paragraphs_written_anew_stay_paragraphs() -> None:
    both = merged("<p>One.</p>", "<p>One.</p><p>Two.</p>", "<p>One.</p><p>Three.</p>")
    anew = [parse("<p>Two and a half.</p>")]
    assert to_html(resolve(both, anew)) == "<p>One.</p><p>Two and a half.</p>"
