"""What became of one message, in words, with each of its moments."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from imbizo.base.components import Bead, Event
from imbizo.calc.receipts import Standing
from imbizo.messaging.models import Message, Part
from imbizo.messaging.queries.health import Traffic, moment, standing
from imbizo.messaging.states import MessageState, Reason
from imbizo.programmes.models import Membership
from imbizo.thread import registry

_HELD = timedelta(minutes=1)  # a shorter wait is none that anybody would ask about
_STANDINGS = {
    Standing.UNKNOWN: gettext_lazy("not known to the network"),
    Standing.QUEUED: gettext_lazy("on its way"),
    Standing.ACCEPTED: gettext_lazy("taken by the gateway"),
    Standing.DELIVERED: gettext_lazy("delivered"),
    Standing.FAILED: gettext_lazy("not delivered"),
}


def sentence(message: Message, now: datetime) -> str:
    """What became of it, in a sentence."""
    state, why = MessageState(message.state), _why(message)
    if state is MessageState.WAITING:
        return _waits(message, now)
    words = {
        MessageState.PAUSED: _("It is paused with what asked for it."),
        MessageState.SUBMITTING: _("It is being handed over to the gateway now."),
        MessageState.SENT: _("The gateway has it. Nobody has said yet whether it arrived."),
        MessageState.DELIVERED: _("It arrived."),
        MessageState.FAILED: _("It didn't arrive: %(why)s."),
        MessageState.UNCERTAIN: _("Only the gateway knows whether it has it: %(why)s."),
        MessageState.REFUSED: _("It wasn't sent: %(why)s."),
        MessageState.EXPIRED: _("It wasn't sent: %(why)s."),
        MessageState.STOPPED: _("It was stopped before it left."),
    }
    return words[state] % {"why": why}


def events(message: Message) -> list[Event]:
    """Its moments, in order."""
    told = [Event(message.created_at, _("Queued"), _purpose(message))]
    if message.not_before - message.created_at > _HELD:
        told.append(Event(message.not_before, _("May leave from then on")))
    if message.sent_at:
        told.append(Event(message.sent_at, _("Handed over to the gateway"), _tries(message)))
    if message.settled_at:
        told.append(Event(message.settled_at, _ended(message), _why(message)))
    return told


def parts(message: Message) -> list[Part]:
    """The parts that the gateway took, in order."""
    return list(message.parts.order_by("number"))


def standing_words(part: Part) -> str:
    """What the gateway or the network last said of a part."""
    words = _STANDINGS.get(Standing(part.standing), part.standing)
    return f"{words}: {part.get_reason_display()}" if part.reason else str(words)


def thread_of(message: Message, member: Membership) -> list[Bead]:
    """What asked for the message, as the member may see it, and the message itself."""
    here = Bead(_("This message"), is_here=True)
    if not message.source_kind or message.source_id is None:
        return [here]
    source = registry.visible(member, message.source_kind, [message.source_id]).get(message.source_id)
    return [_source_bead(message, source), here]


def _source_bead(message: Message, source: Any) -> Bead:
    kind = registry.find(message.source_kind)
    if source is None:
        return Bead(_("a restricted record"), is_restricted=True)
    noun = str(kind.noun).capitalize() if kind else ""
    return Bead(str(source), noun, source.get_absolute_url())


def _waits(message: Message, now: datetime) -> str:
    if message.not_before > now:
        words = _("It waits until %(time)s, when messages of its kind may leave.")
        return words % {"time": moment(message.not_before)}
    if message.gateway is None:
        return _("It waits for a gateway.")
    how = standing(message.gateway, Traffic(), now).sentence
    return _("It waits for its turn. %(gateway)s") % {"gateway": how}


def _why(message: Message) -> str:
    return str(Reason(message.reason).label) if message.reason else ""


def _purpose(message: Message) -> str:
    return _("for %(purpose)s") % {"purpose": message.get_purpose_display()}


def _tries(message: Message) -> str:
    return _("at the try number %(count)d") % {"count": message.attempts} if message.attempts > 1 else ""


def _ended(message: Message) -> str:
    titles = {
        MessageState.DELIVERED: _("Arrived"),
        MessageState.FAILED: _("Didn't arrive"),
        MessageState.REFUSED: _("Not sent"),
        MessageState.EXPIRED: _("Too late to send"),
        MessageState.STOPPED: _("Stopped"),
        MessageState.UNCERTAIN: _("Left as it is: uncertain"),
    }
    return titles.get(MessageState(message.state), message.get_state_display())


def is_to_decide(message: Message) -> bool:
    """Whether a person has to say what becomes of it."""
    return message.state == MessageState.UNCERTAIN and message.settled_at is None


def is_overdue(message: Message) -> bool:
    """Whether it would come too late if it were sent again."""
    return message.use_by is not None and message.use_by <= timezone.now()


def language_of(message: Message) -> str:
    """The name of the language it is written in, in the reader's; empty where nobody said."""
    try:
        return str(get_language_info(message.language)["name_translated"])
    except KeyError:
        return message.language
