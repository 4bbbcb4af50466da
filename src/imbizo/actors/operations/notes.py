"""Notes about an actor. They stay with the partner that wrote them unless it shares them."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.errors import BadEntry, NotYours
from imbizo.actors.models import Actor, Note
from imbizo.actors.operations.actors import NOT_YOURS
from imbizo.actors.operations.once import insert, made_before
from imbizo.actors.rules import may_edit
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, Sharing
from imbizo.thread.operations import audit, differences

LONGEST = 10_000


@transaction.atomic
def add_note(
    *, actor: Actor, text: str, by: Membership, sharing: str = Sharing.ITSELF, id: UUID | None = None
) -> Note:
    """Write a note about an actor that the member sees, their own or not. Raises BadEntry, NotYours, Conflict."""
    if not by.may(Permission.ACTORS_EDIT) or actor.programme_id != by.programme_id:
        raise NotYours(NOT_YOURS)
    content = {"actor_id": actor.pk, "owner_id": by.partner_id, "text": _text(text)}
    if (before := made_before(Note, id, content)) is not None:
        return before
    note = Note(id=id or new_id(), programme_id=by.programme_id, by_id=by.user_id, sharing=sharing, **content)
    note, is_new = insert(note, content)
    if is_new:
        audit("create", [note], by=by, changes={"sharing": [None, sharing]})
    return note


@transaction.atomic
def change_note(*, note: Note, text: str, by: Membership) -> Note:
    """Write the note anew. Raises NotYours, BadEntry."""
    current: Note = Note.objects.select_for_update().get(pk=note.pk)
    if not may_edit(current, by):
        raise NotYours(NOT_YOURS)
    before, current.text = current.text, _text(text)
    if changed := differences({"text": before}, {"text": current.text}):
        current.save(update_fields=["text", "updated_at"])
        audit("change", [current], by=by, changes=changed)
    return current


def _text(text: str) -> str:
    written = text.strip()
    if not written:
        raise BadEntry(_("Write something first."), field="text")
    if len(written) > LONGEST:
        raise BadEntry(_("This is too long for a note: write at most 10,000 letters."), field="text")
    return written
