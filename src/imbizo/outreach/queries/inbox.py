"""What the inbox shows: conversations sorted into tabs, and all that was said in one of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Substr

from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.queries import actors, contacts
from imbizo.calc.folding import fold, tidy
from imbizo.messaging.models import Inbound, Message
from imbizo.messaging.queries import suppressed
from imbizo.messaging.states import Channel, InboundKind, MessageState
from imbizo.outreach.models import Campaign, CannedAnswer, Conversation, Entry, HelpNumber
from imbizo.outreach.queries.seeing import conversations
from imbizo.outreach.rules.handling import may_read
from imbizo.outreach.states import ConversationState, EntryKind
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.queries import members
from imbizo.programmes.states import Permission
from imbizo.thread.models import ReadEntry

NEWEST = 100  # what a conversation shows before one asks for more
MOST = 2_000
MOST_FOUND = 12
_SNIPPET = 160
CAMPAIGN = "outreach.campaign"
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TABS = {
    "open": Q(state=ConversationState.OPEN, is_protected=False),
    "unmatched": Q(state=ConversationState.OPEN, actor=None, is_protected=False),
    "ring": Q(asks_ring=True, is_protected=False),
    "closed": Q(state=ConversationState.CLOSED, is_protected=False),
    "protected": Q(is_protected=True),
}


def inbox(member: Membership, *, tab: str = "open", search: str = "") -> QuerySet[Conversation]:
    """The conversations of a tab, newest first, each with the last thing that the person said in `snippet`.

    `tab` is open, mine, unmatched, ring, closed or protected; `search` finds names and numbers among them all but
    the protected ones.
    """
    rows = _with_something(conversations(member))
    chosen = _found(rows.filter(is_protected=False), search) if search else rows.filter(_tab(member, tab))
    last = (
        Entry.objects.filter(conversation=OuterRef("pk")).exclude(kind=EntryKind.NOTE).order_by("-at", "-id")
    )
    said = last.annotate(said=Substr(Coalesce(F("inbound__text"), F("text")), 1, _SNIPPET)).values("said")
    return (
        chosen.annotate(snippet=Subquery(said[:1]))
        .select_related("programme", "owner", "actor", "assignee__user", "asked")
        .order_by("-last_at", "-id")
    )


def tab_counts(member: Membership, tabs: Iterable[str]) -> dict[str, int]:
    """How many stand in each tab."""
    rows = _with_something(conversations(member))
    return {tab: rows.filter(_tab(member, tab)).order_by().count() for tab in tabs}


def _tab(member: Membership, tab: str) -> Q:
    if tab == "mine":
        return Q(state=ConversationState.OPEN, is_protected=False, assignee_id=member.pk)
    return _TABS[tab]


def _with_something(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Without the husks that are left where everything was moved to the person, or never was anything."""
    return rows.filter(Exists(Entry.objects.filter(conversation=OuterRef("pk"))))


def _found(rows: QuerySet[Conversation], search: str) -> QuerySet[Conversation]:
    digits = "".join(char for char in search if char.isdigit()).lstrip("0")
    by_name = Q(actor__name__icontains=search.strip()) | Q(actor__sort_name__contains=fold(tidy(search)))
    by_address = Q(address__icontains=search.strip())
    return rows.filter(by_name | by_address | Q(address__contains=digits) if digits else by_name | by_address)


# One conversation


@dataclass(frozen=True, slots=True)
class Said:
    """One bubble: `side` is in, out or note; `state` is how an outgoing message stands, `by` who noted or sent it."""

    id: UUID
    at: datetime
    side: str
    text: str
    channel: str = ""
    subject: str = ""
    label: str = ""
    state: str = ""
    is_bad: bool = False
    by: str = ""
    campaign: Campaign | None = None
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """The bubbles of a conversation, oldest first. `mark` changes when anything in it does."""

    said: Sequence[Said]
    has_earlier: bool
    mark: str


