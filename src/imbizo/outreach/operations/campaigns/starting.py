"""From its time to the last report: beginning, pausing, going on, stopping, done."""

import time
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from imbizo.messaging.models import Message
from imbizo.messaging.operations.outbox import pause_source, resume_source, stop_source
from imbizo.messaging.states import OPEN_STATES, MessageState
from imbizo.outreach import tasks
from imbizo.outreach.models import Campaign
from imbizo.outreach.operations.campaigns.holding import held
from imbizo.outreach.states import CampaignState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

STALLED_AFTER = timedelta(minutes=2)
PATIENCE = 3.0  # seconds that a page waits for messages to be paused; the worker does the rest

_LEAVING = (CampaignState.PREPARING, CampaignState.SENDING)
_TO_STOP = (CampaignState.SCHEDULED, *_LEAVING, CampaignState.PAUSED)
# The messages that don't agree with their campaign, by its state, and what makes them agree.
_ASTRAY = {
    CampaignState.PAUSED: (MessageState.WAITING,),
    CampaignState.STOPPED: (MessageState.WAITING, MessageState.PAUSED),
    CampaignState.PREPARING: (MessageState.PAUSED,),
    CampaignState.SENDING: (MessageState.PAUSED,),
}
_ALIGNING = {
    CampaignState.PAUSED: pause_source,
    CampaignState.STOPPED: stop_source,
    CampaignState.PREPARING: resume_source,
    CampaignState.SENDING: resume_source,
}


def begin(campaign: Campaign) -> None:
    """Have the messages of a scheduled campaign queued, inside the caller's transaction."""
    campaign.state, campaign.started_at = CampaignState.PREPARING, timezone.now()
    campaign.save(update_fields=["state", "started_at", "updated_at"])
    audit("start", [campaign], by=None)
    tasks.prepare.enqueue(str(campaign.pk))


def start_due(now: datetime) -> int:
    """For the clock: begin what is scheduled and whose time has come; how many."""
    due = Campaign.objects.filter(state=CampaignState.SCHEDULED).exclude(send_at__gt=now)
    return sum(_start(pk) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _start(pk: UUID) -> bool:
    found = Campaign.objects.select_for_update().filter(pk=pk, state=CampaignState.SCHEDULED).first()
    if found is not None:
        begin(found)
    return found is not None


def pause(*, campaign: Campaign, by: Membership) -> Campaign:
    """Hold back what hasn't left. What is being handed over leaves. Raises NotNow, NotAllowed."""
    current = _turn(campaign, by, _LEAVING, CampaignState.PAUSED, "pause")
    align(id=current.pk)
    return current


def resume(*, campaign: Campaign, by: Membership) -> Campaign:
    """Let it go on, from the last person whose message was prepared. Raises NotNow, NotAllowed."""
    current = _turn(campaign, by, (CampaignState.PAUSED,), CampaignState.PREPARING, "resume")
    align(id=current.pk)
    tasks.prepare.enqueue(str(current.pk))
    current.refresh_from_db()
    return current


def stop(*, campaign: Campaign, by: Membership) -> Campaign:
    """End it: what hasn't left never will. Raises NotNow, NotAllowed."""
    current = _turn(campaign, by, _TO_STOP, CampaignState.STOPPED, "stop")
    align(id=current.pk)
    return current


def align(*, id: UUID, seconds: float = PATIENCE) -> None:
    """Make the messages wait, go on or stop as their campaign does. What isn't done in time the worker does."""
    campaign = Campaign.objects.get(pk=id)
    act = _ALIGNING.get(CampaignState(campaign.state))
    if act is not None and not act(source=campaign, until=time.monotonic() + seconds):
        tasks.align.enqueue(str(id))


def align_all(now: datetime) -> int:
    """For the clock: the same for every campaign with messages that don't agree with it; how many.

    What was being handed over when somebody pressed *pause* may have come back since.
    """
    found = [pk for state in _ASTRAY for pk in _astray(state, now)]
    for pk in found:
        align(id=pk)
    return len(found)


def finish_done(now: datetime) -> int:
    """For the clock: campaigns of which nothing is open any more are done; how many."""
    still_open = Message.objects.filter(source_id=OuterRef("pk"), state__in=OPEN_STATES)
    sending = Campaign.objects.filter(~Exists(still_open), state=CampaignState.SENDING)
    return sum(_finish(pk, now) for pk in sending.values_list("pk", flat=True))


@transaction.atomic
def _finish(pk: UUID, now: datetime) -> bool:
    found = Campaign.objects.select_for_update().filter(pk=pk, state=CampaignState.SENDING).first()
    if found is None or Message.objects.filter(source_id=pk, state__in=OPEN_STATES).exists():
        return False
    found.state, found.ended_at = CampaignState.DONE, now
    found.save(update_fields=["state", "ended_at", "updated_at"])
    audit("finish", [found], by=None)
    return True


def resume_stalled(now: datetime) -> int:
    """For the clock: have those prepared on that nothing was heard of for minutes; how many."""
    stalled = Campaign.objects.filter(state=CampaignState.PREPARING, updated_at__lt=now - STALLED_AFTER)
    ids = list(stalled.values_list("pk", flat=True))
    for pk in ids:
        with transaction.atomic():
            Campaign.objects.filter(pk=pk).update(updated_at=now)
            tasks.prepare.enqueue(str(pk))
    return len(ids)


@transaction.atomic
def _turn(
    campaign: Campaign,
    by: Membership,
    before: tuple[CampaignState, ...],
    after: CampaignState,
    verb: str,
) -> Campaign:
    current = held(campaign, by, *before)
    was, current.state = current.state, after
    current.ended_at = timezone.now() if after is CampaignState.STOPPED else None
    current.save(update_fields=["state", "ended_at", "updated_at"])
    audit(verb, [current], by=by, changes={"state": [was, after]})
    return current


def _astray(state: CampaignState, now: datetime) -> QuerySet[Campaign, UUID]:
    messages = Message.objects.filter(source_id=OuterRef("pk"), state__in=_ASTRAY[state])
    rows = Campaign.objects.filter(Exists(messages), state=state)
    if state is CampaignState.STOPPED:
        rows = rows.filter(ended_at__gt=now - timedelta(days=7))
    return rows.values_list("pk", flat=True)
