"""Taking answers, one or hundreds at once: each is kept, and says what became of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base import bulk
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer
from imbizo.convening.models import Answer, Gathering, Invitation
from imbizo.convening.operations.invitations.deciding import Given, decide
from imbizo.convening.operations.invitations.following import note_told
from imbizo.convening.operations.invitations.held import held, may_write
from imbizo.convening.operations.invitations.places import Places, move_up, places_of
from imbizo.convening.operations.invitations.writing import Errand, write
from imbizo.convening.queries.taking import invitations_of
from imbizo.convening.states import AnswerOutcome, AnswerWay, InvitationState, NoticeKind, Said
from imbizo.messaging.states import Purpose
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_CHANGED: Final = (
    "state",
    "place_number",
    "waiting_since",
    "offer_until",
    "answered_at",
    "answered_via",
)
# What is confirmed to somebody who has just written, by how the invitation stands now.
_CONFIRMED: Final = {
    InvitationState.ACCEPTED: NoticeKind.ACCEPTED,
    InvitationState.DECLINED: NoticeKind.DECLINED,
    InvitationState.WAITING: NoticeKind.WAITING,
}
# Whoever speaks with them says when and where it is.
_SPOKEN: Final = (AnswerWay.PHONE, AnswerWay.PERSON)
_TURNED_AWAY: Final = (AnswerOutcome.CLOSED, AnswerOutcome.WITHDRAWN)
_COUNTS: Final = (AnswerOutcome.TAKEN, AnswerOutcome.WAITING, AnswerOutcome.SAME)


@transaction.atomic
def take_answers(*, gathering: Gathering, given: Sequence[Given]) -> list[Answer]:
    """Take answers to one gathering's invitations, in this order; the answers as kept, in the same order.

    The gathering is held throughout, so that its capacity is never passed. Effects in order: the invitations, the
    answers, who moves up, and a confirmation to those who have just written. Their own table is the answers' history.
    """
    current = held(gathering, None)
    wanted = {each.invitation_id for each in given}
    invitations = invitations_of(current, wanted)
    held_places = {pk for pk, each in invitations.items() if each.place_number}
    known = _turned_away(given, wanted)
    places = places_of(current)
    answers = [_answer(invitations[each.invitation_id], each, current, places) for each in given]
    _write(invitations, answers)
    if any(_leaves_room(each, held_places) for each in invitations.values()):
        move_up(current)
    _confirm(current, given, answers, invitations, known)
    return answers


def _answer(invitation: Invitation, given: Given, current: Gathering, places: Places) -> Answer:
    outcome = decide(invitation, given, current, places)
    if outcome in _COUNTS:
        invitation.answered_at, invitation.answered_via = given.at, given.via
    return Answer(
        id=new_id(),
        programme_id=invitation.programme_id,
        invitation=invitation,
        said=given.said or "",
        words=given.words[:2_000],
        instead_name=given.instead_name[:160],
        instead_number=given.instead_number[:40],
        via=given.via,
        outcome=outcome,
        at=given.at,
        by=given.by,
        inbound=given.inbound,
    )


def _write(invitations: Mapping[UUID, Invitation], answers: Sequence[Answer]) -> None:
    changed = {answer.invitation_id for answer in answers if answer.outcome in _COUNTS}
    rows = [invitations[pk] for pk in changed]
    # Whoever lets a place go is written before whoever takes its number.
    rows.sort(key=lambda each: each.place_number is not None)
    bulk.update_rows(
        Invitation, _CHANGED, ([getattr(each, name) for name in (*_CHANGED, "pk")] for each in rows)
    )
    bulk.insert(answers)


def _leaves_room(invitation: Invitation, held_places: Collection[UUID]) -> bool:
    """Whether a place has been given up, or one that was drawn won't be taken: a reserve may have it."""
    gives_up = invitation.pk in held_places and invitation.place_number is None
    return gives_up or (invitation.is_open_place and invitation.state == InvitationState.DECLINED)


def _turned_away(given: Sequence[Given], wanted: Collection[UUID]) -> set[UUID]:
    """Those who were told before that it is too late: a machine on the other side isn't told again."""
    if not any(each.way for each in given):
        return set()
    rows = Answer.objects.filter(invitation__in=wanted, outcome__in=_TURNED_AWAY).exclude(
        via=AnswerWay.NOBODY
    )
    return set(rows.values_list("invitation_id", flat=True))


def _confirm(
    current: Gathering,
    given: Sequence[Given],
    answers: Sequence[Answer],
    invitations: Mapping[UUID, Invitation],
    known: Collection[UUID],
) -> None:
    """Tell those who wrote what became of it, by the way that they used; nothing where nothing has changed."""
    said: dict[NoticeKind, dict[UUID, tuple[str, str]]] = defaultdict(dict)
    for each, answer in zip(given, answers, strict=True):
        kind = _kind(answer, invitations[each.invitation_id], known)
        if kind is not None and each.way is not None:
            for others in said.values():
                others.pop(each.invitation_id, None)
            said[kind][each.invitation_id] = each.way
    for kind, ways in said.items():
        if ways:
            errand = Errand(current, kind, seed=new_id(), purpose=Purpose.ANSWER, ways=ways)
            write(errand, [invitations[pk] for pk in ways])


def _kind(answer: Answer, invitation: Invitation, known: Collection[UUID]) -> NoticeKind | None:
    if answer.outcome in (AnswerOutcome.TAKEN, AnswerOutcome.WAITING):
        return _CONFIRMED.get(InvitationState(invitation.state))
    if answer.outcome in _TURNED_AWAY and invitation.pk not in known:
        return NoticeKind.CLOSED
    return None


def note_answer(
    *,
    invitation: Invitation,
    said: str,
    via: str,
    by: Membership,
    words: str = "",
    at: dt.datetime | None = None,
    instead_name: str = "",
    instead_number: str = "",
) -> Answer:
    """Note what somebody said on the telephone, in person or in a letter. Raises NotAllowed, BadAnswer."""
    may_write(invitation.gathering, by)
    if via not in (AnswerWay.PHONE, AnswerWay.PERSON, AnswerWay.EMAIL, AnswerWay.SMS):
        raise BadAnswer(_("Say how the answer came."), field="via")
    given = Given(
        invitation_id=invitation.pk,
        said=Said(said),
        via=AnswerWay(via),
        at=at or timezone.now(),
        words=words.replace("\0", "").strip(),
        instead_name=" ".join(instead_name.split()),
        instead_number=" ".join(instead_number.split()),
        by=by,
    )
    with transaction.atomic():
        before = invitation.state
        (answer,) = take_answers(gathering=invitation.gathering, given=[given])
        if via in _SPOKEN and (at is None or not answer.invitation.told):
            note_told(answer.invitation)
        after = answer.invitation.state
        audit("note_answer", [answer.invitation], by=by, changes={"state": [before, after]})
    return answer
