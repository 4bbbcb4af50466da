"""Adding, changing, withdrawing and sharing the actors of the register."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.errors import BadEntry, NotYours, TooLate
from imbizo.actors.models import Actor, ActorName
from imbizo.actors.operations.once import insert, made_before
from imbizo.actors.rules import may_edit, naming
from imbizo.actors.states import ActorState
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership, Partner, Shared
from imbizo.programmes.operations.sharing import share_with
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit, differences

NOT_YOURS = _(
    "This record belongs to another partner. Its members change it; you can add a note of your own."
)


@transaction.atomic
def add_actor(
    *,
    form: str,
    by: Membership,
    name: str = "",
    sharing: str | None = None,
    id: UUID | None = None,
    **fields: Any,
) -> Actor:
    """Add a person or an organisation, owned by the member's partner.

    A person may be given by `given_name` and `surname` instead of `name`. Without `sharing` the actor's own default
    holds. The same `id` with the same content gives the actor made before. Raises BadEntry, Conflict.
    """
    actor = Actor(
        id=id or new_id(),
        programme=by.programme,
        owner=by.partner,
        form=form,
        name=_shown_name(name, fields),
        **fields,
    )
    derive(actor)
    actor.sharing = sharing or actor.default_sharing
    content = {
        "programme_id": by.programme_id,
        "owner_id": by.partner_id,
        "form": form,
        "name": actor.name,
        **fields,
    }
    if (before := made_before(Actor, id, content)) is not None:
        return before
    check(actor)
    actor, is_new = insert(actor, content)
    if is_new:
        audit("create", [actor], by=by, changes=differences({}, {"name": actor.name, **_said(fields)}))
    return actor


@transaction.atomic
def change_actor(*, actor: Actor, changes: Mapping[str, Any], by: Membership) -> Actor:
    """Write these fields, and what hangs on them. Raises NotYours, BadEntry."""
    current = owned(actor, by)
    before = {name: getattr(current, name) for name in changes}
    # A name that was put together from its parts goes on following them; one written by hand stays.
    follows = current.is_person and current.name == _shown_name("", vars(current))
    for name, value in changes.items():
        setattr(current, name, value)
    if follows and "name" not in changes:
        before["name"], current.name = current.name, _shown_name("", vars(current))
    derive(current)
    check(current)
    after = {name: getattr(current, name) for name in before}
    if changed := differences(before, after):
        current.save()
        audit("change", [current], by=by, changes=changed)
    return current


@transaction.atomic
def withdraw(*, actor: Actor, by: Membership) -> Actor:
    """Take the actor out of lists and counts; its thread and history stay. Raises NotYours."""
    return _set_state(actor, ActorState.ACTIVE, ActorState.WITHDRAWN, "withdraw", by)


@transaction.atomic
def restore(*, actor: Actor, by: Membership) -> Actor:
    """Undo a withdrawal. Raises NotYours, TooLate."""
    return _set_state(actor, ActorState.WITHDRAWN, ActorState.ACTIVE, "restore", by)


@transaction.atomic
def set_sharing(*, record: Shared, sharing: str, partners: Iterable[Partner] = (), by: Membership) -> Shared:
    """Share a record with itself, with the partners named, or with all. Raises NotYours, BadEntry."""
    if not may_edit(record, by):
        raise NotYours(NOT_YOURS)
    chosen = list(partners)
    if sharing == Sharing.NAMED and any(each.programme_id != record.programme_id for each in chosen):
        raise BadEntry(_("Choose partners of this programme."), field="shared_with")
    nobody = BadEntry(_("Name at least one partner, or choose “only us”."), field="shared_with")
    share_with(record, sharing, chosen, by=by, if_nobody=nobody)
    return record


@transaction.atomic
def add_name(*, actor: Actor, name: str, by: Membership) -> ActorName:
    """Add another spelling, an acronym or a former name; one that is there already stays. Raises NotYours, BadEntry."""
    current, written = owned(actor, by), " ".join(name.split())
    if not written or len(written) > 300:
        raise BadEntry(_("Write a name of at most 300 letters."), field="name")
    key = naming(form=current.form, name=written).match_key
    row, is_new = ActorName.objects.get_or_create(
        actor=current, name=written, defaults={"programme_id": current.programme_id, "match_key": key}
    )
    if is_new:
        audit("create", [row], by=by, changes={"name": [None, written]})
    return row


def owned(actor: Actor, by: Membership) -> Actor:
    """The actor as it stands now, held until the transaction ends. Raises NotYours."""
    current: Actor = Actor.objects.select_for_update().get(pk=actor.pk)
    if current.programme_id != by.programme_id or not may_edit(current, by):
        raise NotYours(NOT_YOURS)
    return current


def derive(actor: Actor) -> None:
    """Set what hangs on other fields: the order, the key, the municipality."""
    derived = naming(
        form=actor.form,
        name=actor.name,
        given_name=actor.given_name,
        surname=actor.surname,
        acronym=actor.acronym,
    )
    actor.sort_name, actor.match_key = derived.sort_name, derived.match_key
    actor.municipality = actor.place.municipality if actor.place else None


def check(actor: Actor) -> None:
    """Raise BadEntry for the first field whose content can't stand: a name missing or too long, an unknown kind."""
    if not actor.name.strip():
        raise BadEntry(_("Write a name, or at least a first name or a surname."), field="name")
    try:
        actor.clean_fields(exclude={"programme", "owner", "place", "municipality", "merged_into", "batch"})
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        labels = {each.name: each.verbose_name for each in Actor._meta.concrete_fields}
        raise BadEntry(f"{labels.get(field, field)}: {messages[0]}", field=field) from error


def _set_state(actor: Actor, then: ActorState, now: ActorState, verb: str, by: Membership) -> Actor:
    current = owned(actor, by)
    if current.state == now:
        return current
    if current.state != then:
        raise TooLate(_("This record was merged or erased in the meantime."))
    current.state = now
    current.save(update_fields=["state", "updated_at"])
    audit(verb, [current], by=by, changes={"state": [then, now]})
    return current


def _shown_name(name: str, fields: Mapping[str, Any]) -> str:
    """The name shown: the one written, else first names and surname."""
    written = name or f"{fields.get('given_name', '')} {fields.get('surname', '')}"
    return " ".join(written.split())


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value not in ("", None, [], False)}
