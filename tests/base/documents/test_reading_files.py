"""Text taken from Word, OpenDocument, web pages and plain text, and what is refused."""

import pytest

from imbizo.base.documents.errors import BrokenFile, EmptyFile, LockedFile, OversizedFile, UnknownKind
from imbizo.base.documents.reading import archives, limits, read
from imbizo.base.documents.word import Document
from tests.parts import papers

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPEN = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
AFRIKAANS = (
    "Die munisipaliteit is nie daar om vir die mense te sê wat hulle moet doen nie, en dit is met reg so. "
)


def word(body: str, **parts: str) -> bytes:
    return papers.packed(word__document=f"<w:document {W}><w:body>{body}</w:body></w:document>", **parts)


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def open_text(body: str) -> bytes:
    return papers.packed(
        content=f"<office:document-content {OPEN}><office:text>{body}</office:text></office:document-content>"
    )


def test_word_gives_headings_paragraphs_lists_and_tables_in_order() -> None:
    document = Document(title="Findings", language="en")
    document.heading("Findings")
    document.bullets(["wages", "houses"])
    document.table(["Town", "Voices"], [["Ceres", 12]])
    document.paragraph("The end.")
    paper = read(document.to_bytes(), "findings.docx")
    assert paper.text == "Findings\n\nwages\n\nhouses\n\nTown | Voices\n\nCeres | 12\n\nThe end."
    assert (paper.title, paper.pages) == ("Findings", (0,))


def test_word_gives_inserted_words_and_not_deleted_ones() -> None:
    tracked = "<w:p><w:ins><w:r><w:t>in</w:t></w:r></w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del></w:p>"
    assert read(word(tracked), "a.docx").text == "in"


def test_footnotes_of_word_come_at_the_end() -> None:
    notes = f"<w:footnotes {W}>{paragraph('A note.')}</w:footnotes>"
    assert read(word(paragraph("Words."), word__footnotes=notes), "a.docx").text == "Words.\n\nA note."


def test_cells_of_several_paragraphs_stay_together() -> None:
    cell = f"<w:tc>{paragraph('one')}{paragraph('two')}</w:tc>"
    assert read(word(f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>"), "a.docx").text == "one\ntwo | one\ntwo"


def test_a_text_box_that_is_written_twice_is_read_once() -> None:
    box = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        f"<mc:Choice>{paragraph('boxed')}</mc:Choice><mc:Fallback>{paragraph('boxed')}</mc:Fallback>"
        "</mc:AlternateContent></w:p>"
    )
    assert read(word(box), "a.docx").text == "boxed"


def test_an_entity_of_a_word_file_is_not_resolved() -> None:
    bomb = (
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        f"<w:document {W}><w:body>{paragraph('x&a;')}</w:body></w:document>"
    )
    assert read(papers.packed(word__document=bomb), "a.docx").text == "x"


def test_a_part_that_unpacks_too_far_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED", 10_000)
    with pytest.raises(OversizedFile, match="unpack to far more"):
        read(word(paragraph("a" * 20_000)), "a.docx")


def test_a_word_file_with_a_password_is_told() -> None:
    with pytest.raises(LockedFile, match="has a password"):
        read(papers.locked_office(), "a.docx")


def test_a_word_file_cut_short_is_told() -> None:
    with pytest.raises(BrokenFile):
        read(word(paragraph("Words. " * 99))[:-30], "a.docx")


def test_a_word_file_with_torn_markup_is_told() -> None:
    with pytest.raises(BrokenFile):
        read(papers.packed(word__document="<w:document"), "a.docx")


def test_opendocument_gives_headings_spaces_and_no_deleted_words() -> None:
    body = (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Findings</text:h>"
        '<text:p>one<text:s text:c="2"/>two<text:tab/><text:span>three</text:span></text:p>'
    )
    assert read(open_text(body), "a.odt").text == "Findings\n\none  two\tthree"


def test_a_sheet_is_told_from_a_text() -> None:
    sheet = papers.packed(
        content=f"<office:document-content {OPEN}><office:spreadsheet/></office:document-content>"
    )
    with pytest.raises(UnknownKind, match="sheet or slides"):
        read(sheet, "a.odt")


def test_an_opendocument_with_a_password_is_told() -> None:
    with pytest.raises(LockedFile):
        read(papers.packed(content=b"\x8f\x01", **{"META-INF__manifest": "<encryption-data/>"}), "a.odt")


def test_a_web_page_gives_what_is_seen() -> None:
    page = (
        b'<!doctype html><html lang="fr-CD"><head><title>Le  rapport</title><script>no()</script></head><body><nav>Menu'
        b"</nav><h1>Titre</h1><p>Un <b>mot</b>.<br>Deux.</p></body></html>"
    )
    paper = read(page, "a.html")
    assert (paper.text, paper.title, paper.language) == ("Titre\n\nUn mot.\n\nDeux.", "Le rapport", "fr")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_whatever_wrote_it(encoding: str) -> None:
    paper = read((AFRIKAANS * 2).replace(". ", ".\r\n").encode(encoding), "a.txt")
    assert (paper.text, paper.language) == ((AFRIKAANS * 2).replace(". ", ".\n"), "af")


def test_a_file_is_read_by_what_it_holds_and_not_by_its_name() -> None:
    assert read(papers.typeset("Words."), "report.docx").text == "Words."
    assert read(word(paragraph("Words.")), "report.pdf").text == "Words."
    assert read(b"Words.", "report.pdf").text == "Words."


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n", papers.packed(xl__workbook="<x/>"), b"\x00\x01\x02\x03"]
)
def test_a_kind_that_is_not_read_is_told(content: bytes) -> None:
    with pytest.raises(UnknownKind, match="Bring a PDF, a Word file"):
        read(content, "a.pdf")


def test_an_old_word_file_is_told_how_to_come_again() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    with pytest.raises(UnknownKind, match="save it as Word"):
        read(old, "a.doc")


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\x00\x00"])
def test_an_empty_file_is_told(content: bytes) -> None:
    with pytest.raises(EmptyFile):
        read(content, "a.txt")


def test_a_text_past_all_measure_is_refused() -> None:
    with pytest.raises(OversizedFile, match="5 million letters"):
        read(b"word " * (limits.MAX_LETTERS // 5 + 1), "a.txt")


def test_a_file_of_pictures_without_words_says_so() -> None:
    paper = read(word("<w:p><w:r><w:drawing/></w:r></w:p>"), "a.docx")
    assert (paper.text, len(paper.notes)) == ("", 1)
    assert paper.notes[0].startswith("No words were found in this file.")
