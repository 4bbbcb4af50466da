"""What messages that came in could answer: which invitations of the people behind them are open."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils import translation

from imbizo.calc.answers import read
from imbizo.convening.models import Invitation
from imbizo.convening.queries.words import day_words
from imbizo.convening.registry import INVITATION, Choice
from imbizo.convening.states import ASKED, GatheringState, InvitationState
from imbizo.outreach.registry import Heard
from imbizo.programmes.models import Partner

SOURCE = "convening.gathering"
"""The kind of record whose messages invite."""

_OPEN = (*ASKED, InvitationState.OFFERED, InvitationState.TENTATIVE)


def open_to(owner: Partner, heard: Sequence[Heard]) -> Mapping[UUID, Sequence[Choice]]:
    """By the id of each message: invitations still open to the people who use its address, and the one it replies to.

    Only for messages that read as an answer, or that reply to an invitation. Two queries.
    """
    asked = {each.inbound.pk: named for each in heard if (named := _replied_to(each))}
    wanted = [each for each in heard if not each.is_unsafe and (each.inbound.pk in asked or _reads(each))]
    invitations = _invitations(owner, wanted)
    return {
        each.inbound.pk: choices
        for each in wanted
        if (choices := _choices(each, invitations, asked.get(each.inbound.pk)))
    }


def _reads(heard: Heard) -> bool:
    """Whether it may be an answer to us: what follows a message of another app belongs to that app.

    A campaign's open question stands among the choices itself, so that the person says which is meant.
    """
    answers = heard.inbound.answers
    is_ours = answers is None or answers.source_kind.startswith("convening.")
    follows_another = not is_ours and not heard.campaigns
    return not follows_another and read(heard.inbound.text) is not None


def _replied_to(heard: Heard) -> tuple[UUID | None, UUID | None] | None:
    """The gathering and the person of the message that it replies to, where that invites."""
    answers = heard.inbound.answers
    if answers is None or answers.source_kind != SOURCE:
        return None
    return answers.source_id, answers.recipient_id


def _invitations(owner: Partner, heard: Sequence[Heard]) -> Mapping[UUID, Sequence[Invitation]]:
    """Those of these people, by person: the open ones, and all of gatherings that the messages name."""
    people = {actor.pk for each in heard for actor in each.people}
    people |= {pair[1] for each in heard if (pair := _replied_to(each)) and pair[1]}
    named = {pair[0] for each in heard if (pair := _replied_to(each))}
    is_open = Q(state__in=_OPEN, gathering__state=GatheringState.PLANNED)
    rows = Invitation.objects.filter(
        is_open | Q(gathering__in=named), actor__in=people, gathering__owner=owner
    ).exclude(state=InvitationState.READY)
    found: dict[UUID, list[Invitation]] = defaultdict(list)
    for each in rows.select_related("actor", "gathering__programme").order_by("invited_at", "pk"):
        found[each.actor_id].append(each)
    return found


def _choices(
    heard: Heard,
    invitations: Mapping[UUID, Sequence[Invitation]],
    asked: tuple[UUID | None, UUID | None] | None,
) -> list[Choice]:
    people = {actor.pk for actor in heard.people} | ({asked[1]} if asked and asked[1] else set())
    theirs = [each for pk in people for each in invitations.get(pk, ())]
    theirs.sort(key=lambda each: (each.invited_at is None, each.invited_at, each.pk))
    is_shared = len({each.actor_id for each in theirs}) > 1
    return [
        Choice(INVITATION, each.pk, _label(each, names=is_shared), is_last_asked=_is_asked(each, asked))
        for each in theirs
        if each.state in _OPEN or _is_asked(each, asked)
    ]


def _is_asked(invitation: Invitation, asked: tuple[UUID | None, UUID | None] | None) -> bool:
    return asked == (invitation.gathering_id, invitation.actor_id)


def _label(invitation: Invitation, *, names: bool) -> str:
    """What tells it from others: the gathering and its day; with the first name where several people share a number."""
    gathering = invitation.gathering
    with translation.override(invitation.actor.language or "en"):
        day = (
            day_words(gathering.starts_at.astimezone(gathering.programme.zone)) if gathering.starts_at else ""
        )
    what = ", ".join(filter(None, (gathering.name, day)))
    return f"{invitation.actor.given_name or invitation.actor.name}: {what}" if names else what
