"""A draft goes out as Word, and is known again."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

import docx
import pytest

from imbizo.base.documents.word_review import Comment, Place, Reply, Section, Source, numbers, read, write
from imbizo.calc.richtext import (
    Block,
    Citation,
    Kind,
    Look,
    Mark,
    RichText,
    Run,
    SectionReference,
    Shape,
    from_plain,
)
from tests.base.documents.word_files import PURPOSE, SCOPE, STAMP, VOICE, draft, part

THEN = datetime(2026, 8, 14, 7, tzinfo=UTC)
BOLD = Look(frozenset({Mark.BOLD}))
LINK = Look(frozenset({Mark.ITALIC}), "https://example.org/a?b=1&c=2")
RICH = RichText.of(
    [
        Block(
            (
                Run("The "),
                Run("parties", BOLD),
                Run(" meet "),
                Citation(VOICE),
                Run(", see "),
                SectionReference(SCOPE),
            )
        ),
        Block((Run("first\nsecond line"),), Shape(Kind.NUMBERED, 1)),
        Block((Run("below"),), Shape(Kind.NUMBERED, 2)),
        Block((Run("dot"),), Shape(Kind.BULLET, 1)),
        Block((Run("deep"),), Shape(Kind.BULLET, 2)),
        Block((Run("Part"),), Shape(Kind.HEADING, 2)),
        Block((Run("“Enough,” she said."),), Shape(Kind.QUOTE, 1)),
        Block((Run("x  =  1"),), Shape(Kind.CODE)),
        Block((Run("Site", LINK), Run(" 😀 e\u0301"))),
    ]
)


def sections(body: RichText, *comments: Comment) -> tuple[Section, ...]:
    return (Section(PURPOSE, "Purpose", body=body, comments=comments),)


def test_sections_come_back_under_their_identities() -> None:
    back = read(write(draft())).sections
    told = [(section.identity, section.level, section.title, section.text) for section in back]
    assert told == [
        (PURPOSE, 1, "Purpose", "The parties shall meet quarterly."),
        (SCOPE, 2, "Scope", "The whole district."),
    ]


def test_rich_text_comes_back_as_it_went() -> None:
    assert read(write(draft(sections=sections(RICH)))).sections[0].body == RICH


def test_the_file_says_which_version_it_is() -> None:
    assert read(write(draft())).stamp == STAMP


def test_the_title_comes_back() -> None:
    assert read(write(draft())).title == "A strategy"


def test_nothing_of_ours_is_left_out() -> None:
    assert read(write(draft(sections=sections(RICH)))).left_out == ()


def test_word_numbers_headings_by_itself() -> None:
    styles = part(write(draft()), "word/styles.xml")
    assert styles.count("<w:numPr><w:numId") + styles.count('<w:numPr><w:ilvl w:val="1"/>') >= 2


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([(1, True), (2, True), (2, True), (1, True), (2, True)], ["1", "1.1", "1.2", "2", "2.1"]),
        ([(1, True), (1, False), (1, True)], ["1", "", "2"]),
        ([(2, True), (3, True)], ["1.1", "1.1.1"]),
        ([], []),
    ],
)
def test_sections_are_numbered_as_word_does(levels: list[tuple[int, bool]], expected: list[str]) -> None:
    assert list(numbers(levels)) == expected


def test_a_comment_hangs_on_its_words_with_its_answer() -> None:
    reply = Reply("Bo Dlamini", "By the council.", THEN)
    comment = Comment("Thandi Nkosi", "Why so rarely?\nMonthly!", THEN, 23, 32, (reply,))
    [back] = read(
        write(draft(sections=sections(from_plain("The parties shall meet quarterly."), comment)))
    ).remarks
    told = (back.author, back.text, back.at, back.section, back.place, back.start, back.end, back.quote)
    assert told == ("Thandi Nkosi", "Why so rarely?\nMonthly!", THEN, 0, Place.TEXT, 23, 32, "quarterly")
    assert back.replies == (reply,)


def test_offsets_of_comments_count_code_points() -> None:
    comment = Comment("Thandi", "Which?", THEN, 3, 8)
    [back] = read(write(draft(sections=sections(from_plain("😀e\u0301 words"), comment)))).remarks
    assert (back.start, back.end, back.quote) == (3, 8, " word")


def test_comments_may_overlap_and_cross_paragraphs() -> None:
    comments = (Comment("A", "1", THEN, 0, 8), Comment("B", "2", THEN, 4, 5), Comment("C", "3", THEN, 2, 8))
    back = read(write(draft(sections=sections(from_plain("One\ntwo three"), *comments)))).remarks
    assert [(each.author, each.start, each.end) for each in back] == [("A", 0, 8), ("C", 2, 8), ("B", 4, 5)]


def test_a_comment_on_a_section_hangs_on_its_heading() -> None:
    [back] = read(write(draft(sections=sections(RICH, Comment("Bo", "Good.", None))))).remarks
    assert (back.place, back.quote, back.at) == (Place.TITLE, "Purpose", None)


def test_a_comment_on_the_document_hangs_on_its_title() -> None:
    [back] = read(write(draft(comments=(Comment("Bo", "Good.", THEN),)))).remarks
    assert (back.section, back.place, back.quote) == (None, Place.TITLE, "A strategy")


def test_a_comment_on_a_point_stays_a_point() -> None:
    [back] = read(
        write(draft(sections=sections(from_plain("One two"), Comment("Bo", "?", THEN, 3, 3))))
    ).remarks
    assert (back.start, back.end, back.quote) == (3, 3, "")


def test_a_comment_beyond_the_text_ends_with_it() -> None:
    [back] = read(write(draft(sections=sections(from_plain("One"), Comment("Bo", "?", THEN, 1, 99))))).remarks
    assert (back.start, back.end) == (1, 3)


def test_word_shows_who_commented_by_initials() -> None:
    content = write(draft(comments=(Comment("Thandi Nkosi", "Why?", THEN),)))
    [comment] = docx.Document(BytesIO(content)).comments
    assert (comment.author, comment.initials, comment.timestamp) == ("Thandi Nkosi", "TN", THEN)


def test_citations_show_the_number_of_their_source() -> None:
    sources = (Source((UUID(int=7),), "A report"), Source((VOICE,), "Workshop in Ceres", "41 voices"))
    content = write(draft(sections=sections(RICH), sources=sources))
    [table] = docx.Document(BytesIO(content)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        ["[1]", "A report", ""],
        ["[2]", "Workshop in Ceres", "41 voices"],
    ]
    assert ">[2]</w:t>" in part(content, "word/document.xml")


def test_the_table_of_sources_is_no_section() -> None:
    content = write(draft(sources=(Source((VOICE,), "Workshop in Ceres"),)))
    assert [section.title for section in read(content).sections] == ["Purpose", "Scope"]


def test_labels_are_the_words_of_the_page() -> None:
    content = write(draft(sections=sections(RICH), labels={VOICE: "(Ceres, 2026)", SCOPE: "section 4.2"}))
    document = part(content, "word/document.xml")
    assert (document.count(">(Ceres, 2026)<"), document.count(">section 4.2<")) == (1, 1)


def test_characters_that_xml_refuses_are_left_out() -> None:
    odd = replace(draft().sections[0], title="Pur\x00pose")
    content = write(draft(sections=(odd,), comments=(Comment("Bo\x0b", "a\x00b", THEN),)))
    assert (read(content).sections[0].title, read(content).remarks[0].text) == ("Purpose", "ab")


def test_a_section_without_a_number_has_none_in_word() -> None:
    annex = Section(VOICE, "Annex", body=from_plain("Maps."), numbered=False)
    assert 'w:numId w:val="0"' in part(write(draft(sections=(annex,))), "word/document.xml")
