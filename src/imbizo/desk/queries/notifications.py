"""A member's notifications, never about a record that the member can't see (any more)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from imbizo.desk.models import Notification
from imbizo.programmes.models import Membership
from imbizo.thread import registry
from imbizo.thread.queries import sentence, title_of

PAGE = 50
MOST_COUNTED = 99


@dataclass(frozen=True)
class Notice:
    """A notification in words."""

    id: UUID
    at: datetime
    sentence: str
    url: str
    icon: str
    is_read: bool


def notifications_of(member: Membership) -> QuerySet[Notification]:
    """The member's notifications, newest first."""
    return Notification.objects.filter(member_id=member.pk).order_by("-id")


def unread_count(member: Membership) -> int:
    """How many are unread, for the bell: one query, and never counted beyond MOST_COUNTED."""
    return notifications_of(member).filter(read_at=None).order_by()[:MOST_COUNTED].count()


def notices(member: Membership, *, limit: int = PAGE) -> list[Notice]:
    """The newest in words, about records that the member may see now: one query, and a few for each kind."""
    rows = list(notifications_of(member).select_related("by")[:limit])
    ids: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        ids[row.subject_kind].add(row.subject_id)
    visible = {kind: registry.visible_by_name(member, kind, wanted) for kind, wanted in ids.items()}
    return [
        _notice(row, visible[row.subject_kind][row.subject_id])
        for row in rows
        if row.subject_id in visible[row.subject_kind]
    ]


def _notice(row: Notification, record: object) -> Notice:
    kind = registry.get(row.subject_kind)
    address = getattr(record, "get_absolute_url", None)
    return Notice(
        id=row.pk,
        at=row.at,
        sentence=sentence(row.verb, by=row.by, what=title_of(kind, record)),
        url=str(address()) if address else "",
        icon=kind.icon,
        is_read=row.read_at is not None,
    )
