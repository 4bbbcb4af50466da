"""A document begun from a Word file: headings become sections; comments and changes are those of whoever brought it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.calc.richtext import RichText, plain_text, to_html
from imbizo.drafting.errors import NotReady
from imbizo.drafting.models import Comment, Document, Revision, Section, WordReturn
from imbizo.drafting.operations.documents import add_document
from imbizo.drafting.operations.returns import Came, Point, add_comments, comments_at, held, keep
from imbizo.drafting.rules.writing import may_write
from imbizo.drafting.states import ReturnState, RevisionKind, SectionState
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit

_NOT_YOURS: Final = _("Only those who write drafts can begin one.")
_NOTHING: Final = _("There are no words in this file.")


@dataclass(frozen=True, slots=True)
class NewPart:
    """A section to be: its heading, its words, and the part below which it stands."""

    title: str
    text: RichText
    parent: UUID | None = None
    id: UUID = field(default_factory=new_id)


@transaction.atomic
def receive_new(*, came: Came, by: Membership) -> WordReturn:
    """Keep a Word file from which a document is to be begun, to be looked at first. Raises NotAllowed."""
    if not may_write(by):
        raise NotAllowed(_NOT_YOURS)
    return keep(came, WordReturn(programme=by.programme, by=by))


@transaction.atomic
def begin_from_word(
    *,
    returned: WordReturn,
    title: str,
    parts: Sequence[NewPart],
    points: Sequence[Point],
    by: Membership,
    language: str,
) -> Document:
    """Begin a document with these sections, in their order, and take what the file says beside them.

    Raises NotAllowed, NotNow (begun or refused already), NotReady (no title, no words).
    """
    current = held(returned, by)
    if not parts:
        raise NotReady(_NOTHING)
    document = add_document(title=title, by=by, language=language)
    made = _sections(document, parts, by)
    write(current, {"document": document, "state": ReturnState.TAKEN}, by=by, verb="take_word")
    returned.document, returned.state = document, current.state
    comments: list[Comment] = comments_at(current, points, {row.pk: row for row in made})
    add_comments(comments, by=by)
    return document


def _sections(document: Document, parts: Sequence[NewPart], by: Membership) -> list[Section]:
    """The sections with their first state, in three queries however many they are."""
    below: dict[UUID | None, int] = {}
    rows = []
    for part in parts:
        below[part.parent] = below.get(part.parent, 0) + 1
        rows.append(_section(document, part, below[part.parent]))
    made = Section.objects.bulk_create(rows, batch_size=200)
    Revision.objects.bulk_create((_state(row, by) for row in made), batch_size=200)
    audit("create", made, by=by, changes=[{"title": [None, row.title]} for row in made])
    return made


def _section(document: Document, part: NewPart, position: int) -> Section:
    text = plain_text(part.text)
    return Section(
        id=part.id,
        programme=document.programme,
        document=document,
        parent_id=part.parent,
        position=position,
        title=part.title,
        html=to_html(part.text),
        text=text,
        version=1,
        state=SectionState.WRITING if text else SectionState.EMPTY,
    )


def _state(row: Section, by: Membership) -> Revision:
    return Revision(
        section=row, number=1, title=row.title, html=row.html, text=row.text, kind=RevisionKind.BROUGHT, by=by
    )
