"""Who may write in a document and who decides about it; when what is saved while writing is one state."""

import datetime as dt
from typing import Final, Protocol
from uuid import UUID

from imbizo.drafting.states import DocumentState, RevisionKind, SectionState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

ONE_STATE: Final = dt.timedelta(minutes=10)
"""What one person saves while writing counts as one state for so long."""

CLOSED: Final = frozenset({DocumentState.FINAL, DocumentState.WITHDRAWN})
"""The states in which nobody writes in a document."""


READY: Final = frozenset({SectionState.READY, SectionState.AGREED})
"""The states in which a section waits for nobody to write."""


class Owned(Protocol):
    """What the rules need to know of a document or a component."""

    owner_id: UUID


class Promised(Protocol):
    """What the rules need to know of a section that is to be written by a day."""

    state: str
    due_on: dt.date | None


class Saved(Protocol):
    """What the rules need to know of a state of a section."""

    kind: str
    by_id: UUID | None
    began_at: dt.datetime
    at: dt.datetime


def may_write(member: Membership, record: Owned | None = None) -> bool:
    """Whether the member writes drafts; with a record, whether it belongs to the member's partner as well."""
    return member.may(Permission.DRAFTS_WRITE) and _is_theirs(member, record)


def may_decide(member: Membership, record: Owned | None = None) -> bool:
    """Whether the member publishes, circulates and decides; with a record, for its own partner."""
    return member.may(Permission.DRAFTS_DECIDE) and _is_theirs(member, record)


def is_late(section: Promised, today: dt.date) -> bool:
    """Whether its day has passed and it isn't ready to be read."""
    return section.due_on is not None and section.due_on < today and section.state not in READY


def goes_on(last: Saved, kind: str, by: UUID, now: dt.datetime, published_at: dt.datetime | None) -> bool:
    """Whether what is saved now is the same state as the last: the same person, still writing, not yet published."""
    return (
        kind == last.kind == RevisionKind.AUTOSAVED
        and last.by_id == by
        and now - last.began_at < ONE_STATE
        and (published_at is None or published_at < last.at)
    )


def _is_theirs(member: Membership, record: Owned | None) -> bool:
    return record is None or record.owner_id == member.partner_id
