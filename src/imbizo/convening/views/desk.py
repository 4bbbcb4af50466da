"""The registration desk: find somebody by card or name, note that they came. Works on any phone, without scripts."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.day import DeskForm, FindForm
from imbizo.convening.models import Attendance, Gathering, Invitation
from imbizo.convening.operations.attendance import (
    Registered,
    correct_came,
    register_at_the_desk,
    restore_came,
    withdraw_came,
)
from imbizo.convening.queries.attendance import attendances, find_at_the_door, on_the_list, present, to_tick
from imbizo.convening.rules.came import Came
from imbizo.convening.states import GatheringState
from imbizo.convening.views.day_frame import day_frame
from imbizo.convening.views.frame import address, own
from imbizo.programmes.states import Permission

_READY = (GatheringState.OPEN, GatheringState.HELD)


@requires(Permission.DAY_REGISTER)
@require_safe
def desk(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Who is at the door? Without a search: those on the list who haven't come."""
    gathering = own(request, pk)
    form = FindForm(request.GET)
    asked = form.cleaned_data["q"].strip() if form.is_valid() else ""
    came, invited = find_at_the_door(gathering, asked) if asked else ([], list(to_tick(gathering)[:100]))
    context = {
        **day_frame(request, gathering),
        "find": form,
        "asked": asked,
        "came": came,
        "invited": invited,
        "number": present(gathering).count(),
        "is_ready": gathering.state in _READY,
    }
    return render(request, "convening/day/desk.html", context)


@requires(Permission.DAY_REGISTER)
@require_POST
def desk_came(request: MemberRequest, pk: UUID, invitation: UUID) -> HttpResponse:
    """One press: somebody on the list is here. What else there is to ask stands on their paper."""
    gathering = own(request, pk)
    found = get_object_or_404(on_the_list(gathering), pk=invitation)
    done = tried(
        request,
        lambda: register_at_the_desk(gathering=gathering, came=Came(invitation=found.pk), by=request.member),
    )
    if done:
        _say(request, done)
    return redirect(address(request, "desk", pk))


@requires(Permission.DAY_REGISTER)
def desk_invited(request: MemberRequest, pk: UUID, invitation: UUID) -> HttpResponse:
    """Somebody on the list, with what is asked at the door."""
    gathering = own(request, pk)
    found = get_object_or_404(on_the_list(gathering), pk=invitation)
    return _register(request, gathering, found)


@requires(Permission.DAY_REGISTER)
def desk_new(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Somebody who isn't on the list: by name, by a name of their choice, or without one."""
    return _register(request, own(request, pk), None)


def _register(request: MemberRequest, gathering: Gathering, invitation: Invitation | None) -> HttpResponse:
    initial = {"name": request.GET.get("name", "")[:200]}
    form = DeskForm(request.POST or None, gathering=gathering, invitation=invitation, initial=initial)

    def register(given: dict[str, Any]) -> Registered:
        return register_at_the_desk(
            gathering=gathering, came=form.came(given), by=request.member, id=given["id"]
        )

    if request.method == "POST" and (done := attempt(form, register)):
        _say(request, done)
        return redirect(address(request, "desk", gathering.pk))
    heading = invitation.actor.name if invitation else _("Somebody not on the list")
    return _form(request, gathering, form, heading=heading, action=_("Register"))


@requires(Permission.DAY_REGISTER)
def attendance(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Correct what was noted of somebody who came."""
    found = get_object_or_404(attendances(request.member), pk=pk)
    form = DeskForm(request.POST or None, gathering=found.gathering, attendance=found)

    def correct(given: dict[str, Any]) -> Attendance:
        return correct_came(attendance=found, came=form.came(given), by=request.member)

    if request.method == "POST" and attempt(form, correct) is not None:
        messages.success(request, _("It is saved."))
        return redirect(address(request, "desk", found.gathering_id))
    return _form(request, found.gathering, form, heading=str(found), action=_("Save"), attendance=found)


@requires(Permission.DAY_REGISTER)
@require_POST
def attendance_withdraw(request: MemberRequest, pk: UUID) -> HttpResponse:
    """They weren't there: registered by mistake."""
    found = get_object_or_404(attendances(request.member), pk=pk)
    if tried(request, lambda: withdraw_came(attendance=found, by=request.member)):
        text = _("%(name)s is no longer counted.") % {"name": found}
        say_done(request, text, undo=address(request, "attendance-restore", pk))
    return redirect(address(request, "day", found.gathering_id))


@requires(Permission.DAY_REGISTER)
@require_POST
def attendance_restore(request: MemberRequest, pk: UUID) -> HttpResponse:
    """They were there after all."""
    found = get_object_or_404(attendances(request.member), pk=pk)
    if tried(request, lambda: restore_came(attendance=found, by=request.member)):
        messages.success(request, _("%(name)s is counted again.") % {"name": found})
    return redirect(address(request, "day", found.gathering_id))


def _form(
    request: MemberRequest, gathering: Gathering, form: DeskForm, *, heading: str, action: str, **more: Any
) -> HttpResponse:
    context = {
        **day_frame(request, gathering),
        "form": form,
        "heading": heading,
        "action": action,
        "back_url": address(request, "desk", gathering.pk),
        **more,
    }
    return render(request, "convening/day/person.html", context)


def _say(request: MemberRequest, done: Registered) -> None:
    """What the desk reads next: the card to give, or that they had been registered."""
    facts = {"name": done.attendance, "code": done.attendance.code}
    if done.is_new:
        text = _("%(name)s is registered, card %(code)s.") % facts
        say_done(request, text, undo=address(request, "attendance-withdraw", done.attendance.pk))
        return
    messages.info(request, _("%(name)s was registered before, card %(code)s.") % facts)
    if done.problem:
        messages.warning(request, done.problem)
