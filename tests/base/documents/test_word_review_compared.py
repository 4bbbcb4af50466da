"""Two versions as tracked changes, read back as suggestions."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from imbizo.base.documents.word_review import ComparedSection, Comparison, Version, compare, read
from imbizo.calc.richtext import (
    Block,
    Citation,
    Kind,
    Look,
    Mark,
    RichText,
    Run,
    Shape,
    from_plain,
    plain_text,
)
from tests.base.documents.word_files import PURPOSE, SCOPE, VOICE, changes, part

THEN = datetime(2026, 8, 14, 7, tzinfo=UTC)
BOLD = Look(frozenset({Mark.BOLD}))
TEXTS = st.lists(st.text("ab ", min_size=1), max_size=5).map("\n".join).map(from_plain)


def compared(*sections: ComparedSection) -> bytes:
    return compare(
        Comparison(
            "A strategy", "en", "Cape Winelands", "Version 2 to 3", THEN, sections, labels={VOICE: "[1]"}
        )
    )


def between(old: RichText, new: RichText) -> bytes:
    return compared(ComparedSection.between(PURPOSE, Version("Aim", old), Version("Aim", new)))


def accepted(content: bytes) -> str:
    """The words of the only section after every change was accepted, by its suggestions."""
    returned = read(content)
    text = returned.sections[0].text
    for each in reversed(returned.suggestions):
        text = text[: each.start] + each.replacement + text[each.end :]
    return text


def test_changed_words_are_tracked_under_the_versions() -> None:
    content = between(from_plain("The parties meet."), from_plain("The municipalities meet."))
    assert changes(read(content)) == [("Version 2 to 3", "parties", "municipalities")]


def test_a_new_section_is_tracked_with_its_title() -> None:
    content = compared(ComparedSection.between(SCOPE, None, Version("Scope", from_plain("All."))))
    assert changes(read(content)) == [("Version 2 to 3", "", "Scope"), ("Version 2 to 3", "", "All.")]


def test_a_section_that_is_gone_is_tracked_with_its_title() -> None:
    content = compared(ComparedSection.between(SCOPE, Version("Scope", from_plain("All.")), None))
    assert changes(read(content)) == [("Version 2 to 3", "Scope", ""), ("Version 2 to 3", "All.", "")]


def test_changed_looks_are_tracked_as_such() -> None:
    old = RichText((Block((Run("The parties meet"),)),))
    new = RichText((Block((Run("The "), Run("parties", BOLD), Run(" meet"))),))
    document = part(between(old, new), "word/document.xml")
    assert (document.count("<w:rPrChange"), document.count("<w:ins")) == (1, 0)


def test_a_changed_shape_is_tracked_as_such() -> None:
    old, new = (RichText((Block((Run("A"),), shape),)) for shape in (Shape(), Shape(Kind.QUOTE, 1)))
    document = part(between(old, new), "word/document.xml")
    assert (document.count("<w:pPrChange"), document.count('<w:pStyle w:val="Normal"/>')) == (1, 1)


def test_a_citation_that_went_is_tracked() -> None:
    old = RichText((Block((Run("So "), Citation(VOICE))),))
    assert changes(read(between(old, from_plain("So")))) == [("Version 2 to 3", " \ufffc", "")]


def test_versions_that_are_the_same_have_no_changes() -> None:
    text = from_plain("A\nB")
    assert changes(read(between(text, text))) == []


@settings(max_examples=12, deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_versions_come_back(old: RichText, new: RichText) -> None:
    content = between(old, new)
    before = "".join(section.text for section in read(content).sections)
    assert (before, accepted(content)) == (plain_text(old), plain_text(new))
