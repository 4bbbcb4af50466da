"""Who is on the list: people come onto it from lists, one by one or by nomination, and leave it with a reason."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor, ActorList
from imbizo.actors.queries.conditions import list_condition
from imbizo.base import bulk
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import Gathering, Invitation, NoticeRun
from imbizo.convening.operations.invitations.held import held
from imbizo.convening.operations.invitations.inviting import begin
from imbizo.convening.operations.invitations.places import move_up
from imbizo.convening.states import InvitationState, NoticeKind
from imbizo.outreach.queries.reaching import speaker_of
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

AT_ONCE = 1_000
"""Rows written in one transaction."""

_OVER = _("It is over, so nobody can be invited any more.")
_TOLD = (
    InvitationState.INVITED,
    InvitationState.DELIVERED,
    InvitationState.ACCEPTED,
    InvitationState.TENTATIVE,
    InvitationState.WAITING,
    InvitationState.OFFERED,
)


def put_on_list(
    *,
    gathering: Gathering,
    actors: Iterable[Actor],
    by: Membership | None,
    proposed_by: Actor | None = None,
    is_required: bool = False,
    is_open_place: bool = False,
) -> int:
    """Put people on the list, to be invited later; how many are new. Whoever is on it stays as they are.

    Only people whom the convening partner sees. In chunks: done again it goes on where it stopped.
    Raises NotAllowed, NotNow (it is over).
    """
    wanted = list(dict.fromkeys(actor.pk for actor in actors))
    marks: dict[str, object] = {
        "proposed_by_id": proposed_by.pk if proposed_by else None,
        "is_required": is_required,
        "is_open_place": is_open_place,
    }
    counts = [
        _put(gathering, wanted[start : start + AT_ONCE], by, marks)
        for start in range(0, len(wanted), AT_ONCE)
    ]
    return sum(counts)


def put_list(*, gathering: Gathering, actor_list: ActorList, by: Membership) -> int:
    """Put everybody on one of the register's lists on the gathering's. Raises NotAllowed, NotNow."""
    speaker = speaker_of(gathering.owner)
    rows = Actor.objects.visible_to(speaker).active().filter(list_condition(speaker, actor_list))
    return put_on_list(gathering=gathering, actors=rows.order_by("sort_name"), by=by)


@transaction.atomic
def _put(gathering: Gathering, ids: Sequence[UUID], by: Membership | None, marks: dict[str, object]) -> int:
    current = held(gathering, by)
    if current.is_over:
        raise NotNow(_OVER)
    seen = Actor.objects.visible_to(speaker_of(current.owner)).active().filter(pk__in=ids)
    known = set(current.invitations.filter(actor__in=ids).values_list("actor_id", flat=True))
    new = [
        Invitation(programme=current.programme, gathering=current, actor=actor, **marks)
        for actor in seen
        if actor.pk not in known
    ]
    bulk.insert(new)
    if new:
        audit("list_add", new, by=by, changes={"gathering": [None, current.name]})
    return len(new)


@transaction.atomic
def take_off(*, gathering: Gathering, invitations: Iterable[Invitation], by: Membership) -> int:
    """Take people off the list who haven't been invited yet; how many. Others must be withdrawn. Raises NotAllowed."""
    current = held(gathering, by)
    rows = current.invitations.filter(
        pk__in=[each.pk for each in invitations], state=InvitationState.READY, answers=None
    )
    gone = list(rows)
    if gone:
        audit("list_remove", gone, by=by, changes={"gathering": [current.name, None]})
        current.invitations.filter(pk__in=[each.pk for each in gone]).delete()
    return len(gone)


@transaction.atomic
def withdraw(
    *, gathering: Gathering, invitations: Iterable[Invitation], because: str, by: Membership
) -> NoticeRun | None:
    """Take invitations back, with the reason that is kept; who was told is told. Their places pass to others.

    Returns the sending to those who were told, if there are any. Raises NotAllowed, BadAnswer (no reason),
    NotReady (nobody left to withdraw).
    """
    reason = " ".join(because.split())[:300]
    if not reason:
        raise BadAnswer(_("Say why: it is kept with the invitation."), field="because")
    current = held(gathering, by)
    rows = current.invitations.filter(
        pk__in=[each.pk for each in invitations], state__in=(InvitationState.READY, *_TOLD)
    )
    found = list(rows)
    if not found:
        raise NotReady(_("None of them can be withdrawn any more."))
    told = [each for each in found if each.state in _TOLD and each.told]
    _set_withdrawn(found, reason, by)
    move_up(current)
    if not told:
        return None
    return begin(gathering=current, kind=NoticeKind.WITHDRAWN, to=[each.pk for each in told], by=by)


def _set_withdrawn(found: Sequence[Invitation], reason: str, by: Membership) -> None:
    changes = [{"state": [each.state, InvitationState.WITHDRAWN]} for each in found]
    for each in found:
        each.state, each.withdrawn_because = InvitationState.WITHDRAWN, reason
        each.place_number = each.waiting_since = each.offer_until = None
    Invitation.objects.bulk_update(
        found, ["state", "withdrawn_because", "place_number", "waiting_since", "offer_until", "updated_at"]
    )
    audit("withdraw", found, by=by, changes=changes)
