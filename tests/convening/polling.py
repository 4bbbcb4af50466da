"""A date poll of two workshops' days to come, its voters, and what they say."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.convening.models import DatePoll, PollOption, Vote, Voter
from imbizo.convening.operations import poll_asking
from imbizo.convening.operations import polls as operations
from imbizo.convening.operations.poll_letters import LINK_PURPOSE
from imbizo.convening.operations.votes import vote
from imbizo.messaging.models import Message
from imbizo.thread.operations import add_public_links
from tests.cast import Cast
from tests.convening.inviting import send_what_waits
from tests.convening.making import keep_no_quiet_hours, make_gathering


def day(number: int) -> datetime:
    """So many days after a fortnight from now, 09:00 in Johannesburg."""
    return timezone.now().replace(hour=7, minute=0, second=0, microsecond=0) + timedelta(days=14 + number)


def make_poll(cast: Cast, *people: Actor, dates: int = 3, **changes: Any) -> DatePoll:
    """A poll over days of six hours, with a week to vote, for a workshop without a date."""
    gathering = changes.pop("gathering", None) or make_gathering(cast, starts_at=None, contact=cast.bo)
    spans = [(day(number), day(number) + timedelta(hours=6)) for number in range(dates)]
    given: dict[str, Any] = {
        "closes_at": timezone.now() + timedelta(days=7),
        "options": spans,
        "voters": people,
    }
    return operations.make_poll(gathering=gathering, by=cast.amina, **(given | changes))


def asked(cast: Cast, poll: DatePoll) -> DatePoll:
    """The voters have the question on their phones."""
    keep_no_quiet_hours(cast.programme)
    poll_asking.ask_voters(poll=poll, by=cast.amina)
    send_what_waits(cast)
    return DatePoll.objects.get(pk=poll.pk)


def option(poll: DatePoll, letter: str) -> PollOption:
    return next(each for each in poll.options.all() if each.letter == letter)


def voter(poll: DatePoll, actor: Actor) -> Voter:
    return Voter.objects.select_related("poll").get(poll=poll, actor=actor)


def says(poll: DatePoll, actor: Actor, **answers: str) -> Voter:
    """What somebody says on their page: says(poll, thandi, A="yes")."""
    said = {option(poll, letter).pk: answer for letter, answer in answers.items()}
    return vote(voter=voter(poll, actor), answers=said, via="page")


def said(poll: DatePoll, actor: Actor) -> dict[str, str]:
    """What is kept of it: {"A": "yes"}."""
    rows = Vote.objects.filter(voter__poll=poll, voter__actor=actor).select_related("option")
    return {each.option.letter: str(each.answer) for each in rows}


def page_of(poll: DatePoll, actor: Actor) -> str:
    """The address of somebody's own page."""
    one = voter(poll, actor)
    return reverse(
        "convening:vote", args=[add_public_links([one], purpose=LINK_PURPOSE, days=9, by=None)[one.pk]]
    )


def last_text(actor: Actor) -> str:
    """The last message to somebody."""
    return str(Message.objects.filter(recipient_id=actor.pk).order_by("-created_at", "-pk")[0].text)


def posts(url: str, **answers: str) -> Any:
    return Client().post(url, answers)
