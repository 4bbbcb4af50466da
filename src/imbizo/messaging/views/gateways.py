"""The gateways of a programme: how each is, and the page of one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imbizo.base.components import Fact
from imbizo.base.web import MemberRequest, requires
from imbizo.messaging import queries
from imbizo.messaging.gateways.http.addresses import can_be_called, inbound_address, report_address
from imbizo.messaging.gateways.settings import CALLBACK_KEY, described, settings_for
from imbizo.messaging.models import Gateway
from imbizo.messaging.queries.gateways import programmes_to_lend_to, stray_reports, ways_out
from imbizo.messaging.queries.health import standings, standings_of, turns
from imbizo.messaging.states import GatewayKind
from imbizo.messaging.views.acting import address, crumbs
from imbizo.programmes.states import Permission

_MESSAGES = 10


@requires(Permission.GATEWAYS_VIEW)
@require_safe
def gateways(request: MemberRequest) -> HttpResponse:
    """Each gateway with how it is, trouble first."""
    programme = request.member.programme
    context = {
        "standings": standings(programme),
        "ways": ways_out(programme),
        "may_add": request.member.may(Permission.GATEWAYS_MANAGE),
    }
    return render(request, "messaging/gateways.html", context)


@requires(Permission.GATEWAYS_VIEW)
@require_safe
def gateway(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One gateway: how it is, what it was told (without secrets), what lately went by it."""
    found = _gateway_or_404(request, pk)
    member, is_own = request.member, found.programme_id == request.member.programme_id
    may_manage = is_own and member.may(Permission.GATEWAYS_MANAGE)
    context = {
        **_how(request, found),
        "crumbs": crumbs(request, found.name),
        "facts": _settings(found) if is_own else [],
        "callbacks": _callbacks(found) if may_manage else [],
        "is_reachable": can_be_called(),
        "latest": queries.messages(member).filter(gateway=found).order_by("-id")[:_MESSAGES],
        "turns": turns(found),
        "strays": stray_reports(found),
        "shared_with": found.also_in.order_by("name") if is_own else [],
        "is_own": is_own,
        "may_manage": may_manage,
        "may_lend": may_manage and not member.programme.is_demo and bool(programmes_to_lend_to(member)),
        "may_play": found.kind == GatewayKind.SIMULATOR and member.may(Permission.CONTACTS_VIEW),
    }
    return render(request, "messaging/gateway.html", context)


@requires(Permission.GATEWAYS_VIEW)
@require_safe
def gateway_health(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How the gateway is, alone: while its connection is tried, the page asks for it again and again."""
    return render(request, "messaging/gateways/health.html", _how(request, _gateway_or_404(request, pk)))


def _gateway_or_404(request: MemberRequest, pk: UUID) -> Gateway:
    return get_object_or_404(queries.gateways(request.member), pk=pk)


def _how(request: MemberRequest, found: Gateway) -> dict[str, Any]:
    return {
        "gateway": found,
        "standing": standings_of(request.member.programme, [found])[0],
        "health_url": address(request, "gateway-health", found.pk),
        "check_url": address(request, "gateway-check", found.pk),
    }


def _settings(found: Gateway) -> list[Fact]:
    """What it was told; of a secret only whether there is one."""
    return [
        Fact(each.label, _shown(found, each.name, dict(each.choices), is_secret=each.is_secret))
        for each in described(settings_for(found.kind, found.service))
    ]


def _shown(found: Gateway, name: str, choices: dict[str, Any], *, is_secret: bool) -> str:
    if is_secret:
        return _("kept, never shown") if found.has_secret(name) else _("none")
    value = found.settings.get(name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(choices.get(str(value), value)) if value is not None else ""


def _callbacks(found: Gateway) -> list[Fact]:
    if found.kind != GatewayKind.HTTP or not found.has_secret(CALLBACK_KEY):
        return []
    return [
        Fact(_("For delivery reports"), report_address(found)),
        Fact(_("For messages that come in"), inbound_address(found)),
    ]
