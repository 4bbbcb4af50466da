"""What a page shows of a campaign as it goes: a bar, the gateways in trouble, and what can be done next."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from imbizo.actors.models import ContactPoint
from imbizo.actors.states import ContactState
from imbizo.messaging.models import Message
from imbizo.messaging.queries.health import standings_of
from imbizo.messaging.states import Channel, MessageState
from imbizo.outreach.models import Campaign, Conversation, Recipient, Wording
from imbizo.outreach.queries.audience import speaker
from imbizo.outreach.queries.progress import Progress
from imbizo.outreach.queries.recipients import recipients
from imbizo.outreach.queries.seeing import campaigns
from imbizo.outreach.queries.ways import ways_of
from imbizo.outreach.states import CampaignState
from imbizo.programmes.models import Membership

BAR = 1_000  # units that the bar is wide
_LEAVING = (CampaignState.PREPARING, CampaignState.SENDING)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the bar: what became of so many, where it begins and how wide it is, in units of BAR."""

    css: str
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class Remedies:
    """Whom something can be done for: failed by SMS, those of them with mail, and those who haven't answered."""

    failed_by_sms: int
    with_mail: int
    silent: int


def bar(found: Progress) -> list[Stretch]:
    """The bar of what became of the messages; what still waits is the ground that it stands on."""
    whole = max(found.messages, 1)
    lost = found.failed + found.refused + found.expired + found.stopped
    counts = {
        "delivered": found.delivered,
        "sent": found.sent,
        "uncertain": found.uncertain,
        "failed": lost,
    }
    stretches, before = [], 0
    for css, count in counts.items():
        start, end = BAR * before // whole, BAR * (before + count) // whole
        before += count
        stretches.append(Stretch(css, start, end - start))
    return [each for each in stretches if each.width]


def seconds_to_look_again(campaign: Campaign, found: Progress) -> int:
    """After how many seconds a page should look again: soon while it leaves, seldom for reports, 0 for never."""
    if campaign.state in _LEAVING or found.submitting:
        return 2
    return 15 if found.is_open and campaign.state == CampaignState.DONE else 0


def troubles(campaign: Campaign, found: Progress) -> list[str]:
    """What is wrong with the gateways of a campaign that still has to leave, a sentence each."""
    if campaign.state not in _LEAVING or not found.open_count:
        return []
    standings = standings_of(campaign.programme, ways_of(campaign).all)
    return [f"{each.gateway.name}: {each.sentence}" for each in standings if each.is_trouble]


def remedies(campaign: Campaign) -> Remedies:
    """Whom something can be done for once messages have left. Three counts."""
    rows = Recipient.objects.filter(campaign=campaign)
    failed = rows.filter(message__state=MessageState.FAILED, message__channel=Channel.SMS)
    usable = ContactPoint.objects.visible_to(speaker(campaign)).filter(
        actor_id=OuterRef("actor_id"),
        channel=Channel.EMAIL,
        state__in=(ContactState.OK, ContactState.DOUBTFUL),
    )
    arrived = (MessageState.SENT, MessageState.DELIVERED, MessageState.UNCERTAIN)
    return Remedies(
        failed_by_sms=failed.count(),
        with_mail=failed.filter(Exists(usable)).count(),
        silent=rows.filter(message__state__in=arrived, answered_at=None).count(),
    )


def uncertain_messages(campaign: Campaign, member: Membership, ids: Iterable[UUID]) -> QuerySet[Message]:
    """The uncertain messages to these recipients, as far as the member sees the people."""
    seen = recipients(campaign, member).filter(pk__in=list(ids), message__state=MessageState.UNCERTAIN)
    return Message.objects.filter(pk__in=seen.values("message_id"))


def answered_in(conversation: Conversation, member: Membership) -> QuerySet[Campaign]:
    """The campaigns that something in the conversation answers and that the member may see, the newest first."""
    return campaigns(member).filter(answers__conversation=conversation).distinct().order_by("-id")


def wordings(campaign: Campaign) -> list[Wording]:
    """The texts of a campaign, its fallback first."""
    written = [each for each in campaign.wordings.all() if each.text.strip()]
    return sorted(written, key=lambda each: (each.language != campaign.fallback, each.language))


def unchecked(campaign: Campaign) -> list[Wording]:
    """The texts that no speaker of the language has checked."""
    return [each for each in wordings(campaign) if not each.checked_by]
