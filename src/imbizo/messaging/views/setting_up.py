"""Adding, changing, pausing, lending and trying a gateway."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.messaging.forms.gateways import GatewayForm, LendForm, NewGatewayForm
from imbizo.messaging.operations import gateways as operations
from imbizo.messaging.operations.checking import ask_to_check
from imbizo.messaging.queries.gateways import programmes_to_lend_to
from imbizo.messaging.states import GatewayKind, Service
from imbizo.messaging.views.acting import address, crumbs, is_done, own_gateway_or_404
from imbizo.programmes.states import Permission

# The word in the address of each way to add a gateway, with its kind and supplier.
WAYS: dict[str, tuple[GatewayKind, str]] = {
    **{service.value: (GatewayKind.HTTP, service.value) for service in Service},
    **{kind.value: (kind, "") for kind in GatewayKind if kind != GatewayKind.HTTP},
}


@requires(Permission.GATEWAYS_MANAGE)
@require_safe
def gateway_add(request: MemberRequest) -> HttpResponse:
    """Which kind of gateway it is to be."""
    programme = request.member.programme
    context = {
        "crumbs": crumbs(request, _("Add a gateway")),
        "suppliers": [(service.label, address(request, "gateway-new", service.value)) for service in Service],
        "smpp_url": address(request, "gateway-new", GatewayKind.SMPP.value),
        "smtp_url": address(request, "gateway-new", GatewayKind.SMTP.value),
        "simulator_url": address(request, "gateway-new", GatewayKind.SIMULATOR.value),
        "is_practice": programme.is_demo,
    }
    return render(request, "messaging/gateways/add.html", context)


@requires(Permission.GATEWAYS_MANAGE)
def gateway_new(request: MemberRequest, way: str) -> HttpResponse:
    """Set up a gateway of that kind, or with that supplier."""
    if way not in WAYS:
        raise Http404
    (kind, service), programme = WAYS[way], request.member.programme
    form = NewGatewayForm(request.POST or None, kind=kind, service=service, programme=programme)

    def set_up() -> None:
        made = operations.set_up_gateway(
            programme=programme,
            kind=kind,
            service=service,
            told=form.told(),
            by=request.member,
            id=form.cleaned_data["id"],
        )
        ask_to_check(gateway=made, by=request.member)

    if is_done(form, set_up, form.field_of):
        say_done(request, _("The gateway is set up, and its connection is being tried."))
        return redirect(address(request, "gateway", form.cleaned_data["id"]))
    title = _("Set up %(way)s") % {"way": Service(service).label if service else kind.label}
    return _form_page(request, form, title, address(request, "gateway-add"))


@requires(Permission.GATEWAYS_MANAGE)
def gateway_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change what the gateway was told."""
    gateway = own_gateway_or_404(request, pk)
    form = GatewayForm(request.POST or None, instance=gateway)

    def change() -> None:
        operations.change_gateway(gateway=gateway, told=form.told(), by=request.member)

    if is_done(form, change, form.field_of):
        say_done(request, _("Saved."))
        return redirect(address(request, "gateway", pk))
    title = _("Change %(name)s") % {"name": gateway.name}
    return _form_page(request, form, title, address(request, "gateway", pk))


@requires(Permission.GATEWAYS_MANAGE)
@require_POST
def gateway_check(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Try the connection, and ask what is left on the account."""
    gateway = own_gateway_or_404(request, pk)
    ask_to_check(gateway=gateway, by=request.member)
    return redirect(address(request, "gateway", pk))


@requires(Permission.GATEWAYS_MANAGE)
@require_POST
def gateway_pause(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Let nothing leave by it."""
    operations.pause_gateway(gateway=own_gateway_or_404(request, pk), by=request.member)
    say_done(
        request,
        _("Paused. What waits goes on waiting, until its use-by time."),
        undo=address(request, "gateway-use", pk),
    )
    return redirect(address(request, "gateway", pk))


@requires(Permission.GATEWAYS_MANAGE)
@require_POST
def gateway_use(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Let messages leave by it again."""
    operations.use_gateway(gateway=own_gateway_or_404(request, pk), by=request.member)
    say_done(request, _("In use. What waited leaves now."), undo=address(request, "gateway-pause", pk))
    return redirect(address(request, "gateway", pk))


@requires(Permission.GATEWAYS_MANAGE)
def gateway_lend(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Let other programmes of the member send by it too."""
    gateway = own_gateway_or_404(request, pk)
    choices = programmes_to_lend_to(request.member)
    form = LendForm(request.POST or None, choices=choices, initial={"programmes": gateway.also_in.all()})

    def lend() -> None:
        chosen = form.cleaned_data["programmes"]
        operations.lend_gateway(gateway=gateway, programmes=chosen, by=request.member)

    if is_done(form, lend, lambda _setting: None):
        say_done(request, _("Saved."))
        return redirect(address(request, "gateway", pk))
    heading = _("Who else sends by %(name)s") % {"name": gateway.name}
    return form_page(
        request,
        form,
        heading=heading,
        lede=_(
            "Programmes whose gateways you look after too. They pay nothing by themselves: the account is yours."
        ),
        action=_("Save"),
        back_url=address(request, "gateway", pk),
        crumbs=crumbs(request, heading, gateway),
    )


def _form_page(
    request: MemberRequest, form: NewGatewayForm | GatewayForm, heading: str, back_url: str
) -> HttpResponse:
    context = {"form": form, "heading": heading, "back_url": back_url, "crumbs": crumbs(request, heading)}
    return render(request, "messaging/gateways/form.html", context)
