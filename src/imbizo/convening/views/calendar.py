"""The calendar: a month of gatherings, and where they are."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from imbizo.base.web import MemberRequest, requires
from imbizo.convening.queries.calendar import month
from imbizo.convening.queries.map import features, points
from imbizo.convening.rules.planning import may_plan
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def calendar(request: MemberRequest) -> HttpResponse:
    """A month: gatherings, holidays, and days that the programme plans around."""
    today = timezone.localdate()
    found = month(request.member, _asked(request, today), today=today)
    context = {"month": found, "today": today, "may_add": may_plan(request.member)}
    return render(request, "convening/calendar/month.html", context)


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def calendar_map(request: MemberRequest) -> HttpResponse:
    """Gatherings and halls on a map without tiles, and the same as a table."""
    found = points(request.member)
    context = {
        "points": [each for each in found if each.kind != "area"],
        "features": features(found),
        "may_add": may_plan(request.member),
    }
    return render(request, "convening/calendar/map.html", context)


def _asked(request: MemberRequest, today: dt.date) -> dt.date:
    """The month asked for ("?month=2026-03"), else this one. Years that no calendar needs are this one too."""
    try:
        asked = dt.date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if abs(asked.year - today.year) <= 50 else today.replace(day=1)
