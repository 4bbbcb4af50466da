"""Measures whose day has passed: those who keep them hear of it once for each day that was set."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from imbizo.agreements.models import Measure
from imbizo.agreements.queries.measuring import overdue
from imbizo.programmes.models import Programme
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit

_VERB: Final = "measure_overdue"


def tell_of_overdue(now: datetime) -> int:
    """For the clock: how many measures were told of. The trail remembers, so that a kill loses and doubles nothing."""
    programmes = Programme.objects.filter(anonymised_at=None)
    return sum(_tell(each, now.astimezone(each.zone).date()) for each in programmes)


@transaction.atomic
def _tell(programme: Programme, today: date) -> int:
    rows = list(_untold(programme, today))
    audit(_VERB, rows, by=None, changes=[{"due_on": [None, each.due_on]} for each in rows])
    return len(rows)


def _untold(programme: Programme, today: date) -> QuerySet[Measure]:
    """Open ones whose day is over and was not told of since; a day that was put off passes anew."""
    told = AuditEntry.objects.filter(subject_id=OuterRef("pk"), verb=_VERB)
    since = told.annotate(day=TruncDate("at", tzinfo=programme.zone)).filter(day__gt=OuterRef("due_on"))
    rows = Measure.objects.filter(overdue(today), programme=programme)
    return rows.filter(~Exists(since)).select_related("programme")[:200]
