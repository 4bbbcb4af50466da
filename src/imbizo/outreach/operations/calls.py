"""Making call lists, putting people on them, closing them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.operations.once import insert, made_before
from imbizo.base import bulk
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.outreach.errors import NotNow, NotReady
from imbizo.outreach.models import Call, CallList, Campaign
from imbizo.outreach.queries.calls import Ringable, may_change, ringable
from imbizo.outreach.states import CallState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, Sharing
from imbizo.thread.operations import audit, link, rewrite
from imbizo.thread.states import Relation

# Rows that are written in one transaction.
AT_ONCE = 2_000
NOT_YOURS = _("This call list belongs to another partner: its members change it.")
NOBODY = _("Nobody of them can be rung: choose others, or add numbers first.")


@dataclass(frozen=True)
class Made:
    """A call list, how many were put on it now, and who was left out and why."""

    call_list: CallList
    put: int
    sorted_out: Ringable


def make_call_list(
    *,
    name: str,
    actors: Iterable[Actor],
    by: Membership,
    campaign: Campaign | None = None,
    what_to_say: str = "",
    ring_until: date | None = None,
    sharing: str = Sharing.ITSELF,
    id: UUID | None = None,
) -> Made:
    """Make a list of people to ring, in the order given, owned by the member's partner.

    Left out, and counted: those to be spoken to in person, those who asked us to stop, those without a number that
    the member sees. The same `id` with the same content gives the list made before.
    Raises NotAllowed, NotReady (nobody can be rung), Conflict.
    """
    if not by.may(Permission.CALLS_MAKE):
        raise NotAllowed(_("You can't make call lists in this programme."))
    content = _content(name, what_to_say, ring_until, campaign, by)
    if (before := made_before(CallList, id, content)) is not None:
        return Made(before, before.calls.count(), Ringable())
    found = ringable(by, actors, purpose=campaign.purpose if campaign else "")
    if not found.ids:
        raise NotReady(NOBODY)
    made, is_new = _begin(id or new_id(), content, sharing, found, by)
    put = _put(made, found.ids) if is_new else made.calls.count()
    return Made(made, put, found)


def add_to_call_list(*, call_list: CallList, actors: Iterable[Actor], by: Membership) -> Made:
    """Put more people on a list; those on it stay as they are. Raises NotAllowed, NotNow (it is closed)."""
    current = _changeable(call_list, by)
    purpose = current.campaign.purpose if current.campaign else ""
    found = ringable(by, actors, purpose=purpose)
    put = _put(current, found.ids)
    if put:
        audit("list_add", [current], by=by, changes={"people": [None, put]})
    return Made(current, put, found)


@transaction.atomic
def change_call_list(*, call_list: CallList, changes: Mapping[str, Any], by: Membership) -> CallList:
    """Write its name, what to say, or its last day. Raises NotAllowed, NotNow."""
    current = _changeable(call_list, by)
    return rewrite(current, changes, by=by)


@transaction.atomic
def close_call_list(*, call_list: CallList, by: Membership) -> CallList:
    """Ring nobody on it any more; what was said stays. Raises NotAllowed, NotNow."""
    current = _changeable(call_list, by)
    current.closed_at = timezone.now()
    current.save(update_fields=["closed_at", "updated_at"])
    current.calls.filter(taken_by__isnull=False).update(taken_by=None, taken_at=None)
    audit("close", [current], by=by, changes={"closed_at": [None, current.closed_at]})
    return current


@transaction.atomic
def reopen_call_list(*, call_list: CallList, by: Membership) -> CallList:
    """Go on with a list that was closed. Raises NotAllowed."""
    current = _owned(call_list, by)
    if current.closed_at is not None:
        audit("reopen", [current], by=by, changes={"closed_at": [current.closed_at, None]})
        current.closed_at = None
        current.save(update_fields=["closed_at", "updated_at"])
    return current


def log_call_list_export(*, call_list: CallList, form: str, count: int, by: Membership) -> None:
    """Write down that names and numbers left the system on paper or as a file."""
    audit("export", [call_list], by=by, changes={"form": [None, form], "count": [None, count]})


def _content(
    name: str, what_to_say: str, ring_until: date | None, campaign: Campaign | None, by: Membership
) -> dict[str, Any]:
    return {
        "programme_id": by.programme_id,
        "owner_id": by.partner_id,
        "name": " ".join(name.split())[:160],
        "what_to_say": what_to_say.strip(),
        "ring_until": ring_until,
        "campaign_id": campaign.pk if campaign else None,
    }


@transaction.atomic
def _begin(
    id: UUID, content: Mapping[str, Any], sharing: str, found: Ringable, by: Membership
) -> tuple[CallList, bool]:
    made, is_new = insert(CallList(id=id, sharing=sharing, **content), content)
    if is_new:
        changes: dict[str, list[Any]] = {"name": [None, made.name], "people": [None, len(found.ids)]}
        audit("create", [made], by=by, changes=changes)
        if made.campaign is not None:
            link(made, made.campaign, Relation.DELIVERS, by=by)
    return made, is_new


def _put(call_list: CallList, ids: Sequence[UUID]) -> int:
    """Add a call for each that has none yet; returns how many are new."""
    known = set(call_list.calls.values_list("actor_id", flat=True))
    new = [pk for pk in ids if pk not in known]
    for start in range(0, len(new), AT_ONCE):
        with transaction.atomic():
            bulk.insert([_call(call_list, pk) for pk in new[start : start + AT_ONCE]])
    return len(new)


def _call(call_list: CallList, actor_id: UUID) -> Call:
    return Call(
        programme_id=call_list.programme_id, call_list=call_list, actor_id=actor_id, state=CallState.TO_RING
    )


def _owned(call_list: CallList, by: Membership) -> CallList:
    # The row is held only where a transaction is open; the checks are the same without.
    current: CallList = CallList.objects.select_related("campaign").get(pk=call_list.pk)
    if not may_change(current, by):
        raise NotAllowed(NOT_YOURS)
    return current


def _changeable(call_list: CallList, by: Membership) -> CallList:
    current = _owned(call_list, by)
    if current.closed_at is not None:
        raise NotNow(_("This call list is closed. Open it again first."))
    return current
