"""Who may plan, and which changes those who were told must hear of."""

from collections.abc import Mapping
from typing import Any, Protocol
from uuid import UUID

from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

# What an invitation tells: when any of these changes, calendars and people must follow (RFC 5545, SEQUENCE).
MOVES = frozenset({"starts_at", "ends_at", "place", "way", "joining_link", "phone_in"})


class Owned(Protocol):
    """What the rule needs to know of a record."""

    owner_id: UUID


def may_plan(member: Membership, record: Owned | None = None) -> bool:
    """Whether the member plans gatherings; with a record, whether it belongs to the member's partner as well."""
    is_theirs = record is None or record.owner_id == member.partner_id
    return member.may(Permission.GATHERINGS_PLAN) and is_theirs


def may_call_off(member: Membership, record: Owned) -> bool:
    """Whether the member calls it off: who plans it, or who decides whether it is safe to hold."""
    is_theirs = record.owner_id == member.partner_id
    return may_plan(member, record) or (is_theirs and member.may(Permission.SAFETY_DECIDE))


def is_undecided(before: Mapping[str, Any], starts_at: Any) -> bool:
    """Whether there was no date before this change: `before` holds the old values of the fields changed."""
    return before.get("starts_at", starts_at) is None
