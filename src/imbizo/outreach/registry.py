"""What apps above add to the inbox: whether a message answers something that they asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from imbizo.actors.models import Actor
from imbizo.base.registry import Hooks
from imbizo.messaging.models import Inbound
from imbizo.programmes.models import Partner


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that came in, and who uses the address that it came from, as far as the partner knows, by name.

    `is_unsafe` says that others may read what goes there: nothing is asked back. Messages from protected
    conversations aren't shown to anybody here.
    """

    inbound: Inbound
    people: tuple[Actor, ...] = ()
    is_unsafe: bool = False


# Asked for a batch in order of arrival, before the inbox answers anything by itself. The reply names the messages (by
# their ids) that were understood as answers: True where nothing is left in them for a person to read.
on_answer: Hooks[[Partner, Sequence[Heard]], Mapping[UUID, bool]] = Hooks("answer")
