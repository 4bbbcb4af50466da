"""Budget lines: what is used of each, and when to warn."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.templatetags.look import when
from imbizo.messaging.models import Gateway
from imbizo.messaging.queries.totals import Sums, sent_ever, waiting
from imbizo.outreach.models import BudgetLine, Campaign
from imbizo.outreach.queries.counting import Estimate
from imbizo.outreach.rules.amounts import in_words
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

OVERSPENT = 101
"""More than the whole of a line, as a share in percent."""


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
    """What is used of each line, by its id; the lines are of one programme. Six queries at most."""
    by_id = {line.pk: line for line in lines}
    found = {pk: Use() for pk in by_id}
    line_of = _paid(by_id)
    if not line_of:
        return found
    programme_id = next(iter(by_id.values())).programme_id
    left = sent_ever(programme_id, line_of.keys())
    waits = [row for row in waiting(programme_id) if row.source_id in line_of]
    currencies = _currencies([*left, *waits])
    for field, rows in (("spent", left), ("waiting", waits)):
        for row in rows:
            line = by_id[line_of[row.source_id]]
            is_foreign = currencies.get(row.gateway_id) != line.currency
            found[line.pk] = _added(found[line.pk], field, row, is_foreign=is_foreign)
    return found


def _paid(lines: Iterable[UUID]) -> dict[UUID | None, UUID]:
    """The line that each campaign is paid from, where it is one of these."""
    rows = Campaign.objects.filter(budget_line__in=list(lines)).values_list("pk", "budget_line_id")
    return {campaign: line for campaign, line in rows if line}


def _currencies(rows: Iterable[Sums]) -> dict[UUID | None, str]:
    return dict(Gateway.objects.filter(pk__in={row.gateway_id for row in rows}).values_list("pk", "currency"))


def _added(use: Use, field: str, row: Sums, *, is_foreign: bool) -> Use:
    if is_foreign:
        return replace(use, foreign=use.foreign + row.messages)
    return replace(use, unknown=use.unknown + row.unpriced, **{field: getattr(use, field) + row.cost})


def budget_warning(line: BudgetLine, extra: Decimal | None = None) -> str:
    """Why to think before spending from the line, in a sentence; empty where nothing is the matter.

    `extra` is what is about to be spent, in the line's currency; None where its price isn't known.
    """
    return warning_of(line, uses([line])[line.pk], extra or Decimal(0))


def campaign_warning(campaign: Campaign, estimate: Estimate | None) -> str:
    """Why to think before the campaign is paid from its line; empty where nothing is the matter, or no line pays."""
    line = campaign.budget_line
    if line is None:
        return ""
    is_same = estimate is not None and estimate.currency == line.currency
    return budget_warning(line, estimate.cost if estimate and is_same else None)


def in_choices(lines: Iterable[BudgetLine]) -> dict[UUID, str]:
    """Each line as it stands among others to choose from: "C-07 Messages, 85 % of R 100.00 used"."""
    rows = list(lines)
    used = uses(rows)
    return {line.pk: _choice(line, used[line.pk]) for line in rows}


def _choice(line: BudgetLine, use: Use) -> str:
    return _("%(line)s, %(percent)s %% of %(amount)s used") % {
        "line": line,
        "percent": use.percent(line),
        "amount": in_words(line.amount, line.currency),
    }


def reached(line: BudgetLine, use: Use) -> int:
    """The highest share of the line, in percent, that members are told of and that is used; 0 for none."""
    if use.taken > line.amount:
        return OVERSPENT
    return line.warn_at if use.percent(line) >= line.warn_at else 0


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
