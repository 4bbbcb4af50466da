"""Keeping Word files that came back no longer than the programme keeps files as they were uploaded."""

from datetime import date, datetime

from django.db import transaction

from imbizo.actors.queries.retention import UPLOADED_FILE, months_before, rules
from imbizo.drafting.models import WordReturn
from imbizo.drafting.operations.forgetting import drop_files
from imbizo.drafting.states import ReturnState
from imbizo.programmes.models import Programme
from imbizo.thread.operations import audit


def keep_files_to_retention(now: datetime) -> int:
    """For the clock: drop files whose time is over, on each programme's own day; how many."""
    return sum(
        apply_retention(programme=programme, today=now.astimezone(programme.zone).date())
        for programme in Programme.objects.filter(anonymised_at=None)
    )


@transaction.atomic
def apply_retention(*, programme: Programme, today: date) -> int:
    """Doing it twice on a day does it once. A file that still waits to be looked at is used, and stays."""
    done = 0
    for rule in rules(programme, [UPLOADED_FILE]):
        limit = months_before(today, rule.months or 0)
        rows = WordReturn.objects.filter(programme=programme, updated_at__date__lt=limit).exclude(file="")
        old = list(rows.exclude(state=ReturnState.READ))
        done += drop_files(WordReturn.objects.filter(pk__in=[each.pk for each in old]))
        audit("drop_file", old, by=None, changes={"file": [None, None]})
    return done
