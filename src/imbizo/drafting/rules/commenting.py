"""Who may comment and change a comment, and when a comment is late."""

import datetime as dt
from typing import Protocol

from imbizo.drafting.rules.writing import CLOSED, Owned
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission


class Sent(Protocol):
    """What the rules need to know of a circulation."""

    deadline: dt.datetime
    closed_at: dt.datetime | None


class Consulted(Owned, Protocol):
    """What the rules need to know of a document."""

    state: str


def may_comment(member: Membership, document: Consulted) -> bool:
    """Whether the member may comment on a document that they see: until it is final or withdrawn."""
    return member.may(Permission.DRAFTS_COMMENT) and document.state not in CLOSED


def closes_at(circulation: Sent) -> dt.datetime:
    """When it closes, or closed: by its day, unless somebody closed it before."""
    return min(circulation.closed_at or circulation.deadline, circulation.deadline)


def is_open(circulation: Sent, now: dt.datetime) -> bool:
    """By the clock as it is read; nothing needs to run for it."""
    return now < closes_at(circulation)


def is_late(said_at: dt.datetime, circulation: Sent | None) -> bool:
    """Whether it was said after the circulation closed: it counts all the same, and is said to be late."""
    return circulation is not None and said_at >= closes_at(circulation)
