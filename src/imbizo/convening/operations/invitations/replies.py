"""Answers that come in by SMS and mail: each goes to the question that it answers; of several, the system asks which.

Bound to the inbox, which files every message in its conversation whatever becomes of it here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from imbizo.calc import answers as calc
from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.operations.invitations.answering import take_answers
from imbizo.convening.operations.invitations.calendar_replies import take_calendar_replies
from imbizo.convening.operations.invitations.deciding import Given
from imbizo.convening.operations.invitations.which import ask_which, resolve
from imbizo.convening.registry import CAMPAIGN, Choice, Chosen, handlers
from imbizo.convening.states import AnswerWay, Said
from imbizo.messaging.states import Channel
from imbizo.outreach.registry import Heard
from imbizo.programmes.models import Partner

_SAID = {
    calc.Said.YES: Said.YES,
    calc.Said.NO: Said.NO,
    calc.Said.PERHAPS: Said.PERHAPS,
    calc.Said.COLLEAGUE: Said.COLLEAGUE,
}


def take_replies(owner: Partner, heard: Sequence[Heard]) -> dict[UUID, bool]:
    """Take what answers a question of ours; by its id, whether nothing is left in it for a person to read."""
    done = take_calendar_replies(owner, [each for each in heard if each.inbound.calendar])
    left = [each for each in heard if each.inbound.pk not in done]
    sure = resolve(owner, left)
    open_ones = _open_ones(owner, [each for each in left if each.inbound.pk not in sure])
    for each in left:
        choice = _only(each, open_ones.get(each.inbound.pk, ()))
        if choice is not None:
            sure[each.inbound.pk] = Chosen(each, choice, each.inbound.text)
    asked = ask_which(
        owner, [(each, open_ones[each.inbound.pk]) for each in left if _is_doubtful(each, sure, open_ones)]
    )
    return done | _taken(owner, list(sure.values())) | dict.fromkeys(asked, True)


def _open_ones(owner: Partner, heard: Sequence[Heard]) -> dict[UUID, list[Choice]]:
    found: dict[UUID, list[Choice]] = defaultdict(list)
    for handler in handlers().values() if heard else ():
        for pk, choices in handler.open_to(owner, heard).items():
            found[pk] += choices
    return {pk: some for pk, some in found.items() if any(each.kind != CAMPAIGN for each in some)}


def _only(heard: Heard, choices: Sequence[Choice]) -> Choice | None:
    """The one thing that a message can answer; None where it is none, or doubtful."""
    if len(choices) == 1:
        return choices[0]
    asked = [each for each in choices if each.is_last_asked]
    # Mail names the message that it answers; of SMS only the last that went out is known, which need not be meant.
    return asked[0] if len(asked) == 1 and heard.inbound.channel == Channel.EMAIL else None


def _is_doubtful(
    heard: Heard, sure: Mapping[UUID, Chosen], open_ones: Mapping[UUID, Sequence[Choice]]
) -> bool:
    pk = heard.inbound.pk
    return pk not in sure and len(open_ones.get(pk, ())) > 1 and calc.read(heard.inbound.text) is not None


def _taken(owner: Partner, chosen: Sequence[Chosen]) -> dict[UUID, bool]:
    by_kind: dict[str, list[Chosen]] = defaultdict(list)
    for each in chosen:
        by_kind[each.choice.kind].append(each)
    taken: dict[UUID, bool] = {}
    for kind, some in by_kind.items():
        taken |= handlers()[kind].take(owner, some)
    return taken


def take_invitations(owner: Partner, chosen: Sequence[Chosen]) -> dict[UUID, bool]:
    """Take answers to invitations; those not understood are kept with the invitation, and left for a person."""
    rows = Invitation.objects.filter(pk__in=[each.choice.id for each in chosen], gathering__owner=owner)
    gathering_of = dict(rows.values_list("pk", "gathering_id"))
    given: dict[UUID, list[Given]] = defaultdict(list)
    whole: dict[UUID, bool] = {}
    for each in chosen:
        reading = calc.read(each.text)
        if each.choice.id in gathering_of:
            given[gathering_of[each.choice.id]].append(_given(each, reading))
            if reading is not None:
                whole[each.heard.inbound.pk] = reading.is_whole
    # In one order for all: two batches don't wait for each other.
    for pk in sorted(given):
        take_answers(gathering=Gathering(pk=pk), given=given[pk])
    return whole


def _given(chosen: Chosen, reading: calc.Reading | None) -> Given:
    inbound = chosen.heard.inbound
    is_mail = inbound.channel == Channel.EMAIL
    return Given(
        invitation_id=chosen.choice.id,
        said=_SAID[reading.said] if reading else None,
        via=AnswerWay.EMAIL if is_mail else AnswerWay.SMS,
        at=inbound.received_at,
        inbound=inbound,
        way=(inbound.channel, inbound.address),
    )
