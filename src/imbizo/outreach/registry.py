"""What apps above add to the inbox and to calls: whether something that they asked is answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from imbizo.actors.models import Actor
from imbizo.base.registry import Hooks
from imbizo.messaging.models import Inbound
from imbizo.outreach.models import Call, Campaign
from imbizo.programmes.models import Membership, Partner


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that came in, and who uses the address that it came from, as far as the partner knows, by name.

    `is_unsafe` says that others may read what goes there: nothing is asked back. Messages from protected
    conversations aren't shown to anybody here. `campaigns` are those whose question these people haven't answered
    yet: the message may as well mean one of them.
    """

    inbound: Inbound
    people: tuple[Actor, ...] = ()
    is_unsafe: bool = False
    campaigns: tuple[Campaign, ...] = ()


# Asked for a batch in order of arrival, before the inbox answers anything by itself. The reply names the messages (by
# their ids) that were understood as answers: True where nothing is left in them for a person to read.
on_answer: Hooks[[Partner, Sequence[Heard]], Mapping[UUID, bool]] = Hooks("answer")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a call asks for an app above: its question, the answers as (value, label), and what takes one of them.

    `take` is called with the value as part of noting the call, and raises a DomainError where it can't be taken.
    """

    question: str
    answers: Sequence[tuple[str, str]]
    take: Callable[[str], None]


# Asked for a call and whoever rings: what the app asks by it, or None where the call isn't its own.
on_call: Hooks[[Call, Membership], Asked | None] = Hooks("call")
