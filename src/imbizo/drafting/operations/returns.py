"""Word files that come back: kept until somebody looked at what is in them, then taken as one person's comments."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.calc import anchors
from imbizo.calc.outlines import chased
from imbizo.drafting.errors import NotNow, NotReady
from imbizo.drafting.models import Comment, Document, Publication, Reader, Section, WordReturn
from imbizo.drafting.operations import anchoring
from imbizo.drafting.operations.comments import note_commented
from imbizo.drafting.operations.holding import hold
from imbizo.drafting.queries import returns as queries
from imbizo.drafting.rules.commenting import may_comment
from imbizo.drafting.rules.word_stamps import digest
from imbizo.drafting.rules.writing import CLOSED
from imbizo.drafting.states import CameBy, CommentKind, ReturnState
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit, link_many
from imbizo.thread.states import Relation

_NOT_YOURS: Final = _("Only the partner whose document it is takes Word files into it, by those who comment.")
_CLOSED: Final = _("The document is final or withdrawn, so nothing more can be said about it here.")
_TWICE: Final = _("This very file came in before: it is “%(name)s”, of %(day)s. Nothing was taken twice.")
_DONE: Final = _("This file was taken or refused already.")
_NOTHING: Final = _("There is nothing new in this file.")


@dataclass(frozen=True, kw_only=True)
class Point:
    """One thing that a Word file says: a comment, or other words. `author` is the name in the file.

    The span counts in `words`, which are those of the section in the file. Without one it is on the whole section, and
    without a section on the whole document.
    """

    author: str = ""
    text: str = ""
    kind: str = CommentKind.COMMENT
    replacement: str = ""
    section: UUID | None = None
    start: int | None = None
    end: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """A Word file as it came: its name, its bytes, what in it isn't taken, and which version it is of."""

    name: str
    content: bytes = field(repr=False)
    left_out: Sequence[str] = ()
    publication: Publication | None = None


@transaction.atomic
def receive(
    *,
    document: Document,
    came: Came,
    by: Membership | None,
    reader: Reader | None = None,
    on_behalf_of: Actor | None = None,
) -> WordReturn:
    """Keep a file that came back, to be looked at: a reader's own (`by` is None), or brought by a member.

    Somebody of the register who reads in the last circulation is that reader. Raises NotAllowed, NotNow (the document
    is closed), NotReady (the very same file came before).
    """
    _check(hold(document.pk), by)
    same = queries.same_file(document, digest(came.content))
    if same is not None:
        day = timezone.localtime(same.created_at, document.programme.zone).date()
        raise NotReady(_TWICE % {"name": same.file_name, "day": day.isoformat()})
    return keep(
        came,
        WordReturn(
            programme=document.programme, document=document, reader=reader, on_behalf_of=on_behalf_of, by=by
        ),
    )


def keep(came: Came, returned: WordReturn) -> WordReturn:
    """Keep the bytes with the row, in the trail too."""
    returned.file_name, returned.digest = came.name[-200:], digest(came.content)
    returned.left_out, returned.publication = list(came.left_out), came.publication
    returned.file.save(f"{returned.pk}.docx", ContentFile(came.content), save=False)
    returned.save(force_insert=True)
    audit("bring_word", [returned], by=returned.by, changes={"file_name": [None, returned.file_name]})
    return returned


@transaction.atomic
def take(*, returned: WordReturn, points: Sequence[Point], by: Membership | None) -> list[Comment]:
    """Take what a file says as the comments and suggestions of the person whose it is; those new are given back.

    In this order: the row is held, spans are brought onto the words as they stand or orphaned with their quote, the
    thread and the trail hear of it, a reader's answer is noted. What that person said before isn't taken twice.

    Raises NotAllowed, NotNow (taken or refused already, the document is closed), NotReady (nothing new).
    """
    current = held(returned, by)
    new = [each for each in would_be(returned=current, points=points) if not each.is_known]
    if not new:
        raise NotReady(_NOTHING)
    made = add_comments([each.comment for each in new], by=by)
    write(current, {"state": ReturnState.TAKEN}, by=by, verb="take_word")
    returned.state = current.state
    if current.reader is not None:
        note_commented(reader=current.reader)
    return made


@transaction.atomic
def refuse(*, returned: WordReturn, by: Membership | None) -> WordReturn:
    """Say that nothing of a file is to be taken. It can be brought again. Raises NotAllowed, NotNow."""
    current = held(returned, by)
    write(current, {"state": ReturnState.REFUSED}, by=by, verb="refuse")
    return current


