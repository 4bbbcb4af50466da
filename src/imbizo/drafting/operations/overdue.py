"""Sections whose day has passed: whoever writes one hears of it once for each day that was set."""

from datetime import date, datetime

from django.db import transaction

from imbizo.drafting.queries.overdue import OVERDUE, untold
from imbizo.programmes.models import Programme
from imbizo.thread.operations import audit


def tell_of_overdue(now: datetime) -> int:
    """For the clock: how many sections were told of. The trail remembers, so that a kill loses and doubles nothing."""
    programmes = Programme.objects.filter(anonymised_at=None)
    return sum(_tell(each, now.astimezone(each.zone).date()) for each in programmes)


@transaction.atomic
def _tell(programme: Programme, today: date) -> int:
    rows = list(untold(programme, today))
    audit(OVERDUE, rows, by=None, changes=[{"due_on": [None, each.due_on]} for each in rows])
    return len(rows)
