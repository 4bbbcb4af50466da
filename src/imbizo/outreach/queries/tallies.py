"""How campaigns stand, in a few figures each: for their list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, Sum

from imbizo.messaging.states import HANDED_OVER, MessageState
from imbizo.outreach.models import Campaign, Recipient
from imbizo.outreach.queries.untold import untold


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one campaign: `people` written to, `handed_over` to a gateway, `delivered` of them, `answered`.

    `cost` is what was handed over, in `currency`; None where no price is known.
    """

    people: int = 0
    handed_over: int = 0
    delivered: int = 0
    answered: int = 0
    cost: Decimal | None = None
    currency: str = ""

    @property
    def delivered_percent(self) -> int | None:
        """Of those handed over; None before the first."""
        return round(100 * self.delivered / self.handed_over) if self.handed_over else None


def tallies(campaigns: Iterable[Campaign]) -> dict[UUID, Tally]:
    """The figures of each campaign that has been sent to somebody. Two queries, or three."""
    gone, ids = Q(message__state__in=HANDED_OVER), [campaign.pk for campaign in campaigns]
    kept = untold(ids)
    rows = (
        Recipient.objects.filter(campaign__in=ids)
        .values("campaign_id")
        .order_by()
        .annotate(
            people=Count("message_id"),
            handed_over=Count("pk", filter=gone),
            delivered=Count("pk", filter=Q(message__state=MessageState.DELIVERED)),
            answered=Count("answered_at"),
            cost=Sum("message__cost", filter=gone),
            currency=Max("message__gateway__currency"),
        )
    )
    return {row["campaign_id"]: _tally(row, len(kept[row["campaign_id"]])) for row in rows}


def _tally(row: Mapping[str, Any], untold_count: int) -> Tally:
    figures = {name: value for name, value in row.items() if name != "campaign_id" and value is not None}
    return Tally(**figures | {"answered": figures["answered"] - untold_count})
