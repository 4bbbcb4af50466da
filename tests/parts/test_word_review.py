"""LibreOffice opens our Word files, and what it makes of them comes back."""

from datetime import UTC, datetime

import pytest

from imbizo.base.documents.word_review import (
    Comment,
    ComparedSection,
    Comparison,
    Place,
    Reply,
    Section,
    Source,
    Version,
    compare,
    read,
    write,
)
from imbizo.base.documents.word_review.errors import Locked, OtherKind
from imbizo.calc.richtext import Block, Citation, Kind, RichText, Run, SectionReference, Shape, from_plain
from tests.base.documents.word_files import PURPOSE, SCOPE, STAMP, VOICE, changes, draft
from tests.parts.office import Office, Redline, Remark

pytestmark = pytest.mark.slow

THEN = datetime(2026, 8, 14, 7, tzinfo=UTC)
CITED = RichText.of(
    [
        Block((Run("The parties meet "), Citation(VOICE), Run(", see "), SectionReference(SCOPE), Run("."))),
        Block((Run("first"),), Shape(Kind.NUMBERED, 1)),
        Block((Run("below"),), Shape(Kind.NUMBERED, 2)),
        Block((Run("dot"),), Shape(Kind.BULLET, 1)),
        Block((Run("Part"),), Shape(Kind.HEADING, 1)),
        Block((Run("“Enough.”"),), Shape(Kind.QUOTE, 1)),
        Block((Run("😀 code"),), Shape(Kind.CODE)),
    ]
)
OLD = from_plain("The parties meet quarterly.\nThe old paragraph.\nOne. Two.\nThe end.")
NEW = from_plain("The municipalities meet monthly.\nOne.\nTwo.\nA new one.\nThe end.")


@pytest.fixture(scope="module")
def commented() -> bytes:
    """A draft with a comment that somebody answered, a citation and a table of sources."""
    comment = Comment("Thandi Nkosi", "Who are they?", THEN, 4, 11, (Reply("Bo Dlamini", "All five.", THEN),))
    sections = (
        Section(PURPOSE, "Purpose", body=CITED, comments=(comment,)),
        Section(SCOPE, "Scope", level=2, body=from_plain("The whole district.")),
    )
    return write(draft(sections=sections, sources=(Source((VOICE,), "Workshop in Ceres", "41 voices"),)))


@pytest.fixture(scope="module")
def comparison() -> bytes:
    """Two versions with words, paragraphs and whole sections changed."""
    sections = (
        ComparedSection.between(PURPOSE, Version("Aim", OLD), Version("Aim and purpose", NEW)),
        ComparedSection.between(SCOPE, Version("Scope", from_plain("Gone.")), None),
        ComparedSection.between(VOICE, None, Version("Term", from_plain("Come."))),
    )
    return compare(Comparison("A strategy", "en", "Cape Winelands", "Version 2 to 3", THEN, sections))


def test_comments_are_seen_on_their_words(office: Office, commented: bytes) -> None:
    assert sorted(office.remarks(commented), key=lambda remark: remark.author) == [
        Remark("Bo Dlamini", "All five.", "parties"),
        Remark("Thandi Nkosi", "Who are they?", "parties"),
    ]


def test_comments_outlive_another_format(office: Office, commented: bytes) -> None:
    through = office.converted(office.converted(commented, "odt"), "docx", came_as="odt")
    told = {(each.author, each.text, each.start, each.end) for each in read(through).remarks}
    assert told == {("Thandi Nkosi", "Who are they?", 4, 11), ("Bo Dlamini", "All five.", 4, 11)}


def test_sections_stamp_and_rich_text_outlive_being_saved(office: Office, commented: bytes) -> None:
    returned = read(office.converted(commented, "docx"))
    told = [(section.identity, section.title, section.level) for section in returned.sections]
    assert (returned.stamp, told) == (STAMP, [(PURPOSE, "Purpose", 1), (SCOPE, "Scope", 2)])
    assert returned.sections[0].body == CITED


def test_all_changes_accepted_give_the_newer_version(office: Office, comparison: bytes) -> None:
    assert office.accepted(comparison).splitlines() == [
        *("A strategy", "Aim and purpose"),
        *("The municipalities meet monthly.", "One.", "Two.", "A new one.", "The end."),
        *("Term", "Come."),
    ]


def test_all_changes_rejected_give_the_older_version(office: Office, comparison: bytes) -> None:
    assert office.rejected(comparison).splitlines() == [
        *("A strategy", "Aim"),
        *("The parties meet quarterly.", "The old paragraph.", "One. Two.", "The end."),
        *("Scope", "Gone."),
    ]


def test_changes_are_seen_as_tracked(office: Office, comparison: bytes) -> None:
    told = set(office.redlines(comparison))
    assert told == {Redline("Insert", "Version 2 to 3"), Redline("Delete", "Version 2 to 3")}


def test_changes_and_comments_of_a_reader_come_back(office: Office) -> None:
    steps = (
        ("replace", "parties", "municipalities"),
        ("comment", "quarterly", "Monthly!"),
        ("replace", "The whole district.", "The whole district,\nand its neighbours."),
    )
    returned = read(office.edited(write(draft()), *steps, author="Thandi Nkosi"))
    assert changes(returned) == [
        ("Thandi Nkosi", "parties", "municipalities"),
        ("Thandi Nkosi", "The whole district.", "The whole district,\nand its neighbours."),
    ]
    [remark] = returned.remarks
    assert (remark.author, remark.text, remark.section, remark.place) == (
        "Thandi Nkosi",
        "Monthly!",
        0,
        Place.TEXT,
    )
    assert (remark.start, remark.quote) == (23, "quarterly")


def test_two_readers_one_after_the_other_are_told_apart(office: Office) -> None:
    once = office.edited(write(draft()), ("replace", "quarterly", "monthly"), author="Thandi Nkosi")
    twice = office.edited(once, ("replace", "district", "province"), author="Bo Dlamini")
    assert changes(read(twice)) == [
        ("Thandi Nkosi", "quarterly", "monthly"),
        ("Bo Dlamini", "district", "province"),
    ]


def test_a_renamed_section_is_known(office: Office) -> None:
    back = read(office.edited(write(draft()), ("replace", "Purpose", "Aim"), author="Bo Dlamini"))
    [told] = back.suggestions
    assert (back.sections[0].identity, told.place, told.quote, told.replacement) == (
        PURPOSE,
        Place.TITLE,
        "Purpose",
        "Aim",
    )


def test_a_locked_file_is_refused(office: Office) -> None:
    with pytest.raises(Locked):
        read(office.locked(write(draft()), "imbizo"))


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf", "pdf"])
def test_other_kinds_are_refused(office: Office, kind: str) -> None:
    with pytest.raises(OtherKind):
        read(office.converted(write(draft()), kind))
