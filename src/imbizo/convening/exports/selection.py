"""The result of a draw as a file that spreadsheets read. It names people: whoever takes it out is logged."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import Sheet
from imbizo.convening.models import Candidate, Selection
from imbizo.convening.queries.selection import Words


def sheet(selection: Selection, rows: Iterable[Candidate]) -> Sheet:
    """Name, standing, order, why, and each thing they said."""
    words = Words(selection)
    headings = [_("Name"), _("Standing"), _("Order"), _("Why"), *(str(each.label) for each in words.criteria)]
    return Sheet(_("Draw"), headings, (_cells(each, words) for each in rows))


def _cells(candidate: Candidate, words: Words) -> list[str]:
    said = [candidate.attributes.get(each.key, "") for each in words.criteria]
    return [
        candidate.actor.name,
        _standing(candidate),
        "" if candidate.rank is None else str(candidate.rank),
        words.why(candidate),
        *(each.words(value) if value else "" for each, value in zip(words.criteria, said, strict=True)),
    ]


def _standing(candidate: Candidate) -> str:
    if candidate.is_chosen is None:
        return _("not considered") if candidate.excluded_because else _("came forward")
    return _("chosen") if candidate.is_chosen else _("in reserve")
