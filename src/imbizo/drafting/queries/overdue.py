"""Sections whose day has passed or comes soon, and that aren't ready to be read."""

import datetime as dt
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from imbizo.base.components import Figure
from imbizo.drafting.models import Section
from imbizo.drafting.queries.writing import mine
from imbizo.drafting.rules.writing import CLOSED, READY
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.states import Permission
from imbizo.thread.models import AuditEntry

OVERDUE: Final = "section_overdue"
"""The verb under which the trail says that the day of a section has passed."""

_SOON: Final = dt.timedelta(days=7)
_AT_ONCE: Final = 200


def due_before(day: dt.date) -> Q:
    """Of sections, those that were to be written before this day and aren't ready."""
    return Q(due_on__lt=day) & ~Q(state__in=READY)


def untold(programme: Programme, today: dt.date) -> QuerySet[Section]:
    """Late ones of documents that are still open, whose writer wasn't told since; a day that is put off passes anew."""
    told = AuditEntry.objects.annotate(day=TruncDate("at", tzinfo=programme.zone))
    since = told.filter(subject_id=OuterRef("pk"), verb=OVERDUE, day__gt=OuterRef("due_on"))
    rows = Section.objects.filter(
        due_before(today), programme=programme, joined_into=None, removed_because=""
    )
    rows = rows.exclude(document__state__in=CLOSED).filter(~Exists(since))
    return rows.select_related("programme", "document")[:_AT_ONCE]


def figures_of_mine(member: Membership) -> list[Figure]:
    """For the journey page: how many sections the member is to write within a week, late ones among them."""
    if not member.may(Permission.DRAFTS_WRITE):
        return []
    week_on = timezone.localdate(timezone=member.programme.zone) + _SOON
    rows: QuerySet[Any] = mine(member).filter(due_before(week_on)).order_by()
    count = rows.count()
    words = ngettext(
        "section of yours to write within a week", "sections of yours to write within a week", count
    )
    url = reverse("drafting:my-sections", args=[member.programme.slug])
    return [Figure(count, words, url)] if count else []
