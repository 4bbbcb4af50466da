"""What is written to the voters of a date poll: the question, a reminder, the date; each by their own way."""

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from imbizo.calc.polls import Answer
from imbizo.convening.models import DatePoll, PollOption, Voter
from imbizo.convening.queries import polls as queries
from imbizo.convening.queries.wordings import LANGUAGES, can_answer_by_sms, fallback, moment_words
from imbizo.convening.states import VoteAnswer
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, Purpose
from imbizo.outreach.queries.neutral import neutral_subject, neutral_text
from imbizo.outreach.queries.reaching import Reached, reach_people
from imbizo.thread.operations import add_public_links

LINK_PURPOSE: Final = "convening.vote"
_LINK_DAYS_AFTER: Final = 30
"""For so long after the deadline a voter's page still opens, and tells the date."""


class Letter(StrEnum):
    """What is written."""

    ASK = "ask"
    REMIND = "remind"
    CHOSEN = "chosen"


_PURPOSES: Final = {
    Letter.ASK: Purpose.INVITATION,
    Letter.REMIND: Purpose.INVITATION,
    Letter.CHOSEN: Purpose.SERVICE,
}


def write_to_voters(poll: DatePoll, voters: Sequence[Voter], letter: Letter) -> dict[UUID, str]:
    """Write to these voters, once of each kind however often it is called; why others weren't, by the voter's id.

    After a poll was opened again the same is written anew. The reasons are values of `Outside`.
    """
    owner = poll.gathering.owner
    people = reach_people(owner, [each.actor_id for each in voters], purpose=_PURPOSES[letter])
    reached = {each.pk: people[each.actor_id] for each in voters if each.actor_id in people}
    named = [each for each in voters if each.pk in reached and not reached[each.pk].outside]
    links = _links(poll, [each for each in named if not reached[each.pk].is_neutral])
    pen = _Pen(poll, letter)
    queue(
        programme=poll.programme,
        drafts=[pen.draft(each, reached[each.pk], links.get(each.pk, "")) for each in named],
        purpose=_PURPOSES[letter],
        source=poll,
        owner=owner,
        use_by=poll.closes_at if letter != Letter.CHOSEN else None,
    )
    return {
        each.pk: reached[each.pk].outside if each.pk in reached else "gone"
        for each in voters
        if each not in named
    }


class _Pen:
    """Fills in the texts of one letter, those of each language once."""

    def __init__(self, poll: DatePoll, letter: Letter) -> None:
        self.poll, self.letter = poll, letter
        self.options = queries.standing(poll)
        self.fallback = fallback(poll.gathering)
        self.by_sms = can_answer_by_sms(poll.gathering)

    def draft(self, voter: Voter, reached: Reached, link: str) -> Draft:
        language = reached.language(LANGUAGES, self.fallback)
        is_mail = reached.channel == Channel.EMAIL
        if reached.is_neutral:
            subject, text = neutral_subject(language), neutral_text(self.poll.programme, language)
        else:
            with translation.override(language):
                subject, text = self._subject(), self._text(reached, link, is_mail=is_mail)
        return Draft(
            id=uuid5(self.poll.pk, f"{self.letter}:{self.poll.closes_at.isoformat()}:{voter.pk}"),
            channel=Channel(reached.channel),
            address=reached.address,
            text=text,
            subject=subject[:300] if is_mail else "",
            language=language,
            recipient_id=voter.actor_id,
            is_neutral=reached.is_neutral,
        )

    def _subject(self) -> str:
        words = {"gathering": self.poll.gathering.name}
        if self.letter == Letter.CHOSEN:
            return _("The date of %(gathering)s") % words
        return _("Which day suits you? %(gathering)s") % words

    def _text(self, reached: Reached, link: str, *, is_mail: bool) -> str:
        parts = [self._opening(), self.poll.note if self.letter != Letter.CHOSEN else ""]
        if self.letter != Letter.CHOSEN:
            parts += [self._dates(), self._how(link, is_sms=not is_mail and self.by_sms)]
        parts.append(self._questions())
        if is_mail:
            parts.insert(0, reached.first_name and _("Dear %(name)s") % {"name": reached.first_name})
        return ("\n\n" if is_mail else "\n").join(part for part in parts if part)

    def _opening(self) -> str:
        words = {"sender": self.poll.gathering.owner.label, "gathering": self.poll.gathering.name}
        if self.letter == Letter.CHOSEN:
            chosen = self.poll.chosen
            words["when"] = queries.option_words(chosen, self.poll.programme) if chosen else ""
            return _("%(sender)s: the date of %(gathering)s is %(when)s.") % words
        if self.letter == Letter.REMIND:
            return (
                _("%(sender)s: we still need to hear from you. Which day suits you for %(gathering)s?")
                % words
            )
        return _("%(sender)s: which day suits you for %(gathering)s?") % words

    def _dates(self) -> str:
        lines = [f"{each.letter} {queries.option_words(each, self.poll.programme)}" for each in self.options]
        return "\n".join(lines)

    def _how(self, link: str, *, is_sms: bool) -> str:
        until = moment_words(self.poll.gathering, self.poll.closes_at)
        words = {"link": link, "until": until, "example": example(self.options)}
        if is_sms:
            return _("Reply by %(until)s, for example: %(example)s. Or answer here: %(link)s") % words
        return _("Please answer by %(until)s: %(link)s") % words

    def _questions(self) -> str:
        number = self.poll.programme.contact_number
        return _("Questions: %(number)s") % {"number": number} if number else ""


def example(options: Sequence[PollOption]) -> str:
    """A vote as one would write it, in the language in force: "A yes, B no"."""
    letters = [each.letter for each in options[:2]] or ["A"]
    words = [_("%(date)s yes"), _("%(date)s no")]
    return ", ".join(word % {"date": letter} for letter, word in zip(letters, words, strict=False))


def vote_words(said: Mapping[UUID, Answer], options: Sequence[PollOption]) -> str:
    """What somebody said, in the language in force: "A yes, B if need be"."""
    found = [(each.letter, said[each.pk]) for each in options if each.pk in said]
    return ", ".join(f"{letter} {VoteAnswer(answer).label}" for letter, answer in found)


def _links(poll: DatePoll, voters: Sequence[Voter]) -> dict[UUID, str]:
    """A further address of each voter's own page, by the voter's id; those that they have stay open."""
    days = max(0, (poll.closes_at - timezone.now()) // dt.timedelta(days=1)) + _LINK_DAYS_AFTER
    tokens = add_public_links(voters, purpose=LINK_PURPOSE, days=days, by=None)
    return {pk: settings.ENVIRONMENT.origin + reverse("convening:vote", args=[t]) for pk, t in tokens.items()}
