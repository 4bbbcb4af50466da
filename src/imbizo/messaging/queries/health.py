"""How the gateways are, in a sentence with the time and what waits. A fixed number of queries for all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from imbizo.base.components import Event
from imbizo.base.counts import count_text
from imbizo.base.heartbeats import is_alive
from imbizo.messaging.gateways.settings import described, settings_for
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.queries.gateways import usable_or_not
from imbizo.messaging.states import GatewayKind, Health, MessageState
from imbizo.programmes.models import Programme
from imbizo.thread.models import AuditEntry

Level = Literal["bad", "doubtful", "ok", "none"]
TURNS = 8  # shown of the history
_ORDER: tuple[Level, ...] = ("bad", "doubtful", "ok", "none")

_SENTENCES = {
    Health.UNTRIED: gettext_lazy("Nothing has gone by this gateway yet"),
    Health.WELL: gettext_lazy("The gateway works since %(since)s"),
    Health.REFUSED: gettext_lazy("The gateway refuses the password since %(since)s"),
    Health.UNREACHABLE: gettext_lazy("The gateway doesn't answer since %(since)s"),
    Health.UNTRUSTED: gettext_lazy("The gateway shows a certificate that isn't trusted since %(since)s"),
    Health.CONFUSED: gettext_lazy("The gateway answers in a way that we don't understand since %(since)s"),
    Health.THROTTLED: gettext_lazy("The gateway asks us to slow down since %(since)s"),
    Health.NO_CREDIT: gettext_lazy("The gateway has no credit left since %(since)s"),
    Health.MISCONFIGURED: gettext_lazy("The gateway lacks something: %(settings)s"),
}
_LEVELS: Mapping[str, Level] = {
    Health.UNTRIED: "none",
    Health.WELL: "ok",
    Health.THROTTLED: "doubtful",
    Health.CONFUSED: "doubtful",
}


@dataclass(frozen=True, slots=True)
class Traffic:
    """Messages of one programme by one gateway. `waiting` are due, `held` wait for their hour or are paused."""

    waiting: int = 0
    held: int = 0
    uncertain: int = 0
    sent_today: int = 0
    failed_today: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How one gateway is. `sentence` says it with the time and what waits; `level` is that of a state badge."""

    gateway: Gateway
    traffic: Traffic
    level: Level
    sentence: str

    @property
    def is_trouble(self) -> bool:
        return self.level in ("bad", "doubtful")


def standings(programme: Programme) -> list[Standing]:
    """How each gateway of a programme is, trouble first."""
    return standings_of(programme, usable_or_not(programme).select_related("programme"))


def standings_of(programme: Programme, gateways: Iterable[Gateway]) -> list[Standing]:
    """How these gateways are, trouble first. What waits is told of the programme's messages alone."""
    rows = list(gateways)
    now = timezone.now()
    traffic = traffic_of(programme, [gateway.pk for gateway in rows], now)
    is_attended = not any(map(is_bound, rows)) or is_alive("gateways", now=now)
    found = [
        standing(gateway, traffic.get(gateway.pk, Traffic()), now, is_attended=is_attended)
        for gateway in rows
    ]
    return sorted(found, key=lambda each: (_ORDER.index(each.level), each.gateway.name.casefold()))


def standing(gateway: Gateway, traffic: Traffic, now: datetime, *, is_attended: bool = True) -> Standing:
    """How one gateway is, from its row and what waits. No query.

    `is_attended`: the process runs that holds the connections to SMS centres.
    """
    is_left_alone = is_bound(gateway) and gateway.is_active and not is_attended
    level: Level = "bad" if is_left_alone else _level(gateway, traffic)
    parts = [_("The process that holds the connection doesn't run") if is_left_alone else _how(gateway)]
    return Standing(gateway, traffic, level, "; ".join([*parts, *_rest(gateway, traffic, now)]) + ".")


