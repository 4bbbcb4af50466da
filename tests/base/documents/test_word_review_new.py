"""A Word file that was never ours becomes sections."""

from uuid import UUID

from imbizo.base.documents.word_review import Note, read, write
from imbizo.base.documents.word_review.names import of_section
from imbizo.calc.richtext import Block, Kind, Look, Mark, RichText, Run, Shape
from tests.base.documents.word_files import STAMP, draft, outline, paragraph, run, word_file

NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
)


def item(words: str, level: int) -> str:
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr>'
    return paragraph(words).replace("<w:pPr>", f"<w:pPr>{listed}")


def cell(*paragraphs: str) -> str:
    return f"<w:tc>{''.join(map(paragraph, paragraphs))}</w:tc>"


def only(body: str, **parts: str) -> RichText:
    """The body of the one section of a file."""
    [section] = read(word_file(body, **parts)).sections
    return section.body


def test_headings_make_a_tree() -> None:
    body = (
        paragraph("One", "heading1")
        + paragraph("a")
        + paragraph("Two", "heading2")
        + paragraph("Three", "heading1")
    )
    assert outline(word_file(body)) == [(1, "One", "a"), (2, "Two", ""), (1, "Three", "")]


def test_a_title_is_no_section() -> None:
    returned = read(word_file(paragraph("Strategy", "Title") + paragraph("One", "heading1")))
    assert (returned.title, [section.title for section in returned.sections]) == ("Strategy", ["One"])


def test_a_heading_alone_above_all_others_is_the_title() -> None:
    body = paragraph("Strategy", "heading1") + paragraph("One", "heading2") + paragraph("Two", "heading3")
    returned = read(word_file(body))
    assert (returned.title, outline(word_file(body))) == ("Strategy", [(1, "One", ""), (2, "Two", "")])


def test_levels_have_no_gaps() -> None:
    body = paragraph("One", "heading1") + paragraph("Two", "heading3") + paragraph("Three", "heading1")
    assert outline(word_file(body)) == [(1, "One", ""), (2, "Two", ""), (1, "Three", "")]


def test_words_before_the_first_heading_make_a_section_without_a_title() -> None:
    body = paragraph("Foreword.") + paragraph("One", "heading1") + paragraph("Two", "heading1")
    assert outline(word_file(body)) == [(1, "", "Foreword."), (1, "One", ""), (1, "Two", "")]


def test_typed_numbers_of_headings_go() -> None:
    titles = ["1. Purpose", "2.1 Scope", "5 municipalities", "2030 vision"]
    body = "".join(paragraph(title, "heading1") for title in titles)
    assert [title for _, title, _ in outline(word_file(body))] == [
        "Purpose",
        "Scope",
        "5 municipalities",
        "2030 vision",
    ]


def test_bold_lines_are_headings_where_there_are_no_others() -> None:
    bold = [paragraph(run(title, "<w:b/>")) for title in ("1. PURPOSE", "1.1 Scope")]
    body = bold[0] + paragraph("We shall meet.") + bold[1] + paragraph(run("Note well.", "<w:b/>"))
    assert outline(word_file(body)) == [(1, "PURPOSE", "We shall meet."), (2, "Scope", "Note well.")]


def test_a_heading_is_known_by_its_level_in_the_outline() -> None:
    body = paragraph("Doel").replace("<w:pPr>", '<w:pPr><w:outlineLvl w:val="0"/>')
    assert outline(word_file(body)) == [(1, "Doel", "")]


def test_lists_keep_their_kind_and_depth() -> None:
    body = only(item("a", 0) + item("b", 1), numbering=NUMBERING)
    assert [block.shape for block in body.blocks] == [Shape(Kind.BULLET, 1), Shape(Kind.NUMBERED, 2)]


