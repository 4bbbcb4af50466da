"""The page of the day: open it, see who came, settle what couldn't be taken, close it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import tried
from imbizo.base.components import Figure
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.day import SettleForm
from imbizo.convening.models import DeviceItem, Gathering
from imbizo.convening.operations import day as operations
from imbizo.convening.operations.devices import settle_item
from imbizo.convening.operations.gatherings import open_day
from imbizo.convening.queries import day as queries
from imbizo.convening.queries.attendance import attendances, counts, payments
from imbizo.convening.states import GatheringState, ItemOutcome
from imbizo.convening.tables.day import CameTable
from imbizo.convening.views.frame import address, frame, own
from imbizo.programmes.states import Permission

# What a device sent, where it isn't that somebody came.
_WHAT = {
    "undo": gettext_lazy("registered by mistake"),
    "input": gettext_lazy("something that was said"),
    "take_back": gettext_lazy("a line that its scribe takes back"),
    "test": gettext_lazy("a test sheet"),
}


@requires(Permission.DAY_REGISTER)
@require_safe
def day(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How the day stands, and the ways to register people."""
    gathering = own(request, pk)
    items = list(queries.unsettled(request.member).filter(gathering=gathering))
    context = {
        **frame(request, gathering),
        "figures": _figures(request, gathering),
        "devices": queries.devices(request.member).filter(gathering=gathering),
        "problems": _problems(items),
        "table": CameTable(request, attendances(request.member).filter(gathering=gathering)),
        "is_open": gathering.state == GatheringState.OPEN,
        "is_planned": gathering.state == GatheringState.PLANNED,
        "is_held": gathering.state == GatheringState.HELD,
        "may_plan": request.member.may(Permission.GATHERINGS_PLAN),
    }
    return render(request, "convening/day/day.html", context)


def _figures(request: MemberRequest, gathering: Gathering) -> list[Figure]:
    found, money = counts(gathering, with_slips=False), payments(gathering)
    invited = _("were invited; %(number)s had said yes") % {"number": found.accepted}
    return [
        Figure(found.came, _("came")),
        Figure(found.invited, invited),
        Figure(found.walk_ins, _("came without an invitation")),
        Figure(found.online, _("of them online")),
        Figure(found.minors, _("under 18")),
        Figure(f"{money.noted:.2f}", _("paid for transport"), address(request, "payments", gathering.pk)),
    ]


def _problems(items: list[DeviceItem]) -> list[dict[str, Any]]:
    names = queries.names_of(items)
    return [
        {
            "item": item,
            "name": names[item.pk],
            "what": _WHAT.get(item.kind, ""),
            "text": str(item.content.get("text", "")),
            "is_joined": item.outcome == ItemOutcome.JOINED,
            "has_card": bool(item.content.get("code")),
            "has_money": bool(item.content.get("transport_paid")),
        }
        for item in items
    ]


@requires(Permission.DAY_REGISTER)
@require_POST
def day_open(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Begin the day."""
    gathering = own(request, pk)
    if tried(request, lambda: open_day(gathering=gathering, by=request.member)):
        messages.success(request, _("The day is open. People can be registered."))
    return redirect(address(request, "day", pk))


@requires(Permission.DAY_REGISTER)
@require_POST
def day_close(request: MemberRequest, pk: UUID) -> HttpResponse:
    """End the day; undone by opening it again."""
    gathering = own(request, pk)
    if tried(request, lambda: operations.close_day(gathering=gathering, by=request.member)):
        text = _("The day is closed. Devices drop the names they hold as soon as they are in contact.")
        say_done(request, text, undo=address(request, "day-reopen", pk))
    return redirect(address(request, "day", pk))


@requires(Permission.DAY_REGISTER)
@require_POST
def day_reopen(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Undo closing."""
    gathering = own(request, pk)
    if tried(request, lambda: operations.reopen_day(gathering=gathering, by=request.member)):
        messages.success(request, _("The day is open again. Devices have to be opened anew."))
    return redirect(address(request, "day", pk))


@requires(Permission.DAY_REGISTER)
@require_POST
def day_settle(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take what a device sent after all, or leave it."""
    item = get_object_or_404(queries.unsettled(request.member), pk=pk)
    form = SettleForm(request.POST)
    if form.is_valid():
        how = form.cleaned_data["how"]
        take, new_card = how != SettleForm.LEAVE, how == SettleForm.NEW_CARD
        if tried(request, lambda: settle_item(item=item, by=request.member, take=take, new_card=new_card)):
            messages.success(
                request, _("It is taken.") if take else _("It was left out, and stays in the trail.")
            )
    return redirect(address(request, "day", item.gathering_id))
