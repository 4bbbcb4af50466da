"""Comments: said by a reader on their page, by a member, or entered for somebody who wrote, phoned or spoke."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.calc import anchors
from imbizo.drafting.errors import NotNow, NotReady
from imbizo.drafting.models import Circulation, Comment, Document, Publication, Reader, Section
from imbizo.drafting.operations import anchoring
from imbizo.drafting.operations.holding import hold
from imbizo.drafting.queries import commenting as queries
from imbizo.drafting.rules.commenting import is_late, is_open, may_comment
from imbizo.drafting.rules.writing import CLOSED, may_decide
from imbizo.drafting.states import CameBy, CommentKind, ReaderAnswer
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit, link
from imbizo.thread.states import Relation

_NOT_YOURS = _("Only those who may comment on this document can do this.")
_NOT_THEIRS = _("Only whoever wrote it can change a comment.")
_CLOSED: Final = _("The document is final or withdrawn, so nothing more can be said about it here.")
_NOTHING: Final = _("Write your comment.")
_NO_WORDS: Final = _("Write the words that you suggest.")
_NO_SPAN: Final = _("Choose the words first that you would change.")
_DECIDED: Final = _("It was decided already, so it stays as it is. Write another comment if you need to.")
_OVER: Final = _("The time for changing comments is over. Write another one: it is accepted, as a late one.")
_SAID: Final = _("You have commented already. Withdraw your comments first if you have none.")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody says: on the document, on a section, or on a span of its words (code points, end exclusive)."""

    text: str = ""
    kind: str = CommentKind.COMMENT
    replacement: str = ""
    section: Section | None = None
    start: int | None = None
    end: int | None = None
    # The version of the section in which a member saw these words.
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose a comment is, and the way in which it came: a reader's, a member's, or somebody's in the register."""

    reader: Reader | None = None
    member: Membership | None = None
    on_behalf_of: Actor | None = None
    via: str = CameBy.PAGE
    came_on: dt.date | None = None


@transaction.atomic
def comment_as_reader(
    *, reader: Reader, said: Said, id: UUID | None = None, now: dt.datetime | None = None
) -> Comment:
    """What a reader says on their page, about the version that they read. After its day it counts, and is late.

    Raises NotNow (the document is final), NotReady (nothing written, no words chosen), Conflict.
    """
    circulation = reader.circulation
    publication = circulation.publication
    place = _Place(publication.document, publication, circulation)
    at = now or timezone.now()
    whose = Whose(reader=reader, came_on=timezone.localdate(at, publication.document.programme.zone))
    made = _comment(place, said, whose, by=None, id=id)
    _note_answer(reader, ReaderAnswer.COMMENTS, at)
    return made


@transaction.atomic
def comment_as_member(
    *,
    document: Document,
    said: Said,
    by: Membership,
    id: UUID | None = None,
    publication: Publication | None = None,
) -> Comment:
    """What a member says about a document that they see: as it stands, or about a published version.

    Raises NotAllowed, NotNow, NotReady, Conflict.
    """
    if document.state not in CLOSED and not may_comment(by, document):
        raise NotAllowed(_NOT_YOURS)
    return _comment(_Place(document, publication), said, Whose(member=by), by=by, id=id)


@transaction.atomic
def enter_comment(
    *,
    document: Document,
    said: Said,
    whose: Whose,
    by: Membership,
    id: UUID | None = None,
) -> Comment:
    """Enter what somebody said by e-mail, telephone, letter or at a meeting. If they read in the last circulation,
    it is their answer there.

    Raises NotAllowed (not our document), NotNow, NotReady, Conflict.
    """
    is_kept_out = document.state not in CLOSED and not may_comment(by, document)
    if is_kept_out or by.partner_id != document.owner_id:
        raise NotAllowed(_NOT_YOURS)
    reader = queries.reader_of(document, whose.on_behalf_of) if whose.on_behalf_of else None
    circulation = reader.circulation if reader else None
    publication = circulation.publication if circulation else None
    # Whoever enters it points at the words as they stand now.
    place = _Place(document, publication, circulation, is_about_now=True)
    entered = Whose(
        reader=reader, member=by, on_behalf_of=whose.on_behalf_of, via=whose.via, came_on=whose.came_on
    )
    made = _comment(place, said, entered, by=by, id=id)
    if reader is not None:
        _note_answer(reader, ReaderAnswer.COMMENTS, timezone.now())
    return made


@transaction.atomic
def change_comment(
    *,
    comment: Comment,
    text: str,
    replacement: str = "",
    by: Membership | None,
    now: dt.datetime | None = None,
) -> Comment:
    """Other words for a comment, by whoever said it (`by` is None: a reader). Raises NotAllowed, NotNow, NotReady."""
    current = _held(comment, by, now or timezone.now())
    _check_words(Said(text=text, kind=current.kind, replacement=replacement, start=current.start))
    write(current, {"text": text.strip(), "replacement": replacement.strip()}, by=by)
    return current


@transaction.atomic
def withdraw_comment(
    *, comment: Comment, because: str, by: Membership | None, now: dt.datetime | None = None
) -> Comment:
    """It isn't said any more. It stays on record as withdrawn, and waits for no decision.

    Raises NotAllowed, NotNow (decided; the time is over).
    """
    current = _held(comment, by, now or timezone.now())
    write(
        current,
        {"withdrawn_because": because.strip() or str(_("by whoever said it"))},
        by=by,
        verb="withdraw",
    )
    reader = current.reader
    if reader is not None and not reader.comments.filter(withdrawn_because="").exists():
        _note_silence(reader)
    return current


