"""The life of a document: begun, changed, shared, withdrawn, taken up again."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.drafting.errors import NotNow, NotReady
from imbizo.drafting.models import Component, Document
from imbizo.drafting.operations.holding import held_document, owned
from imbizo.drafting.rules.writing import may_write
from imbizo.drafting.states import DocumentState
from imbizo.programmes.models import Membership, Partner
from imbizo.programmes.operations.editing import write
from imbizo.programmes.operations.sharing import share_with
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit

_NOT_YOURS = _("Only those who write drafts can begin one.")
_NO_TITLE = _("Give it a title.")
_NO_REASON = _("Say why it is withdrawn.")
_NOBODY = _("Name at least one partner, or choose “only us”.")
_NOT_WITHDRAWN = _("It isn't withdrawn.")


@transaction.atomic
def add_document(
    *, title: str, by: Membership, sharing: str = Sharing.ITSELF, id: UUID | None = None, **fields: Any
) -> Document:
    """Begin a document of the member's partner. `fields` are the model's: kind, purpose, language, due_on.

    Raises NotAllowed, NotReady (no title), Conflict.
    """
    if not may_write(by):
        raise NotAllowed(_NOT_YOURS)
    content = {"owner_id": by.partner_id, "title": titled(title), **fields}
    if (before := made_before(Document, id, content)) is not None:
        return before
    made = Document(id=id or new_id(), programme_id=by.programme_id, sharing=sharing, **content)
    made, is_new = insert(made, content)
    if is_new:
        audit("create", [made], by=by, changes={"title": [None, made.title]})
    return made


@transaction.atomic
def change_document(*, document: Document, changes: Mapping[str, Any], by: Membership) -> Document:
    """Write these fields. Raises NotAllowed, NotNow (it is final or withdrawn), NotReady (no title)."""
    current = held_document(document, by)
    if "title" in changes:
        changes = {**changes, "title": titled(changes["title"])}
    write(current, changes, by=by)
    return current


@transaction.atomic
def share(
    *, record: Document | Component, sharing: str, partners: Iterable[Partner] = (), by: Membership
) -> None:
    """Let a document or component be read by its owner alone, by the partners named, or by all.

    Raises NotAllowed, NotReady (nobody is named).
    """
    owned(record, by)
    share_with(record, sharing, partners, by=by, if_nobody=NotReady(_NOBODY))


@transaction.atomic
def withdraw_document(*, document: Document, because: str, by: Membership) -> Document:
    """Say that it is worked on no more, and why. Nothing in it is lost. Raises NotAllowed, NotNow, NotReady."""
    current = held_document(document, by)
    if not because.strip():
        raise NotReady(_NO_REASON)
    changes = {"state": DocumentState.WITHDRAWN, "withdrawn_because": because.strip()[:300]}
    write(current, changes, by=by, verb="withdraw")
    return current


@transaction.atomic
def take_up_document(*, document: Document, by: Membership) -> Document:
    """Undo withdrawing. Raises NotAllowed, NotNow (it isn't withdrawn)."""
    current: Document = Document.objects.select_for_update().get(pk=document.pk)
    owned(current, by)
    if current.state != DocumentState.WITHDRAWN:
        raise NotNow(_NOT_WITHDRAWN)
    write(current, {"state": DocumentState.DRAFT, "withdrawn_because": ""}, by=by, verb="reopen")
    return current


def titled(title: str) -> str:
    """A title without needless white space. Raises NotReady where nothing is left."""
    tidy = " ".join(title.split())
    if not tidy:
        raise NotReady(_NO_TITLE)
    return tidy