def talk(conversation: Conversation, *, most: int = NEWEST) -> Talk:
    """All that was said in a conversation that the reader may read: two queries."""
    entries = conversation.entries.select_related("inbound", "campaign", "by__user").order_by("-at", "-id")
    sent = sent_in(conversation).order_by("-id")
    both = [*(_heard(each) for each in entries[: most + 1]), *(_sent(each) for each in sent[: most + 1])]
    newest = sorted(both, key=lambda said: (said.at, said.id))[-most:]
    seen = "".join(f"{said.id}{said.state}{said.campaign and said.campaign.pk}" for said in newest)
    return Talk(newest, len(both) > len(newest), sha256(seen.encode()).hexdigest()[:16])


def sent_in(conversation: Conversation) -> QuerySet[Message]:
    """The messages to the person by the conversation's owner; to the number, while nobody knows whose it is."""
    ours = Q(source_id=conversation.pk)
    if conversation.actor_id:
        ours |= Q(recipient_id=conversation.actor_id)
    else:
        ours |= Q(address=conversation.address, recipient_id=None, source_id=None)
    # Not by programme too, which the owner says already: SQLite would read all its messages by that index.
    return Message.objects.filter(ours, owner_id=conversation.owner_id)


def readable(text: str) -> str:
    """A text as it can be shown, whatever a phone sent."""
    return _UNREADABLE.sub("", text)


def _heard(entry: Entry) -> Said:
    inbound = entry.inbound
    if inbound is None:
        side = "note" if entry.kind == EntryKind.NOTE else "in"
        by = str(entry.by.user) if entry.by else ""
        label = str(entry.get_kind_display())
        return Said(
            entry.pk,
            entry.at,
            side,
            readable(entry.text),
            label=label,
            by=by,
            campaign=entry.campaign,
            entry=entry,
        )
    label = "" if inbound.kind == InboundKind.TEXT else str(inbound.get_kind_display())
    return Said(
        entry.pk,
        entry.at,
        "in",
        readable(inbound.text),
        channel=inbound.channel,
        subject=readable(inbound.subject),
        label=label,
        campaign=entry.campaign,
        entry=entry,
    )


def _sent(message: Message) -> Said:
    state = str(message.get_state_display())
    is_bad = message.state in {
        MessageState.FAILED,
        MessageState.REFUSED,
        MessageState.EXPIRED,
        MessageState.UNCERTAIN,
    }
    return Said(
        message.pk,
        message.sent_at or message.created_at,
        "out",
        readable(message.text),
        channel=message.channel,
        subject=readable(message.subject),
        state=f"{state}: {message.get_reason_display()}" if message.reason else state,
        is_bad=is_bad,
    )


@dataclass(frozen=True, slots=True)
class Way:
    """Whether an answer can go out by the channel that was used last, and what to mind."""

    is_suppressed: bool
    is_delicate: bool
    safe_when: Sequence[str]

    @property
    def is_open(self) -> bool:
        return not (self.is_suppressed or self.is_delicate)


def way_to(conversation: Conversation) -> Way:
    """How it stands with the address. When it is safe is told whoever wrote it down: nobody must be put in danger."""
    address = (conversation.channel, conversation.address)
    stopped = suppressed(programme=conversation.programme, addresses=[address])
    points = ContactPoint.objects.filter(
        Q(is_unsafe=True) | Q(is_shared=True) | Q(through__isnull=False),
        programme_id=conversation.programme_id,
        channel=conversation.channel,
        address=conversation.address,
    )
    said = list(points.values_list("safe_when", flat=True))
    return Way(bool(stopped), bool(said), [text for text in dict.fromkeys(said) if text])


def other_contacts(member: Membership, conversation: Conversation) -> list[ContactPoint]:
    """How else the person can be reached, as far as the member may see."""
    if not conversation.actor_id:
        return []
    return list(contacts(member).filter(actor_id=conversation.actor_id).select_related("through"))


def who_it_is(conversation: Conversation) -> Actor | None:
    """The person with their place."""
    rows = Actor.objects.select_related("programme", "place", "municipality", "merged_into")
    found: Actor | None = rows.filter(pk=conversation.actor_id).first()
    return found


