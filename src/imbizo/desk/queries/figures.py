"""What the register and the audit trail add to the journey page."""

from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.actors.models import Assignment, SubjectRequest
from imbizo.actors.queries.steps import register_status
from imbizo.actors.states import AssignmentState, RequestState
from imbizo.base.components import Figure
from imbizo.base.counts import COUNT_LIMIT, count_text
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.models import AuditEntry

WEEK = timedelta(days=7)


def register_line(member: Membership) -> str:
    """A sentence for the journey's head: "In the register: 76 people, 60 organisations."."""
    if not member.may(Permission.ACTORS_VIEW):
        return ""
    status = register_status(member)
    # An empty register says so in a sentence of its own, with what to do about it.
    return f"{status.text}." if status.action else _("In the register: %(sizes)s.") % {"sizes": status.text}


def register_figures(member: Membership) -> list[Figure]:
    """Searches for actors that are open, requests to answer within a week, and what was done since a week ago."""
    figures = []
    if member.may(Permission.ACTORS_VIEW):
        figures.append(_searches(member))
    if member.may(Permission.REQUESTS_HANDLE):
        figures.append(_requests(member))
    if member.may(Permission.ACTIVITY_VIEW):
        figures.append(_changes(member))
    return figures


def _searches(member: Membership) -> Figure:
    open_ones = Assignment.objects.filter(
        programme_id=member.programme_id, state=AssignmentState.OPEN
    ).count()
    return Figure(
        open_ones,
        ngettext("actor is being looked for", "actors are being looked for", open_ones),
        reverse("actors:searches", args=[member.programme.slug]),
    )


def _requests(member: Membership) -> Figure:
    soon = timezone.localdate() + WEEK
    due = SubjectRequest.objects.filter(
        programme_id=member.programme_id, state=RequestState.OPEN, due_on__lte=soon
    )
    count = due.count()
    return Figure(
        count,
        ngettext("request to answer within a week", "requests to answer within a week", count),
        reverse("actors:requests", args=[member.programme.slug]),
    )


def _changes(member: Membership) -> Figure:
    # Ids are ordered by time: the index that gives the activity page its order also finds where the week begins.
    milliseconds = int((timezone.now() - WEEK).timestamp() * 1000)
    since = UUID(int=(milliseconds << 80) | (7 << 76) | (2 << 62))
    entries = AuditEntry.objects.filter(programme_id=member.programme_id, id__gt=since)
    count = entries[: COUNT_LIMIT + 1].count()
    return Figure(
        count_text(count),
        ngettext("change since a week ago", "changes since a week ago", count),
        reverse("desk:activity", args=[member.programme.slug]),
    )
