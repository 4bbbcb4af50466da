"""What python-docx leaves to its users: styles in our colours, fields, numbering and the marks that readers need.

The names of elements and attributes are those of ECMA-376, part 1, chapter 17.
"""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from imbizo.base.documents import look

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shape import InlineShape
    from docx.styles.style import ParagraphStyle
    from docx.table import Table
    from docx.text.paragraph import Paragraph

FONT = "Calibri"


class _Style(NamedTuple):
    """Size in points, colour, points above and below."""

    size: float
    colour: str
    above: float
    below: float
    bold: bool = False


_STYLES = {
    "Normal": _Style(10.5, look.INK, 0, 7),
    "Subtitle": _Style(12, look.INK_2, 0, 14),
    "Caption": _Style(9, look.INK_2, 2, 10),
    "Footer": _Style(8.5, look.INK_2, 0, 0),
    "List Bullet": _Style(10.5, look.INK, 0, 3),
    "List Number": _Style(10.5, look.INK, 0, 3),
    "Heading 1": _Style(20, look.ACT, 0, 10, bold=True),
    "Heading 2": _Style(14, look.ACT, 18, 6, bold=True),
    "Heading 3": _Style(11.5, look.INK, 12, 4, bold=True),
    "Heading 4": _Style(10.5, look.INK_2, 10, 3, bold=True),
}
_THEME_FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def set_properties(
    document: "Document", title: str, language: str, author: str, timestamp: datetime | None
) -> None:
    """The core properties; those of the library's own template go."""
    properties = document.core_properties
    # Word keeps at most 255 characters of each.
    properties.title, properties.author = title[:255], author[:255]
    properties.last_modified_by, properties.comments = author[:255], ""
    properties.language = look.language_tag(language)
    properties.created = properties.modified = (timestamp or datetime.now(UTC)).astimezone(UTC)


def set_page(document: "Document") -> None:
    """A4 with the margins of our PDFs."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(23)
    section.top_margin, section.bottom_margin = Mm(22), Mm(24)


def set_styles(document: "Document", language: str) -> None:
    """Our fonts and colours in the styles that Word knows by name, and the language that it checks spelling in."""
    from docx.oxml.ns import qn

    for name, ours in _STYLES.items():
        _set_style(document.styles[name], ours)
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), look.language_tag(language))


def _set_style(style: "ParagraphStyle", ours: _Style) -> None:
    from docx.shared import Pt, RGBColor

    font, spacing = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(ours.size), ours.bold, False
    font.color.rgb = RGBColor.from_string(ours.colour.removeprefix("#").upper())
    spacing.space_before, spacing.space_after = Pt(ours.above), Pt(ours.below)
    _set_font(style)


def _set_font(style: "ParagraphStyle") -> None:
    """The font by its name: the theme's, which headings ask for, would win over it. No wider than it is."""
    from docx.oxml.ns import qn

    style.font.name = FONT
    for stretched in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(stretched)
    fonts = style.element.rPr.rFonts
    for theme in _THEME_FONTS:
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)


def write_foot(document: "Document", programme: str, words: str) -> None:
    """The programme on the left, "Page 1 of 3" on the right: `words` with {page} and {pages} as fields."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    foot = document.sections[0].footer.paragraphs[0]
    document.styles["Footer"].paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(164), WD_TAB_ALIGNMENT.RIGHT)
    foot.add_run(f"{programme}\t")
    for part in re.split(r"(\{page\}|\{pages\})", words):
        _FOOT.get(part, _words)(foot, part)


def _words(foot: "Paragraph", text: str) -> None:
    foot.add_run(text)


def _page(foot: "Paragraph", _: str) -> None:
    _field(foot, "PAGE")


def _pages(foot: "Paragraph", _: str) -> None:
    _field(foot, "NUMPAGES")


_FOOT = {"{page}": _page, "{pages}": _pages}


def _field(paragraph: "Paragraph", code: str) -> None:
    """What Word counts itself; "1" stands until it has."""
    field = _element("w:fldSimple", instr=code)
    run = paragraph.add_run("1")
    run._r.addprevious(field)
    field.append(run._r)


def new_numbering(document: "Document") -> int:
    """A numbering like that of the style List Number, which begins at 1."""
    from docx.oxml.ns import qn

    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(style).abstractNumId.val
    number = numbering.add_num(abstract)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.get(qn("w:numId")))


def number(paragraph: "Paragraph", numbering: int) -> None:
    """Make the paragraph an item of that numbering."""
    shape: Any = paragraph._p.get_or_add_pPr()
    properties = shape.get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def keep_with_next(paragraph: "Paragraph") -> None:
    paragraph.paragraph_format.keep_with_next = True


def break_page(document: "Document") -> None:
    from docx.enum.text import WD_BREAK

    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def rule(table: "Table") -> None:
    """Thin lines between rows, none between columns."""
    from docx.oxml.ns import qn

    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(
            _element(f"w:{side}", val="single", sz="4", space="0", color=look.LINE.removeprefix("#"))
        )
    # The order of elements is fixed: borders stand before the look.
    last: Any = table._tbl.tblPr.find(qn("w:tblLook"))
    last.addprevious(borders)


def mark_headings(table: "Table") -> None:
    """The first row comes again on each page and is read as headings; no row breaks across pages."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    for cell in head.cells:
        cell._tc.get_or_add_tcPr().append(
            _element("w:shd", val="clear", fill=look.ACT_SOFT.removeprefix("#"))
        )
        for run in cell.paragraphs[0].runs:
            run.font.bold = True
    for cell in (cell for row in table.rows for cell in row.cells):
        _tighten(cell.paragraphs)


def _tighten(paragraphs: "list[Paragraph]") -> None:
    from docx.shared import Pt

    for paragraph in paragraphs:
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)


def describe(shape: "InlineShape", alt: str) -> None:
    """The text that screen readers read for a picture."""
    shape._inline.docPr.set("descr", alt)


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
