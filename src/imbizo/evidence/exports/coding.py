"""Coded words, and how far coders agree, as spreadsheets. Both are given what their reader may see."""

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import harmless
from imbizo.evidence.models import Coding
from imbizo.evidence.queries.agreement import Compared

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = Sequence[object]


def words_of_code(codings: Iterable[Coding]) -> bytes:
    """A row for each coding: where the words were said or written, the words, the original, the translations."""
    heads = [_("Code"), _("Where"), _("Words"), _("Language"), _("Original"), _("Translations")]
    return _book({_("Words"): ([*heads, _("Coder"), _("Memo")], (_words(each) for each in codings))})


def _words(coding: Coding) -> Row:
    said = coding.input
    where = said.gathering.name if said else str(coding.source)
    beside = " | ".join(each.text for each in said.translations.all()) if said else ""
    return [
        coding.code.name,
        where,
        coding.quote,
        coding.language,
        said.text if said else "",
        beside,
        coding.who,
        coding.memo,
    ]


def comparison(compared: Compared) -> bytes:
    """The coefficients of each code, and the disagreements with both sides."""
    heads = [
        _("Code"),
        _("Used"),
        _("Percent"),
        _("Cohen's kappa"),
        _("Fleiss' kappa"),
        _("Krippendorff's alpha"),
    ]
    sums = (
        [each.name, each.used, *(cell.value if cell.value is not None else cell.why for cell in each.cells)]
        for each in compared.rows
    )
    sides = [_("Code"), _("Where"), _("Words"), _("Coded it"), _("Didn't"), _("Settled"), _("Why")]
    open_ones = (
        [
            each.code.name,
            each.where,
            each.text,
            ", ".join(each.yes),
            ", ".join(each.no),
            each.settled_as,
            each.reason,
        ]
        for each in compared.disagreements
    )
    return _book({_("Agreement"): (heads, sums), _("Disagreements"): (sides, open_ones)})


def _book(sheets: dict[str, tuple[Sequence[str], Iterable[Row]]]) -> bytes:
    import xlsxwriter

    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for name, (heads, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, heads, bold)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(
                    number, 0, [harmless(cell) if isinstance(cell, str) else cell for cell in row]
                )
    return kept.getvalue()
