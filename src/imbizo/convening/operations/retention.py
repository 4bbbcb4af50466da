"""Keeping who was invited and came no longer than the programme says. What is counted, and what was said, stays."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from imbizo.convening.models import Attendance, Certificate, Gathering, Input
from imbizo.convening.operations import emptying
from imbizo.convening.operations.anonymising import detach_speakers
from imbizo.convening.operations.nameless import FROM_DEVICES, NAMED
from imbizo.convening.queries import retention as queries
from imbizo.programmes.models import Programme
from imbizo.thread.operations import audit


def keep_gatherings_to_retention(now: datetime) -> int:
    """For the clock: forget names whose time is over, on each programme's own day; at how many gatherings."""
    return sum(
        apply_retention(programme=programme, today=now.astimezone(programme.zone).date())
        for programme in Programme.objects.filter(anonymised_at=None)
    )


def apply_retention(*, programme: Programme, today: date) -> int:
    """Doing it twice on a day does it once; returns at how many gatherings there was something to forget."""
    done = 0
    for gathering in queries.outlived(programme, queries.ATTENDANCE, today):
        done += _forget_who_came(gathering)
    for gathering in queries.outlived(programme, queries.INPUT, today):
        done += _forget_who_said(gathering)
    return done


@transaction.atomic
def _forget_who_came(gathering: Gathering) -> bool:
    """Notes that somebody came lose the person and the name; needs, answers and nominees their words."""
    here = Q(gathering=gathering)
    emptying.revoke_certificates(Certificate.objects.filter(attendance__gathering=gathering))
    count = emptying.empty([*NAMED, FROM_DEVICES], lambda named: Q(**{named.gathering: gathering.pk}))
    count += detach_speakers(Input.objects.filter(here))
    named = Attendance.objects.filter(here).exclude(actor=None, invitation=None)
    count += named.update(actor=None, invitation=None, wants_word=False)
    return _noted(gathering, count)


@transaction.atomic
def _forget_who_said(gathering: Gathering) -> bool:
    return _noted(gathering, detach_speakers(Input.objects.filter(gathering=gathering)))


def _noted(gathering: Gathering, count: int) -> bool:
    if count:
        audit("forget_names", [gathering], by=None, changes={"rows": [None, count]})
    return count > 0
