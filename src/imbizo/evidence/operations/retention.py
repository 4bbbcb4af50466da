"""Keeping who was interviewed, and files as they were uploaded, no longer than the programme says."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from imbizo.actors.queries.retention import UPLOADED_FILE, months_before, rules
from imbizo.evidence.models import Interview, ProjectImport, ReferenceImport
from imbizo.evidence.operations.forgetting import drop_files, name_nobody, still_named
from imbizo.evidence.states import FileState
from imbizo.programmes.models import Programme, RetentionRule
from imbizo.programmes.states import CountedFrom
from imbizo.thread.operations import audit

INTERVIEW: Final = "interview"
"""Class of records: interview notes with what identifies the person."""
_DONE: Final = (FileState.TAKEN, FileState.REFUSED)


def keep_evidence_to_retention(now: datetime) -> int:
    """For the clock: forget names and files whose time is over, on each programme's own day; how many."""
    return sum(
        apply_retention(programme=programme, today=now.astimezone(programme.zone).date())
        for programme in Programme.objects.filter(anonymised_at=None)
    )


def apply_retention(*, programme: Programme, today: date) -> int:
    """Doing it twice on a day does it once; returns how many interviews and files lost a name."""
    interviews = sum(_name_nobody(rule, today) for rule in rules(programme, [INTERVIEW]))
    return interviews + sum(_drop_files(rule, today) for rule in rules(programme, [UPLOADED_FILE]))


def _name_nobody(rule: RetentionRule, today: date) -> int:
    outlived = list(still_named(_outlived(rule, today)))
    for interview in outlived:
        with transaction.atomic():
            name_nobody(interview)
            audit("forget_who", [interview], by=None)
    return len(outlived)


def _outlived(rule: RetentionRule, today: date) -> QuerySet[Interview]:
    limit = months_before(today, rule.months or 0)
    rows: QuerySet[Interview] = Interview.objects.filter(programme=rule.programme)
    if rule.counted_from == CountedFrom.PROGRAMME_END:
        return rows.filter(programme__ends_on__lte=limit)
    if rule.counted_from == CountedFrom.LAST_USED:
        return rows.filter(source__updated_at__date__lt=limit)
    return rows.filter(held_on__lt=limit)


@transaction.atomic
def _drop_files(rule: RetentionRule, today: date) -> int:
    """A file that still waits to be looked at is used, and stays."""
    limit = months_before(today, rule.months or 0)
    done = 0
    for model in (ProjectImport, ReferenceImport):
        rows = model._default_manager.filter(programme=rule.programme, updated_at__date__lt=limit)
        old = list(rows.filter(state__in=_DONE).exclude(file=""))
        done += drop_files(model._default_manager.filter(pk__in=[each.pk for each in old]))
        audit("drop_file", old, by=None, changes={"file": [None, None]})
    return done
