"""The register of halls: added, changed, retired, restored."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Venue
from imbizo.convening.rules.planning import may_plan
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit, rewrite

_NOT_YOURS = _("Only the partner that added this venue can change it, by those who plan gatherings.")


@transaction.atomic
def add_venue(
    *, name: str, by: Membership, sharing: str = Sharing.ALL, id: UUID | None = None, **fields: Any
) -> Venue:
    """Put a hall into the register, for the member's partner; all partners see it unless told otherwise.

    What isn't given isn't known. Raises NotAllowed, BadAnswer (no name, half a position), Conflict.
    """
    if not may_plan(by):
        raise NotAllowed(_NOT_YOURS)
    content = {"owner_id": by.partner_id, "name": _name(name), **fields}
    if (before := made_before(Venue, id, content)) is not None:
        return before
    made = Venue(id=id or new_id(), programme_id=by.programme_id, sharing=sharing, **content)
    _check_position(made)
    made, is_new = insert(made, content)
    if is_new:
        audit("create", [made], by=by, changes={"name": [None, made.name]})
    return made


@transaction.atomic
def change_venue(*, venue: Venue, changes: Mapping[str, Any], by: Membership) -> Venue:
    """Write these fields; bookings keep the set-up and clean-up they were made with. Raises NotAllowed, BadAnswer."""
    current = held_venue(venue, by)
    return rewrite(current, changes, by=by, settle=_settle)


@transaction.atomic
def retire_venue(*, venue: Venue, by: Membership) -> Venue:
    """Offer it for no further booking; those that stand stay. Raises NotAllowed, NotNow (done before)."""
    current = held_venue(venue, by)
    if current.retired_at is not None:
        raise NotNow(_("It is out of use already."))
    current.retired_at = timezone.now()
    current.save(update_fields=["retired_at", "updated_at"])
    audit("retire_venue", [current], by=by, changes={"retired_at": [None, current.retired_at]})
    return current


@transaction.atomic
def restore_venue(*, venue: Venue, by: Membership) -> Venue:
    """Offer it again. Raises NotAllowed, NotNow (it is in use)."""
    current = held_venue(venue, by)
    if current.retired_at is None:
        raise NotNow(_("It is in use."))
    before, current.retired_at = current.retired_at, None
    current.save(update_fields=["retired_at", "updated_at"])
    audit("restore", [current], by=by, changes={"retired_at": [before, None]})
    return current


def held_venue(venue: Venue, by: Membership) -> Venue:
    """The hall as it is now, its row held. Raises NotAllowed where the member's partner didn't add it."""
    current: Venue = (
        Venue.objects.select_for_update(of=("self",)).select_related("programme").get(pk=venue.pk)
    )
    if not may_plan(by, current):
        raise NotAllowed(_NOT_YOURS)
    return current


def _settle(venue: Venue) -> None:
    venue.name = _name(venue.name)
    _check_position(venue)


def _name(name: str) -> str:
    written = " ".join(name.split())
    if not written:
        raise BadAnswer(_("Give the venue a name."), field="name")
    return written[:160]


def _check_position(venue: Venue) -> None:
    if (venue.latitude is None) != (venue.longitude is None):
        raise BadAnswer(_("Give both numbers of the position, or neither."), field="latitude")
