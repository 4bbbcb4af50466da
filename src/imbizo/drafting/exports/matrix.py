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


@dataclass(frozen=True, slots=True)
class Matrix:
    """What the cells of all rows need: who reads, the numbers of the comments, and those of the sections now."""

    member: Membership
    order: Mapping[UUID, int]
    places: Mapping[str, str]

    @classmethod
    def of(cls, document: Document, member: Membership) -> "Matrix":
        """Two queries."""
        ids = queries.in_matrix(document, member).values_list("pk", flat=True)
        order = {pk: number for number, pk in enumerate(ids, start=1)}
        return cls(member, order, {str(pk): number for pk, number in numbers(document).items()})

    def row(self, comment: Comment) -> Row:
        """A comment in words."""
        return Row(
            comment=comment,
            # One that came since they were numbered is the last.
            number=self.order.get(comment.pk, len(self.order) + 1),
            who=queries.said_by(comment, self.member),
            came=_came(comment),
            where=_where(comment, self.places.get(str(comment.section_id), "")),
            said=_said(comment),
            decision=_decision(comment, self.original_of(comment)),
            reason=comment.disposition.reason if hasattr(comment, "disposition") else "",
            change=_change(comment, self.places),
        )

    def original_of(self, comment: Comment) -> int | None:
        """The number of the comment that this one was said to be the same as."""
        pk = comment.disposition.duplicate_of_id if hasattr(comment, "disposition") else None
        return self.order.get(pk) if pk else None


def rows_of(document: Document, member: Membership) -> list[Row]:
    """A row for each comment that stands, in the order in which they came."""
    matrix = Matrix.of(document, member)
    return [matrix.row(each) for each in queries.in_matrix(document, member)]


def as_word(document: Document, rows: Sequence[Row]) -> bytes:
    """The matrix as a Word file."""
    title = _("What became of each comment: %(document)s") % {"document": document.title}
    made = word.Document(title=title, language=get_language() or "en", programme=document.programme.name)
    made.heading(title)
    made.lede(counted(len(rows), sum(not hasattr(row.comment, "disposition") for row in rows)))
    made.table(headings(), [row.cells for row in rows])
    return made.to_bytes()


def sheet(rows: Sequence[Row]) -> Sheet:
    """The matrix as a table for spreadsheets."""
    cells = (row.cells for row in rows)
    return Sheet(_("Comments"), headings(), cells, widths=(5, 24, 18, 24, 50, 18, 50, 24), is_wrapped=True)


def counted(number: int, waiting: int) -> str:
    """How many there are, and how many wait."""
    return _("Comments: %(all)s. Not decided yet: %(waiting)s.") % {"all": number, "waiting": waiting}


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


def _decision(comment: Comment, original: int | None) -> str:
    if not hasattr(comment, "disposition"):
        return _("open")
    words = str(comment.disposition.get_verdict_display())
    return f"{words} ({_('No. %s') % original})" if original else words


def _change(comment: Comment, places: Mapping[str, str]) -> str:
    if not hasattr(comment, "disposition") or comment.disposition.section is None:
        return ""
    decided = comment.disposition
    number = places.get(str(decided.section_id), "")
    said = {"section": f"{number} {decided.section}".strip(), "version": decided.section_version}
    return _("%(section)s, v%(version)s") % said
