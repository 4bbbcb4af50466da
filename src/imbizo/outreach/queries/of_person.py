"""What was sent to a person, what they answered and who is to ring them, for the page where all about them stands."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.base.components import Event
from imbizo.messaging import queries as messaging
from imbizo.messaging.models import Message
from imbizo.outreach.models import Entry
from imbizo.outreach.queries.calls import may_ring, to_be_rung_of
from imbizo.outreach.queries.seeing import conversations
from imbizo.programmes.models import Membership

MOST = 100  # of each sort: the newest say how things stand, the inbox has them all
_LETTERS = 160


def messages_and_answers(actor: Actor, member: Membership) -> Iterator[Event]:
    """Messages to the actor and answers from them, as far as the member may see. Two queries.

    Protected conversations stay out, for protection officers too: each reading of them is logged where it happens.
    """
    for message in messaging.messages(member).filter(recipient_id=actor.pk)[:MOST]:
        yield _sent(message)
    for entry in _entries(actor, member)[:MOST]:
        yield _answered(entry)


def calls_to_make(actor: Actor, member: Membership) -> Iterator[Event]:
    """The open call lists on which the actor is still to be rung, each with the way to ring them. One query."""
    is_ringing = may_ring(member)
    for call in to_be_rung_of(member, actor.pk):
        title = _("To be rung: on the call list “%(list)s”") % {"list": call.call_list.name}
        url = call.get_absolute_url() if is_ringing else call.call_list.get_absolute_url()
        yield Event(call.created_at, title, str(call.get_state_display()), url)


def _entries(actor: Actor, member: Membership) -> QuerySet[Entry]:
    seen = conversations(member).filter(actor=actor, is_protected=False)
    rows = Entry.objects.filter(conversation__in=seen.values("pk")).order_by("-at")
    return rows.select_related("inbound", "conversation__programme", "by__user")


def _sent(message: Message) -> Event:
    state = str(message.get_state_display())
    reason = f"{state}: {message.get_reason_display()}" if message.reason else state
    marks = {"channel": message.get_channel_display(), "state": reason}
    note = _("%(channel)s to them, %(state)s") % marks
    return Event(
        message.sent_at or message.created_at, _shortened(message.text), note, message.get_absolute_url()
    )


def _answered(entry: Entry) -> Event:
    note = str(entry.get_kind_display())
    by: Any = entry.by
    if by is not None:
        note = _("%(what)s, noted by %(name)s") % {"what": note, "name": by.user}
    else:
        note = _("%(what)s from them") % {"what": note}
    return Event(
        entry.at, _("“%(words)s”") % {"words": _shortened(entry.words)}, note, entry.get_absolute_url()
    )


def _shortened(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(_LETTERS)