@transaction.atomic
def say_no_comment(*, reader: Reader, by: Membership | None = None, now: dt.datetime | None = None) -> Reader:
    """A reader says that they have no comment: on their page, or told to a member (`by`).

    Raises NotAllowed, NotNow (they commented; the document is final).
    """
    document = hold(reader.circulation.publication.document_id)
    if by is not None and not may_decide(by, document):
        raise NotAllowed(_NOT_YOURS)
    if document.state in CLOSED:
        raise NotNow(_CLOSED)
    if reader.comments.filter(withdrawn_because="").exists():
        raise NotNow(_SAID)
    _note_answer(reader, ReaderAnswer.NO_COMMENT, now or timezone.now(), by=by)
    return reader


def note_opened(*, reader: Reader, now: dt.datetime | None = None) -> None:
    """They opened their page: the first time is kept."""
    Reader.objects.filter(pk=reader.pk, opened_at=None).update(opened_at=now or timezone.now())


def note_commented(*, reader: Reader, now: dt.datetime | None = None) -> None:
    """What they said came in another way than by `comment_as_reader`: it is their answer all the same."""
    _note_answer(reader, ReaderAnswer.COMMENTS, now or timezone.now())


@dataclass(frozen=True)
class _Place:
    """What a comment is about: a document, the version that was read, and the circulation that asked for it."""

    document: Document
    publication: Publication | None = None
    circulation: Circulation | None = None
    is_about_now: bool = False

    def words_of(self, said: Said) -> str:
        """The section's words in which the span counts."""
        publication = None if self.is_about_now else self.publication
        return queries.words_of(said.section, publication, said.version)


def _comment(place: _Place, said: Said, whose: Whose, *, by: Membership | None, id: UUID | None) -> Comment:
    content = _content(place.document, said, whose)
    if (before := made_before(Comment, id, content)) is not None:
        return before
    document = hold(place.document.pk)
    if document.state in CLOSED:
        raise NotNow(_CLOSED)
    _check_words(said)
    comment = Comment(
        id=id or new_id(),
        programme=document.programme,
        publication=place.publication,
        circulation=place.circulation,
        came_on=whose.came_on or timezone.localdate(timezone=document.programme.zone),
        **content,
    )
    words = place.words_of(said)
    _point(comment, said, words)
    comment, is_new = insert(comment, content)
    if is_new:
        _hang(comment, said, words, by)
    return comment


def _content(document: Document, said: Said, whose: Whose) -> dict[str, Any]:
    return {
        "document": document,
        "text": said.text.strip(),
        "kind": said.kind,
        "replacement": said.replacement.strip(),
        "reader": whose.reader,
        "member": whose.member,
        "on_behalf_of": whose.on_behalf_of,
        "via": whose.via,
    }


def _check_words(said: Said) -> None:
    if said.kind == CommentKind.COMMENT and not said.text.strip():
        raise NotReady(_NOTHING)
    if said.kind in (CommentKind.INSERT, CommentKind.REPLACE) and not said.replacement.strip():
        raise NotReady(_NO_WORDS)
    if said.kind != CommentKind.COMMENT and said.start is None:
        raise NotReady(_NO_SPAN)


def _point(comment: Comment, said: Said, words: str) -> None:
    """Let a comment stand on its section, and on the words chosen there."""
    comment.section = said.section
    if said.section is None:
        return
    comment.section_version = said.section.version
    if said.start is None or said.end is None:
        return
    at = said.end if said.kind == CommentKind.INSERT else said.start
    anchor = anchors.anchor_of(words, at, said.end)
    comment.start, comment.end, comment.quote = anchor.start, anchor.end, anchor.quote
    comment.prefix, comment.suffix = anchor.prefix, anchor.suffix


def _hang(comment: Comment, said: Said, words: str, by: Membership | None) -> None:
    """Bring a new comment onto the words as they stand now, onto the thread and into the trail."""
    if said.section is not None:
        now = queries.standing_of(said.section)
        if comment.start is not None:
            anchoring.carry([comment], now, words)
        elif now.pk != said.section.pk:
            Comment.objects.filter(pk=comment.pk).update(section=now, section_version=now.version)
        link(comment, now, Relation.RESPONDS_TO, by=by)
    else:
        link(comment, comment.publication or comment.document, Relation.RESPONDS_TO, by=by)
    audit("comment" if by else "receive_comment", [comment], by=by)


def _held(comment: Comment, by: Membership | None, now: dt.datetime) -> Comment:
    """The comment, its row held, where whoever asks may change it."""
    document = hold(comment.document_id)
    rows = Comment.objects.select_for_update(of=("self",)).select_related("circulation", "reader")
    current: Comment = rows.get(pk=comment.pk)
    if by is not None and current.member_id != by.pk:
        raise NotAllowed(_NOT_THEIRS)
    if document.state in CLOSED:
        raise NotNow(_CLOSED)
    if hasattr(current, "disposition"):
        raise NotNow(_DECIDED)
    sent = current.circulation
    # A late comment can be mended until it is decided: it never had the time that others had.
    if by is None and sent and not is_open(sent, now) and not is_late(current.created_at, sent):
        raise NotNow(_OVER)
    return current


def _note_answer(reader: Reader, answer: str, now: dt.datetime, *, by: Membership | None = None) -> None:
    """Their answer; the moment of the first of its kind stays."""
    current = Reader.objects.select_for_update(of=("self",)).get(pk=reader.pk)
    if current.answer == answer:
        return
    before = current.answer
    current.answer, current.answered_at = answer, now
    current.save(update_fields=["answer", "answered_at", "updated_at"])
    reader.answer, reader.answered_at = answer, now
    if answer == ReaderAnswer.NO_COMMENT:
        audit("no_comment", [current], by=by, changes={"answer": [before, answer]})


def _note_silence(reader: Reader) -> None:
    Reader.objects.filter(pk=reader.pk).update(answer=ReaderAnswer.SILENCE, answered_at=None)
