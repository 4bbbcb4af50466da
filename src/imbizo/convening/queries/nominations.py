"""Who was asked to name people, whom they named, and whose seat an alternate could take."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.actors.operations.likely import Likely, Somebody, likely
from imbizo.convening.models import Gathering, Invitation, Nomination, Nominee
from imbizo.convening.queries.seeing import of_gatherings
from imbizo.convening.states import InvitationState, NominationState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.models import PublicLink

LINK = "convening.nominate"
"""The purpose of the link by which an institution names people."""

_GONE = (InvitationState.DECLINED, InvitationState.WITHDRAWN)
_FOR_WRITING = ("programme", "institution", "gathering__owner__programme", "gathering__programme")


@dataclass(frozen=True)
class Named:
    """Somebody named, with those of the register who may be that person."""

    nominee: Nominee
    likely: list[Likely]

    @property
    def waits(self) -> bool:
        return self.nominee.invitation is None and not self.nominee.refused_because


@dataclass(frozen=True)
class Replacement:
    """Somebody whom an institution named doesn't come, and its next alternate who could."""

    gone: Invitation
    alternate: Nominee


def nominations(member: Membership) -> QuerySet[Nomination]:
    """Those that the member may read: names stay with the partner that convenes."""
    rows = of_gatherings(Nomination, member, Permission.INVITED_VIEW, only_own=True)
    return rows.select_related("gathering__programme", "gathering__owner", "institution", "programme")


def nominations_of(gathering: Gathering, member: Membership) -> QuerySet[Nomination]:
    """A gathering's, each with how many were named (`named`), taken (`taken`) and still wait (`waiting`)."""
    waits = Q(nominees__invitation=None, nominees__refused_because="")
    return (
        nominations(member)
        .filter(gathering=gathering)
        .annotate(
            named=Count("nominees"),
            taken=Count("nominees", filter=Q(nominees__invitation__isnull=False)),
            waiting=Count("nominees", filter=waits & Q(nominees__id__isnull=False)),
        )
    )


def nominees(member: Membership) -> QuerySet[Nominee]:
    """Those named whom the member may read."""
    rows = of_gatherings(
        Nominee, member, Permission.INVITED_VIEW, path="nomination__gathering", only_own=True
    )
    return rows.select_related(
        "nomination__gathering__owner", "nomination__institution", "programme", "actor", "invitation__actor"
    )


def named_by(nomination: Nomination, member: Membership) -> list[Named]:
    """Whom an institution named; for those who wait, who of the register they may be."""
    rows = nominees(member).filter(nomination=nomination)
    return [
        Named(each, [] if each.invitation or each.refused_because else who(each, member)) for each in rows
    ]


def who(nominee: Nominee, member: Membership) -> list[Likely]:
    """Who of the register a nominee may be: by number, e-mail, and name at the institution."""
    institution = nominee.nomination.institution
    return likely(Somebody(nominee.name, nominee.phone, nominee.email, institution), member)


def is_open(nomination: Nomination, now: dt.datetime | None = None) -> bool:
    """Whether the institution can still name people on its own page."""
    is_in_time = nomination.due_at is None or nomination.due_at >= (now or timezone.now())
    return is_in_time and nomination.state != NominationState.CLOSED and not nomination.gathering.is_over


def most(nomination: Nomination) -> int:
    """How many people it may name."""
    return nomination.seats + nomination.alternates


def behind(link: PublicLink) -> Nomination | None:
    """The nomination that a link opens."""
    rows = Nomination.objects.select_related(*_FOR_WRITING, "gathering__place", "gathering__contact__user")
    return rows.filter(pk=link.record_id).first()


def waiting_for(gathering: Gathering) -> QuerySet[Nomination]:
    """Those of a gathering that haven't answered."""
    rows = Nomination.objects.filter(gathering=gathering, state=NominationState.ASKED)
    return rows.select_related(*_FOR_WRITING)


def to_remind(now: dt.datetime, until: dt.datetime) -> QuerySet[Nomination]:
    """Those whose day comes by `until`, who haven't answered and weren't reminded."""
    rows = Nomination.objects.filter(
        state=NominationState.ASKED, asked_at__isnull=False, reminded_at=None, due_at__range=(now, until)
    )
    return rows.exclude(gathering__state__in=("held", "called_off")).select_related(*_FOR_WRITING)


def replacements(gathering: Gathering) -> list[Replacement]:
    """The seats of those who don't come, each with the institution's next alternate; two queries."""
    rows = Nominee.objects.filter(nomination__gathering=gathering)
    rows = rows.select_related("programme", "nomination__institution", "invitation__actor")
    gone: dict[UUID, list[Invitation]] = {}
    free: dict[UUID, list[Nominee]] = {}
    for each in rows.order_by("is_alternate", "created_at", "pk"):
        if each.invitation is not None and each.invitation.state in _GONE:
            gone.setdefault(each.nomination_id, []).append(each.invitation)
        elif each.is_alternate and each.invitation is None and not each.refused_because:
            free.setdefault(each.nomination_id, []).append(each)
    replaced = _replaced([each.pk for found in gone.values() for each in found])
    return [
        Replacement(invitation, alternate)
        for nomination, found in gone.items()
        for invitation, alternate in zip(
            [each for each in found if each.pk not in replaced], free.get(nomination, []), strict=False
        )
    ]


def _replaced(invitations: list[UUID]) -> set[UUID]:
    found = Invitation.objects.filter(substitute_for__in=invitations)
    return set(found.values_list("substitute_for_id", flat=True))


def may_be(nominee: Nominee, member: Membership, pk: UUID | None) -> Actor | None:
    """The actor with this id, where the member was offered it as the same person."""
    return next((each.actor for each in who(nominee, member) if each.actor.pk == pk), None)
