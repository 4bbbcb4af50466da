"""The day's part of the world: somebody came, a device, what waits for a person, a question on the slip."""

from typing import Any

from django.utils import timezone

from imbizo.convening.models import Attendance, Device, DeviceItem, SlipCategory
from imbizo.convening.states import ItemOutcome

GATHERING = {"pk": "gathering"}
INVITED = {**GATHERING, "invitation": "day_guest"}
PRIVATE = {
    **{
        f"convening:{name}": GATHERING
        for name in (
            "day", "day-open", "day-close", "day-reopen", "desk", "desk-new", "device-open", "paper", "came-list",
            "online", "payments", "gathering-slips", "slips-type", "slips-link",
        )
    },
    **{f"convening:{name}": INVITED for name in ("desk-invited", "desk-came", "voucher")},
    **{
        f"convening:{name}": {"pk": "attendance"}
        for name in ("attendance", "attendance-withdraw", "attendance-restore")
    },
    **{f"convening:{name}": {"pk": "device"} for name in ("device-key", "device-forget")},
    "convening:day-settle": {"pk": "device_item"},
}  # fmt: skip
OPEN = {
    f"convening:{name}": {"pk": "slip_category"} for name in ("slip-category", "slip-retire", "slip-restore")
}
LISTS = ("convening:day", "convening:desk", "convening:came-list", "convening:payments", "convening:slips")


def fill(world: Any) -> None:
    of = {"gathering": world.gathering, **world.here}
    world.day_guest, _ = world.gathering.invitations.get_or_create(actor=world.actor, defaults=world.here)
    world.attendance = Attendance.objects.create(code="00000", name="Nomsa", **of)
    world.device = _device("1", world.cast.amina, of)
    world.device_item = DeviceItem.objects.create(kind="attendance", outcome=ItemOutcome.LATE, **of)
    world.slip_category = SlipCategory.objects.create(label="How long?", choices=["a", "b"], **world.here)


def add(rows: Any) -> None:
    number = f"{rows.made:05d}"
    of = {"gathering": rows.gathering, **rows.here}
    rows.gathering.invitations.get_or_create(actor=rows.person, defaults=rows.here)
    # Who came is made with their certificates (world_afterwards): thirty rows are one page of the list.
    rows.gathering.attendances.update(transport_paid=50)
    device = _device(number, rows.cast.amina, of)
    item = {"kind": "attendance", "outcome": ItemOutcome.LATE, "device": device}
    DeviceItem.objects.create(content={"name": f"Sipho {number}"}, **item, **of)
    SlipCategory.objects.create(label=f"How long {number}?", choices=["a", "b"], **rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    return {name: {"pk": rows.gathering.pk} for name in LISTS if name != "convening:slips"}


def _device(number: str, member: Any, of: dict[str, Any]) -> Device:
    return Device.objects.create(
        token_hash=number, label=f"Phone {number}", opened_by=member, expires_at=timezone.now(), **of
    )
