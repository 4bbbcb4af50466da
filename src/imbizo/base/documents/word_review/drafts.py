"""A draft as a Word file that people comment on and send back."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from imbizo.base.documents import word_parts as parts
from imbizo.base.documents.text import plain
from imbizo.base.documents.word_review import names, stamps
from imbizo.base.documents.word_review.paragraphs import heading_style, without_number
from imbizo.base.documents.word_review.remarks_out import Margin
from imbizo.base.documents.word_review.shapes import Draft, Section, Source
from imbizo.base.documents.word_review.sheet import Sheet, blank
from imbizo.calc.richtext import Run, offset_map

# Number, source, what it stands on: between the margins.
_SOURCE_WIDTHS_MM = (14, 105, 45)


def write(draft: Draft) -> bytes:
    """The draft as .docx: sections that `read` knows again, comments in the margin, a table of sources."""
    sheet = blank(
        title=draft.title, language=draft.language, programme=draft.programme, labels=_labels(draft)
    )
    stamps.put(sheet.document, draft.stamp)
    margin = Margin(sheet.document)
    title = sheet.pen.paragraph("Heading1")
    sheet.pen.write(title, [Run(draft.title)])
    margin.around(title, draft.comments)
    for section in draft.sections:
        _section(sheet, margin, section)
    if draft.sources:
        _sources(sheet, draft.sources, draft.language)
    margin.close()
    return sheet.to_bytes()


def numbers(levels: Iterable[tuple[int, bool]]) -> Iterator[str]:
    """The number of each section as Word counts: from its level and whether it's numbered; "" for one that isn't."""
    counts: list[int] = []
    for level, is_numbered in levels:
        if not is_numbered:
            yield ""
            continue
        # A level that was left out counts as one, as in Word.
        counts = [*counts[:level], *[0] * (level - len(counts))]
        counts[level - 1] += 1
        yield ".".join(str(count or 1) for count in counts)


def _labels(draft: Draft) -> Mapping[UUID, str]:
    """The words of each citation and reference."""
    counted = numbers((section.level, section.numbered) for section in draft.sections)
    sections = {
        section.identity: number or section.title
        for section, number in zip(draft.sections, counted, strict=True)
    }
    cited = {
        citation: f"[{number}]"
        for number, source in enumerate(draft.sources, start=1)
        for citation in source.citations
    }
    return {**sections, **cited, **draft.labels}


def _section(sheet: Sheet, margin: Margin, section: Section) -> None:
    pen = sheet.pen
    heading = pen.heading(heading_style(section.level), section.title, names.of_section(section.identity))
    if not section.numbered:
        without_number(heading)
    margin.around(heading, [comment for comment in section.comments if comment.start is None])
    pins = margin.pins(section.comments, offset_map(section.body)) if section.body.blocks else {}
    sheet.end_list()
    for number, block in enumerate(section.body.blocks):
        pen.block(block, sheet.numbering_for(block.shape), pins.get(number, ()))


def _sources(sheet: Sheet, sources: tuple[Source, ...], language: str) -> None:
    """The table that citations lead to."""
    from docx.shared import Mm

    with translation.override(language):
        title, *headings = gettext("Sources"), gettext("No."), gettext("Source"), gettext("Stands on")
    without_number(sheet.pen.heading("Heading2", title, names.SOURCES))
    table = sheet.document.add_table(rows=1 + len(sources), cols=len(headings))
    parts.rule(table)
    rows = [(f"[{number}]", source.text, source.standing) for number, source in enumerate(sources, start=1)]
    for row, texts in zip(table.rows, [headings, *rows], strict=True):
        for cell, text, width in zip(row.cells, texts, _SOURCE_WIDTHS_MM, strict=True):
            cell.text, cell.width = plain(text), Mm(width)
    for column, width in zip(table.columns, _SOURCE_WIDTHS_MM, strict=True):
        column.width = Mm(width)
    for row, source in zip(table.rows[1:], sources, strict=True):
        for citation in source.citations:
            sheet.pen.bookmark(row.cells[0].paragraphs[0]._p, names.of_citation(citation))
    parts.mark_headings(table)
    # The library puts a table before the page's own properties, which stand where the text began.
    sheet.pen.body.append(table._tbl)
