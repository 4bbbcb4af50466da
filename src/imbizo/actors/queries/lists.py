"""Lists of actors and how many are on each: kept for a revision of the register, and so never stale."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, QuerySet

from imbizo.actors.models import Actor, ActorList, Register
from imbizo.actors.queries.conditions import list_condition
from imbizo.base.counts import COUNT_LIMIT
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

DAY = 60 * 60 * 24  # seconds


def lists(member: Membership) -> QuerySet[ActorList]:
    """The lists that the member sees, with their owners."""
    rows: QuerySet[ActorList] = ActorList.objects.visible_to(member).select_related("owner", "programme")
    return rows


def own_fixed_lists(member: Membership) -> QuerySet[ActorList]:
    """The lists on which the member may put actors."""
    return lists(member).filter(owner_id=member.partner_id, is_smart=False)


def revision(member: Membership) -> int:
    """How many changes the register has seen."""
    found = (
        Register.objects.filter(programme_id=member.programme_id).values_list("revision", flat=True).first()
    )
    return found or 0


def counts(member: Membership, actor_lists: Sequence[ActorList]) -> dict[UUID, int]:
    """How many actors the member sees on each list, by its id: one query for all that aren't known yet.

    The revision is read before anything is counted: what another writes meanwhile is counted under its own, higher
    revision, and nobody who reads it finds this count.
    """
    prefix = _prefix(member, revision(member))
    keys = {f"{prefix}:{each.pk}": each for each in actor_lists}
    known: dict[str, int] = cache.get_many(keys)
    missing = [each for key, each in keys.items() if key not in known]
    if missing:
        fresh = {f"{prefix}:{pk}": count for pk, count in _counted(member, missing).items()}
        cache.set_many(fresh, DAY)
        known |= fresh
    return {each.pk: known[key] for key, each in keys.items()}


def remembered_count(member: Membership, rows: QuerySet[Actor], chosen: Mapping[str, object]) -> int:
    """How many actors those filters leave, up to one more than lists count; kept for the register's revision."""
    asked = hashlib.sha256(json.dumps(chosen, sort_keys=True, default=str).encode()).hexdigest()[:24]
    key = f"{_prefix(member, revision(member))}:{asked}"
    known: int | None = cache.get(key)
    if known is None:
        known = rows.order_by()[: COUNT_LIMIT + 1].count()
        cache.set(key, known, DAY)
    return known


def _prefix(member: Membership, number: int) -> str:
    # Members of one partner see the same actors; only whether they see numbers can differ.
    sees = "n" if member.may(Permission.CONTACTS_VIEW) else ""
    return f"actors:list:{member.programme_id.hex}:{member.partner_id.hex}{sees}:{number}"


def _counted(member: Membership, actor_lists: Sequence[ActorList]) -> dict[UUID, int]:
    wanted = {f"n{place}": each for place, each in enumerate(actor_lists)}
    parts = {name: Count("pk", filter=list_condition(member, each)) for name, each in wanted.items()}
    found = Actor.objects.visible_to(member).active().order_by().aggregate(**parts)
    return {each.pk: found[name] for name, each in wanted.items()}
