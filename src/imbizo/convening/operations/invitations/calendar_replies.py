"""Answers that mail programs send: a calendar part that says accepted, declined, perhaps, or another time."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from imbizo.calc import calendars
from imbizo.calc.calendars import Reply
from imbizo.calc.errors import CalendarError
from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.operations.invitations.answering import take_answers
from imbizo.convening.operations.invitations.deciding import Given
from imbizo.convening.states import AnswerWay, Said
from imbizo.messaging.models import Inbound
from imbizo.outreach.registry import Heard
from imbizo.programmes.models import Partner

_SAID = {
    calendars.Answer.ACCEPTED: Said.YES,
    calendars.Answer.DECLINED: Said.NO,
    calendars.Answer.TENTATIVE: Said.PERHAPS,
    calendars.Answer.DELEGATED: Said.COLLEAGUE,
}


def take_calendar_replies(owner: Partner, heard: Sequence[Heard]) -> dict[UUID, bool]:
    """Take the answers in calendar parts; by message, whether nothing is left in it for a person to read.

    The sender must be somebody whom the gathering invited: a file says what its writer likes.
    """
    done: dict[UUID, bool] = {}
    given: dict[UUID, list[Given]] = defaultdict(list)
    for each in heard:
        found = _found(owner, each)
        if found is not None:
            invitation, reply = found
            given[invitation.gathering_id].append(_given(invitation, reply, each.inbound))
            done[each.inbound.pk] = not reply.comment and reply.proposal is None and not reply.delegated_to
    for pk in sorted(given):
        take_answers(gathering=Gathering(pk=pk), given=given[pk])
    return done


def _found(owner: Partner, heard: Heard) -> tuple[Invitation, Reply] | None:
    """The invitation that the message answers, and the answer."""
    for reply in _replies(heard.inbound):
        gathering_id = _gathering_id(reply.uid)
        rows = Invitation.objects.filter(
            gathering=gathering_id, gathering__owner=owner, actor__in=[each.pk for each in heard.people]
        )
        invitation = rows.first() if gathering_id and reply.mail == heard.inbound.address else None
        if invitation is not None:
            return invitation, reply
    return None


def _replies(inbound: Inbound) -> list[Reply]:
    try:
        return calendars.read_replies(inbound.calendar.encode())
    except CalendarError:
        return []


def _gathering_id(uid: str) -> UUID | None:
    local, _at, domain = uid.partition("@")
    try:
        return UUID(local) if domain == "imbizo" else None
    except ValueError:
        return None


def _given(invitation: Invitation, reply: Reply, inbound: Inbound) -> Given:
    is_question = reply.proposal is not None
    return Given(
        invitation_id=invitation.pk,
        said=None if is_question or reply.answer is None else _SAID[reply.answer],
        via=AnswerWay.CALENDAR,
        at=inbound.received_at,
        words=_words(reply),
        instead_name=reply.delegated_to,
        inbound=inbound,
        sequence=reply.sequence,
    )


def _words(reply: Reply) -> str:
    """What they added, and the other time that they ask for."""
    asked = f"{reply.proposal.starts_at:%Y-%m-%d %H:%M} UTC?" if reply.proposal else ""
    return " ".join(filter(None, (reply.comment, asked)))
