"""Votes that come by SMS or mail: "A yes, B no", "1 3". What can't be read is asked again with an example."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from imbizo.calc.pollwords import Problem, parse_vote
from imbizo.calc.pollwords import Vote as Read
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import DatePoll, PollOption, Voter
from imbizo.convening.operations.poll_letters import example, vote_words
from imbizo.convening.operations.votes import vote
from imbizo.convening.queries import polls as queries
from imbizo.convening.queries.wordings import LANGUAGES, fallback, moment_words
from imbizo.convening.registry import POLL, Choice, Chosen, Handler
from imbizo.convening.states import AnswerWay, PollState
from imbizo.messaging.models import Inbound
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, Purpose
from imbizo.outreach.registry import Heard
from imbizo.programmes.models import Partner

_WAYS: Final = {Channel.SMS: AnswerWay.SMS, Channel.EMAIL: AnswerWay.EMAIL}


def _open_to(partner: Partner, heard: Sequence[Heard]) -> Mapping[UUID, Sequence[Choice]]:
    """The polls that each message could answer: open ones where it reads as a vote, and the one it replies to."""
    people = {person.pk for each in heard for person in each.people}
    voters = _voters(partner, people)
    found = {each.inbound.pk: list(_choices(each, voters)) for each in heard}
    return {pk: choices for pk, choices in found.items() if choices}


def _voters(partner: Partner, people: Iterable[UUID]) -> Mapping[UUID, list[Voter]]:
    """In which polls of the partner each of these people votes, the newest first."""
    rows = Voter.objects.filter(
        poll__gathering__owner=partner, actor__in=list(people), poll__asked_at__isnull=False
    )
    found: dict[UUID, list[Voter]] = {}
    for voter in rows.select_related("actor", "poll__gathering").order_by("-poll__asked_at"):
        found.setdefault(voter.actor_id, []).append(voter)
    return found


def _choices(heard: Heard, voters: Mapping[UUID, list[Voter]]) -> Iterable[Choice]:
    asked = heard.inbound.answers
    for person in heard.people:
        for voter in voters.get(person.pk, ()):
            is_last = asked is not None and asked.source_id == voter.poll_id
            is_last = is_last and asked is not None and asked.recipient_id in (None, person.pk)
            if is_last or (voter.poll.state == PollState.OPEN and _reads(voter.poll, heard.inbound)):
                yield Choice(POLL, voter.pk, _label(voter, heard), is_last_asked=is_last)


def _label(voter: Voter, heard: Heard) -> str:
    """The gathering; with the first name where several people use the number."""
    name = voter.poll.gathering.name
    return f"{name} ({voter.actor.given_name or voter.actor.name})" if len(heard.people) > 1 else name


def _reads(poll: DatePoll, inbound: Inbound) -> bool:
    return isinstance(parse_vote(_words(inbound.text, inbound.channel), poll.options.count()), Read)


def _words(text: str, channel: str) -> str:
    """What was written; of a mail the first line, below which programs quote what it answers."""
    written = text.strip()
    return written.splitlines()[0] if channel == Channel.EMAIL and written else written


def _take(partner: Partner, chosen: Sequence[Chosen]) -> Mapping[UUID, bool]:
    """File the votes in order, and answer each."""
    rows = Voter.objects.filter(pk__in={each.choice.id for each in chosen}, poll__gathering__owner=partner)
    related = (
        "actor",
        "poll__programme",
        "poll__gathering__owner",
        "poll__gathering__programme",
        "poll__chosen",
    )
    voters = {voter.pk: voter for voter in rows.select_related(*related)}
    return {
        each.heard.inbound.pk: _take_one(voters[each.choice.id], each)
        for each in chosen
        if each.choice.id in voters
    }


def _take_one(voter: Voter, chosen: Chosen) -> bool:
    """Whether nothing is left in it for a person to read."""
    inbound, poll = chosen.heard.inbound, voter.poll
    options = queries.options_of(poll)
    read = parse_vote(_words(chosen.text, inbound.channel), len(options))
    with translation.override(_language(voter, inbound)):
        text, is_done = _filed(voter, inbound, options, read)
        if not chosen.heard.is_unsafe:
            _answer(voter, inbound, text)
    return is_done


def _filed(
    voter: Voter, inbound: Inbound, options: Sequence[PollOption], read: Read | Problem
) -> tuple[str, bool]:
    """What to answer, and whether the message is settled by it."""
    poll = voter.poll
    standing = [option for option in options if option.withdrawn_at is None]
    if isinstance(read, Problem):
        return _again(poll, standing), False
    said = {
        option.pk: answer
        for option, answer in zip(options, read.answers, strict=True)
        if answer is not None and option.withdrawn_at is None
    }
    try:
        vote(
            voter=voter,
            answers=said,
            via=_WAYS.get(Channel(inbound.channel), AnswerWay.SMS),
            at=inbound.received_at,
        )
    except NotNow as error:
        return str(error), True
    except BadAnswer:
        return _again(poll, standing), False
    words = {"said": vote_words(said, standing), "until": moment_words(poll.gathering, poll.closes_at)}
    return _("Thank you. We noted: %(said)s. You can change it until %(until)s.") % words, True


def _again(poll: DatePoll, standing: Sequence[PollOption]) -> str:
    if poll.state != PollState.OPEN:
        return _("The poll is closed. You will hear which date was chosen.")
    dates = "\n".join(f"{each.letter} {queries.option_words(each, poll.programme)}" for each in standing)
    words = {"dates": dates, "example": example(standing)}
    return _("Sorry, we couldn't read your answer.\n%(dates)s\nPlease write for example: %(example)s") % words


def _language(voter: Voter, inbound: Inbound) -> str:
    """The language in which they were asked, else their own, else the gathering's."""
    wanted = (inbound.answers.language if inbound.answers else "", voter.actor.language)
    return next((each for each in wanted if each in LANGUAGES), fallback(voter.poll.gathering))


def _answer(voter: Voter, inbound: Inbound, text: str) -> None:
    draft = Draft(
        channel=Channel(inbound.channel),
        address=inbound.address,
        text=text,
        subject=_("Your answer") if inbound.channel == Channel.EMAIL else "",
        language=translation.get_language() or "",
        recipient_id=voter.actor_id,
    )
    queue(
        programme=voter.poll.programme,
        drafts=[draft],
        purpose=Purpose.ANSWER,
        source=voter.poll,
        owner=voter.poll.gathering.owner,
        gateway=inbound.gateway,
    )


HANDLER: Final = Handler(open_to=_open_to, take=_take)
