"""Word documents, read back."""

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest

from imbizo.base.documents import word

THEN = datetime(2026, 8, 14, 7, tzinfo=UTC)
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)


def blank() -> word.Document:
    return word.Document(title="What was said", language="xh", programme="Cape Winelands", timestamp=THEN)


def part(document: word.Document, name: str) -> str:
    return zipfile.ZipFile(BytesIO(document.to_bytes())).read(name).decode()


def texts(document: word.Document) -> list[tuple[str, str]]:
    """Style and text of each paragraph."""
    read = docx.Document(BytesIO(document.to_bytes()))
    return [(paragraph.style.name, paragraph.text) for paragraph in read.paragraphs if paragraph.style]


def test_a_document_says_what_it_is() -> None:
    core = docx.Document(BytesIO(blank().to_bytes())).core_properties
    told = (core.title, core.author, core.language, core.comments, core.created)
    assert told == ("What was said", "Cape Winelands", "xh-ZA", "", THEN)


def test_spelling_is_checked_in_the_documents_language() -> None:
    assert re.findall(r'<w:lang w:val="([^"]+)"', part(blank(), "word/styles.xml")) == ["xh-ZA"]


def test_text_stands_in_named_styles() -> None:
    document = blank()
    document.heading("Themes", level=2)
    document.lede("In short")
    document.paragraph("One\nTwo")
    document.bullets(["a", "b"])
    document.note("Small")
    assert texts(document) == [
        ("Heading 2", "Themes"),
        ("Subtitle", "In short"),
        ("Normal", "One\nTwo"),
        ("List Bullet", "a"),
        ("List Bullet", "b"),
        ("Caption", "Small"),
    ]


def test_each_numbered_list_begins_at_one() -> None:
    document = blank()
    document.numbered(["a", "b"])
    document.numbered(["c"])
    numbers = re.findall(r'<w:numId w:val="(\d+)"', part(document, "word/document.xml"))
    assert (numbers[0] == numbers[1], numbers[1] == numbers[2]) == (True, False)
    assert part(document, "word/numbering.xml").count('<w:startOverride w:val="1"/>') == 2


def test_characters_that_word_files_cannot_hold_are_left_out() -> None:
    document = blank()
    document.paragraph("be\x00fo\x0bre \x1b<b>&\ud800 \uffffafter")
    assert texts(document) == [("Normal", "before <b>& after")]


def test_a_table_tells_missing_from_zero_and_repeats_its_headings() -> None:
    document = blank()
    document.table(["Place", "Came"], [["Ceres", 0], ["Paarl", None]], caption="Who came")
    table = docx.Document(BytesIO(document.to_bytes())).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Place", "Came"],
        ["Ceres", "0"],
        ["Paarl", "–"],
    ]
    xml = part(document, "word/document.xml")
    assert (xml.count("<w:tblHeader/>"), xml.count("<w:cantSplit/>")) == (1, 3)


def test_a_row_with_too_few_values_is_refused() -> None:
    with pytest.raises(ValueError, match="a value for each heading"):
        blank().table(["Place", "Came"], [["Ceres"]])


def test_a_figure_has_words_beside_it() -> None:
    document = blank()
    document.figure(DOT, alt="A “dot” & no more", caption="A dot", width_mm=10)
    assert 'descr="A “dot” &amp; no more"' in part(document, "word/document.xml")


def test_a_figure_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="says what it shows"):
        blank().figure(DOT, alt=" ")


def test_the_foot_counts_pages() -> None:
    foot = part(blank(), "word/footer1.xml")
    assert re.findall(r'w:instr="(\w+)"', foot) == ["PAGE", "NUMPAGES"]
    assert re.sub(r"<[^>]+>", "", foot.split("?>")[1]).strip() == "Cape WinelandsIphepha 1 kwa-1"


def test_there_are_no_macros() -> None:
    names = zipfile.ZipFile(BytesIO(blank().to_bytes())).namelist()
    assert [name for name in names if "vba" in name.lower() or name.endswith(".bin")] == []


def test_there_are_four_levels_of_headings() -> None:
    with pytest.raises(ValueError, match="1 to 4"):
        blank().heading("Too deep", level=5)


def test_a_page_can_be_broken() -> None:
    document = blank()
    document.page_break()
    assert '<w:br w:type="page"/>' in part(document, "word/document.xml")
