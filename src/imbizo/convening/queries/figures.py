"""Figures of gatherings: who was told otherwise, how many are invited and coming, in one query for many."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from imbizo.convening.models import Attendance, Gathering, Helper, Input, Invitation
from imbizo.convening.queries.seeing import gatherings, of_gatherings
from imbizo.convening.queries.told import to_be_told
from imbizo.convening.queries.words import day_words
from imbizo.convening.states import InvitationState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

LINEAGE = "place__parent__parent__parent"
ANSWERED = (
    InvitationState.ACCEPTED,
    InvitationState.DECLINED,
    InvitationState.TENTATIVE,
    InvitationState.WAITING,
    InvitationState.OFFERED,
    InvitationState.ATTENDED,
    InvitationState.ABSENT,
)
COMING = (InvitationState.ACCEPTED, InvitationState.ATTENDED)


@dataclass(frozen=True)
class Invited:
    """How many are on the list, were written to, answered, and come."""

    listed: int = 0
    ready: int = 0
    answered: int = 0
    coming: int = 0
    waiting: int = 0

    @property
    def asked(self) -> int:
        return self.listed - self.ready


@dataclass(frozen=True)
class ToldOtherwise:
    """How many were told what no longer holds, and the day that most of them were told; empty where it is the place."""

    people: int
    day: str


def detailed(member: Membership) -> QuerySet[Gathering]:
    """The gatherings that the member sees, with all that one page says of them."""
    related = (LINEAGE, "host", "invited", "contact__user", "contact__partner", "round", "untold_by__user")
    return gatherings(member).select_related("programme", "owner", *related)


def invited(member: Membership, rows: Sequence[Gathering]) -> dict[UUID, Invited]:
    """How the invitations to these gatherings stand, by their ids: of the partner's own, for those who may see it."""
    ours = [each.pk for each in rows if each.owner_id == member.partner_id]
    if not ours or not member.may(Permission.INVITED_VIEW):
        return {}
    state = Q(state=InvitationState.READY)
    found = (
        Invitation.objects.filter(gathering__in=ours)
        .exclude(state=InvitationState.WITHDRAWN)
        .order_by()
        .values("gathering")
        .annotate(
            listed=Count("pk"),
            ready=Count("pk", filter=state),
            answered=Count("pk", filter=Q(state__in=ANSWERED)),
            coming=Count("pk", filter=Q(state__in=COMING)),
            waiting=Count("pk", filter=Q(state=InvitationState.WAITING)),
        )
    )
    return {
        row["gathering"]: Invited(row["listed"], row["ready"], row["answered"], row["coming"], row["waiting"])
        for row in found
    }


def told_otherwise(member: Membership, gathering: Gathering) -> ToldOtherwise | None:
    """How many must hear of a change, for those who see who is invited; None where nobody must."""
    if gathering.owner_id != member.partner_id or not member.may(Permission.INVITED_VIEW):
        return None
    people = to_be_told(gathering)
    days = Counter(str(each.told.get("starts", "")) for each in people)
    if not people:
        return None
    told = next((day for day, _count in days.most_common() if day and not _is_now(day, gathering)), "")
    return ToldOtherwise(len(people), _told_words(told, gathering) if told else "")


def _is_now(told: str, gathering: Gathering) -> bool:
    return gathering.starts_at is not None and dt.datetime.fromisoformat(told) == gathering.starts_at


def _told_words(told: str, gathering: Gathering) -> str:
    """The day and the hour that people were told, "Thu 12 March, 09:00"."""
    at = dt.datetime.fromisoformat(told).astimezone(gathering.programme.zone)
    return _("%(day)s, %(from)s") % {"day": day_words(at.date()), "from": f"{at:%H:%M}"}


def knows_how_to_join(member: Membership, gathering: Gathering) -> bool:
    """Whether the link and the number to join are shown: to the partner that convenes alone.

    The invited who accepted get them by their own page and messages.
    """
    return gathering.owner_id == member.partner_id


def helpers(member: Membership, gathering: Gathering) -> QuerySet[Helper]:
    """Who works at a gathering, beside who leads it."""
    rows = of_gatherings(Helper, member, only_own=True).filter(gathering=gathering)
    return rows.select_related("member__user", "member__partner", "actor", "programme", "gathering")


def came(member: Membership, gathering: Gathering) -> int | None:
    """How many were registered on the day; None before it, and for those who may not know."""
    if gathering.opened_at is None or not member.may(Permission.DAY_REGISTER):
        return None
    rows = of_gatherings(Attendance, member, Permission.DAY_REGISTER, only_own=True)
    return rows.filter(gathering=gathering, withdrawn_at=None).count()


def said(member: Membership, gathering: Gathering) -> int | None:
    """How many inputs it brought; None before the day, and for those who may not see them."""
    if gathering.opened_at is None or not member.may(Permission.INPUTS_VIEW):
        return None
    return of_gatherings(Input, member, Permission.INPUTS_VIEW).filter(gathering=gathering).count()


def of_round(member: Membership, round_id: UUID) -> QuerySet[Gathering]:
    """The gatherings of a round that the member sees, by date; those without one last."""
    rows = gatherings(member).filter(round_id=round_id).select_related("contact__user")
    return rows.order_by(F("starts_at").asc(nulls_last=True), "name", "pk")
