"""The life of a date poll: made, changed, closed, its date chosen, opened again. Votes are taken in `votes`."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.operations.once import made_before
from imbizo.base.models import new_id
from imbizo.calc.polls import Out
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import DatePoll, Gathering, PollOption, Voter
from imbizo.convening.operations.gatherings import move, owned
from imbizo.convening.operations.poll_letters import Letter, write_to_voters
from imbizo.convening.queries import polls as queries
from imbizo.convening.states import GatheringState, PollState
from imbizo.outreach.queries.reaching import speaker_of
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit, differences

FEWEST, MOST = 2, 12
Span = tuple[dt.datetime, dt.datetime]
_SETTLED = _("Its date is chosen. Open the poll again first.")


@transaction.atomic
def make_poll(
    *,
    gathering: Gathering,
    options: Sequence[Span],
    closes_at: dt.datetime,
    by: Membership,
    voters: Iterable[Actor] = (),
    required: Collection[UUID] = (),
    note: str = "",
    id: UUID | None = None,
    now: dt.datetime | None = None,
) -> DatePoll:
    """Offer dates, which get the letters A, B, ... in their order. Nobody hears of it until they are asked.

    `options` are moments of beginning and end; `required` are ids of actors who must be there. Raises NotAllowed,
    NotNow (it has begun or has a poll), BadAnswer (too few or too many dates, one twice, a deadline too early).
    """
    current = owned(gathering, by)
    content = {"gathering_id": current.pk, "note": note.strip()[:300], "closes_at": closes_at}
    if (before := made_before(DatePoll, id, content)) is not None:
        return before
    _must_be_planned(current)
    if DatePoll.objects.filter(gathering=current).exists():
        raise NotNow(_("It has a date poll already. Change that one, or open it again."))
    spans = sorted(set(options))
    _check_options(spans, len(options))
    _check_deadline(closes_at, spans, now or timezone.now())
    poll = DatePoll(id=id or new_id(), programme_id=current.programme_id, **content)
    poll.save(force_insert=True)
    for position, span in enumerate(spans, start=1):
        _offer(poll, position, span)
    audit("create", [poll], by=by, changes={"dates": [None, len(spans)], "closes_at": [None, closes_at]})
    _put(poll, voters, required, by)
    return poll


@transaction.atomic
def change_poll(*, poll: DatePoll, changes: Mapping[str, Any], by: Membership) -> DatePoll:
    """Change the deadline or what is told to the voters; a closed poll with a deadline to come is open again.

    Raises NotAllowed, NotNow (its date is chosen), BadAnswer.
    """
    current = held_poll(poll, by)
    if current.state == PollState.SETTLED:
        raise NotNow(_SETTLED)
    before = {name: getattr(current, name) for name in (*changes, "state")}
    for name, value in changes.items():
        setattr(current, name, value)
    if "closes_at" in changes:
        spans = [(each.starts_at, each.ends_at) for each in queries.standing(current)]
        _check_deadline(current.closes_at, spans, timezone.now())
        current.state = PollState.OPEN
    if changed := differences(before, {name: getattr(current, name) for name in before}):
        current.save()
        audit("change", [current], by=by, changes=changed)
    return current


@transaction.atomic
def add_option(*, poll: DatePoll, starts_at: dt.datetime, ends_at: dt.datetime, by: Membership) -> PollOption:
    """Offer one more date, under the next letter. Raises NotAllowed, NotNow (not open), BadAnswer."""
    current = _open(held_poll(poll, by))
    offered = queries.options_of(current)
    if any((each.starts_at, each.ends_at) == (starts_at, ends_at) for each in offered):
        raise BadAnswer(_("This date is in the poll already."), field="day")
    if len(offered) >= MOST:
        raise BadAnswer(_("A poll has at most twelve dates, those taken away among them."), field="day")
    _check_options([(starts_at, ends_at)], 1, fewest=1)
    last = current.options.aggregate(last=Max("position"))["last"] or 0
    option = _offer(current, last + 1, (starts_at, ends_at))
    audit("create", [option], by=by, changes={"starts_at": [None, starts_at]})
    return option


@transaction.atomic
def withdraw_option(*, option: PollOption, by: Membership) -> PollOption:
    """Take a date away; the votes for it and for the others stay. Raises NotAllowed, NotNow."""
    return _withdraw(option, timezone.now(), "withdraw", by)


@transaction.atomic
def restore_option(*, option: PollOption, by: Membership) -> PollOption:
    """Offer a date again, with the votes that it had. Raises NotAllowed, NotNow."""
    return _withdraw(option, None, "restore", by)


@transaction.atomic
def add_voters(
    *, poll: DatePoll, actors: Iterable[Actor], by: Membership, required: Collection[UUID] = ()
) -> int:
    """Put people among the voters; how many are new. Only those whom the partner sees. Raises NotAllowed, NotNow."""
    return _put(_open(held_poll(poll, by)), actors, required, by)


@transaction.atomic
def remove_voter(*, voter: Voter, by: Membership) -> None:
    """Ask somebody no longer; their votes go with them. Raises NotAllowed, NotNow (its date is chosen)."""
    poll = held_poll(voter.poll, by)
    if poll.state == PollState.SETTLED:
        raise NotNow(_SETTLED)
    audit("remove", [voter], by=by, changes={"poll": [poll.pk, None]})
    voter.delete()


@transaction.atomic
def require_voter(*, voter: Voter, is_required: bool, by: Membership) -> Voter:
    """Say whether somebody must be there: on a tie the date wins on which fewer of them are absent."""
    held_poll(voter.poll, by)
    before, voter.is_required = voter.is_required, is_required
    if before != is_required:
        voter.save(update_fields=["is_required", "updated_at"])
        audit("change", [voter], by=by, changes={"is_required": [before, is_required]})
    return voter


@transaction.atomic
def close_poll(*, poll: DatePoll, by: Membership | None) -> DatePoll:
    """Take no more votes. Raises NotAllowed, NotNow (it isn't open)."""
    return _turn(_open(held_poll(poll, by)), "close", by, state=PollState.CLOSED)


def close_due(now: dt.datetime) -> int:
    """Close the polls whose deadline has passed; how many. Those who plan the gathering are told. For the clock."""
    closed = 0
    for poll in queries.due_to_close(now):
        with transaction.atomic():
            current = held_poll(poll, None)
            if current.state == PollState.OPEN and current.closes_at <= now:
                _turn(current, "close", None, state=PollState.CLOSED)
                closed += 1
    return closed


@transaction.atomic
def choose_option(*, option: PollOption, by: Membership) -> DatePoll:
    """Make a date that of the gathering, close the poll, and write the date to the voters.

    A person chooses, also where several tie. Raises NotAllowed, NotNow (it has begun, or the poll is settled),
    BadAnswer (nobody can come, or it is over).
    """
    poll = held_poll(option.poll, by)
    if poll.state == PollState.SETTLED:
        raise NotNow(_SETTLED)
    _must_be_planned(poll.gathering)
    tally = next(each for each in queries.ranking(poll).tallies if each.option.id == option.pk)
    if tally.out is not None:
        raise BadAnswer(_WHY_NOT[tally.out])
    if option.starts_at <= timezone.now():
        raise BadAnswer(_("This date has passed. Choose another, or offer new ones."))
    move(gathering=poll.gathering, by=by, starts_at=option.starts_at, ends_at=option.ends_at)
    poll = _turn(poll, "settle_date", by, state=PollState.SETTLED, chosen=option)
    write_to_voters(poll, list(poll.voters.select_related("actor")), Letter.CHOSEN)
    return poll


_WHY_NOT = {
    Out.WITHDRAWN: _("This date was taken away. Offer it again first."),
    Out.REFUSED: _("Everybody who answered refuses this date, so it can't be chosen."),
    Out.UNANSWERED: _("Nobody has answered for this date yet. A date can also be agreed without the poll."),
}


@transaction.atomic
def reopen_poll(*, poll: DatePoll, closes_at: dt.datetime, by: Membership) -> DatePoll:
    """Take votes again until another deadline. The gathering keeps its date until another is chosen.

    Raises NotAllowed, NotNow (it is open, or the gathering has begun), BadAnswer (the deadline).
    """
    current = held_poll(poll, by)
    if current.state == PollState.OPEN:
        raise NotNow(_("The poll is open."))
    _must_be_planned(current.gathering)
    spans = [(each.starts_at, each.ends_at) for each in queries.standing(current)]
    _check_deadline(closes_at, spans, timezone.now())
    return _turn(current, "reopen", by, state=PollState.OPEN, chosen=None, closes_at=closes_at)


def held_poll(poll: DatePoll, by: Membership | None) -> DatePoll:
    """The poll as it is now, its gathering's row held. Raises NotAllowed where the member doesn't plan it."""
    gathering = owned(poll.gathering, by)
    rows = DatePoll.objects.select_for_update(of=("self",)).select_related("programme")
    current: DatePoll = rows.get(pk=poll.pk)
    current.gathering = gathering
    return current


def _turn(poll: DatePoll, verb: str, by: Membership | None, **changes: Any) -> DatePoll:
    before = {name: getattr(poll, name) for name in changes}
    for name, value in changes.items():
        setattr(poll, name, value)
    poll.save(update_fields=[*changes, "updated_at"])
    audit(verb, [poll], by=by, changes=differences(before, changes))
    return poll


def _withdraw(option: PollOption, at: dt.datetime | None, verb: str, by: Membership) -> PollOption:
    poll = held_poll(option.poll, by)
    if poll.state == PollState.SETTLED:
        raise NotNow(_SETTLED)
    current: PollOption = poll.options.get(pk=option.pk)
    if (current.withdrawn_at is None) == (at is None):
        return current
    before, current.withdrawn_at = current.withdrawn_at, at
    current.save(update_fields=["withdrawn_at", "updated_at"])
    audit(verb, [current], by=by, changes={"withdrawn_at": [before, at]})
    return current


def _open(poll: DatePoll) -> DatePoll:
    if poll.state != PollState.OPEN:
        raise NotNow(_("The poll is closed. Open it again first."))
    return poll


def _must_be_planned(gathering: Gathering) -> None:
    if gathering.state != GatheringState.PLANNED:
        raise NotNow(_("It has begun, is over or was called off, so its date stays."))


def _offer(poll: DatePoll, position: int, span: Span) -> PollOption:
    option = PollOption(
        programme_id=poll.programme_id, poll=poll, position=position, starts_at=span[0], ends_at=span[1]
    )
    option.save(force_insert=True)
    return option


def _put(poll: DatePoll, actors: Iterable[Actor], required: Collection[UUID], by: Membership) -> int:
    """Put people among the voters, each once."""
    wanted = list(dict.fromkeys(actor.pk for actor in actors))
    speaker = speaker_of(poll.gathering.owner)
    seen = Actor.objects.visible_to(speaker).active().filter(pk__in=wanted)
    known = set(poll.voters.values_list("actor_id", flat=True))
    new = [
        Voter(programme_id=poll.programme_id, poll=poll, actor=actor, is_required=actor.pk in required)
        for actor in seen
        if actor.pk not in known
    ]
    Voter.objects.bulk_create(new)
    audit("create", new, by=by, changes={"poll": [None, poll.pk]})
    return len(new)


def _check_options(spans: Sequence[Span], given: int, *, fewest: int = FEWEST) -> None:
    if len(spans) < given:
        raise BadAnswer(_("One date is there twice. Take one of the two away."))
    if not fewest <= len(spans) <= MOST:
        raise BadAnswer(_("Offer at least two dates, and at most twelve."))
    for starts, ends in spans:
        if ends <= starts:
            raise BadAnswer(_("One date ends before it begins. Mend its hours."))


def _check_deadline(closes_at: dt.datetime, spans: Sequence[Span], now: dt.datetime) -> None:
    if closes_at <= now:
        raise BadAnswer(_("The deadline has passed already. Choose a later one."), field="closes_at")
    if not spans:
        raise NotReady(_("No date is on offer. Add some first."))
    if closes_at >= max(starts for starts, _ends in spans):
        raise BadAnswer(
            _("People must vote before the last date begins. Choose an earlier deadline."), field="closes_at"
        )
