"""Reminding those who haven't answered, and only them."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.convening.errors import NotNow, NotReady
from imbizo.convening.models import Gathering, NoticeRun
from imbizo.convening.operations.invitations.held import held
from imbizo.convening.operations.invitations.inviting import begin
from imbizo.convening.states import ASKED, GatheringState, NoticeKind
from imbizo.programmes.models import Membership

MOST: Final = 2
"""Nobody is reminded more often of one gathering."""
_APART: Final = dt.timedelta(hours=20)


@transaction.atomic
def remind(*, gathering: Gathering, by: Membership | None, now: dt.datetime | None = None) -> NoticeRun:
    """Remind those who were invited, haven't answered, and weren't reminded twice or just now.

    Raises NotAllowed, NotNow (the deadline is over), NotReady (there is none, or nobody is left to remind).
    """
    now = now or timezone.now()
    current = held(gathering, by)
    if current.answer_by is None:
        raise NotReady(_("Set until when people answer, then remind them."))
    if current.state != GatheringState.PLANNED or current.answer_by <= now:
        raise NotNow(_("The time to answer is over, so nobody is reminded any more."))
    rows = current.invitations.filter(state__in=ASKED, reminders__lt=MOST)
    rows = rows.exclude(reminded_at__gt=now - _APART).exclude(invited_at__gt=now - _APART)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    run = begin(gathering=current, kind=NoticeKind.REMINDER, to=ids, by=by)
    current.invitations.filter(pk__in=ids).update(
        reminders=F("reminders") + 1, reminded_at=now, updated_at=now
    )
    return run


def remind_due(now: dt.datetime) -> int:
    """For the clock: remind once, so many days before the deadline as each gathering says; how many gatherings."""
    rows = Gathering.objects.filter(
        state=GatheringState.PLANNED, answer_by__gt=now, remind_days__isnull=False
    ).exclude(runs__kind=NoticeKind.REMINDER)
    due = [each for each in rows if each.answer_by and now >= each.answer_by - _days(each)]
    return sum(_remind_quietly(each, now) for each in due)


def _days(gathering: Gathering) -> dt.timedelta:
    return dt.timedelta(days=gathering.remind_days or 0)


def _remind_quietly(gathering: Gathering, now: dt.datetime) -> bool:
    asked = gathering.invitations.filter(state__in=ASKED, reminders__lt=MOST)
    if not asked.exclude(invited_at__gt=now - _APART).exclude(reminded_at__gt=now - _APART).exists():
        return False
    remind(gathering=gathering, by=None, now=now)
    return True
