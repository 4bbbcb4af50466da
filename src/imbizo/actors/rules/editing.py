"""Who may change a record of the register."""

from typing import Protocol
from uuid import UUID

from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission


class Owned(Protocol):
    """What the rule needs to know of a record."""

    owner_id: UUID


def may_edit(record: Owned, member: Membership) -> bool:
    """Only members of the partner that owns a record change it, whatever their role.

    Others add notes, contact points and affiliations of their own beside it; a coordinator too sees what partners
    share, and speaks for none of them.
    """
    return member.may(Permission.ACTORS_EDIT) and record.owner_id == member.partner_id


def may_edit_affiliation(person: Owned, organisation: Owned, member: Membership) -> bool:
    """An affiliation belongs to both its ends: whoever may change one of them may change it."""
    return may_edit(person, member) or may_edit(organisation, member)
