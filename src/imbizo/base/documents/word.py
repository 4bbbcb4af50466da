"""Word documents: what people will go on writing in, so headings, lists and tables are real ones, in named styles."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from imbizo.base.documents import word_parts as parts
from imbizo.base.documents.look import page_words
from imbizo.base.documents.text import plain

# Between the margins of an A4 page.
TEXT_WIDTH_MM = 164
MISSING = "–"


class Document:
    """A Word document that is written from top to bottom.

    `programme` is named as its author and at the foot of each page, beside the page's number.
    """

    def __init__(
        self, *, title: str, language: str, programme: str = "", timestamp: datetime | None = None
    ) -> None:
        import docx

        self._docx = docx.Document()
        parts.set_properties(self._docx, plain(title), language, plain(programme), timestamp)
        parts.set_page(self._docx)
        parts.set_styles(self._docx, language)
        parts.write_foot(self._docx, plain(programme), page_words(language))

    def heading(self, text: str, *, level: int = 1) -> None:
        """A heading of level 1 to 4. A document has one of level 1, its title."""
        if not 1 <= level <= 4:
            raise ValueError("Headings have the levels 1 to 4.")
        self._docx.add_heading(plain(text), level)

    def paragraph(self, text: str) -> None:
        """A paragraph; line ends in it stay."""
        self._docx.add_paragraph(plain(text))

    def lede(self, text: str) -> None:
        """The sentence or two below the title that say what this is."""
        self._docx.add_paragraph(plain(text), "Subtitle")

    def note(self, text: str) -> None:
        """Small print."""
        self._docx.add_paragraph(plain(text), "Caption")

    def bullets(self, items: Sequence[str]) -> None:
        for item in items:
            self._docx.add_paragraph(plain(item), "List Bullet")

    def numbered(self, items: Sequence[str]) -> None:
        """A list that counts from 1, whatever lists stand before it."""
        number = parts.new_numbering(self._docx)
        for item in items:
            parts.number(self._docx.add_paragraph(plain(item), "List Number"), number)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[Any]], *, caption: str = "") -> None:
        """A table whose headings come again on each page. None shows as a dash, zero as 0.

        Raises ValueError for a row that hasn't a value for each heading.
        """
        if any(len(row) != len(headings) for row in rows):
            raise ValueError("Each row of a table has a value for each heading.")
        if caption:
            parts.keep_with_next(self._docx.add_paragraph(plain(caption), "Caption"))
        table = self._docx.add_table(rows=1 + len(rows), cols=len(headings))
        parts.rule(table)
        for row, values in zip(table.rows, [headings, *rows], strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                cell.text = MISSING if value is None else plain(str(value))
        parts.mark_headings(table)
        self._docx.add_paragraph()

    def figure(self, picture: bytes, *, alt: str, caption: str = "", width_mm: float = TEXT_WIDTH_MM) -> None:
        """A PNG or JPEG with its text for those who don't see it. Raises ValueError without one."""
        if not alt.strip():
            raise ValueError("A figure needs a text that says what it shows.")
        from docx.shared import Mm

        shape = self._docx.add_picture(BytesIO(picture), width=Mm(width_mm))
        parts.describe(shape, plain(alt))
        if caption:
            parts.keep_with_next(self._docx.paragraphs[-1])
            self._docx.add_paragraph(plain(caption), "Caption")

    def page_break(self) -> None:
        parts.break_page(self._docx)

    def to_bytes(self) -> bytes:
        file = BytesIO()
        self._docx.save(file)
        return file.getvalue()
