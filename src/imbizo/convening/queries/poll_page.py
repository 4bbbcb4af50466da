"""What the page of a date poll shows: its dates from the best to those that are out, and who said what."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor, ActorList
from imbizo.actors.queries import on_list
from imbizo.calc.polls import NoWinner, Out
from imbizo.convening.models import DatePoll, PollOption
from imbizo.convening.queries import polls as queries
from imbizo.convening.queries.days import Mark
from imbizo.convening.queries.polls import Line, Tally
from imbizo.convening.states import PollState
from imbizo.programmes.models import Membership


@dataclass(frozen=True)
class Row:
    """A date: how it stands, what lies on it, and who of the must-have people doesn't come (names, or a number)."""

    option: PollOption
    when: str
    tally: Tally
    marks: Sequence[Mark]
    absent: str
    is_best: bool
    has_passed: bool

    @property
    def out(self) -> str:
        """Why it can't win, in a word; empty where it can."""
        return {
            None: "",
            Out.WITHDRAWN: _("no longer offered"),
            Out.REFUSED: _("refused by all who answered"),
            Out.UNANSWERED: _("nobody has answered"),
        }[self.tally.out]


@dataclass(frozen=True)
class Page:
    """The poll as its page shows it. `verdict` says in a sentence which date leads, or why none does."""

    rows: Sequence[Row]
    options: Sequence[PollOption]
    lines: Sequence[Line]
    verdict: str
    asked: int
    voted: int
    is_tied: bool
    is_due: bool
    waiting: int

    @property
    def silent(self) -> int:
        return self.asked - self.voted


def page(member: Membership, poll: DatePoll) -> Page:
    """All that the page says; names only for those who may see who is invited. About eight queries."""
    options = queries.options_of(poll)
    ranking = queries.ranking(poll, options)
    marks = queries.marks(member, poll, options)
    lines = queries.lines(member, poll, options)
    by_id, names = (
        {each.pk: each for each in options},
        {each.voter.pk: each.voter.actor.name for each in lines},
    )
    winners = {each.id for each in ranking.winners}
    now = timezone.now()
    rows = [
        Row(
            option=by_id[tally.option.id],
            when=queries.option_words(by_id[tally.option.id], poll.programme),
            tally=tally,
            marks=marks.get(tally.option.id, ()),
            absent=_absent(tally, names),
            is_best=tally.option.id in winners,
            has_passed=by_id[tally.option.id].starts_at <= now,
        )
        for tally in ranking.tallies
    ]
    everybody = poll.voters.values_list("voted_at", flat=True)
    asked, voted = len(everybody), sum(at is not None for at in everybody)
    return Page(
        rows=rows,
        options=options,
        lines=lines,
        verdict=_verdict(ranking, rows, asked),
        asked=asked,
        voted=voted,
        is_tied=ranking.is_tied,
        is_due=poll.state == PollState.OPEN and poll.closes_at <= now,
        waiting=sum(not each.reached for each in lines),
    )


def people_on(member: Membership, actor_list: ActorList | None) -> Sequence[Actor]:
    """Everybody on a list that the member sees; nobody without one."""
    if actor_list is None:
        return ()
    return list(on_list(member, actor_list))


def _absent(tally: Tally, names: dict[UUID, str]) -> str:
    """Who must be there and doesn't say that they come."""
    if not tally.absent:
        return ""
    known = [names[pk] for pk in tally.absent if pk in names]
    return ", ".join(known) if known else str(len(tally.absent))


def _verdict(ranking: queries.Ranking, rows: Sequence[Row], asked: int) -> str:
    best = [row for row in rows if row.is_best]
    if len(best) > 1:
        letters = ", ".join(sorted(row.option.letter for row in best))
        return _("Dates %(letters)s stand equal. Choose one of them.") % {"letters": letters}
    if best:
        return _("Date %(letter)s is ahead: %(when)s.") % {
            "letter": best[0].option.letter,
            "when": best[0].when,
        }
    if not asked:
        return _("Nobody is asked yet. Add voters, then ask them.")
    return {
        NoWinner.NO_OPTIONS: _("No date is on offer. Offer new ones, or agree the date with the host."),
        NoWinner.NO_VOTERS: _("Nobody has voted yet, so no date is ahead."),
        NoWinner.ALL_REFUSED: _("No date suits anybody who answered. Offer other dates."),
    }[ranking.reason or NoWinner.NO_VOTERS]
