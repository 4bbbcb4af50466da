"""A batch of incoming messages for one partner: read whole, decided in memory in order of arrival, written whole."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from operator import attrgetter
from uuid import UUID

from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.base import bulk
from imbizo.base.models import new_id
from imbizo.calc.folding import words
from imbizo.calc.keywords import pleads_for_call
from imbizo.messaging.models import Inbound
from imbizo.messaging.states import InboundKind
from imbizo.outreach.models import Campaign, Conversation, Entry, HelpNumber
from imbizo.outreach.operations.inbox import replies
from imbizo.outreach.operations.inbox.answered import PENDING, mark_answered
from imbizo.outreach.queries import routing as ask
from imbizo.outreach.queries.routing import Post
from imbizo.outreach.registry import Heard, on_answer
from imbizo.outreach.states import ConversationState, EntryKind

# Whoever gave their name speaks on for so long; and a row of automatic answers ends after such a silence.
PAUSE = timedelta(hours=1)
# Nobody waits for an answer to these.
_SETTLED = frozenset({InboundKind.STOP, InboundKind.START, InboundKind.AUTOMATIC})
_LONGEST_NAME = 4  # words of an answer to "who is it?"
_CHANGED = (
    "channel",
    "address",
    "state",
    "asked_id",
    "language",
    "is_unread",
    "asking",
    "options",
    "asks_ring",
    "ring_number",
    "automatic_count",
    "last_at",
)
_changed_values = attrgetter(*_CHANGED, "pk")


class Batch:
    """Knows the people, conversations and open questions behind a batch, and puts each message where it belongs."""

    def __init__(self, post: Post, inbounds: Sequence[Inbound]) -> None:
        self.post, self.inbounds, self.now = post, inbounds, timezone.now()
        addresses = {inbound.address for inbound in inbounds}
        self.holders = ask.holders(post, addresses)
        self.unsafe = ask.unsafe(post.programme, addresses)
        self.protected = ask.protected_at(post.programme, addresses)
        actors = {actor.pk for people in self.holders.values() for actor in people}
        self.questions = ask.open_questions(post.owner, actors, now=self.now)
        self.campaigns = ask.asked_by(post.owner, {pk for each in inbounds if (pk := _campaign_id(each))})
        self.of_person: dict[UUID, Conversation] = {}
        self.of_address: dict[str, Conversation] = {}
        for conversation in ask.conversations_of(post, addresses, actors):
            self._know(conversation)
        self.begun: list[Conversation] = []
        self.touched: dict[UUID, Conversation] = {}
        self.entries: list[Entry] = []  # new ones
        self.filed: list[Entry] = []  # older ones of which we know only now what they answer
        self.answered: dict[Campaign, set[UUID]] = defaultdict(set)
        # What apps above have understood as answers to their questions; true where nothing is left to read.
        self.understood: dict[UUID, bool] = {}

    def take_in(self) -> None:
        """Decide on each message, then write conversations, entries and what was answered."""
        self.understood = self._understood()
        for inbound in self.inbounds:
            self._take(inbound)
        bulk.insert(self.begun)
        begun = {conversation.pk for conversation in self.begun}
        changed = [each for pk, each in self.touched.items() if pk not in begun]
        bulk.update_rows(Conversation, _CHANGED, map(_changed_values, changed))
        bulk.insert(self.entries)
        for entry in self.filed:
            entry.save(update_fields=["conversation", "campaign", "updated_at"])
        mark_answered([*self.entries, *self.filed], self.answered, None)

    def _understood(self) -> dict[UUID, bool]:
        heard = [
            self._heard(inbound)
            for inbound in self.inbounds
            if inbound.address not in self.protected
            and (inbound.kind == InboundKind.TEXT or inbound.calendar)
        ]
        found: dict[UUID, bool] = {}
        for hook in on_answer if heard else ():
            found |= hook(self.post.owner, [each for each in heard if each.inbound.pk not in found])
        return found

    def _heard(self, inbound: Inbound) -> Heard:
        people = tuple(self.holders.get(inbound.address, ()))
        campaigns = {each.pk: each for person in people for each in self.questions.get(person.pk, ())}
        is_unsafe = inbound.address in self.unsafe
        return Heard(inbound, people, is_unsafe, tuple(campaigns.values()))

    def _take(self, inbound: Inbound) -> None:
        people = self.holders.get(inbound.address, [])
        conversation = self._conversation(inbound, people)
        entry = Entry(
            programme=self.post.programme,
            conversation=conversation,
            kind=EntryKind.MESSAGE,
            inbound=inbound,
            at=inbound.received_at,
        )
        self.entries.append(entry)
        self._note(conversation, inbound)
        if inbound.kind == InboundKind.HELP:
            self._help(conversation, inbound, people)
        elif inbound.kind not in _SETTLED and inbound.pk not in self.understood:
            self._listen(conversation, entry, people)

    # Whose it is

    def _conversation(self, inbound: Inbound, people: Sequence[Actor]) -> Conversation:
        if inbound.address in self.protected:
            return self.protected[inbound.address]
        person = people[0] if len(people) == 1 else self._one_of(inbound, people)
        if person is None:
            return self.of_address.get(inbound.address) or self._begin(inbound, None)
        return self.of_person.get(person.pk) or self._begin(inbound, person)

    def _one_of(self, inbound: Inbound, people: Sequence[Actor]) -> Actor | None:
        """Which of several it is: who is spoken with just now, or who gives their name. None while that is open."""
        talking = [person for person in people if self._is_talking(person, inbound)]
        if len(talking) == 1:
            return talking[0]
        asked = self.of_address.get(inbound.address)
        if asked is None or asked.asking != "who":
            return None
        said = words(inbound.text)
        named = [person for person in people if {*words(_first_name(person))[:1]} & {*said}]
        if len(named) != 1 or len(said) > _LONGEST_NAME:
            return None
        self._give_to(named[0], asked, inbound)
        return named[0]

    def _is_talking(self, person: Actor, inbound: Inbound) -> bool:
        known = self.of_person.get(person.pk)
        if known is None or known.address != inbound.address:
            return False
        answers = inbound.answers
        is_reply = answers is not None and answers.source_id == known.pk
        return is_reply or inbound.received_at - known.last_at < PAUSE

    def _give_to(self, person: Actor, asked: Conversation, inbound: Inbound) -> None:
        """What the number said lately was theirs: it moves into their conversation."""
        target = self.of_person.get(person.pk) or self._begin(inbound, person)
        since = inbound.received_at - PENDING
        stored = list(asked.entries.filter(at__gte=since).select_related("inbound", "campaign"))
        own = [entry for entry in self.entries if entry.conversation == asked]
        campaign = self._question(target, inbound)
        for entry in [*stored, *own]:
            entry.conversation = target
            self._file(entry, entry.campaign or campaign)
        self.filed += stored
        asked.asking, asked.is_unread, asked.state = "", False, ConversationState.CLOSED
        self.touched[asked.pk] = asked

    def _begin(self, inbound: Inbound, person: Actor | None) -> Conversation:
        conversation = Conversation(
            id=new_id(),
            programme=self.post.programme,
            owner=self.post.owner,
            actor=person,
            channel=inbound.channel,
            address=inbound.address,
            language=_language(person, inbound),
            last_at=inbound.received_at,
            state=ConversationState.CLOSED,
            is_unread=False,
        )
        self.begun.append(conversation)
        self._know(conversation)
        return conversation

    def _know(self, conversation: Conversation) -> None:
        if conversation.actor_id:
            self.of_person[conversation.actor_id] = conversation
        else:
            self.of_address[conversation.address] = conversation

    def _note(self, conversation: Conversation, inbound: Inbound) -> None:
        """What every message does to its conversation. They are answered by the channel that they used last."""
        self.touched[conversation.pk] = conversation
        if inbound.received_at - conversation.last_at >= PAUSE:
            conversation.automatic_count = 0
        conversation.last_at = max(conversation.last_at, inbound.received_at)
        if conversation.actor_id or conversation.is_protected:
            conversation.channel, conversation.address = inbound.channel, inbound.address
        if inbound.kind not in _SETTLED and not self.understood.get(inbound.pk, False):
            conversation.state, conversation.is_unread = ConversationState.OPEN, True

    # What it says

    @cached_property
    def help_numbers(self) -> list[HelpNumber]:
        return list(HelpNumber.objects.filter(programme=self.post.programme))

    def _help(self, conversation: Conversation, inbound: Inbound, people: Sequence[Actor]) -> None:
        person = next((each for each in people if each.pk == conversation.actor_id), None)
        numbers = replies.numbers_for(person, self.help_numbers)
        language = _language(person, inbound) or conversation.language or self.post.language
        text = replies.help_text(self.post, numbers, language)
        replies.reply(self.post, conversation, text, language=language)

    def _listen(self, conversation: Conversation, entry: Entry, people: Sequence[Actor]) -> None:
        inbound = entry.inbound
        assert inbound is not None
        if inbound.kind == InboundKind.CALL_ME:
            conversation.asks_ring = True
            conversation.ring_number = _other_number(inbound)
        if conversation.actor_id is None and len(people) > 1:
            self._ask_who(conversation, inbound)
        if inbound.kind == InboundKind.TEXT and entry.campaign is None:
            self._file(entry, self._answers(conversation, entry))

    def _file(self, entry: Entry, campaign: Campaign | None) -> None:
        """Say what an entry answers."""
        if campaign is None:
            return
        entry.campaign = entry.conversation.asked = campaign
        actor = entry.conversation.actor_id
        self.answered[campaign] |= {actor} if actor else set()
        if actor:
            self.questions[actor] = [each for each in self.questions.get(actor, []) if each != campaign]

    def _answers(self, conversation: Conversation, entry: Entry) -> Campaign | None:
        inbound = entry.inbound
        assert inbound is not None
        if conversation.asking == "which":
            return self._chosen(conversation, inbound)
        return self._question(conversation, inbound)

    def _question(self, conversation: Conversation, inbound: Inbound) -> Campaign | None:
        """The one open question, else the campaign whose message this answers. Of several, the system asks which."""
        open_ones = self._open_to(conversation)
        if len(open_ones) > 1:
            self._ask_which(conversation, inbound, open_ones)
            return None
        return open_ones[0] if open_ones else self._replied_to(inbound)

    def _replied_to(self, inbound: Inbound) -> Campaign | None:
        campaign_id = _campaign_id(inbound)
        return self.campaigns.get(campaign_id) if campaign_id else None

    def _open_to(self, conversation: Conversation) -> list[Campaign]:
        return self.questions.get(conversation.actor_id, []) if conversation.actor_id else []

    def _chosen(self, conversation: Conversation, inbound: Inbound) -> Campaign | None:
        """The campaign whose number was given; what they said just before was the answer to it."""
        options = {str(campaign.pk): campaign for campaign in self._open_to(conversation)}
        said = words(inbound.text)
        numbers = {str(number): options.get(pk) for number, pk in enumerate(conversation.options, 1)}
        campaign = numbers.get(said[0]) if len(said) == 1 else None
        if campaign is None:
            return None
        conversation.asking, conversation.options = "", []
        recent = conversation.entries.filter(at__gte=inbound.received_at - PENDING, campaign=None)
        stored = list(recent.filter(inbound__kind=InboundKind.TEXT).select_related("inbound"))
        just_now = [entry for entry in self.entries[:-1] if _is_unfiled(entry, conversation)]
        for entry in [*stored, *just_now]:
            entry.conversation = conversation
            self._file(entry, campaign)
        self.filed += stored
        return campaign

    # What the system asks

    def _ask_who(self, conversation: Conversation, inbound: Inbound) -> None:
        """Once, and only where a question betrays nothing."""
        if conversation.asking or inbound.address in self.unsafe:
            return
        language = inbound.answers.language if inbound.answers else ""
        language = language or conversation.language or self.post.language
        text = replies.which_person(language)
        if replies.reply(self.post, conversation, text, language=language, neutral=True):
            conversation.asking = "who"

    def _ask_which(self, conversation: Conversation, inbound: Inbound, campaigns: Sequence[Campaign]) -> None:
        language = conversation.language or self.post.language
        text = replies.which_question(self.post, campaigns, language)
        if replies.reply(self.post, conversation, text, language=language):
            conversation.asking, conversation.options = "which", [str(each.pk) for each in campaigns]


def _is_unfiled(entry: Entry, conversation: Conversation) -> bool:
    said = entry.inbound.kind if entry.inbound else ""
    return entry.conversation == conversation and entry.campaign is None and said == InboundKind.TEXT


def _other_number(inbound: Inbound) -> str:
    """The number to ring where it isn't the one that they wrote from, as they wrote it."""
    number = pleads_for_call(inbound.text) or ""
    return "" if _last_digits(number) == _last_digits(inbound.address) else number[:40]


def _last_digits(number: str) -> str:
    return "".join(char for char in number if char.isdigit())[-9:]


def _first_name(person: Actor) -> str:
    return person.given_name or person.name


def _language(person: Actor | None, inbound: Inbound) -> str:
    """The person's language, else that of the message that they answer."""
    said = inbound.answers.language if inbound.answers else ""
    return (person.language if person else "") or said


def _campaign_id(inbound: Inbound) -> UUID | None:
    answers = inbound.answers
    return answers.source_id if answers and answers.source_kind == "outreach.campaign" else None
