"""What the page of the day shows: devices, and what waits for a person."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from imbizo.base.models import TokenLinkQuerySet
from imbizo.convening.models import Attendance, Device, DeviceItem, Gathering, Invitation
from imbizo.convening.queries.attendance import on_the_list, present
from imbizo.convening.queries.seeing import of_gatherings
from imbizo.convening.states import ItemOutcome
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.models import PublicLink

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WAITING = Q(outcome__in=[ItemOutcome.LATE, ItemOutcome.REFUSED]) | (
    Q(outcome=ItemOutcome.JOINED) & ~Q(problem="")
)


@dataclass(frozen=True, slots=True)
class OnDevice:
    """What a device may hold of one person: the name, whether they came, and their card. No state, no number."""

    invitation: str
    attendance: str
    name: str
    code: str

    def as_json(self) -> dict[str, str]:
        return {"i": self.invitation, "a": self.attendance, "n": self.name, "c": self.code}


def devices(member: Membership) -> QuerySet[Device]:
    return of_gatherings(Device, member, Permission.DAY_REGISTER, only_own=True).select_related(
        "gathering", "programme", "opened_by__user"
    )


def device_by_token(token: str) -> Device | None:
    """The device that holds this token, also after closing: what waits on it must reach us."""
    rows: TokenLinkQuerySet = Device.objects.with_token(token)
    found: Device | None = rows.select_related("gathering", "programme", "opened_by").first()
    return found


def unsettled(member: Membership) -> QuerySet[DeviceItem]:
    """What waits for a person, in the order in which it came."""
    rows = of_gatherings(DeviceItem, member, Permission.DAY_REGISTER, only_own=True)
    return rows.filter(_WAITING, settled_at=None).select_related("gathering", "device", "programme")


def settled(gathering: Gathering) -> QuerySet[DeviceItem]:
    """What a person has settled."""
    return DeviceItem.objects.filter(gathering=gathering, settled_at__isnull=False)


def names_of(items: list[DeviceItem]) -> dict[Any, str]:
    """Whom each item is about, by its id: the name it gives, or that of the invitation it names."""
    invited = {str(each.pk): each.actor.name for each in _named(items)}
    return {
        each.pk: str(each.content.get("name") or invited.get(str(each.content.get("invitation")), ""))
        for each in items
    }


def names_for_device(gathering: Gathering) -> list[OnDevice]:
    """The names that a device of this gathering holds: the list, and who has come besides."""
    came: dict[Any, Attendance] = {
        each.invitation_id: each for each in present(gathering) if each.invitation_id
    }
    listed = [
        OnDevice(str(each.pk), str(here.pk) if here else "", each.actor.name, here.code if here else "")
        for each in on_the_list(gathering)
        for here in [came.get(each.pk)]
    ]
    others = present(gathering).filter(invitation=None).order_by("name", "pk")
    return [*listed, *(OnDevice("", str(each.pk), each.name, each.code) for each in others)]


def _named(items: list[DeviceItem]) -> QuerySet[Invitation]:
    """The invitations that the items name, where what they name is an id at all."""
    said = {str(each.content.get("invitation") or "") for each in items}
    return Invitation.objects.filter(pk__in={each for each in said if _ID.fullmatch(each)}).select_related(
        "actor"
    )


def gathering_of_link(link: PublicLink) -> Gathering:
    """The gathering that a public link opens."""
    found: Gathering = Gathering.objects.select_related("programme").get(pk=link.record_id)
    return found