def can_answer(member: Membership, conversation: Conversation) -> list[Membership]:
    """The members to whom the conversation can be given."""
    everybody = members(member).select_related("user", "partner")
    return [each for each in everybody if may_read(conversation, each) and each.may(Permission.INBOX_ANSWER)]


def open_conversations_of(member: Membership) -> QuerySet[Conversation]:
    """What passes to a successor when the member leaves; protected ones stay with the protection officers."""
    return Conversation.objects.filter(assignee=member, state=ConversationState.OPEN, is_protected=False)


def may_be(member: Membership, conversation: Conversation, written: str) -> list[Actor]:
    """Who of the register it may be: those of this name; without one, those who use the number."""
    rows = actors(member).select_related("place", "municipality", "owner")
    if written.strip():
        wanted = Q(name__icontains=written.strip()) | Q(sort_name__contains=fold(tidy(written)))
        return list(rows.filter(wanted).order_by("sort_name")[:MOST_FOUND])
    users = contacts(member).filter(address=conversation.address).values("actor_id")
    return list(rows.filter(pk__in=users).order_by("sort_name")[:MOST_FOUND])


def entries(member: Membership) -> QuerySet[Entry]:
    """What was said in the conversations that the member may read."""
    rows = Entry.objects.filter(conversation__in=conversations(member).values("pk"))
    return rows.select_related("conversation__programme", "campaign")


def answered_campaigns(member: Membership, conversation: Conversation) -> QuerySet[Campaign]:
    """The campaigns of the conversation's owner that something can answer, newest first."""
    rows: QuerySet[Campaign] = Campaign.objects.filter(
        programme_id=member.programme_id, owner_id=conversation.owner_id, started_at__isnull=False
    )
    return rows.order_by("-started_at")


def canned_answers(member: Membership) -> QuerySet[CannedAnswer]:
    """The programme's ready answers."""
    return CannedAnswer.objects.filter(programme_id=member.programme_id)


def canned_text(canned: CannedAnswer, language: str) -> str:
    """The text in the person's language, else in English, else in whichever there is."""
    texts: dict[str, str] = canned.texts
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def help_numbers(programme: Programme) -> QuerySet[HelpNumber]:
    """The programme's numbers for help."""
    return HelpNumber.objects.filter(programme=programme).select_related("place")


# Protection


def officers(member: Membership) -> list[Membership]:
    """The programme's protection officers."""
    return [each for each in members(member) if each.may(Permission.PROTECTED_VIEW)]


def on_thread(member: Membership) -> QuerySet[Conversation]:
    """Those that the thread, activity, search and notifications may know of: no protected one, whoever asks."""
    return conversations(member).filter(is_protected=False)


def readings(conversation: Conversation) -> QuerySet[ReadEntry]:
    """Who has read a protected conversation, the latest first."""
    return ReadEntry.objects.filter(subject_id=conversation.pk).select_related("by").order_by("-id")


def hidden(member: Membership) -> Q:
    """Which messages and incoming messages no page shows: those to and from people in protected conversations.

    From protection officers too: they read them in the conversation, where each reading is logged. What a campaign
    wrote to them stays: everybody got it, and where it were missing it would say whose conversation is protected.
    """
    kept = Conversation.objects.filter(programme_id=member.programme_id, is_protected=True)
    theirs = Inbound.objects.filter(entry__conversation__in=kept.values("pk"))
    used = Q(address__in=kept.exclude(address="").values("address"))
    used |= Q(address__in=theirs.values("address"))
    meant = Q(recipient_id__in=kept.exclude(actor=None).values("actor_id"))
    came = Inbound.objects.filter(used, programme_id=member.programme_id)
    went = Message.objects.filter(used | meant | Q(source_id__in=kept.values("pk")))
    went = went.filter(programme_id=member.programme_id).exclude(source_kind=CAMPAIGN)
    return Q(pk__in=came.values("pk")) | Q(pk__in=went.values("pk"))


def channel_icon(channel: str) -> str:
    """The icon of a channel."""
    icons: dict[Any, str] = {
        Channel.EMAIL: "mail",
        Channel.PHONE: "phone",
        Channel.WHATSAPP: "brand-whatsapp",
    }
    return icons.get(channel, "device-mobile")
