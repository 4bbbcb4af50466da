"""Setting up gateways, changing them, pausing them, lending them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.messaging.errors import BadGateway, DemoGateway
from imbizo.messaging.gateways import Trouble
from imbizo.messaging.gateways.inside import is_plainly_inside
from imbizo.messaging.gateways.settings import CALLBACK_KEY, described, read, settings_for
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.nudging import nudge
from imbizo.messaging.queries.gateways import programmes_to_lend_to
from imbizo.messaging.states import GatewayKind, Health
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.rules import ProcessTemplate
from imbizo.thread.operations import audit, differences

_PLACES = ("url", "host", "port")  # the settings that say where to connect to


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a form says of a gateway: fields of the row, settings that may be shown, and secrets (empty ones keep)."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def start_with_simulator(programme: Programme, template: ProcessTemplate) -> None:
    """Give a new programme practice phones. The entry of the new programme in the audit trail stands for them."""
    Gateway.objects.create(
        programme=programme,
        name=_("Practice phones"),
        kind=GatewayKind.SIMULATOR,
        parts_per_second=100,
        cost_per_part=Decimal("0.24"),
        currency=programme.currency,
        can_receive=True,
        reply_cost=0,
        senders=["Imbizo"],
    )


@transaction.atomic
def set_up_gateway(
    *, programme: Programme, kind: str, service: str, told: Told, by: Membership, id: UUID | None = None
) -> Gateway:
    """Add a gateway. Raises DemoGateway in a practice programme, BadGateway where a setting is missing, Conflict."""
    if programme.is_demo and kind != GatewayKind.SIMULATOR:
        raise DemoGateway(_("This programme is for practice: its messages go to practice phones alone."))
    there = Gateway.objects.filter(pk=id).first() if id else None
    if there is not None:
        return _the_same(there, programme, kind, told)
    gateway = Gateway(id=id or new_id(), programme=programme, kind=kind, service=service, **told.fields)
    gateway.settings = dict(told.settings)
    gateway.keep_secrets(**told.secrets, **{CALLBACK_KEY: token_urlsafe(24)})
    _must_be_whole(gateway)
    gateway.save(force_insert=True)
    audit("create", [gateway], by=by, changes={"name": [None, gateway.name], "kind": [None, gateway.kind]})
    return gateway


@transaction.atomic
def change_gateway(*, gateway: Gateway, told: Told, by: Membership) -> Gateway:
    """Change fields and settings. The trail says which secrets were replaced, never by what. Raises BadGateway."""
    held = Gateway.objects.select_for_update(of=("self",)).get(pk=gateway.pk)
    changes = _changes(held, told)
    if not changes:
        return held
    _must_know_secrets(held, told)
    for name, value in told.fields.items():
        setattr(held, name, value)
    held.settings = {**held.settings, **told.settings}
    callback = {} if held.has_secret(CALLBACK_KEY) else {CALLBACK_KEY: token_urlsafe(24)}
    held.keep_secrets(**told.secrets, **callback)
    _must_be_whole(held)
    if told.settings or told.secrets:
        # What was wrong may be mended: it is tried at once.
        held.health, held.health_since, held.health_detail, held.retry_at = Health.UNTRIED, None, "", None
    held.save()
    audit("change", [held], by=by, changes=changes)
    nudge(held)
    return held


@transaction.atomic
def pause_gateway(*, gateway: Gateway, by: Membership) -> None:
    """Let nothing leave by it. What waits goes on waiting, until its use-by time."""
    _switch(gateway, by, verb="pause_gateway", is_active=False)


@transaction.atomic
def use_gateway(*, gateway: Gateway, by: Membership) -> None:
    """Let messages leave by it again."""
    _switch(gateway, by, verb="use_gateway", is_active=True)


@transaction.atomic
def lend_gateway(*, gateway: Gateway, programmes: Iterable[Programme], by: Membership) -> None:
    """Let exactly these of the member's other programmes send by it too; those of others stay as they are.

    Raises NotAllowed for a programme whose gateways the member doesn't look after, or one for practice.
    """
    mine, wanted = set(programmes_to_lend_to(by)), set(programmes)
    if not wanted <= mine:
        raise NotAllowed(_("You can lend a gateway only to programmes whose gateways you look after."))
    before = set(gateway.also_in.all())
    after = (before - mine) | wanted
    if after != before:
        gateway.also_in.set(after)
        audit("lend_gateway", [gateway], by=by, changes={"also_in": [_names(before), _names(after)]})


def _the_same(there: Gateway, programme: Programme, kind: str, told: Told) -> Gateway:
    """The gateway that the same form made when it was sent before. Raises Conflict where it is another."""
    is_same = (there.programme_id, there.kind, there.name) == (programme.pk, kind, told.fields["name"])
    if not is_same:
        raise Conflict(
            _("This was sent before with other content. Load the page again to see what was saved.")
        )
    return there


def _must_be_whole(gateway: Gateway) -> None:
    """Raise BadGateway at the first setting that is missing, or leads into the operator's own network."""
    try:
        read(settings_for(gateway.kind, gateway.service), gateway)
    except Trouble as trouble:
        raise BadGateway(_("This is needed."), field=trouble.detail.split(",")[0]) from trouble
    for name, host in _hosts(gateway.settings):
        if is_plainly_inside(host):
            text = _(
                "This is inside the operator's own network. They must open it to gateways first: ask them."
            )
            raise BadGateway(text, field=name)


def _hosts(settings: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The settings that say where to connect to, each with its host."""
    web = urlsplit(str(settings.get("url", ""))).hostname or ""
    return [("url", web), ("host", str(settings.get("host", "")))]


def _must_know_secrets(held: Gateway, told: Told) -> None:
    """Raise BadGateway where secrets that are kept would go to another place than they were given for.

    Else whoever may change a gateway could have them sent to a machine of their own, and read what no page shows.
    """
    settings = described(settings_for(held.kind, held.service))
    places = {each.name: held.settings.get(each.name, each.default) for each in settings}
    is_moved = any(name in told.settings and told.settings[name] != places.get(name) for name in _PLACES)
    kept = [each.name for each in settings if each.is_secret and held.has_secret(each.name)]
    unsaid = [name for name in kept if not told.secrets.get(name)]
    if is_moved and unsaid:
        text = _("The gateway is at another address now. Write this again: it goes nowhere by itself.")
        raise BadGateway(text, field=unsaid[0])


def _changes(held: Gateway, told: Told) -> dict[str, list[Any]]:
    before = {**held.settings, **{name: getattr(held, name) for name in told.fields}}
    after = {**held.settings, **told.settings, **told.fields}
    replaced = sorted(name for name, value in told.secrets.items() if value)
    secrets = {"secrets": [None, ", ".join(replaced)]} if replaced else {}
    return {**differences(before, after), **secrets}


def _switch(gateway: Gateway, by: Membership, *, verb: str, is_active: bool) -> None:
    held = Gateway.objects.select_for_update(of=("self",)).get(pk=gateway.pk)
    if held.is_active == is_active:
        return
    held.is_active, held.retry_at = is_active, None
    held.save(update_fields=["is_active", "retry_at", "updated_at"])
    audit(verb, [held], by=by, changes={"is_active": [not is_active, is_active]})
    nudge(held)


def _names(programmes: Iterable[Programme]) -> list[str]:
    return sorted(programme.name for programme in programmes)
