"""Phones and laptops of the day: opened, sent from, closed; and a person who settles what couldn't be taken."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.base.errors import DomainError, NotAllowed
from imbizo.base.models import new_id
from imbizo.base.sealing import seal, unseal
from imbizo.convening import registry
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Attendance, Device, DeviceItem, Gathering
from imbizo.convening.operations.attendance import add_amount
from imbizo.convening.operations.settling import WAITS_FOR_A_PERSON, note_settled
from imbizo.convening.registry import DeviceKind, Sent, Took
from imbizo.convening.rules.clocks import true_time
from imbizo.convening.states import GatheringState, ItemOutcome
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit

LASTS = timedelta(hours=12)  # after the end of the gathering
SECRET_BYTES = 32
MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """What a device is given once: its key to the gathering, and what its store is encrypted under."""

    device: Device
    token: str
    secret: str


@dataclass(frozen=True, slots=True)
class Written:
    """One thing that a device sent. `written_at` and `ahead` (seconds, as it last knew) are by its own clock."""

    id: UUID
    kind: str
    content: Mapping[str, Any]
    written_at: datetime
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """What the device is told of one thing it sent: it may forget it, whatever the outcome."""

    id: UUID
    outcome: ItemOutcome
    problem: str = ""


@transaction.atomic
def open_device(*, gathering: Gathering, label: str, by: Membership) -> Opened:
    """Give a phone or laptop the key to one gathering until half a day after its end. Raises NotAllowed, NotNow."""
    _check_ours(gathering, by)
    if gathering.state != GatheringState.OPEN:
        raise NotNow(_("Open the day first: devices hold the names of a gathering that is under way."))
    device = Device(
        programme_id=gathering.programme_id,
        gathering=gathering,
        label=label.strip()[:80] or _("Device"),
        opened_by=by,
        last_seen_at=timezone.now(),
    )
    token, secret = device.issue(days=1), secrets.token_urlsafe(SECRET_BYTES)
    device.expires_at = _end(gathering)
    device.secret = seal({"secret": secret})
    device.save()
    audit("open", [device], by=by, changes={"label": [None, device.label]})
    return Opened(device, token, secret)


def secret_of(*, device: Device, by: Membership) -> str:
    """What a device's store is encrypted under, for a member whose PIN is forgotten. Raises NotAllowed, NotNow."""
    _check_ours(device.gathering, by)
    if not device.secret:
        raise NotNow(_("Everything on this device has been sent; there is nothing to open."))
    audit("reveal", [device], by=by)
    return str(unseal(device.secret)["secret"])


@transaction.atomic
def forget_device(*, device: Device, by: Membership) -> Device:
    """Lost, stolen or no longer needed: at its next contact it drops the names. What it sends waits for a person."""
    _check_ours(device.gathering, by)
    if device.closed_at is None:
        _close([device], timezone.now())
        audit("close", [device], by=by)
    return device


def close_devices(*, gathering: Gathering, by: Membership | None, at: datetime) -> None:
    """Close all that are open: each drops its names at its next contact."""
    devices = list(Device.objects.select_for_update().filter(gathering=gathering, closed_at=None))
    _close(devices, at)
    audit("close", devices, by=by)


def hear_from(*, device: Device, now_there: datetime, waiting: int) -> Device:
    """Note that a device called, what waits on it, and by how much its clock is ahead."""
    now = timezone.now()
    device.last_seen_at = now
    device.waiting = min(max(waiting, 0), 100_000)
    # As many seconds as the column holds: a clock reset to 1970 is still understood.
    device.clock_ahead = max(min(round((now_there - now).total_seconds()), 2**31 - 1), -(2**31) + 1)
    if device.closed_at and not device.waiting:
        device.secret = ""
    device.save(update_fields=["last_seen_at", "waiting", "clock_ahead", "secret", "updated_at"])
    return device


def take_in(*, device: Device, items: Iterable[Written]) -> list[Answered]:
    """Take what a device sent, each thing once and each in a transaction of its own. Nothing is lost.

    What comes after closing, or can't be taken, is kept for a person to settle (`settle_item`).
    """
    answered = [_take_one(device, item) for item in list(items)[:MOST_ITEMS]]
    _say_that_it_waits(device, sum(each.outcome in WAITS_FOR_A_PERSON for each in answered))
    return answered


@transaction.atomic
def settle_item(*, item: DeviceItem, by: Membership, take: bool, new_card: bool = False) -> DeviceItem:
    """Take what waits for a person, or leave it. `new_card`: with a card of our own instead of the one it names.

    Where two desks noted money, taking counts both amounts. Raises NotAllowed, and what taking it raises.
    """
    current: DeviceItem = DeviceItem.objects.select_for_update().get(pk=item.pk)
    _check_ours(current.gathering, by)
    if current.settled_at is not None:
        return current
    before = current.outcome
    if take:
        _take_after_all(current, by, new_card=new_card)
    note_settled(current, taken=take, before=before, by=by)
    return current


def _check_ours(gathering: Gathering, by: Membership) -> None:
    if gathering.owner_id != by.partner_id or not by.may(Permission.DAY_REGISTER):
        raise NotAllowed(_("Only the partner that convenes it registers who came."))


