"""A blank Word document of ours to write into: styles, page, foot, numbering."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING
from uuid import UUID

from lxml import etree

from imbizo.base.documents import word_parts as parts
from imbizo.base.documents.look import page_words
from imbizo.base.documents.text import plain
from imbizo.base.documents.word_review.numbering import Numbering
from imbizo.base.documents.word_review.ooxml import w
from imbizo.base.documents.word_review.paragraphs import CODE, SUBHEADING, Links, Pen, Track
from imbizo.calc.richtext import Kind, Shape

if TYPE_CHECKING:
    from docx.document import Document

_CODE_FONT = "Consolas"
_SUBHEADINGS = {1: 11.5, 2: 10.5, 3: 10.5}  # level: points


@dataclass(slots=True)
class Sheet:
    """The document, a pen for its text, and the numbers of its lists."""

    document: "Document"
    pen: Pen
    numbering: Numbering
    _list: int | None = field(default=None, init=False)

    def numbering_for(self, shape: Shape) -> int | None:
        """The numbering of a list item. Numbered items that follow each other, or nest, are one list."""
        if shape.kind is Kind.NUMBERED:
            self._list = self._list or self.numbering.new_list()
            return self._list
        if shape.kind is Kind.BULLET:
            # Bullets below a numbered item don't end its list.
            self._list = self._list if shape.level > 1 else None
            return self.numbering.bullets
        self._list = None
        return None

    def end_list(self) -> None:
        """The next numbered item begins at 1."""
        self._list = None

    def to_bytes(self) -> bytes:
        """The file; the page's own properties stand last, as they must."""
        body = self.document.element.body
        body.append(body.find(w("sectPr")))
        file = BytesIO()
        self.document.save(file)
        return file.getvalue()


def blank(
    *, title: str, language: str, programme: str, labels: Mapping[UUID, str], track: Track | None = None
) -> Sheet:
    """An empty document with our look."""
    import docx

    document = docx.Document()
    parts.set_properties(document, plain(title), language, plain(programme), None)
    parts.set_page(document)
    parts.set_styles(document, language)
    parts.write_foot(document, plain(programme), page_words(language))
    _add_styles(document)
    body: etree._Element = document.element.body
    pen = Pen(body, Links(document.part), labels, track)
    return Sheet(document, pen, Numbering(document))


def _add_styles(document: "Document") -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    for level, size in _SUBHEADINGS.items():
        style = document.styles.add_style(f"{SUBHEADING} {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.bold, style.font.italic, style.font.size = True, level > 2, Pt(size)
        style.paragraph_format.keep_with_next = True
    code = document.styles.add_style(CODE, WD_STYLE_TYPE.PARAGRAPH)
    code.base_style = document.styles["Normal"]
    code.font.name = _CODE_FONT