def traffic_of(programme: Programme | None, gateways: Iterable[UUID], now: datetime) -> dict[UUID, Traffic]:
    """What waits, went and failed today (the programme's day), by gateway. Two queries."""
    ids = list(gateways)
    rows = Message.objects.filter(programme=programme, gateway_id__in=ids).values("gateway_id").order_by()
    found: dict[UUID, dict[str, int]] = {pk: {} for pk in ids}
    for counted in (_open(rows, now), _today(rows, timezone.localtime(now))):
        for row in counted:
            found[row.pop("gateway_id")].update(row)
    return {pk: Traffic(**counts) for pk, counts in found.items()}


def _open(rows: Any, now: datetime) -> Any:
    """What waits and what somebody has to decide."""
    due = Q(state=MessageState.SUBMITTING) | Q(state=MessageState.WAITING, not_before__lte=now)
    held = Q(state=MessageState.PAUSED) | Q(state=MessageState.WAITING, not_before__gt=now)
    uncertain = Q(state=MessageState.UNCERTAIN, settled_at=None)
    return rows.filter(due | held | uncertain).annotate(
        waiting=Count("id", filter=due),
        held=Count("id", filter=held),
        uncertain=Count("id", filter=uncertain),
    )


def _today(rows: Any, now: datetime) -> Any:
    """What was handed over since midnight, and what failed since then."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    sent = Q(sent_at__gte=midnight)
    # What a gateway refused at once was never sent.
    refused = Q(sent_at=None, state=MessageState.FAILED, settled_at__gte=midnight)
    failed = Q(state=MessageState.FAILED, settled_at__gte=midnight)
    return rows.filter(sent | refused).annotate(
        sent_today=Count("id", filter=sent), failed_today=Count("id", filter=failed)
    )


def _level(gateway: Gateway, traffic: Traffic) -> Level:
    if not gateway.is_active:
        return "doubtful" if traffic.waiting else "none"
    return "ok" if gateway.kind == GatewayKind.SIMULATOR else _LEVELS.get(gateway.health, "bad")


def is_bound(gateway: Gateway) -> bool:
    """Whether a process of its own holds the connection."""
    return gateway.kind == GatewayKind.SMPP


def _rest(gateway: Gateway, traffic: Traffic, now: datetime) -> list[str]:
    """What waits, and when it is tried again."""
    parts = []
    if traffic.waiting:
        parts.append(_waits(traffic.waiting))
    elif traffic.held:
        parts.append(_held(traffic.held))
    if gateway.is_active and gateway.retry_at and gateway.retry_at > now:
        parts.append(_("the next try is at %(time)s") % {"time": moment(gateway.retry_at)})
    return parts


def _how(gateway: Gateway) -> str:
    if not gateway.is_active:
        return _("The gateway is paused")
    if gateway.kind == GatewayKind.SIMULATOR:
        return _("The phones are ready, and nothing leaves the house")
    since = moment(gateway.health_since or gateway.updated_at)
    words = _SENTENCES[Health(gateway.health)]
    return str(words) % {"since": since, "settings": missing_settings(gateway)}


def turns(gateway: Gateway) -> list[Event]:
    """When it last turned from well to ill or back, the latest first."""
    rows = AuditEntry.objects.filter(subject_kind="messaging.gateway", subject_id=gateway.pk, verb="health")
    return [
        Event(row.at, str(Health(row.changes["health"][1]).label).capitalize())
        for row in rows.order_by("-id")[:TURNS]
    ]


def missing_settings(gateway: Gateway) -> str:
    """The labels of the settings that the driver missed."""
    labels = {each.name: str(each.label) for each in described(settings_for(gateway.kind, gateway.service))}
    names = [name.strip() for name in gateway.health_detail.split(",")]
    return ", ".join(labels.get(name, name) for name in names)


def _waits(count: int) -> str:
    words = ngettext("%(count)s message waits", "%(count)s messages wait", count)
    return words % {"count": count_text(count)}


def _held(count: int) -> str:
    words = ngettext("%(count)s message waits for its hour", "%(count)s messages wait for their hour", count)
    return words % {"count": count_text(count)}


def moment(at: datetime) -> str:
    """The hour of a moment today, "09:12"; another day with it: "Wed 25 July, 09:12"."""
    local = timezone.localtime(at)
    return date_format(local, "H:i" if local.date() == timezone.localdate() else "D j F, H:i")
