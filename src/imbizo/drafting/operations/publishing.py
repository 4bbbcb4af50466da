"""Publishing: a version is frozen with its number, its text and its hash; the last one may be final."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.drafting.errors import NotNow, NotReady, OpenComments
from imbizo.drafting.models import Comment, Document, Publication
from imbizo.drafting.operations.holding import held_document
from imbizo.drafting.queries.frozen import freeze, hash_of
from imbizo.drafting.queries.open_comments import keeping_open
from imbizo.drafting.rules.writing import may_decide
from imbizo.drafting.states import DocumentState
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit, link
from imbizo.thread.states import Relation

_NOT_YOURS = _("Only those who decide on their partner's drafts can do this.")
_EMPTY = _("No section has any words yet, so there is nothing to publish.")
_SAME = _("Nothing has changed since the last published version.")
_NOT_FINAL = _("It isn't final.")
_OPEN = _("It can't be made final while comments wait for a decision.")


@transaction.atomic
def publish(
    *,
    document: Document,
    by: Membership,
    note: str = "",
    is_final: bool = False,
    at: dt.datetime | None = None,
) -> Publication:
    """Freeze the document as it stands, as its next version. A final one closes the document.

    Raises NotAllowed, NotNow (final or withdrawn), NotReady (no words; nothing changed, unless it is to be final),
    OpenComments (it is to be final, and these comments wait).
    """
    current = held_document(document, by)
    if not may_decide(by, current):
        raise NotAllowed(_NOT_YOURS)
    if is_final:
        _check_answered(current)
    made = _frozen(current, note, by, at or timezone.now())
    last = current.publications.first()
    _check_worth(made, last, is_final=is_final)
    made.is_final = is_final
    made.save(force_insert=True)
    audit("publish", [made], by=by, changes={"number": [current.version or None, made.number]})
    _count(current, made, by)
    if last is not None:
        link(made, last, Relation.SUPERSEDES, by=by)
    return made


@transaction.atomic
def reopen(*, document: Document, by: Membership) -> Document:
    """Let a final document be written in again; its final version stays published, and is final no more.

    Raises NotAllowed, NotNow (it isn't final).
    """
    current: Document = Document.objects.select_for_update().get(pk=document.pk)
    if not may_decide(by, current):
        raise NotAllowed(_NOT_YOURS)
    if current.state != DocumentState.FINAL:
        raise NotNow(_NOT_FINAL)
    for final in current.publications.filter(is_final=True):
        write(final, {"is_final": False}, by=by)
    write(current, {"state": DocumentState.DRAFT}, by=by, verb="reopen")
    return current


def _frozen(document: Document, note: str, by: Membership, at: dt.datetime) -> Publication:
    number = document.version + 1
    frozen = freeze(document)
    return Publication(
        programme=document.programme,
        document=document,
        number=number,
        title=document.title,
        note=note.strip()[:500],
        frozen=frozen,
        text_hash=hash_of(frozen),
        published_at=at,
        by=by,
    )


def _check_worth(made: Publication, last: Publication | None, *, is_final: bool) -> None:
    if not any(part["text"] for part in made.frozen["sections"]):
        raise NotReady(_EMPTY)
    if last is not None and last.text_hash == made.text_hash and not is_final:
        raise NotReady(_SAME)


def _check_answered(document: Document) -> None:
    waiting: Sequence[Comment] = keeping_open(document)
    if waiting:
        raise OpenComments(_OPEN, comments=waiting)


def _count(document: Document, made: Publication, by: Membership) -> None:
    changes = {"version": made.number}
    state = {"state": DocumentState.FINAL} if made.is_final else {}
    write(document, changes | state, by=by, verb="finalise" if made.is_final else "change")
