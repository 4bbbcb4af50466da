"""Date polls: how they stand, what lies on their dates, whose turn it is to vote."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from imbizo.actors.states import ActorState
from imbizo.calc import polls as calc
from imbizo.convening.models import DatePoll, Gathering, PollOption, Vote, Voter
from imbizo.convening.queries.days import Mark, own_marks
from imbizo.convening.queries.seeing import of_gatherings
from imbizo.convening.queries.words import between_words
from imbizo.convening.states import PollState
from imbizo.messaging.models import Message
from imbizo.messaging.states import MessageState
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.states import Permission

Ranking = calc.Ranking[UUID, UUID]
Tally = calc.Tally[UUID, UUID]
# Somebody who is in the register twice keeps a voter each when the two become one: the survivor's counts.
_IS_ONE = ~Q(actor__state=ActorState.MERGED)


def poll_of(member: Membership, gathering: Gathering) -> DatePoll | None:
    """The poll of a gathering that the member's partner convenes."""
    rows = of_gatherings(DatePoll, member, only_own=True).filter(gathering=gathering)
    found: DatePoll | None = rows.select_related("gathering__programme", "programme", "chosen").first()
    return found


def voters(member: Membership, poll: DatePoll) -> QuerySet[Voter]:
    """Who is asked, for members who may know who is invited."""
    rows = of_gatherings(Voter, member, Permission.INVITED_VIEW, path="poll__gathering", only_own=True)
    return rows.filter(_IS_ONE, poll=poll).select_related("actor").order_by("actor__sort_name", "pk")


def asked(poll: DatePoll) -> QuerySet[Voter]:
    """All who are asked; of one who was asked under two names, once."""
    return Voter.objects.filter(_IS_ONE, poll=poll).select_related("actor")


def options_of(poll: DatePoll) -> list[PollOption]:
    """The dates on offer in the order of their letters, those that were taken away too."""
    return list(poll.options.order_by("position"))


def standing(poll: DatePoll) -> list[PollOption]:
    """The dates that can still be voted for, in the order of their letters."""
    return [option for option in options_of(poll) if option.withdrawn_at is None]


def ranking(poll: DatePoll, options: Sequence[PollOption] | None = None) -> Ranking:
    """How the dates stand, by the rules of `calc.polls`: two queries."""
    offered = options_of(poll) if options is None else options
    rows = asked(poll).order_by("created_at", "pk")
    voters = list(rows.prefetch_related(Prefetch("votes", queryset=Vote.objects.all())))
    return calc.rank(
        [calc.Option(each.pk, each.starts_at, each.withdrawn_at is not None) for each in offered],
        {voter.pk: votes_of(voter) for voter in voters},
        [voter.pk for voter in voters if voter.is_required],
    )


def votes_of(voter: Voter) -> dict[UUID, calc.Answer]:
    """What somebody said, by the option's id."""
    return {vote.option_id: calc.Answer(vote.answer) for vote in voter.votes.all()}


def option_words(option: PollOption, programme: Programme) -> str:
    """A date in the programme's own day and hours, wherever its reader is: "Thu 12 March, 09:00 to 15:00"."""
    zone = programme.zone
    return between_words(option.starts_at.astimezone(zone), option.ends_at.astimezone(zone))


def zone_words(programme: Programme, at: dt.datetime) -> str:
    """The programme's zone with its distance from UTC on that day: "Africa/Johannesburg, UTC+2"."""
    offset = at.astimezone(programme.zone).utcoffset() or dt.timedelta()
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"{programme.zone.key}, UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def marks(member: Membership, poll: DatePoll, options: Sequence[PollOption]) -> Mapping[UUID, Sequence[Mark]]:
    """What lies on each date: holidays, Sundays, holy days, days of the programme's own. One query."""
    if not options:
        return {}
    zone, place = poll.programme.zone, poll.gathering.place
    days = {each.pk: each.starts_at.astimezone(zone).date() for each in options}
    found = own_marks(member, min(days.values()), max(days.values()), place=place)
    return {pk: _once(found.get(day, ())) for pk, day in days.items()}


def _once(marks: Sequence[Mark]) -> list[Mark]:
    """The heavier of two that say the same: Christmas is a public holiday and a holy day."""
    return list({mark.text: mark for mark in sorted(marks, key=lambda mark: mark.is_stopping)}.values())[::-1]


# Whose turn it is


def written_to(poll: DatePoll) -> dict[UUID, str]:
    """The people to whom the poll was put into the outbox, by the actor's id, and how their last message fared."""
    rows = Message.objects.filter(source_id=poll.pk, recipient_id__isnull=False)
    found = rows.order_by("created_at").values_list("recipient_id", "state")
    return {recipient: state for recipient, state in found if recipient is not None}


def is_reached(state: str) -> bool:
    """Whether a message in this state left or will leave."""
    return state not in {
        MessageState.REFUSED,
        MessageState.FAILED,
        MessageState.EXPIRED,
        MessageState.STOPPED,
    }


def due_to_close(now: dt.datetime) -> QuerySet[DatePoll]:
    """Polls whose deadline has passed."""
    return DatePoll.objects.filter(state=PollState.OPEN, closes_at__lte=now).order_by("pk")


def due_to_remind(now: dt.datetime, before: dt.timedelta, rest: dt.timedelta) -> QuerySet[DatePoll]:
    """Open polls that close within `before`, were sent longer ago than `rest`, with somebody not reminded yet."""
    rows = DatePoll.objects.filter(
        state=PollState.OPEN, closes_at__gt=now, closes_at__lte=now + before, asked_at__lte=now - rest
    )
    waiting = Voter.objects.filter(voted_at=None, reminded_at=None)
    return rows.filter(pk__in=waiting.values("poll")).order_by("pk")


def may_vote(voter: Voter, now: dt.datetime) -> bool:
    """Whether a vote is still taken: votes may be changed until the poll closes."""
    return voter.poll.state == PollState.OPEN and voter.poll.closes_at > now


@dataclass(frozen=True)
class Line:
    """A row of the table of voters: one cell for each date, empty where nothing was said."""

    voter: Voter
    cells: Sequence[tuple[str, PollOption]]
    reached: str

    @property
    def is_unreached(self) -> bool:
        return bool(self.reached) and not is_reached(self.reached)


def lines(member: Membership, poll: DatePoll, options: Sequence[PollOption]) -> list[Line]:
    """Who said what, for members who may know it."""
    rows = voters(member, poll).prefetch_related("votes")
    left = written_to(poll)
    return [
        Line(
            voter,
            [(answers.get(option.pk, ""), option) for option in options],
            left.get(voter.actor_id, ""),
        )
        for voter in rows
        for answers in [votes_of(voter)]
    ]
