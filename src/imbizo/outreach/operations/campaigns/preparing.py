"""Queueing a campaign's messages, chunk by chunk, each a short transaction that can be done again without harm."""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db import transaction

import imbizo.messaging.operations as messaging
from imbizo.base import bulk
from imbizo.base.models import new_id
from imbizo.messaging.models import Message
from imbizo.messaging.operations import Draft
from imbizo.messaging.states import Channel, Purpose
from imbizo.outreach import tasks
from imbizo.outreach.models import Campaign, Recipient
from imbizo.outreach.queries.audience import Audience, Reach
from imbizo.outreach.queries.neutral import neutral_subject
from imbizo.outreach.queries.ready import rules_of
from imbizo.outreach.rules import EVERYBODY_PREPARED, message_id
from imbizo.outreach.states import CampaignState
from imbizo.thread import registry as kinds
from imbizo.thread.models import Link
from imbizo.thread.operations import audit
from imbizo.thread.states import Relation

CHUNK: Final = 500  # actors in one transaction
SLICE: Final = 5.0  # seconds; then other work of the worker has its turn


def prepare(*, id: UUID, seconds: float = SLICE) -> None:
    """Queue the messages of a campaign from the last actor prepared, and have the rest done in another turn.

    Stops after the chunk in which somebody pauses or stops the campaign. Two workers at it do no harm: a chunk counts
    only for whoever finds the campaign where they left it.
    """
    until = time.monotonic() + seconds
    campaign = Campaign.objects.select_related("programme", "owner").get(pk=id)
    if campaign.state != CampaignState.PREPARING:
        return
    audience = Audience(campaign)
    ids = audience.ids(campaign.prepared_to)
    if _has_outgrown(campaign, len(ids)):
        _back_to_review(campaign)
        return
    for chunk in _chunks(ids):
        if not _prepare_chunk(campaign, audience, audience.look(chunk), to=chunk[-1]):
            return
        if time.monotonic() > until:
            tasks.prepare.enqueue(str(id))
            return
    _all_prepared(campaign)


def drafts_of(audience: Audience, reaches: Sequence[Reach], turn: str = "") -> dict[str, list[Draft]]:
    """The messages to those who are reached, by channel. Their ids follow from campaign and actor."""
    drafts: dict[str, list[Draft]] = defaultdict(list)
    for reach in reaches:
        if reach.is_reached:
            drafts[reach.channel].append(_draft(audience, reach, turn))
    return drafts


def queue_all(audience: Audience, drafts: Mapping[str, Sequence[Draft]]) -> list[Message]:
    """Put them into the outbox, each channel by its own gateway, and on the campaign's thread."""
    campaign = audience.campaign
    queued: list[Message] = []
    for channel, batch in drafts.items():
        queued += messaging.queue(
            programme=campaign.programme,
            drafts=batch,
            purpose=Purpose(campaign.purpose),
            source=campaign,
            owner=campaign.owner,
            gateway=audience.ways.by(channel),
            use_by=campaign.use_by,
        )
    _tie(campaign, queued)
    return queued


def _draft(audience: Audience, reach: Reach, turn: str) -> Draft:
    campaign = audience.campaign
    is_mail = reach.channel == Channel.EMAIL
    return Draft(
        id=message_id(campaign.pk, reach.actor_id, turn),
        channel=Channel(reach.channel),
        address=reach.address,
        text=audience.text(reach),
        subject=_subject(audience, reach) if is_mail else "",
        language=reach.language,
        recipient_id=reach.actor_id,
        is_neutral=reach.is_neutral,
        sender="" if is_mail else campaign.sender,
    )


def _subject(audience: Audience, reach: Reach) -> str:
    if reach.is_neutral:
        return neutral_subject(reach.language)
    return audience.texts.subject(reach.language, reach.values or {})[:300]


@transaction.atomic
def _prepare_chunk(campaign: Campaign, audience: Audience, reaches: Sequence[Reach], *, to: UUID) -> bool:
    """Queue one chunk and move on. Whether the campaign was still where it had been left."""
    if not _is_where_it_was(campaign):
        return False
    # After a merge the survivor may have the recipient of the other already.
    actors = [reach.actor_id for reach in reaches]
    known = Recipient.objects.filter(campaign=campaign, actor_id__in=actors)
    met = set(known.values_list("actor_id", flat=True))
    new = [reach for reach in reaches if reach.actor_id not in met]
    queue_all(audience, drafts_of(audience, new))
    bulk.insert([_recipient(campaign, reach) for reach in new])
    campaign.prepared_to = to
    campaign.save(update_fields=["prepared_to", "updated_at"])
    return True


def _recipient(campaign: Campaign, reach: Reach) -> Recipient:
    return Recipient(
        programme_id=campaign.programme_id,
        campaign=campaign,
        actor_id=reach.actor_id,
        channel=reach.channel,
        language=reach.language,
        message_id=message_id(campaign.pk, reach.actor_id) if reach.is_reached else None,
        outside=reach.outside,
    )


def _tie(campaign: Campaign, messages: Sequence[Message]) -> None:
    """Each message delivers the campaign. They are new, so are their links."""
    bulk.insert(
        [
            Link(
                id=new_id(),
                programme_id=campaign.programme_id,
                record_kind=kinds.kind_of(message).kind,
                record_id=message.pk,
                source_kind=kinds.kind_of(campaign).kind,
                source_id=campaign.pk,
                relation=Relation.DELIVERS,
            )
            for message in messages
        ]
    )


@transaction.atomic
def _all_prepared(campaign: Campaign) -> None:
    if _is_where_it_was(campaign):
        campaign.state, campaign.prepared_to = CampaignState.SENDING, EVERYBODY_PREPARED
        campaign.save(update_fields=["state", "prepared_to", "updated_at"])


def _is_where_it_was(campaign: Campaign) -> bool:
    """Whether nobody paused it or prepared on since it was read; it is held to the end of the transaction."""
    rows = Campaign.objects.select_for_update().filter(pk=campaign.pk, state=CampaignState.PREPARING)
    return rows.filter(prepared_to=campaign.prepared_to).first() is not None


def _has_outgrown(campaign: Campaign, people: int) -> bool:
    """Whether a list has grown, between pressing and sending, beyond what one person may send alone."""
    if campaign.approved_by_id is not None or campaign.prepared_to is not None:
        return False
    counted = campaign.estimate.get("counted", {}) if campaign.estimate else {}
    before = counted.get("people", 0) + sum(counted.get("outside", {}).values())
    return people > before and people > rules_of(campaign).approve_above_people


@transaction.atomic
def _back_to_review(campaign: Campaign) -> None:
    if _is_where_it_was(campaign):
        campaign.state, campaign.started_at = CampaignState.REVIEW, None
        campaign.save(update_fields=["state", "started_at", "updated_at"])
        audit("outgrow", [campaign], by=None)


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
