"""The matrix of what became of each comment: the same rows as a page, a Word table and a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imbizo.base.documents import word
from imbizo.base.documents.workbooks import Sheet
from imbizo.drafting.models import Comment, Document
from imbizo.drafting.queries import commenting as queries
from imbizo.drafting.queries.drawing import numbers
from imbizo.drafting.rules.commenting import is_late
from imbizo.programmes.models import Membership


@dataclass(frozen=True, slots=True)
class Row:
    """A comment and what became of it, in words."""

    comment: Comment
    number: int
    who: str
    came: str
    where: str
    said: str
    decision: str
    reason: str
    change: str

    @property
    def cells(self) -> list[str]:
        return [
            str(self.number), self.who, self.came, self.where, self.said, self.decision, self.reason, self.change,
        ]  # fmt: skip


def headings() -> list[str]:
    return [
        _("No."), _("Who"), _("Came"), _("On"), _("What was said"), _("Decision"), _("Why"), _("Change"),
    ]  # fmt: skip


def rows_of(document: Document, member: Membership) -> list[Row]:
    """A row for each comment that stands, in the order in which they came."""
    standing = queries.of_document(document, member).filter(withdrawn_because="")
    comments = list(standing)
    places = {str(pk): number for pk, number in numbers(document).items()}
    order = {each.pk: number for number, each in enumerate(comments, start=1)}
    return [
        Row(
            comment=each,
            number=order[each.pk],
            who=queries.said_by(each, member),
            came=_came(each),
            where=_where(each, places.get(str(each.section_id), "")),
            said=_said(each),
            decision=_decision(each, order),
            reason=each.disposition.reason if hasattr(each, "disposition") else "",
            change=_change(each, places),
        )
        for each in comments
    ]


def as_word(document: Document, rows: Sequence[Row]) -> bytes:
    """The matrix as a Word file."""
    title = _("What became of each comment: %(document)s") % {"document": document.title}
    made = word.Document(title=title, language=get_language() or "en", programme=document.programme.name)
    made.heading(title)
    made.lede(counted(rows))
    made.table(headings(), [row.cells for row in rows])
    return made.to_bytes()


def sheet(rows: Sequence[Row]) -> Sheet:
    """The matrix as a table for spreadsheets."""
    cells = (row.cells for row in rows)
    return Sheet(_("Comments"), headings(), cells, widths=(5, 24, 18, 24, 50, 18, 50, 24), is_wrapped=True)


def counted(rows: Sequence[Row]) -> str:
    """How many there are, and how many wait."""
    waiting = sum(not hasattr(row.comment, "disposition") for row in rows)
    said = {"all": len(rows), "waiting": waiting}
    return _("Comments: %(all)s. Not decided yet: %(waiting)s.") % said


def _came(comment: Comment) -> str:
    day = date_format(comment.came_on, "j F Y")
    late = _(", late") if is_late(comment.created_at, comment.circulation) else ""
    return f"{day}, {comment.get_via_display()}{late}"


def _where(comment: Comment, number: str) -> str:
    if comment.section is None:
        return _("the whole document")
    where = f"{number} {comment.section}".strip()
    if comment.orphaned_at is None:
        return where
    return _("%(where)s (orphaned at v%(version)s)") % {"where": where, "version": comment.orphaned_at}


def _said(comment: Comment) -> str:
    parts = [f"“{comment.quote}”" if comment.quote else "", comment.text]
    if comment.replacement or comment.kind != "comment":
        parts.append(f"{comment.get_kind_display()}: {comment.replacement}".rstrip(": "))
    return "\n".join(part for part in parts if part)


def _decision(comment: Comment, order: Mapping[UUID, int]) -> str:
    if not hasattr(comment, "disposition"):
        return _("open")
    decided = comment.disposition
    words = str(decided.get_verdict_display())
    original = order.get(pk) if (pk := decided.duplicate_of_id) else None
    return f"{words} ({_('No. %s') % original})" if original else words


def _change(comment: Comment, places: dict[str, str]) -> str:
    if not hasattr(comment, "disposition") or comment.disposition.section is None:
        return ""
    decided = comment.disposition
    number = places.get(str(decided.section_id), "")
    said = {"section": f"{number} {decided.section}".strip(), "version": decided.section_version}
    return _("%(section)s, v%(version)s") % said
