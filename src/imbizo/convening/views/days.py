"""Days that a programme plans around: by hand, and from a council's calendar file."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.days import CalendarFileForm, DayForm, NewDayForm, TakeForm, packed
from imbizo.convening.operations import days as operations
from imbizo.convening.queries.days import calendar_days, place_called
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.tables.days import DaysTable
from imbizo.convening.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def calendar_days_list(request: MemberRequest) -> HttpResponse:
    """The programme's own days."""
    may_add = may_plan(request.member)
    empty = Empty(
        _("No days to plan around yet"),
        _(
            "Public holidays, Sundays and school holidays are known. Add when councils sit, or read their calendar."
        ),
        _("Add a day") if may_add else "",
        address(request, "calendar-day-add") if may_add else "",
        "calendar-event",
    )
    table = DaysTable(request, calendar_days(request.member), empty=empty, may_change=may_add)
    context = {"table": table, "may_add": may_add, "crumbs": _way(request)[:1]}
    return render(request, "convening/calendar/days.html", context)


@requires(Permission.GATHERINGS_PLAN)
def calendar_day_add(request: MemberRequest) -> HttpResponse:
    """Add a day."""
    form = NewDayForm(request.POST or None, member=request.member, initial=request.GET.dict())

    def add(given: dict[str, Any]) -> Any:
        return operations.add_day(by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, add)):
        say_done(request, _("The day stands in the calendar."))
        return redirect(made.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Add a day to plan around"),
        action=_("Add"),
        back_url=address(request, "calendar"),
        crumbs=_way(request),
    )


@requires(Permission.GATHERINGS_PLAN)
@transaction.atomic
def calendar_day_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a day."""
    day = get_object_or_404(calendar_days(request.member).select_for_update(of=("self",)), pk=pk)
    form = DayForm(request.POST or None, instance=day, member=request.member)

    def change(_given: dict[str, Any]) -> Any:
        return operations.change_day(day=day, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(address(request, "calendar-days"))
    context = {
        "form": form,
        "day": day,
        "heading": _("Change the day"),
        "action": _("Save"),
        "back_url": address(request, "calendar-days"),
        "crumbs": _way(request),
    }
    return render(request, "convening/calendar/day.html", context)


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def calendar_day_remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take a day away."""
    day = get_object_or_404(calendar_days(request.member), pk=pk)
    if entry := tried(request, lambda: operations.remove(record=day, by=request.member)):
        undo = address(request, "gathering-put-back", entry.pk)
        say_done(request, _("“%(what)s” was taken away.") % {"what": day}, undo=undo)
    return redirect(address(request, "calendar-days"))


@requires(Permission.GATHERINGS_PLAN)
def calendar_import(request: MemberRequest) -> HttpResponse:
    """Read a calendar file, and show what taking it would do. Nothing is written yet."""
    form = CalendarFileForm(request.POST or None, request.FILES or None, member=request.member)
    if request.method == "POST" and form.is_valid():
        return _look(request, form)
    return form_page(
        request,
        form,
        heading=_("Read a calendar file"),
        lede=_("When a council sits, or schools are closed. You see what is in it before anything is taken."),
        action=_("Look at it"),
        back_url=address(request, "calendar-days"),
        crumbs=_way(request),
    )


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def calendar_take(request: MemberRequest) -> HttpResponse:
    """Take the days that were ticked."""
    form = TakeForm(request.POST)

    def take(given: dict[str, Any]) -> operations.Taken:
        place = place_called(request.member, given["sheet"]["place"])
        kind = given["sheet"]["kind"]
        return operations.take_days(days=form.chosen, kind=kind, place=place, by=request.member)

    taken = attempt(form, take)
    if taken is None:
        return redirect(address(request, "calendar-import"))
    say_done(request, _taken_words(taken))
    return redirect(address(request, "calendar-days"))


def _look(request: MemberRequest, form: CalendarFileForm) -> HttpResponse:
    known = operations.known_days(request.member, form.days)
    place = form.cleaned_data["place"]
    context = {
        "rows": [
            (number, read, there, there is not None and _is_same(read, there))
            for number, (read, there) in enumerate(operations.match(form.days, known))
        ],
        "left_out": form.left_out,
        "place": place,
        "sheet": packed(form.days, kind=form.cleaned_data["kind"], place=str(place.pk) if place else ""),
        "crumbs": _way(request),
    }
    return render(request, "convening/calendar/look.html", context)


def _is_same(read: operations.ReadDay, there: Any) -> bool:
    return (read.name, read.first, read.last) == (there.name, there.first, there.last)


def _taken_words(taken: operations.Taken) -> str:
    words = [
        ngettext("%(count)s day was added", "%(count)s days were added", taken.added) % {"count": taken.added}
    ]
    if taken.changed:
        words.append(_("%(count)s changed") % {"count": taken.changed})
    if taken.same:
        words.append(_("%(count)s stood there already") % {"count": taken.same})
    return "; ".join(words) + "."


def _way(request: MemberRequest) -> list[Link]:
    return [
        Link(_("Calendar"), address(request, "calendar")),
        Link(_("Days to plan around"), address(request, "calendar-days")),
    ]
