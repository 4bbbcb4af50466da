"""Words pointed at and found again (drafting-and-agreements.md sections 1 and 2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.anchors import Anchor, Span, anchor_of, carry, find
from tests.richtexts import texts

TEXT = (
    "The parties agree on a plan. Each municipality shall name an official, and the parties shall meet quarterly.\n"
    "Where the parties can't agree, the district shall call a meeting of the parties within thirty days."
)


def anchored(quote: str, text: str = TEXT, nth: int = 0) -> Anchor:
    at = -1
    for _time in range(nth + 1):
        at = text.index(quote, at + 1)
    return anchor_of(text, at, at + len(quote))


def quoted(anchor: Anchor, new: str, old: str | None = None) -> str | None:
    span = find(anchor, new, old)
    return None if span is None else new[span.start : span.end]


def carried(quote: str, new: str, nth: int = 0, old: str = TEXT) -> str | None:
    return quoted(anchored(quote, old, nth), new, old)


def test_an_anchor_has_the_quote_and_what_stands_around_it() -> None:
    anchor = anchored("shall meet")
    assert (anchor.quote, anchor.prefix, anchor.suffix) == (
        "shall meet",
        "me an official, and the parties ",
        " quarterly.\nWhere the parties ca",
    )
    assert TEXT[anchor.start : anchor.end] == anchor.quote


def test_an_anchor_is_cut_to_its_text() -> None:
    assert (anchor_of("abc", -2, 9), anchor_of("abc", 9, 2)) == (
        Anchor("abc", "", "", 0, 3),
        Anchor("", "abc", "", 3, 3),
    )


@pytest.mark.parametrize("nth", range(4))
def test_a_repeated_word_stays_on_the_right_one(nth: int) -> None:
    new = "In short: " + TEXT.replace("a plan", "the parties' long plan")
    span = find(anchored("parties", nth=nth), new, TEXT)
    places = [at for at in range(len(new)) if new.startswith("parties", at) and new[at + 7] != "'"]
    assert span == Span(places[nth], places[nth] + 7)


@pytest.mark.parametrize("nth", range(4))
def test_a_repeated_word_is_found_by_its_surroundings_alone(nth: int) -> None:
    new = "In short: " + TEXT
    at = anchored("parties", nth=nth).start + 10
    assert find(anchored("parties", nth=nth), new) == Span(at, at + 7)


def test_an_edited_word_in_a_long_quote_keeps_it() -> None:
    new = TEXT.replace("shall name", "must name")
    assert (
        carried("Each municipality shall name an official", new) == "Each municipality must name an official"
    )


@pytest.mark.parametrize(
    ("quote", "was", "became", "now"),
    [
        (
            "parties shall meet",
            "parties shall meet",
            "municipalities shall meet",
            "municipalities shall meet",
        ),
        ("shall meet quarterly", "quarterly", "monthly", "shall meet monthly"),
        ("shall meet", "shall meet", "shall soon meet", "shall soon meet"),
        ("meet quarterly", "shall meet", "shall soon meet", "meet quarterly"),
        ("shall meet", "meet quarterly", "meet in public quarterly", "shall meet"),
        ("official, and the parties", "name an official", "appoint officials", ", and the parties"),
        (
            "call a meeting of the parties within thirty days.",
            " within thirty days.",
            "",
            "call a meeting of the parties",
        ),
        ("The parties agree on a plan", "The parties agree", "We agree", "We agree on a plan"),
    ],
)
def test_edits_at_and_in_a_quote_move_its_ends_with_its_words(
    quote: str, was: str, became: str, now: str
) -> None:
    assert carried(quote, TEXT.replace(was, became)) == now


def test_a_corrected_word_keeps_its_coding() -> None:
    old = "Each municipalty shall pay."
    assert carried("municipalty", old.replace("municipalty", "municipality"), old=old) == "municipality"


@pytest.mark.parametrize("quote", ["shall meet", "the parties shall meet quarterly"])
def test_a_deleted_quote_is_gone_though_its_words_stand_elsewhere(quote: str) -> None:
    new = (
        TEXT.replace(", and the parties shall meet quarterly", "") + "\nBy law the parties shall meet often."
    )
    assert carried(quote, new) is None


def test_a_replaced_word_is_gone() -> None:
    assert carried("quarterly", TEXT.replace("quarterly", "by and by")) is None


def test_a_paragraph_that_moved_takes_its_quotes_along() -> None:
    first, second = TEXT.split("\n")
    new = f"{second}\n{first}\nAnd so on."
    assert (carried("thirty days", new), carried("quarterly", new)) == ("thirty days", "quarterly")


def test_an_emptied_text_orphans_all() -> None:
    assert carry([Span(0, 5), Span(20, 30)], TEXT, "") == [None, None]


def test_a_span_of_nothing_is_nowhere() -> None:
    assert carry([Span(3, 3), Span(900, 950)], TEXT, TEXT + "!") == [None, None]
    assert find(anchor_of(TEXT, 3, 3), TEXT) is None


def test_a_span_beyond_the_end_is_cut() -> None:
    assert carry([Span(-5, 900)], TEXT, "So: " + TEXT) == [Span(4, 4 + len(TEXT))]


def test_an_unchanged_text_changes_no_span() -> None:
    assert carry([Span(3, 9)], TEXT, TEXT) == [Span(3, 9)]


def test_an_old_text_that_lacks_the_quote_is_not_used() -> None:
    assert quoted(anchored("shall meet"), "So: " + TEXT, "another text") == "shall meet"


def test_a_changed_long_quote_is_found_by_likeness_in_whole_words() -> None:
    quote = "Each municipality shall name an official, and the parties"
    new = "Preamble here. Every municipality shall name an official, & the parties will meet."
    assert quoted(anchored(quote), new) == "Every municipality shall name an official, & the parties"


def test_what_is_found_by_likeness_cuts_no_word() -> None:
    new = "Intermunicipality shall name an official, and the partygoers dance."
    assert (
        quoted(anchor_of("municipality shall name an offic.", 0, 33), new)
        == "Intermunicipality shall name an official"
    )


def test_a_short_quote_in_other_surroundings_is_not_it() -> None:
    assert find(anchored("quarterly"), "Payment is made quarterly to schools in all towns.") is None


def test_a_short_quote_alone_in_its_text_needs_no_surroundings() -> None:
    assert find(anchor_of("quarterly", 0, 9), "Paid quarterly.") == Span(5, 14)


@pytest.mark.parametrize(
    ("quote", "new"),
    [
        ("parties", "Partygoers"),
        ("Each municipality shall name", "Nothing of the kind stands here at all, nor anything like it."),
        ("Each municipality shall name", "shall name"),
        ("name an official", "We rename an officially empty list of things"),
    ],
)
def test_what_is_not_like_enough_is_not_found(quote: str, new: str) -> None:
    assert find(anchored(quote), new) is None


def test_emoji_and_combining_accents_shift_nothing() -> None:
    old = "👩\u200d🌾 said: kafe\u0301 is closed"
    assert (
        carried("kafe\u0301", "Today 👩\u200d🌾👩\u200d🌾 said: kafe\u0301 is closed", old=old)
        == "kafe\u0301"
    )


@given(texts, texts, st.data())
def test_whatever_happens_a_span_stays_in_the_text(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    for span in carry([Span(start, end)], old, new):
        assert span is None or 0 <= span.start < span.end <= len(new) or old == new


@given(st.lists(st.sampled_from(["one", "two", "three."]), min_size=1), texts, texts, st.data())
def test_what_is_put_around_a_text_leaves_its_quotes_whole(
    words: list[str], before: str, after: str, data: st.DataObject
) -> None:
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    found = carry([span], text, f"{before}\n{text}\n{after}")[0]
    assert found == Span(span.start + len(before) + 1, span.end + len(before) + 1)
