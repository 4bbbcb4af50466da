"""Ringing the people on a call list, one after the other, with a phone in the hand."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.actors.states import Language
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.notices import say_done
from imbizo.base.templatetags.look import when
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach import queries
from imbizo.outreach.forms.calls import OutcomeForm
from imbizo.outreach.models import Call, CallTry
from imbizo.outreach.operations import ringing as operations
from imbizo.outreach.queries.asked import asked_by_call
from imbizo.outreach.queries.call_sheets import said_before
from imbizo.outreach.queries.calls import (
    OPEN,
    calls,
    is_held_by_another,
    may_ring,
    next_at,
    numbers,
    progress,
    quiet_hours,
    why_not,
)
from imbizo.outreach.views.calls import way
from imbizo.outreach.views.campaigns_frame import address
from imbizo.programmes.states import Permission


@requires(Permission.OUTREACH_VIEW)
@require_safe
def call(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One person to ring: what must be known first, the numbers, what to say, and how it went."""
    found = _found(request, pk)
    return _page(request, found, _form(request, found))


@requires(Permission.CALLS_MAKE)
@require_POST
def call_next(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take the next person on a list."""
    call_list = get_object_or_404(queries.call_lists(request.member), pk=pk)
    taken = tried(request, lambda: operations.take_next(call_list=call_list, by=request.member))
    if taken is not None:
        return redirect(taken.get_absolute_url())
    at = next_at(request.member, call_list)
    text = _("Nobody is left to ring just now.")
    say_done(request, f"{text} {_('The next try is due %(when)s.') % {'when': when(at)}}" if at else text)
    return redirect(call_list.get_absolute_url())


@requires(Permission.CALLS_MAKE)
@require_POST
def call_take(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take one person of a list, out of turn."""
    found = _found(request, pk)
    tried(request, lambda: operations.take(call=found, by=request.member))
    return redirect(found.get_absolute_url())


@requires(Permission.CALLS_MAKE)
@require_POST
def call_let_go(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Leave the person to others, and go back to the list."""
    found = _found(request, pk)
    operations.let_go(call=found, by=request.member)
    return redirect(found.call_list.get_absolute_url())


@requires(Permission.CALLS_MAKE)
@require_POST
def call_reopen(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ring somebody again who was done."""
    found = _found(request, pk)
    if tried(request, lambda: operations.reopen_call(call=found, by=request.member)):
        say_done(request, _("%(name)s is to be rung again.") % {"name": found.actor.name})
    return redirect(found.get_absolute_url())


@requires(Permission.CALLS_MAKE)
@require_POST
def call_outcome(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Note how it went, and show the next person."""
    found = _found(request, pk)
    form = _form(request, found, request.POST)

    def note(given: dict[str, Any]) -> CallTry:
        return operations.note_try(call=found, by=request.member, **given)

    made = attempt(form, note)
    if made is None:
        return _page(request, found, form)
    words = {"name": found.actor.name, "outcome": made.get_outcome_display()}
    undo = address(request, "call-reopen", pk) if _is_over(request, pk) else ""
    say_done(request, _("%(name)s: %(outcome)s.") % words, undo=undo)
    return call_next(request, pk=found.call_list_id)


def _is_over(request: MemberRequest, pk: UUID) -> bool:
    return _found(request, pk).state not in OPEN


def _found(request: MemberRequest, pk: UUID) -> Call:
    found: Call = get_object_or_404(calls(request.member), pk=pk)
    return found


def _form(request: MemberRequest, found: Call, data: Any = None) -> OutcomeForm:
    asked = asked_by_call(found, request.member)
    return OutcomeForm(data, numbers=_usable(request, found), asked=asked)


def _usable(request: MemberRequest, found: Call) -> list[Any]:
    return [each for each in numbers(found.actor, request.member) if each.can_be_rung]


def _page(request: MemberRequest, found: Call, form: OutcomeForm) -> HttpResponse:
    member, actor, call_list = request.member, found.actor, found.call_list
    is_open = found.state in OPEN and call_list.closed_at is None
    language = str(Language(actor.language).label) if actor.language in Language.values else actor.language
    context = {
        "call": found,
        "call_list": call_list,
        "form": form,
        "numbers": numbers(actor, member),
        "language": language,
        "refused": why_not(actor, member) if is_open else None,
        "is_open": is_open,
        "quiet": quiet_hours(member.programme, timezone.now()),
        "is_mine": found.taken_by_id == member.pk and not is_held_by_another(found, member),
        "is_taken": is_held_by_another(found, member),
        "may_ring": may_ring(member),
        "tries": found.tries.select_related("by__user"),
        "said": said_before(found, member),
        "progress": progress([call_list])[call_list.pk],
        "crumbs": [*way(request), Link(call_list.name, call_list.get_absolute_url())],
    }
    return render(request, "outreach/calls/call.html", context)
