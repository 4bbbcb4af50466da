"""How parts of this app take the answers that come in by SMS and mail: to invitations, to date polls."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from imbizo.outreach.registry import Heard
from imbizo.programmes.models import Partner


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

_handlers: dict[str, Handler] = {}


def understand(kind: str, handler: Handler) -> None:
    """Have answers to questions of this kind (`Choice.kind`) taken by the handler. Called in `config/wiring.py`."""
    _handlers[kind] = handler


def handlers() -> Mapping[str, Handler]:
    """All that were registered, by their kind."""
    return _handlers