def _end(gathering: Gathering) -> datetime:
    now = timezone.now()
    return max(gathering.ends_at or now, now) + LASTS


def _close(devices: Sequence[Device], at: datetime) -> None:
    for device in devices:
        device.closed_at = device.revoked_at = at
        device.secret = device.secret if device.waiting else ""
        device.save(update_fields=["closed_at", "revoked_at", "secret", "updated_at"])


def _take_one(device: Device, item: Written) -> Answered:
    kind = registry.device_kind(item.kind)
    with transaction.atomic():
        if kind is not None and kind.is_anonymous:
            return _take_nameless(device.gathering, kind, item)
        # The device's row is held: the same batch sent twice at once is taken once.
        held = Device.objects.select_for_update().select_related("gathering", "opened_by").get(pk=device.pk)
        before = DeviceItem.objects.filter(pk=item.id).first()
        if before is not None and before.gathering_id == held.gathering_id and _is_same(before, item):
            return Answered(item.id, ItemOutcome.REPEATED, before.problem)
        sent = Sent(item.id, item.content, _at(held, item), held, held.opened_by)
        took = _took(held, kind, sent) if before is None else _under_another_id()
        if not (took.outcome in {ItemOutcome.TAKEN, ItemOutcome.REPEATED} and kind and kind.knows_its_own):
            _keep(held, item, sent, took, id=item.id if before is None else new_id())
        return Answered(item.id, took.outcome, took.problem)


def _say_that_it_waits(device: Device, just_now: int) -> None:
    """One entry, from which those who lead the day get word, when the first things of a device wait for a person."""
    if just_now == 0:
        return
    waiting = device.items.filter(outcome__in=WAITS_FOR_A_PERSON, settled_at=None).count()
    # None: what couldn't be taken was taken back in the same call.
    if 0 < waiting <= just_now:
        audit("items_wait", [device], by=None, changes={"waiting": [None, waiting]})


def _take_nameless(gathering: Gathering, kind: DeviceKind, item: Written) -> Answered:
    """Without the device, the member or the minute: nothing may tell whose it is.

    What can't be taken is told to the device and not kept: a person who settled it would learn whose it is.
    """
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    try:
        with transaction.atomic():
            took = kind.take(gathering, Sent(item.id, item.content, hour))
    except DomainError as error:
        return Answered(item.id, ItemOutcome.REFUSED, str(error)[:300])
    return Answered(item.id, took.outcome, took.problem)


def _took(device: Device, kind: DeviceKind | None, sent: Sent) -> Took:
    if (
        device.closed_at
        or device.expires_at <= timezone.now()
        or device.gathering.state != GatheringState.OPEN
    ):
        return Took(ItemOutcome.LATE, _("It came after closing."))
    if kind is None:
        return Took(ItemOutcome.REFUSED, _("This version of the system doesn't know what this is."))
    try:
        with transaction.atomic():
            return kind.take(device.gathering, sent)
    except DomainError as error:
        return Took(ItemOutcome.REFUSED, str(error)[:300])


def _under_another_id() -> Took:
    return Took(ItemOutcome.REFUSED, _("Something else was sent under the same number before."))


def _at(device: Device, item: Written) -> datetime:
    return true_time(
        item.written_at,
        ahead=(device.clock_ahead, item.ahead),
        earliest=device.created_at,
        latest=timezone.now(),
    )


def _keep(device: Device, item: Written, sent: Sent, took: Took, *, id: UUID) -> None:
    DeviceItem.objects.create(
        id=id,
        programme_id=device.programme_id,
        gathering=device.gathering,
        device=device,
        kind=item.kind[:20],
        content={**item.content, "at": sent.at.isoformat()},
        written_at=item.written_at,
        outcome=took.outcome,
        problem=took.problem[:300],
    )


def _is_same(before: DeviceItem, item: Written) -> bool:
    kept = {name: value for name, value in before.content.items() if name != "at"}
    return before.kind == item.kind and kept == {k: v for k, v in item.content.items() if k != "at"}


def _take_after_all(item: DeviceItem, by: Membership, *, new_card: bool) -> None:
    if item.outcome == ItemOutcome.JOINED:
        _count_both(item, by)
        return
    kind = registry.device_kind(item.kind)
    if kind is None:
        raise BadAnswer(_("This version of the system doesn't know what this is."))
    sent = Sent(item.pk, item.content, datetime.fromisoformat(item.content["at"]), item.device, by)
    took = kind.take(
        item.gathering, replace(sent, content={**item.content, "code": ""}) if new_card else sent
    )
    item.outcome, item.problem = took.outcome, took.problem


def _count_both(item: DeviceItem, by: Membership) -> None:
    """Two desks noted money for one person, and both paid it."""
    amount = item.content.get("transport_paid")
    known = _attendance_of(item)
    if amount and known is not None:
        add_amount(attendance=known, amount=Decimal(str(amount)), by=by)


def _attendance_of(item: DeviceItem) -> Attendance | None:
    rows = Attendance.objects.filter(gathering=item.gathering)
    if found := item.content.get("attendance"):
        return rows.filter(pk=found).first()
    if invited := item.content.get("invitation"):
        return rows.filter(actor__in=item.gathering.invitations.filter(pk=invited).values("actor")).first()
    return rows.filter(code=str(item.content.get("code", ""))).first()
