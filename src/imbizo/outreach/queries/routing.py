"""What routing asks about a batch of incoming messages: whose numbers these are, and what those people were asked.

Each function is one query, or two, for a whole batch.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.queries.seeing import sees
from imbizo.actors.states import ActorState, ContactState
from imbizo.messaging.states import MessageState
from imbizo.outreach.models import Campaign, Conversation, Entry, Recipient
from imbizo.programmes.models import Membership, Partner, Programme

# A question is open for so long; a later answer goes to the campaign of the message that it answers.
OPEN_FOR = timedelta(days=14)
# Five thousand answers a minute come through here: only what routing reads of a person is fetched.
_OF_PERSON = tuple(
    f"actor__{name}"
    for name in ("name", "given_name", "sort_name", "language", "place_id", "municipality_id")
)
_ARRIVED = (MessageState.SENT, MessageState.DELIVERED)


@dataclass(frozen=True, slots=True)
class Post:
    """To whom a batch was written: messages to one partner of one programme."""

    programme: Programme
    owner: Partner

    @property
    def reader(self) -> Membership:
        """A nameless member of the partner, for rules that ask what a member sees."""
        return Membership(programme_id=self.programme.pk, partner_id=self.owner.pk)

    @property
    def language(self) -> str:
        """The programme's first, for people whose own isn't known."""
        return str(self.programme.languages[0]) if self.programme.languages else "en"


def holders(post: Post, addresses: Collection[str]) -> dict[str, list[Actor]]:
    """Who uses each address, as far as the partner knows: its own people and those shared with it, by name."""
    points = ContactPoint.objects.visible_to(post.reader).filter(sees(post.reader, "actor"))
    points = points.filter(address__in=addresses, actor__state=ActorState.ACTIVE)
    points = points.exclude(state=ContactState.DEAD)
    found: dict[str, dict[UUID, Actor]] = defaultdict(dict)
    for point in points.select_related("actor").only("address", *_OF_PERSON):
        found[point.address][point.actor_id] = point.actor
    return {
        address: sorted(each.values(), key=lambda actor: actor.sort_name) for address, each in found.items()
    }


def unsafe(programme: Programme, addresses: Collection[str]) -> set[str]:
    """The addresses that aren't always safe or belong to somebody who passes messages on, whoever says so."""
    delicate = Q(is_unsafe=True) | Q(through__isnull=False)
    points = ContactPoint.objects.filter(delicate, programme=programme, address__in=addresses)
    return set(points.values_list("address", flat=True))


def protected_at(programme: Programme, addresses: Collection[str]) -> dict[str, Conversation]:
    """The protected conversation of each address that has one: whatever comes from there belongs into it."""
    rows = Conversation.objects.filter(programme=programme, is_protected=True)
    now = rows.filter(address__in=addresses).select_for_update(of=("self",)).order_by("pk")
    found = {each.address: each for each in now}
    entries = Entry.objects.filter(conversation__in=rows, inbound__address__in=addresses)
    for entry in entries.select_related("conversation", "inbound"):
        assert entry.inbound is not None
        found.setdefault(entry.inbound.address, entry.conversation)
    return found


def conversations_of(
    post: Post, addresses: Collection[str], actors: Collection[UUID]
) -> Iterable[Conversation]:
    """The partner's conversations with these people, and with these addresses while nobody knows whose they are."""
    of_person = Q(actor_id__in=actors)
    of_address = Q(actor=None, address__in=addresses)
    rows = Conversation.objects.filter(of_person | of_address, programme=post.programme, owner=post.owner)
    # Held to the end, in one order for all: two batches don't write over each other, nor wait for each other.
    return rows.select_for_update(of=("self",)).order_by("pk")


def open_questions(owner: Partner, actors: Collection[UUID], *, now: datetime) -> dict[UUID, list[Campaign]]:
    """The campaigns whose question each of the actors got lately and hasn't answered, in order of asking."""
    rows = Recipient.objects.filter(
        actor_id__in=actors,
        answered_at=None,
        campaign__owner=owner,
        message__state__in=_ARRIVED,
        message__sent_at__gte=now - OPEN_FOR,
    ).exclude(campaign__asks="")
    pairs = rows.order_by("message__sent_at", "campaign_id").values_list("actor_id", "campaign_id")
    found: dict[UUID, list[Campaign]] = defaultdict(list)
    campaigns = asked_by(owner, {campaign for _actor, campaign in pairs})
    for actor, campaign in pairs:
        found[actor].append(campaigns[campaign])
    return found


def asked_by(owner: Partner, campaigns: Collection[UUID]) -> dict[UUID, Campaign]:
    """The campaigns of the partner with these ids."""
    rows: Iterable[Campaign] = Campaign.objects.filter(owner=owner, pk__in=campaigns)
    return {campaign.pk: campaign for campaign in rows}
