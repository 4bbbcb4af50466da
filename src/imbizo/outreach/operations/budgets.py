"""Telling members that a budget line runs low, or is overspent."""

from datetime import datetime

from django.db import transaction

from imbizo.outreach.models import BudgetLine
from imbizo.outreach.queries.money import OVERSPENT, reached, uses
from imbizo.programmes.models import Programme
from imbizo.thread.operations import audit


def warn_of_budgets(now: datetime) -> None:
    """For the clock: of each line that hasn't ended, tell once that its share to warn at is used, and once that all is.

    A line that was given more money is told of again when that is used.
    """
    for programme in Programme.objects.all():
        today = now.astimezone(programme.zone).date()
        lines = list(BudgetLine.objects.filter(programme=programme, ends_on__gte=today))
        used = uses(lines)
        for line in lines:
            if (share := reached(line, used[line.pk])) != line.warned_of:
                _tell(line, share)


@transaction.atomic
def _tell(line: BudgetLine, share: int) -> None:
    # Only where nobody has written since: a second clock tells nothing twice.
    same = BudgetLine.objects.filter(pk=line.pk, warned_of=line.warned_of)
    if same.update(warned_of=share) and share > line.warned_of:
        verb = "budget_overspent" if share == OVERSPENT else "budget_warned"
        audit(verb, [line], by=None, changes={"warned_of": [line.warned_of, share]})
