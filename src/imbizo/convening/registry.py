"""How parts of this app take what comes in: answers by SMS and mail, and what devices in the hall wrote."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from imbizo.base.registry import Hooks
from imbizo.convening.models import Device, Gathering
from imbizo.convening.states import ItemOutcome
from imbizo.outreach.registry import Heard
from imbizo.programmes.models import Membership, Partner


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a message could answer: `kind` as registered with `understand`, the id of what was asked.

    `label` tells it from others where the system asks which is meant ("Workshop, Thu 26 July"); it names no person
    but by their first name. `is_last_asked` is true where the message answers the very message that asked this.
    """

    kind: str
    id: UUID
    label: str
    is_last_asked: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A message with what it answers. `text` is what was said: an earlier text, where a number was sent since."""

    heard: Heard
    choice: Choice
    text: str


@dataclass(frozen=True, slots=True)
class Handler:
    """How one kind of question understands its answers, for a batch of messages to one partner at once.

    `open_to` gives, by the id of each incoming message, what of this kind it could answer: questions still open to
    the people (or the address) behind it, if the text is such an answer at all; and the one whose message it answers
    (`heard.inbound.answers`), open or not, so that somebody can change their mind. It writes nothing.
    `take` files those whose question is certain, in order, and says of each message (by its id) whether nothing is
    left in it for a person to read. Messages it doesn't name stay as if nobody had understood them.
    """

    open_to: Callable[[Partner, Sequence[Heard]], Mapping[UUID, Sequence[Choice]]]
    take: Callable[[Partner, Sequence[Chosen]], Mapping[UUID, bool]]


INVITATION: Final = "invitation"
POLL: Final = "poll"
CAMPAIGN: Final = "campaign"
"""Outreach's own questions: they stand among the choices, but are ours only where one of ours is open too."""

_handlers: dict[str, Handler] = {}


def understand(kind: str, handler: Handler) -> None:
    """Have answers to questions of this kind (`Choice.kind`) taken by the handler. Called in `config/wiring/`."""
    _handlers[kind] = handler


def handlers() -> Mapping[str, Handler]:
    """All that were registered, by their kind."""
    return _handlers


@dataclass(frozen=True, slots=True)
class Sent:
    """One thing that a device wrote, under the id that it gave it; `at` is when, by our clock."""

    id: UUID
    content: Mapping[str, Any]
    at: datetime
    device: Device | None = None
    by: Membership | None = None


@dataclass(frozen=True, slots=True)
class Took:
    """What became of it. TAKEN, REPEATED or JOINED; `problem` is a sentence for a person to settle, or empty."""

    outcome: ItemOutcome = ItemOutcome.TAKEN
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DeviceKind:
    """How what devices write of one kind is taken, as part of the caller's transaction.

    `take` raises a DomainError for what can't be taken: it's kept, and a person settles it. What is taken is noted as
    a DeviceItem, by which it's known when it comes again, unless `knows_its_own`: then `take` itself says REPEATED
    for an id that it knows. Of an `is_anonymous` kind no DeviceItem is ever written, and it's taken after closing too.
    """

    take: Callable[[Gathering, Sent], Took]
    knows_its_own: bool = False
    is_anonymous: bool = False


_device_kinds: dict[str, DeviceKind] = {}
# What else is done when a day is closed: called with the gathering and who closed it.
after_closing: Hooks[[Gathering, Membership | None], None] = Hooks("after closing")
# What else follows when the time of a gathering that had one changes: called in the same transaction with the
# gathering as it is now, when it began and ended before, and who moved it.
after_moving: Hooks[[Gathering, datetime, datetime, Membership | None], None] = Hooks("after moving")


def on_device(kind: str, taken: DeviceKind) -> None:
    """Have what devices send under this kind taken so. Called beside the operation that takes it."""
    _device_kinds[kind] = taken


def device_kind(kind: str) -> DeviceKind | None:
    return _device_kinds.get(kind)


@dataclass(frozen=True, slots=True)
class Becoming:
    """What has become of somebody's words, as one record tells it: `sentence` in the reader's language.

    `stage` tells its changes apart ("asked", "answered"): of each, word goes once to who said it, where it `is_news`.
    `place` is where the words are, for one sentence over all ("section 3 of “Strategy”"); one that `is_early` is
    named there only where they got no further. `as_of` is the moment of a text that is frozen: words that came to
    stand behind it later aren't in it, and are told of the next one.
    """

    stage: str
    sentence: str
    is_news: bool = True
    place: str = ""
    is_early: bool = False
    as_of: datetime | None = None


Teller = Callable[[Any], Becoming | None]
Moved = Callable[[Sequence[UUID]], Iterable[Any]]
_tellers: dict[str, Teller] = {}
_movers: dict[str, list[Moved]] = {}


def became(kind: str, tell: Teller) -> None:
    """Have records of this kind ("convening.put_to") told to those whose words the thread leads back to.

    `tell` gives None where there is nothing to tell yet. Called beside the query or operation that knows the kind;
    what apps above register appears on the participants' pages by itself.
    """
    _tellers[kind] = tell


def tellers() -> Mapping[str, Teller]:
    """All that were registered, by kind."""
    return _tellers


def moves(kind: str, moved: Moved) -> None:
    """Have what is told looked at again when records of this kind change, that aren't told of themselves.

    `moved` gives, for the ids of those that changed, the records that are told: a publication's sections.
    """
    _movers.setdefault(kind, []).append(moved)


def movers() -> Mapping[str, Sequence[Moved]]:
    """All that were registered, by kind."""
    return _movers


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A record that a draft may cite, as the writer sees it and as it reads in the text.

    `kind` and `id` are the record's on the thread ("convening.input"). `label` is how it reads when cited, without
    brackets ("De Doorns, 12 May"): of what was said anonymously the gathering and the month, never a person. `text`
    is what is shown. Where words were translated, it is the `translation`, with the `original` and its `language` (a
    code) beside it; else the words themselves, with `original` empty. `theme` is what it's grouped under, where it has
    one. `voices` counts who stands behind it: None where nobody counts, or where it would name a group under five.
    """

    kind: str
    id: UUID
    label: str
    text: str
    original: str = ""
    translation: str = ""
    language: str = ""
    where: str = ""
    when: date | None = None
    voices: int | None = None
    theme: str = ""
    url: str = ""
