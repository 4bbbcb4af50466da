"""The matrix as a workbook and as a Word document: the same numbers as on the page, and none that is closed there."""

from collections.abc import Iterator
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.base.documents.word import Document
from imbizo.base.documents.workbooks import Sheet
from imbizo.calc.synthesis import Count, Dimension
from imbizo.evidence.queries.matrix import Grid, Line
from imbizo.programmes.models import Programme

DIMENSIONS: dict[Dimension, Promise] = {
    Dimension.MUNICIPALITY: gettext_lazy("By municipality"),
    Dimension.GATHERING: gettext_lazy("By gathering"),
    Dimension.SECTOR: gettext_lazy("By sector"),
    Dimension.GROUP: gettext_lazy("By group"),
}
_ABREAST: Final = 6

Cell = str | int


def sheets(found: Grid) -> tuple[Sheet, ...]:
    """The matrix as tables: one of sentences, one of voices, one of notes."""
    heads = [_("Theme"), *(each.label for each in found.columns), _("All"), _("Grave")]
    counted = ((_("Sentences"), "inputs"), (_("Voices"), "voices"))
    return (
        *(Sheet(name, heads, _rows(found, field), widths=(40, 14), fixed=1) for name, field in counted),
        Sheet(_("Notes"), [], ([text] for text in _notes(found)), widths=(100,)),
    )


def as_docx(found: Grid, programme: Programme, language: str) -> bytes:
    """A Word document: tables of a few columns each, so that they fit on a page, and what they leave out."""
    title = _("Themes")
    document = Document(title=title, language=language, programme=programme.name)
    document.heading(title)
    document.lede(str(DIMENSIONS[found.dimension]))
    for first in range(0, max(len(found.columns), 1), _ABREAST):
        columns = found.columns[first : first + _ABREAST]
        rows = [_short(line, first) for line in found.lines]
        if rows:
            document.table([_("Theme"), *(each.label for each in columns), _("All")], rows)
    for text in _notes(found):
        document.note(text)
    return document.to_bytes()


def _rows(found: Grid, field: str) -> Iterator[list[Cell]]:
    for line in found.lines:
        cells = [_cell(count, field) for count in line.cells]
        yield [str(line.theme), *cells, _cell(line.total, field), line.grave]
    yield [_("All themes"), *(_cell(each.total, field) for each in found.columns)]


def _short(line: Line, first: int) -> list[Cell]:
    cells = [_cell(count, "inputs") for count in line.cells[first : first + _ABREAST]]
    return [str(line.theme), *cells, _cell(line.total, "inputs")]


def _cell(count: Count | None, field: str) -> Cell:
    if count is None:
        return _("not shown")
    number: int = getattr(count, field)
    return number


def _notes(found: Grid) -> list[str]:
    notes = [
        _("The numbers count sentences. One that stands under two themes counts under both."),
        _(
            "A voice is a person for whom a sentence speaks. Where nobody counted, a sentence is one voice at least."
        ),
    ]
    if found.is_closed_somewhere:
        notes.append(
            _(
                "“Not shown”: the number could point to fewer than five people, or help to work such a number out."
            )
        )
    return notes
