"""What apps above add to messaging: who may be written to, what becomes of what comes in, who may see what."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from imbizo.base.registry import Hooks
from imbizo.messaging.models import Inbound, Message
from imbizo.messaging.states import Reason
from imbizo.programmes.models import Membership

# The gate: of these messages of one programme, those that may not leave, and why. Asked when a message is queued and
# again when it is sent. Suppression, hours and use-by are the gate's own (`operations.gate`); basis and safety are
# the register's. Where nothing is bound nothing leaves.
may_send: Hooks[[Sequence[Message]], Mapping[UUID, Reason]] = Hooks("may send")

# What came in, in order of arrival, once it is stored and STOP has taken effect.
on_inbound: Hooks[[Sequence[Inbound]], None] = Hooks("inbound")

# Which messages and incoming messages a member may not see, whatever their permissions: protected conversations.
hidden_messages: Hooks[[Membership], Q] = Hooks("hidden messages")

Route = Callable[[Inbound], bool]
_routes: dict[str, Route] = {}
_matches: list[tuple[Callable[[str], bool], Route]] = []


def route(keyword: str, handler: Route) -> None:
    """Give incoming messages that begin with the keyword to a handler first; True ends their way there."""
    _routes[keyword.upper()] = handler


def route_where(matches: Callable[[str], bool], handler: Route) -> None:
    """The same for those whose text matches. It is asked of every message that comes in, so it reads no database."""
    if (matches, handler) not in _matches:
        _matches.append((matches, handler))


def route_of(text: str) -> Route | None:
    """The handler of the keyword that a text begins with, else of what it matches, or None."""
    first = text.split(maxsplit=1)[0].upper() if text.strip() else ""
    matched = (handler for matches, handler in _matches if matches(text))
    return _routes.get(first.strip(".,:;!?")) or next(matched, None)
