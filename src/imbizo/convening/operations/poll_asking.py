"""Asking the voters of a date poll, and reminding those who haven't voted."""

import datetime as dt
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.convening.errors import NotNow, NotReady
from imbizo.convening.models import DatePoll, Voter
from imbizo.convening.operations.poll_letters import Letter, write_to_voters
from imbizo.convening.operations.polls import FEWEST, held_poll
from imbizo.convening.queries import polls as queries
from imbizo.convening.states import PollState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit

REMIND_BEFORE: Final = dt.timedelta(days=2)
"""So long before the deadline those who haven't voted are reminded."""
REST: Final = dt.timedelta(hours=20)
"""Nobody is reminded sooner than this after they were asked."""


@transaction.atomic
def ask_voters(*, poll: DatePoll, by: Membership, now: dt.datetime | None = None) -> dict[UUID, str]:
    """Write to all who weren't written to yet; why some can't be, by the voter's id.

    Pressed again it reaches those who were added since, or whose number was mended. Raises NotAllowed, NotNow (it is
    closed), NotReady (no voters, too few dates).
    """
    current = _may_write(held_poll(poll, by), by)
    if len(queries.standing(current)) < FEWEST:
        raise NotReady(_("Fewer than two dates are on offer. Add some first."))
    voters = list(queries.asked(current))
    if not voters:
        raise NotReady(_("Nobody is asked yet. Add voters first."))
    reached = {actor for actor, state in queries.written_to(current).items() if queries.is_reached(state)}
    unreached = write_to_voters(
        current, [each for each in voters if each.actor_id not in reached], Letter.ASK
    )
    if current.asked_at is None:
        current.asked_at = now or timezone.now()
        current.save(update_fields=["asked_at", "updated_at"])
    audit("ask_voters", [current], by=by, changes={"unreached": [None, len(unreached)]})
    return unreached


@transaction.atomic
def remind_voters(*, poll: DatePoll, by: Membership | None, now: dt.datetime | None = None) -> int:
    """Remind those who haven't voted and weren't reminded before; how many were reached.

    Raises NotAllowed, NotNow (it is closed, or nobody was asked yet).
    """
    current = _may_write(held_poll(poll, by), by)
    if current.asked_at is None:
        raise NotNow(_("Nobody was asked yet. Ask the voters first."))
    silent = list(queries.asked(current).filter(voted_at=None, reminded_at=None))
    unreached = write_to_voters(current, silent, Letter.REMIND)
    left = [each.pk for each in silent if each.pk not in unreached]
    # Those who can't be reached aren't tried again each minute.
    Voter.objects.filter(pk__in=[each.pk for each in silent]).update(reminded_at=now or timezone.now())
    if left:
        audit("remind_voters", [current], by=by, changes={"reminded": [None, len(left)]})
    return len(left)


def remind_due(now: dt.datetime) -> int:
    """Remind in the polls that close soon; how many people. For the clock."""
    polls = queries.due_to_remind(now, REMIND_BEFORE, REST).select_related("gathering")
    return sum(remind_voters(poll=poll, by=None, now=now) for poll in polls)


def _may_write(poll: DatePoll, by: Membership | None) -> DatePoll:
    if by is not None and not by.may(Permission.INVITED_WRITE):
        raise NotAllowed(_("Only those who may write to the invited can do this."))
    if poll.state != PollState.OPEN:
        raise NotNow(_("The poll is closed. Open it again first."))
    return poll
