"""What the invited were told of a gathering's time and place, what holds now, and whom the difference concerns."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from imbizo.convening.models import Booking, Gathering, Invitation
from imbizo.convening.states import ASKED, BookingState, GatheringState, InvitationState, Way

CONCERNED = (
    *ASKED,
    InvitationState.ACCEPTED,
    InvitationState.TENTATIVE,
    InvitationState.WAITING,
    InvitationState.OFFERED,
)
"""Those who may still come."""

COMING = (InvitationState.ACCEPTED, InvitationState.ATTENDED)

TRIED = "tried"
"""In what somebody was told: what a message tried to tell that said nothing, or that couldn't leave."""


class News(StrEnum):
    """What somebody was told otherwise, or not yet."""

    CALLED_OFF = "called_off"
    DAY = "day"
    PLACE = "place"
    VENUE = "venue"  # not told before, and known now
    JOINING = "joining"


@dataclass(frozen=True, slots=True)
class Facts:
    """Where and when people meet. `hall` is empty while it isn't known or isn't told yet; `join` where one meets."""

    starts: str
    ends: str
    hall: str
    join: str
    is_off: bool

    def told_to(self, invitation: Invitation) -> dict[str, Any]:
        """What a message to this person tells: how to join is for those who come."""
        join = self.join if invitation.state in COMING else ""
        return {
            "starts": self.starts,
            "ends": self.ends,
            "hall": self.hall,
            "join": join,
            "is_off": self.is_off,
        }


def facts(gathering: Gathering, now: dt.datetime | None = None) -> Facts:
    """What holds now, as far as it is to be told by now."""
    hall = hall_of(gathering) if is_venue_told(gathering, now) else None
    return Facts(
        starts=_moment(gathering.starts_at),
        ends=_moment(gathering.ends_at),
        hall=place_line(hall) if hall else "",
        join=join_line(gathering),
        is_off=gathering.state == GatheringState.CALLED_OFF,
    )


def _moment(at: dt.datetime | None) -> str:
    """In UTC: the same moment written in another zone is no news."""
    return at.astimezone(dt.UTC).isoformat() if at else ""


def hall_of(gathering: Gathering) -> Booking | None:
    """The booking that was confirmed, with its venue."""
    if gathering.way == Way.ONLINE:
        return None
    rows = gathering.bookings.filter(state=BookingState.CONFIRMED).select_related("venue")
    return rows.order_by("created_at").first()


def place_line(booking: Booking) -> str:
    """Name and address: "Town Hall, Voortrekker Street, Ceres"."""
    return ", ".join(filter(None, (booking.venue.name, booking.venue.address)))


def join_line(gathering: Gathering) -> str:
    """The link to join and the number to phone in; empty where people meet in a hall alone."""
    if gathering.way == Way.HALL:
        return ""
    return " ".join(filter(None, (gathering.joining_link, gathering.phone_in)))


def is_venue_told(gathering: Gathering, now: dt.datetime | None = None) -> bool:
    """Whether the day has come on which the venue is told."""
    today = (now or timezone.now()).astimezone(gathering.programme.zone).date()
    return gathering.venue_told_on is None or gathering.venue_told_on <= today


def differing(invitation: Invitation, now_true: Facts) -> list[News]:
    """What this person would have to hear; nothing for who was never told anything."""
    told: Mapping[str, Any] = invitation.told
    if not told or invitation.state not in CONCERNED:
        return []
    if now_true.is_off:
        return [] if told.get("is_off") else [News.CALLED_OFF]
    return [*_moved(told, now_true), *_placed(invitation, told, now_true)]


def _moved(told: Mapping[str, Any], now_true: Facts) -> list[News]:
    is_other = (told.get("starts"), told.get("ends")) != (now_true.starts, now_true.ends)
    return [News.DAY] if is_other or told.get("is_off") else []


def _placed(invitation: Invitation, told: Mapping[str, Any], now_true: Facts) -> list[News]:
    """Another hall concerns all who were told the first; a hall that is known at last, those who come."""
    comes = invitation.state in COMING
    before = told.get("hall", "")
    found = []
    if before and before != now_true.hall:
        found.append(News.PLACE)
    elif comes and now_true.hall and not before:
        found.append(News.VENUE)
    if comes and told.get("join", "") != now_true.join:
        found.append(News.JOINING)
    return found


def concerned(gathering: Gathering) -> QuerySet[Invitation]:
    """Those who were told something and may still come, with what tells them apart."""
    rows = gathering.invitations.filter(state__in=CONCERNED, told_sequence__isnull=False)
    return rows.select_related("actor").order_by(F("invited_at").asc(nulls_last=True), "pk")


def to_be_told(gathering: Gathering, now: dt.datetime | None = None) -> list[Invitation]:
    """Exactly those whom what holds now is news to, and whom a message may still tell it."""
    now_true = facts(gathering, now)
    return [each for each in concerned(gathering) if is_to_be_told(each, now_true)]


def to_be_rung(gathering: Gathering, now: dt.datetime | None = None) -> list[Invitation]:
    """Those to whom it is news still, although they were written to: others read their phone, or nothing left."""
    now_true = facts(gathering, now)
    return [each for each in concerned(gathering) if differing(each, now_true) and _was_tried(each, now_true)]


def is_to_be_told(invitation: Invitation, now_true: Facts) -> bool:
    """Whether a message should tell this person what holds now."""
    return bool(differing(invitation, now_true)) and not _was_tried(invitation, now_true)


def _was_tried(invitation: Invitation, now_true: Facts) -> bool:
    return bool(invitation.told.get(TRIED) == now_true.told_to(invitation))