@dataclass(frozen=True, slots=True)
class WouldBe:
    """A comment that a file would make, not saved; `is_known` where that person said it before."""

    comment: Comment
    is_known: bool


def would_be(*, returned: WordReturn, points: Sequence[Point]) -> list[WouldBe]:
    """The comments that a file would make, on the words as they stand now. Nothing is written."""
    document = returned.document
    assert document is not None, "a file without a document has no comments yet"
    sections = queries.known_sections(document)
    comments = comments_at(returned, points, sections)
    before = {_said(each) for each in _theirs(returned)}
    found: list[WouldBe] = []
    for comment in comments:
        found.append(WouldBe(comment, is_known=_said(comment) in before))
        before.add(_said(comment))
    return found


def comments_at(
    returned: WordReturn, points: Iterable[Point], sections: Mapping[UUID, Section]
) -> list[Comment]:
    """A comment for each point, not saved, each where it stands now: in the section, or the one that has joined it."""
    joined = queries.joined(sections)
    standing: dict[tuple[UUID, str], list[Comment]] = defaultdict(list)
    made = []
    for point in points:
        comment = _comment(returned, point)
        made.append(comment)
        if point.section is not None:
            section = sections[chased(point.section, joined)]
            comment.section, comment.section_version = section, section.version
            if point.start is not None:
                standing[section.pk, point.words].append(comment)
    for (pk, words), pinned in standing.items():
        anchoring.settle(pinned, sections[pk], words)
    return made


def add_comments(comments: Sequence[Comment], *, by: Membership | None) -> list[Comment]:
    """Save these at once, with their links on the thread and one entry each in the trail."""
    made = Comment.objects.bulk_create(comments, batch_size=500)
    about = [(each, each.section or each.publication or each.document) for each in made]
    link_many(about, Relation.RESPONDS_TO, by=by)
    audit("comment" if by else "receive_comment", made, by=by)
    return made


def held(returned: WordReturn, by: Membership | None) -> WordReturn:
    """The file, its row held, while it waits. A reader's is theirs; a member acts for the document's owner."""
    document = hold(returned.document_id) if returned.document_id else None
    rows = WordReturn.objects.select_for_update(of=("self",)).select_related(
        "document__programme",
        "programme",
        "publication",
        "by",
        "on_behalf_of",
        "reader__circulation__publication__document",
    )
    current: WordReturn = rows.get(pk=returned.pk)
    if document is not None:
        _check(document, by)
    elif by is None or current.by is None or current.by.partner_id != by.partner_id:
        raise NotAllowed(_NOT_YOURS)
    if current.state != ReturnState.READ:
        raise NotNow(_DONE)
    return current


def _comment(returned: WordReturn, point: Point) -> Comment:
    reader = returned.reader
    comment = Comment(
        id=new_id(),
        programme=returned.programme,
        document=returned.document,
        publication=returned.publication,
        circulation=reader.circulation if reader else None,
        returned=returned,
        reader=reader,
        on_behalf_of=None if reader else returned.on_behalf_of,
        member=returned.by,
        name=point.author[:120],
        via=CameBy.WORD,
        came_on=timezone.localdate(timezone=returned.programme.zone),
        kind=point.kind,
        text=point.text,
        replacement=point.replacement,
    )
    if point.start is not None and point.end is not None:
        anchor = anchors.anchor_of(point.words, point.start, point.end)
        comment.start, comment.end, comment.quote = anchor.start, anchor.end, anchor.quote
        comment.prefix, comment.suffix = anchor.prefix, anchor.suffix
    return comment


def _theirs(returned: WordReturn) -> list[Comment]:
    """What the same person said before about the document."""
    rows = Comment.objects.filter(document=returned.document, withdrawn_because="")
    if returned.reader_id:
        return list(rows.filter(reader=returned.reader_id))
    if returned.on_behalf_of_id:
        return list(rows.filter(on_behalf_of=returned.on_behalf_of_id))
    return list(rows.filter(member=returned.by_id, reader=None, on_behalf_of=None))


def _said(comment: Comment) -> tuple[object, ...]:
    """What makes two comments of one person the same."""
    return (
        comment.section_id,
        comment.kind,
        comment.text,
        comment.replacement,
        comment.quote,
        comment.prefix,
        comment.suffix,
    )


def _check(document: Document, by: Membership | None) -> None:
    if document.state in CLOSED:
        raise NotNow(_CLOSED)
    if by is not None and not (may_comment(by, document) and by.partner_id == document.owner_id):
        raise NotAllowed(_NOT_YOURS)
