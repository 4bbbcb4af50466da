"""Votes for a date: by the voter's own page, by SMS, or noted by staff on the telephone."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.base.errors import NotAllowed
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import DatePoll, Vote, Voter
from imbizo.convening.queries import polls as queries
from imbizo.convening.states import PollState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit


@transaction.atomic
def vote(
    *,
    voter: Voter,
    answers: Mapping[UUID, str],
    via: str,
    by: Membership | None = None,
    at: dt.datetime | None = None,
) -> Voter:
    """Take what somebody says of the dates (option's id -> VoteAnswer); what they don't mention stays as it was.

    May be done again until the poll closes. `at` is when they said it. Raises NotAllowed, NotNow (it is closed; the
    text tells the date that was chosen), BadAnswer (nothing was said of a date that is on offer).
    """
    moment = at or timezone.now()
    current = held_voter(voter)
    if by is not None:
        _may_note(current, by)
    if not queries.may_vote(current, moment):
        raise NotNow(closed_words(current.poll))
    offered = {option.pk for option in queries.standing(current.poll)}
    said = {pk: answer for pk, answer in answers.items() if pk in offered}
    if not said:
        raise BadAnswer(_("Say of at least one date whether it suits you."))
    _keep_votes(current, said)
    before, current.voted_at, current.via = current.voted_at, moment, via
    current.save(update_fields=["voted_at", "via", "updated_at"])
    # What was said is the voter's own: the trail keeps that they voted, by what, and who noted it.
    audit("vote", [current], by=by, changes={"voted_at": [before, moment], "via": [None, via]})
    return current


def held_voter(voter: Voter) -> Voter:
    """The voter as they are now. The poll's row is held, so that it can't close in between."""
    rows = DatePoll.objects.select_for_update(of=("self",))
    poll = rows.select_related("gathering__owner", "gathering__programme", "programme", "chosen").get(
        pk=voter.poll_id
    )
    current: Voter = Voter.objects.select_related("actor").get(pk=voter.pk)
    current.poll = poll
    return current


def closed_words(poll: DatePoll) -> str:
    """What a late voter is told, in the language in force."""
    if poll.state == PollState.SETTLED and poll.chosen is not None:
        when = queries.option_words(poll.chosen, poll.programme)
        return _("The poll is closed. The date is %(when)s.") % {"when": when}
    return _("The poll is closed. You will hear which date was chosen.")


def _keep_votes(voter: Voter, said: Mapping[UUID, str]) -> None:
    rows = [
        Vote(programme_id=voter.programme_id, voter=voter, option_id=pk, answer=answer)
        for pk, answer in said.items()
    ]
    Vote.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["voter", "option"], update_fields=["answer", "updated_at"]
    )


def _may_note(voter: Voter, by: Membership) -> None:
    if not by.may(Permission.INVITED_WRITE) or by.partner_id != voter.poll.gathering.owner_id:
        raise NotAllowed(
            _("Only the partner that convenes it can note votes, by those who write to the invited.")
        )
