"""Budget lines: what is used of each, and when to warn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.templatetags.look import when
from imbizo.messaging.models import Message
from imbizo.messaging.states import OPEN_STATES
from imbizo.outreach.models import BudgetLine, Campaign
from imbizo.outreach.queries.spending import DAY, SETTLES
from imbizo.outreach.rules.amounts import in_words
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission


@dataclass(frozen=True)
class Use:
    """What campaigns took from a budget line, in the line's own currency.

    `waiting` is what messages will cost that haven't left yet; `unknown` counts messages without a price,
    `foreign` those of gateways with another currency: neither is in the amounts.
    """

    spent: Decimal = Decimal(0)
    waiting: Decimal = Decimal(0)
    unknown: int = 0
    foreign: int = 0

    @property
    def taken(self) -> Decimal:
        return self.spent + self.waiting

    def percent(self, line: BudgetLine) -> int:
        """How much of the line is taken, waiting messages included, in whole percent; 100 where it holds nothing."""
        return int(self.taken * 100 / line.amount) if line.amount else 100


def budget_lines(member: Membership) -> QuerySet[BudgetLine]:
    """The budget lines of the programme, for those who spend and those who watch over it."""
    if not (member.may(Permission.SPENDING_VIEW) or member.may(Permission.CAMPAIGNS_WRITE)):
        return BudgetLine.objects.none()
    return BudgetLine.objects.filter(programme_id=member.programme_id).select_related("programme")


def uses(lines: Iterable[BudgetLine]) -> dict[UUID, Use]:
    """What is used of each line, by its id: two queries. Campaigns that ended long ago are summed once a day."""
    by_id = {line.pk: line for line in lines}
    paid = list(Campaign.objects.filter(budget_line__in=by_id).only("budget_line_id", "ended_at"))
    line_of = {campaign.pk: campaign.budget_line_id for campaign in paid if campaign.budget_line_id}
    found = {pk: Use() for pk in by_id}
    for row in _sums(paid):
        line = by_id[line_of[row["source_id"]]]
        found[line.pk] = _added(found[line.pk], row, line.currency)
    return found


def _sums(paid: Iterable[Campaign]) -> list[Mapping[str, Any]]:
    """What each campaign cost, by currency; kept for a day where nothing changes it any more."""
    long_ago = timezone.now() - SETTLES
    keys = {campaign.pk: f"outreach:used:{campaign.pk.hex}" for campaign in paid}
    over = {campaign.pk for campaign in paid if campaign.ended_at and campaign.ended_at < long_ago}
    known: dict[str, list[Mapping[str, Any]]] = cache.get_many([keys[pk] for pk in over])
    missing = [pk for pk, key in keys.items() if key not in known]
    fresh = list(_summed(missing))
    counted = {keys[pk]: [row for row in fresh if row["source_id"] == pk] for pk in missing if pk in over}
    if counted:
        cache.set_many(counted, DAY)
    return [*fresh, *(row for rows in known.values() for row in rows)]


def _summed(campaigns: Iterable[UUID]) -> Iterable[Mapping[str, Any]]:
    spent, waiting = Q(sent_at__isnull=False), Q(sent_at=None, state__in=OPEN_STATES)
    rows = Message.objects.filter(source_id__in=list(campaigns)).order_by()
    return rows.values("source_id", "gateway__currency").annotate(
        spent=Sum("cost", filter=spent),
        waiting=Sum("cost", filter=waiting),
        count=Count("pk", filter=spent | waiting),
        unknown=Count("pk", filter=(spent | waiting) & Q(cost=None)),
    )


def _added(use: Use, row: Mapping[str, Any], currency: str) -> Use:
    count, unknown = row["count"], row["unknown"]
    if row["gateway__currency"] != currency and count:
        return replace(use, foreign=use.foreign + count)
    return replace(
        use,
        spent=use.spent + round(row["spent"] or Decimal(0), 4),
        waiting=use.waiting + round(row["waiting"] or Decimal(0), 4),
        unknown=use.unknown + unknown,
    )


def budget_warning(line: BudgetLine, extra: Decimal | None = None) -> str:
    """Why to think before spending from the line, in a sentence; empty where nothing is the matter.

    `extra` is what is about to be spent, in the line's currency; None where its price isn't known.
    """
    return warning_of(line, uses([line])[line.pk], extra or Decimal(0))


def warning_of(line: BudgetLine, use: Use, extra: Decimal = Decimal(0)) -> str:
    """The same for a line whose use is known already."""
    today, with_extra = timezone.localdate(), replace(use, waiting=use.waiting + extra)
    marks = {
        "line": str(line),
        "taken": in_words(with_extra.taken, line.currency),
        "amount": in_words(line.amount, line.currency),
        "percent": with_extra.percent(line),
    }
    if with_extra.taken > line.amount:
        return _("Budget line %(line)s is overspent: %(taken)s of %(amount)s, with what waits.") % marks
    if with_extra.percent(line) >= line.warn_at:
        return _("%(percent)s %% of budget line %(line)s is used: %(taken)s of %(amount)s.") % marks
    if today > line.ends_on:
        return _("Budget line %(line)s ended on %(day)s.") % {**marks, "day": when(line.ends_on)}
    if today < line.starts_on:
        return _("Budget line %(line)s begins on %(day)s.") % {**marks, "day": when(line.starts_on)}
    return _unknown_words(line, use)


def _unknown_words(line: BudgetLine, use: Use) -> str:
    left_out = use.unknown + use.foreign
    text = ngettext(
        "%(count)s message paid from %(line)s has no price in %(currency)s: what is used isn't known exactly.",
        "%(count)s messages paid from %(line)s have no price in %(currency)s: what is used isn't known exactly.",
        left_out,
    )
    return text % {"count": left_out, "line": line, "currency": line.currency} if left_out else ""
