"""The turns in the life of a gathering: its date set or moved, called off, opened, closed, opened again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.gatherings import CallOffForm, DateForm
from imbizo.convening.models import Gathering
from imbizo.convening.operations import gatherings as operations
from imbizo.convening.operations.day import close_day, reopen_day
from imbizo.convening.queries.figures import told_otherwise
from imbizo.convening.states import GatheringState
from imbizo.convening.views.frame import address, crumbs, own
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_PLAN)
def gathering_date(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Set or move the date, as agreed with the host institution."""
    found = own(request, pk)
    form = DateForm(request.POST or None, gathering=found)

    def agree(given: dict[str, Any]) -> Gathering:
        moments = {"starts_at": given["starts_at"], "ends_at": given["ends_at"]}
        return operations.agree_date(
            gathering=found, with_=given["with_"], on=given["on"], by=request.member, **moments
        )

    if request.method == "POST" and (moved := attempt(form, agree)):
        say_done(request, _("The date is set."))
        if told_otherwise(request.member, moved):
            return redirect(f"{found.get_absolute_url()}#told")
        return redirect(found.get_absolute_url())
    is_new = found.starts_at is None
    return form_page(
        request,
        form,
        heading=_("Set the date") if is_new else _("Move the date"),
        lede=_("Agree it with the host institution, or ask the people in a date poll."),
        action=_("Set this date"),
        back_url=found.get_absolute_url(),
        crumbs=crumbs(request, found),
    )


@requires(Permission.GATHERINGS_PLAN)
def gathering_call_off(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Call it off, with the reason that the invited will read."""
    found = own(request, pk)
    form = CallOffForm(request.POST or None)

    def call_off(given: dict[str, Any]) -> Gathering:
        return operations.call_off(gathering=found, because=given["because"], by=request.member)

    if request.method == "POST" and attempt(form, call_off) is not None:
        undo = address(request, "gathering-reopen", found.pk)
        say_done(request, _("It is called off. Tell the invited, and give the hall back."), undo=undo)
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Call off “%(name)s”") % {"name": found.name},
        lede=_("Nobody is told by this alone: you send the news to the invited from their page."),
        action=_("Call it off"),
        back_url=found.get_absolute_url(),
        crumbs=crumbs(request, found),
    )


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def gathering_open(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Begin the day."""
    return _turn(request, pk, operations.open_day, _("The day is open: people can be registered."), "day")


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def gathering_close(request: MemberRequest, pk: UUID) -> HttpResponse:
    """End the day."""
    return _turn(request, pk, close_day, _("It is closed. Devices drop the names they held."))


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def gathering_reopen(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Undo closing or calling off."""
    was_held = own(request, pk).state == GatheringState.HELD
    return _turn(request, pk, reopen_day if was_held else operations.reopen, _("It is open again."))


def _turn(
    request: MemberRequest, pk: UUID, verb: Callable[..., Gathering], said: str, then: str = "gathering"
) -> HttpResponse:
    found = own(request, pk)
    if tried(request, lambda: verb(gathering=found, by=request.member)) is None:
        return redirect(found.get_absolute_url())
    say_done(request, said)
    return redirect(address(request, then, found.pk))
