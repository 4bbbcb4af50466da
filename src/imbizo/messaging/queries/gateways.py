"""Which gateways there are, and which one a message takes."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from imbizo.messaging.models import Gateway, Report
from imbizo.messaging.states import Channel, GatewayKind, Health
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.queries import memberships_of
from imbizo.programmes.states import Permission

_KINDS = {
    Channel.SMS: (GatewayKind.SMPP, GatewayKind.HTTP, GatewayKind.SIMULATOR),
    Channel.EMAIL: (GatewayKind.SMTP, GatewayKind.SIMULATOR),
}


def gateways(member: Membership) -> QuerySet[Gateway]:
    """The gateways that the member's programme sends by."""
    return usable_or_not(member.programme).select_related("programme")


def own_gateways(member: Membership) -> QuerySet[Gateway]:
    """Those that the member's programme set up: it alone sees their settings and changes them."""
    return Gateway.objects.filter(programme=member.programme).select_related("programme")


def programmes_to_lend_to(member: Membership) -> list[Programme]:
    """The member's other programmes whose gateways they look after too. Practice borrows nothing."""
    others = memberships_of(member.user).exclude(programme=member.programme)
    return [
        other.programme
        for other in others.select_related("programme")
        if other.may(Permission.GATEWAYS_MANAGE) and not other.programme.is_demo
    ]


def usable_or_not(programme: Programme) -> QuerySet[Gateway]:
    """Those that the programme set up, and those of others that it may send by."""
    return Gateway.objects.filter(Q(programme=programme) | Q(also_in=programme)).distinct()


def usable(programme: Programme, channel: str) -> QuerySet[Gateway]:
    """The active gateways that carry the channel, real ones first. Practice has the simulator alone."""
    kinds = _KINDS.get(Channel(channel), ())
    rows = usable_or_not(programme).filter(is_active=True, kind__in=kinds)
    if programme.is_demo:
        rows = rows.filter(kind=GatewayKind.SIMULATOR)
    order = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(kinds)), output_field=IntegerField()
    )
    return rows.order_by(order, "created_at")


def gateway_for(programme: Programme | None, channel: str) -> Gateway | None:
    """The gateway that a message takes where nobody chose one. Mail falls back to the installation's own.

    Practice has no way out but its phones, also while they are paused.
    """
    found = usable(programme, channel).first() if programme else None
    is_practice = programme is not None and programme.is_demo
    if found is None and channel == Channel.EMAIL and not is_practice:
        found = Gateway.objects.filter(programme=None, kind=GatewayKind.SMTP, is_active=True).first()
    return found


def programmes_of(gateway: Gateway) -> QuerySet[Programme]:
    """Those that may send by it: the one that set it up, and those it is lent to."""
    lent = Q(pk__in=gateway.also_in.values("pk"))
    return Programme.objects.filter(lent | Q(pk=gateway.programme_id)).order_by("created_at")


def has_mail_trouble() -> bool:
    """Whether the installation's own mail server can't be used: nobody gets a code to sign in."""
    well = (Health.WELL, Health.UNTRIED, Health.THROTTLED)
    return Gateway.objects.filter(programme=None, kind=GatewayKind.SMTP).exclude(health__in=well).exists()


def bound() -> QuerySet[Gateway]:
    """The SMS centres to stay bound to. A programme for practice reaches nobody."""
    rows = Gateway.objects.filter(kind=GatewayKind.SMPP, is_active=True)
    return rows.exclude(programme__is_demo=True).select_related("programme")


def ways_out(programme: Programme) -> list[tuple[str, Gateway | None]]:
    """By which gateway each channel leaves where nobody chooses one."""
    return [(channel, gateway_for(programme, channel)) for channel in (Channel.SMS, Channel.EMAIL)]


def stray_reports(gateway: Gateway) -> int:
    """How many delivery reports of the last days are for messages that weren't sent from here."""
    return Report.objects.filter(gateway=gateway).count()
