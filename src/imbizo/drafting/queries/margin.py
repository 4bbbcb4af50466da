"""What was said about a text, each where it stands in that text: for the margin of a Word file, and known again there.

A comment's span counts in its section as it stands. In a version that has other words it is carried back to them; where
they aren't there, the comment stands beside the whole section and begins with its quote.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from imbizo.calc.anchors import Span, carry
from imbizo.calc.richtext import ATOM_CHARACTER, plain_text
from imbizo.drafting.models import Comment, Document, Publication, Reader
from imbizo.drafting.queries.commenting import of_document, said_by
from imbizo.drafting.queries.frozen import Reading
from imbizo.drafting.states import CommentKind
from imbizo.programmes.models import Membership

_DECIDED = ("disposition__by__user", "document__owner")


@dataclass(frozen=True, slots=True)
class Beside:
    """A comment as a file shows it: by whom, its words, and on which of the section's (None: on the whole).

    `section` is None for the whole document; `answer` is what was decided, None while it is open.
    """

    author: str
    text: str
    at: dt.datetime
    section: UUID | None
    span: Span | None
    answer: "Answer | None" = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided about a comment, in words, and by whom."""

    by: str
    text: str
    at: dt.datetime


def for_member(
    document: Document, reading: Reading, member: Membership, publication: Publication | None = None
) -> list[Beside]:
    """What the member sees said about the document, or about one version of it; names as the member may know them."""
    rows = of_document(document, member).filter(withdrawn_because="").select_related("section", *_DECIDED)
    if publication is not None:
        rows = rows.filter(publication=publication)
    return list(_beside(list(rows), reading, {row.pk: said_by(row, member) for row in rows}))


def for_reader(reader: Reader, reading: Reading) -> list[Beside]:
    """What a reader said; what was decided about it is told by another way."""
    rows: QuerySet[Comment] = reader.comments.filter(withdrawn_because="").select_related("section")
    told = list(_beside(list(rows), reading, dict.fromkeys((row.pk for row in rows), str(reader.member))))
    return [Beside(each.author, each.text, each.at, each.section, each.span) for each in told]


def known_words(document: Document) -> frozenset[tuple[str, int]]:
    """The comments of ours that a file may bring back: their words, and the second of the hour at which they came.

    The hour is left out, for each program writes that of its own zone; who said it is too, for others see other names.
    """
    rows = document.comments.select_related("document__owner", "disposition")
    ours: set[tuple[str, int]] = set()
    for row in rows:
        ours |= {(text, second_of(row.created_at)) for text in (_words(row, None), _words(row, Span(0, 0)))}
        if hasattr(row, "disposition"):
            ours.add((_answer(row), second_of(row.disposition.at)))
    return frozenset(ours)


def second_of(moment: dt.datetime) -> int:
    """The second of the hour."""
    return moment.minute * 60 + moment.second


def _beside(rows: Sequence[Comment], reading: Reading, names: Mapping[UUID, str]) -> Iterator[Beside]:
    texts = {part.id: plain_text(part.text) for part in reading.parts}
    spans = _spans(rows, texts)
    for row in rows:
        there = row.section_id if row.section_id in texts else None
        span = spans.get(row.pk)
        yield Beside(names[row.pk], _words(row, span), row.created_at, there, span, _decided(row))


def _spans(rows: Iterable[Comment], texts: Mapping[UUID, str]) -> dict[UUID, Span]:
    """Where comments on words stand in these texts: one comparison for each section."""
    by_section: dict[UUID, list[Comment]] = defaultdict(list)
    for row in rows:
        is_pinned = row.start is not None and row.orphaned_at is None
        if row.section_id is not None and row.section_id in texts and is_pinned:
            by_section[row.section_id].append(row)
    found: dict[UUID, Span] = {}
    for section, pinned in by_section.items():
        places = carry(
            [Span(each.start or 0, each.end or 0) for each in pinned],
            pinned[0].section.text if pinned[0].section else "",
            texts[section],
        )
        found |= {each.pk: place for each, place in zip(pinned, places, strict=True) if place is not None}
    return found


def _words(comment: Comment, span: Span | None) -> str:
    """The comment as one text: the quote where it hangs on no words, the words suggested, what is said."""
    lines = []
    if span is None and comment.quote:
        lines.append(_("On “%(quote)s”:") % {"quote": comment.quote.replace(ATOM_CHARACTER, "…")})
    lines += [_suggested(comment), comment.text]
    return "\n".join(line for line in lines if line)


def _suggested(comment: Comment) -> str:
    words = {
        CommentKind.INSERT: _("Words to add: “%(words)s”"),
        CommentKind.REPLACE: _("Other words: “%(words)s”"),
        CommentKind.DELETE: _("Take these words out."),
    }.get(CommentKind(comment.kind), "")
    return words % {"words": comment.replacement} if "%(" in words else words


def _decided(comment: Comment) -> Answer | None:
    if not hasattr(comment, "disposition"):
        return None
    return Answer(comment.document.owner.label, _answer(comment), comment.disposition.at)


def _answer(comment: Comment) -> str:
    decided = comment.disposition
    lines = (str(decided.get_verdict_display()).capitalize() + ".", decided.reason)
    return "\n".join(line for line in lines if line)
