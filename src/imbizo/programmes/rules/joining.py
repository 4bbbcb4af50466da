"""Who may bring whom into which partner. A member reads what the partner keeps to itself, so this is its own say."""

from collections.abc import Iterable

from imbizo.programmes.states import Permission

# Roles that reach beyond one partner; only those who run the programme give them.
PROGRAMME_ROLES = frozenset({"coordinator", "protection_officer"})


def may_add_to_partner(permissions: Iterable[str], *, is_own: bool, has_members: bool) -> bool:
    """May someone with these permissions bring a member into a partner?

    Into their own, with the permission to invite. Into another only as long as it has no member of its own who
    could speak for it: else a coordinator could read a rival's papers by joining it under another address.
    """
    held = frozenset(permissions)
    if is_own:
        return bool(held & {Permission.MEMBERS_INVITE, Permission.MEMBERS_MANAGE})
    return Permission.MEMBERS_MANAGE in held and not has_members


def may_give_roles(permissions: Iterable[str], roles: Iterable[str]) -> bool:
    """May someone with these permissions give all these roles?"""
    return Permission.MEMBERS_MANAGE in frozenset(permissions) or not PROGRAMME_ROLES.intersection(roles)


def leaves_no_coordinator(others: Iterable[Iterable[str]]) -> bool:
    """Whether none of the other members, each given by their roles, runs the programme."""
    return not any("coordinator" in roles for roles in others)
