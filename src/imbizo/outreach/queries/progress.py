"""How a campaign goes: one query over its recipients and their messages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from imbizo.messaging.models import Message
from imbizo.messaging.states import OPEN_STATES, Channel, MessageState, Reason
from imbizo.outreach.models import Campaign, Recipient
from imbizo.outreach.queries.untold import untold
from imbizo.outreach.states import CampaignState, Outside


@dataclass(frozen=True, slots=True)
class Why:
    """How many for one reason, in words; `value` is that of Reason or Outside."""

    words: str
    count: int
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many people stand where. Tests to oneself are in the cost alone.

    `waiting` are those whose turn comes; of them `held` wait for their hour, the first at `held_until`. Delivered
    people aren't among the `sent`, who are those of whom no report came yet. `answered` is by whatever channel, but for
    protected conversations.
    """

    audience: int
    waiting: int
    held: int
    held_until: datetime | None
    paused: int
    submitting: int
    sent: int
    delivered: int
    failed: int
    uncertain: int
    refused: int
    expired: int
    stopped: int
    answered: int
    failed_by: tuple[Why, ...]
    refused_by: tuple[Why, ...]
    left_out: tuple[Why, ...]
    parts: int
    cost: Decimal | None
    is_preparing: bool

    @property
    def messages(self) -> int:
        """How many have a message."""
        return self.audience - self.left_out_count

    @property
    def left_out_count(self) -> int:
        return sum(why.count for why in self.left_out)

    @property
    def open_count(self) -> int:
        """How many still have to leave."""
        return self.waiting + self.paused + self.submitting

    @property
    def reached(self) -> int:
        """To how many it went, as far as is known."""
        return self.sent + self.delivered

    @property
    def is_open(self) -> bool:
        """Whether anything can change by itself: a page that shows it asks again."""
        return self.is_preparing or bool(self.open_count or self.sent)

    @property
    def percent(self) -> int:
        """Of those who have a message, how many it has left for or never will: 0 to 100."""
        return 100 * (self.messages - self.open_count) // self.messages if self.messages else 0


@dataclass(frozen=True, slots=True)
class _Row:
    outside: str
    state: str
    reason: str
    count: int
    held: int
    answered: int
    first: datetime | None


def progress(campaign: Campaign) -> Progress:
    """Where a campaign's people stand: three queries or four, whatever its size."""
    rows = _rows(campaign, timezone.now())
    states = Counter[str]()
    for row in rows:
        states[row.state] += row.count
    parts, cost = _spent(campaign)
    return Progress(
        audience=sum(row.count for row in rows),
        waiting=states[MessageState.WAITING],
        held=sum(row.held for row in rows),
        held_until=min((row.first for row in rows if row.first), default=None),
        paused=states[MessageState.PAUSED],
        submitting=states[MessageState.SUBMITTING],
        sent=states[MessageState.SENT],
        delivered=states[MessageState.DELIVERED],
        failed=states[MessageState.FAILED],
        uncertain=states[MessageState.UNCERTAIN],
        refused=states[MessageState.REFUSED],
        expired=states[MessageState.EXPIRED],
        stopped=states[MessageState.STOPPED],
        answered=sum(row.answered for row in rows),
        failed_by=_why(row for row in rows if row.state == MessageState.FAILED),
        refused_by=_why(row for row in rows if row.state == MessageState.REFUSED),
        left_out=_outside(rows),
        parts=parts,
        cost=cost,
        is_preparing=campaign.state == CampaignState.PREPARING,
    )


def _rows(campaign: Campaign, now: datetime) -> list[_Row]:
    """Recipients grouped by why they were left out, or by the state of their message and its reason."""
    is_held = Q(message__state=MessageState.WAITING, message__not_before__gt=now)
    is_told = ~Q(actor_id__in=untold([campaign.pk])[campaign.pk])
    groups = (
        Recipient.objects.filter(campaign=campaign)
        .order_by()
        .values("outside", "message__state", "message__reason")
        .annotate(
            number=Count("pk"),
            answers=Count("answered_at", filter=Q(is_told, answered_at__isnull=False)),
            waits=Count("pk", filter=is_held),
            first=Min("message__not_before", filter=is_held),
        )
    )
    found: list[_Row] = []
    for group in groups:
        said = (group["outside"], group["message__state"] or "", group["message__reason"] or "")
        found.append(_Row(*said, group["number"], group["waits"], group["answers"], group["first"]))
    return found


def _spent(campaign: Campaign) -> tuple[int, Decimal | None]:
    """Parts and cost of all that left or will, tests too. None where a price isn't known."""
    counted = (
        *OPEN_STATES,
        MessageState.SENT,
        MessageState.DELIVERED,
        MessageState.FAILED,
        MessageState.UNCERTAIN,
    )
    rows = Message.objects.filter(source_id=campaign.pk, state__in=counted)
    found = rows.aggregate(
        all_parts=Sum("parts_count", filter=Q(channel=Channel.SMS)),
        whole=Sum("cost"),
        unknown=Count("pk", filter=Q(cost=None)),
    )
    return found["all_parts"] or 0, None if found["unknown"] else found["whole"] or Decimal(0)


def _why(rows: Iterable[_Row]) -> tuple[Why, ...]:
    counts = Counter[str]()
    for row in rows:
        counts[row.reason] += row.count
    known = dict(Reason.choices)
    return tuple(Why(str(known.get(value, value)), count, value) for value, count in counts.most_common())


def _outside(rows: Iterable[_Row]) -> tuple[Why, ...]:
    counts = Counter[str]()
    for row in rows:
        if row.outside:
            counts[row.outside] += row.count
    known = dict(Outside.choices)
    return tuple(Why(str(known.get(value, value)), count, value) for value, count in counts.most_common())
