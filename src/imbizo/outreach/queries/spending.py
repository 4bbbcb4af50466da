"""What messages cost: by month, campaign and gateway.

Amounts in different currencies are never added. A message whose gateway states no price counts as *unknown*, and
never as free.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.queries.totals import Sums, sent_in_year, waiting
from imbizo.outreach.models import Campaign
from imbizo.outreach.queries.seeing import campaigns
from imbizo.programmes.models import Membership, Programme

CAMPAIGN = "outreach.campaign"


@dataclass(frozen=True)
class Amount:
    """So many messages in so many parts, and what those with a known price cost together."""

    messages: int = 0
    parts: int = 0
    cost: Decimal = Decimal(0)
    unknown: int = 0  # messages without a price

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.messages + other.messages,
            self.parts + other.parts,
            self.cost + other.cost,
            self.unknown + other.unknown,
        )

    @property
    def is_known(self) -> bool:
        """Whether any price is known; with no messages there is nothing to know."""
        return self.messages == 0 or self.unknown < self.messages


@dataclass(frozen=True)
class Line:
    """What one month, campaign or gateway cost in one currency: what left, and what waits."""

    label: str
    currency: str
    spent: Amount
    waiting: Amount
    url: str = ""


@dataclass(frozen=True)
class Spending:
    """All that the page says. `totals` has a line for each currency."""

    first: date
    last: date
    totals: Sequence[Line]
    months: Sequence[Line]
    campaigns: Sequence[Line]
    gateways: Sequence[Line]


@dataclass(frozen=True)
class _Row:
    """Messages of one month, gateway and source. What waits has no month."""

    month: int | None
    gateway: UUID | None
    source: UUID | None  # a campaign; None for anything else
    amount: Amount


def spending(member: Membership, year: int) -> Spending:
    """A calendar year of the programme. Names of campaigns that the member doesn't see stay out; their cost doesn't."""
    programme = member.programme
    left = [_row(each) for each in sent_in_year(programme, year)]
    waits = [_row(each) for each in waiting(programme.pk)]
    rows = Gateway.objects.filter(pk__in={row.gateway for row in left + waits}).select_related("programme")
    known = {each.pk: each for each in rows}
    currency = _currencies(known, programme)
    own = _named(member, {row.source for row in left + waits if row.source})

    def lines(key: Callable[[_Row], Hashable], label: Callable[[Any], tuple[str, str]]) -> list[Line]:
        return _lines(left, waits, lambda row: (key(row), currency(row)), label)

    return Spending(
        first=date(year, 1, 1),
        last=date(year, 12, 31),
        totals=lines(lambda row: "", lambda _key: (str(year), "")),
        months=_by_month(year, left, currency),
        campaigns=lines(lambda row: row.source, lambda pk: _campaign_words(pk, own)),
        gateways=lines(lambda row: row.gateway, lambda pk: _gateway_words(pk, known, programme)),
    )


def years(programme: Programme, today: date) -> list[int]:
    """The years that have anything in them, the newest first."""
    first = Message.objects.filter(programme=programme, sent_at__isnull=False).order_by("sent_at")
    earliest: datetime | None = first.values_list("sent_at", flat=True).first()
    oldest = earliest.astimezone(programme.zone).year if earliest else today.year
    return list(range(today.year, min(oldest, today.year) - 1, -1))


def _row(given: Sums) -> _Row:
    amount = Amount(given.messages, given.parts, given.cost, given.unpriced)
    source = given.source_id if given.source_kind == CAMPAIGN else None
    return _Row(given.month, given.gateway_id, source, amount)


def _by_month(year: int, left: Iterable[_Row], currency: Callable[[_Row], str]) -> list[Line]:
    names = {month: date_format(date(year, month, 1), "F Y") for month in range(1, 13)}
    order = list(names.values())
    found = _lines(left, [], lambda row: (row.month, currency(row)), lambda month: (names[month], ""))
    return sorted(found, key=lambda line: (order.index(line.label), line.currency))


def _lines(
    left: Iterable[_Row],
    waits: Iterable[_Row],
    key: Callable[[_Row], tuple[Any, str]],
    label: Callable[[Any], tuple[str, str]],
) -> list[Line]:
    spent: dict[Any, Amount] = defaultdict(Amount)
    waiting: dict[Any, Amount] = defaultdict(Amount)
    for rows, sums in ((left, spent), (waits, waiting)):
        for row in rows:
            sums[key(row)] += row.amount
    found = [
        Line(words, each[1], spent[each], waiting[each], url)
        for each in {**spent, **waiting}
        for words, url in [label(each[0])]
    ]
    return _joined(found)


def _joined(lines: Iterable[Line]) -> list[Line]:
    """Lines of one name, address and currency are one: what the reader doesn't see has one name. Dearest first."""
    found: dict[tuple[str, str, str], Line] = {}
    for each in lines:
        key = (each.label, each.url, each.currency)
        before = found.get(key)
        spent, waiting = (before.spent, before.waiting) if before else (Amount(), Amount())
        found[key] = replace(each, spent=spent + each.spent, waiting=waiting + each.waiting)
    return sorted(found.values(), key=lambda line: line.spent.cost + line.waiting.cost, reverse=True)


def _currencies(known: Mapping[UUID, Gateway], programme: Programme) -> Callable[[_Row], str]:
    def currency(row: _Row) -> str:
        gateway = known.get(row.gateway) if row.gateway else None
        return gateway.currency if gateway else programme.currency

    return currency


def _named(member: Membership, ids: set[UUID]) -> dict[UUID, Campaign]:
    return {each.pk: each for each in campaigns(member).filter(pk__in=ids)} if ids else {}


def _campaign_words(pk: UUID | None, own: Mapping[UUID, Campaign]) -> tuple[str, str]:
    if pk is None:
        return _("Answers and single messages"), ""
    found = own.get(pk)
    return (found.name, found.get_absolute_url()) if found else (_("Campaigns of other partners"), "")


def _gateway_words(pk: UUID | None, known: Mapping[UUID, Gateway], programme: Programme) -> tuple[str, str]:
    found = known.get(pk) if pk else None
    if found is None:
        return _("no gateway"), ""
    return found.name, found.get_absolute_url() if found.programme_id == programme.pk else ""