def test_bold_italic_and_struck_words_stay_so() -> None:
    body = only(
        paragraph(
            run("a", "<w:b/>") + run("b", "<w:i/>") + run("c", "<w:strike/>") + run("d", '<w:b w:val="0"/>')
        )
    )
    looks = [Look(frozenset({mark})) for mark in (Mark.BOLD, Mark.ITALIC, Mark.STRUCK)]
    expected = [Run("a", looks[0]), Run("b", looks[1]), Run("c", looks[2]), Run("d")]
    assert body == RichText((Block(tuple(expected)),))


def test_links_lead_where_they_led() -> None:
    link = f'<w:hyperlink r:id="rIdOut">{run("our page")}</w:hyperlink>'
    body = only(paragraph(link), external="https://example.org/a")
    assert body.blocks[0].content == (Run("our page", Look(frozenset(), "https://example.org/a")),)


def test_links_that_could_harm_are_words_only() -> None:
    link = f'<w:hyperlink r:id="rIdOut">{run("press")}</w:hyperlink>'
    assert only(paragraph(link), external="javascript:alert(1)").blocks[0].content == (Run("press"),)


def test_links_made_of_fields_lead_too() -> None:
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = '<w:r><w:instrText> HYPERLINK "https://example.org/b" </w:instrText></w:r>'
    link = field.format("begin") + code + field.format("separate") + run("page") + field.format("end")
    assert only(paragraph(link)).blocks[0].content == (
        Run("page", Look(frozenset(), "https://example.org/b")),
    )


def test_a_row_of_a_table_is_a_line() -> None:
    rows = (
        f"<w:tr>{cell('Town')}{cell('Voices')}</w:tr><w:tr>{cell('Ceres', 'and around')}{cell('41')}</w:tr>"
    )
    assert outline(word_file(f"<w:tbl>{rows}</w:tbl>")) == [(1, "", "Town | Voices\nCeres and around | 41")]


def test_footnotes_are_notes_where_their_number_stood() -> None:
    body = paragraph(run("One") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" two"))
    notes = f'<w:footnote w:id="0" w:type="separator"/><w:footnote w:id="2">{paragraph("Stats SA, 2022")}</w:footnote>'
    [section] = read(word_file(body, footnotes=notes)).sections
    assert (section.text, section.notes) == ("One two", (Note(3, "Stats SA, 2022"),))


def test_line_breaks_and_special_hyphens_stay() -> None:
    body = only(paragraph("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>"))
    assert body.blocks[0].plain == "a\nb\u2011c"


def test_what_was_left_out_is_listed() -> None:
    body = paragraph("<w:r><w:drawing/></w:r>" * 2 + run("A") + run("secret", "<w:vanish/>"))
    body += paragraph("Purpose 1", "toc1") + paragraph('<w:r><w:sym w:char="F0E0"/></w:r>')
    body += paragraph("<w:r><w:pict><w:txbxContent/></w:pict></w:r>")
    assert read(word_file(body, header=paragraph("Draft 2"))).left_out == (
        "2 pictures were left out.",
        "1 stretch of hidden words was left out.",
        "1 symbol from a special font was left out.",
        "1 text box was left out. Move its words into the text if they matter.",
        "1 line of a table of contents was left out: the contents are made from the headings.",
        "The words of 1 header or footer were left out.",
    )


def test_a_copied_heading_is_a_new_section() -> None:
    name = f'<w:bookmarkStart w:id="1" w:name="{of_section(UUID(int=1))}"/>'
    body = paragraph(name + run("One"), "heading2") + paragraph(name + run("One again"), "heading2")
    assert [section.identity for section in read(word_file(body)).sections] == [UUID(int=1), None]


def test_a_moved_and_renamed_section_is_known() -> None:
    went = draft()
    came = write(draft(sections=tuple(reversed(went.sections))))
    assert [section.identity for section in read(came).sections] == [UUID(int=2), UUID(int=1)]


def test_a_file_of_ours_that_lost_its_stamp_keeps_its_sections() -> None:
    returned = read(word_file(paragraph("A")))
    assert (returned.stamp, read(write(draft())).stamp) == (None, STAMP)


def test_an_empty_file_has_no_sections() -> None:
    assert read(word_file("")).sections == ()
