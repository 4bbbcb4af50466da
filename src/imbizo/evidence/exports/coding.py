"""Coded words, and how far coders agree, as spreadsheets. Both are given what their reader may see."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import Cell, Sheet
from imbizo.evidence.models import Coding
from imbizo.evidence.queries import agreement
from imbizo.evidence.queries.agreement import Compared, Disagreement

Row = Sequence[Cell]


def words_of_code(codings: Iterable[Coding]) -> Sheet:
    """A row for each coding: where the words were said or written, the words, the original, the translations."""
    heads = [_("Code"), _("Where"), _("Words"), _("Language"), _("Original"), _("Translations")]
    return Sheet(
        _("Words"), [*heads, _("Coder"), _("Memo")], map(_words, codings), widths=(24, 30, 60, 10, 40)
    )


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


def comparison(compared: Compared) -> tuple[Sheet, Sheet]:
    """The coefficients of each code, and the disagreements with both sides."""
    sums = [
        _("Code"), _("Used"), _("Percent"), _("Cohen's kappa"), _("Fleiss' kappa"), _("Krippendorff's alpha"),
    ]  # fmt: skip
    sides = [_("Code"), _("Where"), _("Words"), _("Coded it"), _("Didn't"), _("Settled"), _("Why")]
    return (
        Sheet(_("Agreement"), sums, map(_sums, compared.rows), widths=(30, 20)),
        Sheet(_("Disagreements"), sides, map(_sides, compared.disagreements), widths=(30, 30, 60, 24)),
    )


def _sums(found: agreement.Row) -> Row:
    """A coefficient that can't be said is told in words, never as a nought."""
    cells = (cell.why if cell.value is None else cell.value for cell in found.cells)
    return [found.name, found.used, *cells]


def _sides(found: Disagreement) -> Row:
    yes, no = ", ".join(found.yes), ", ".join(found.no)
    return [found.code.name, found.where, found.text, yes, no, found.settled_as, found.reason]
