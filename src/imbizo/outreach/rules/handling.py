"""Who may do what with a conversation that they see."""

from typing import Any, Protocol

from imbizo.programmes.states import Permission


class Held(Protocol):
    """What the rules ask of a conversation."""

    is_protected: bool
    owner_id: Any
    actor_id: Any
    programme_id: Any


class Asking(Protocol):
    """What they ask of a member."""

    partner_id: Any
    programme_id: Any

    def may(self, permission: str) -> bool: ...


def may_handle(conversation: Held, member: Asking) -> bool:
    """Answer, assign, match, close: its owner's members; of a protected one only protection officers."""
    if conversation.programme_id != member.programme_id or not member.may(Permission.INBOX_ANSWER):
        return False
    if conversation.is_protected:
        return member.may(Permission.PROTECTED_VIEW)
    return bool(conversation.owner_id == member.partner_id)


def may_list(conversation: Held, member: Asking) -> bool:
    """Put its person on a call list. Those of protected ones are rung by their officers alone."""
    is_known = conversation.actor_id is not None and not conversation.is_protected
    return is_known and member.may(Permission.CALLS_MAKE)


def may_read(conversation: Held, member: Asking) -> bool:
    """Whether it can be given to the member: their partner's own, and protected ones to officers alone."""
    if conversation.is_protected:
        return member.may(Permission.PROTECTED_VIEW)
    return bool(conversation.owner_id == member.partner_id) and member.may(Permission.INBOX_VIEW)
