"""What a device sent and couldn't be taken waits for a person, until somebody settles it."""

from typing import Final

from django.utils import timezone

from imbizo.convening.models import DeviceItem
from imbizo.convening.states import ItemOutcome
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

WAITS_FOR_A_PERSON: Final = (ItemOutcome.LATE, ItemOutcome.REFUSED)


def note_settled(item: DeviceItem, *, taken: bool, before: str, by: Membership) -> None:
    """Write down that it was taken after all or left out, and by whom; `before`: its outcome until now."""
    item.settled_by, item.settled_at = by, timezone.now()
    item.save()
    audit("settle", [item], by=by, changes={"outcome": [before, item.outcome], "taken": [None, taken]})
