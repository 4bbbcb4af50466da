"""Call lists on paper and in files: each person with numbers, warnings and what they said so far."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from imbizo.actors.models import ContactPoint
from imbizo.actors.states import Language
from imbizo.outreach.models import Call, Entry
from imbizo.outreach.queries.calls import phones, stopped_numbers
from imbizo.outreach.queries.seeing import conversations
from imbizo.outreach.states import EntryKind
from imbizo.programmes.models import Membership

CHUNK = 500
LAST_WORDS = 5


@dataclass(frozen=True)
class Sheet:
    """A person of a call list as printed: numbers that may be rung, what to mind, what they said on the telephone."""

    call: Call
    contacts: tuple[ContactPoint, ...]
    said: tuple[str, ...]

    @property
    def language(self) -> str:
        code = self.call.actor.language
        return str(Language(code).label) if code in Language.values else code

    @property
    def numbers(self) -> list[str]:
        return list(dict.fromkeys(each.address for each in self.contacts))

    @property
    def warnings(self) -> list[str]:
        return [each.safe_when for each in self.contacts if each.safe_when]


def sheets(rows: QuerySet[Call], member: Membership) -> Iterator[Sheet]:
    """The calls, in chunks: three queries for each 500. Protected conversations stay out whoever prints."""
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield from _filled(chunk, member)


def _filled(chunk: Sequence[Call], member: Membership) -> Iterator[Sheet]:
    ids = [call.actor_id for call in chunk]
    reach: dict[UUID, list[ContactPoint]] = defaultdict(list)
    for contact in phones(member).filter(actor_id__in=ids):
        reach[contact.actor_id].append(contact)
    stopped = stopped_numbers(
        member.programme, {each.address for contacts in reach.values() for each in contacts}
    )
    said = _said(chunk, member)
    for call in chunk:
        usable = tuple(each for each in reach[call.actor_id] if each.address not in stopped)
        yield Sheet(call, usable, tuple(said[call.actor_id]))


def _said(chunk: Sequence[Call], member: Membership) -> dict[UUID, list[str]]:
    """What each said on the telephone about what the list is for."""
    seen = conversations(member).filter(is_protected=False, actor_id__in=[call.actor_id for call in chunk])
    rows = Entry.objects.filter(conversation__in=seen.values("pk"), kind=EntryKind.CALL)
    rows = rows.filter(campaign=chunk[0].call_list.campaign).order_by("at")
    found: dict[UUID, list[str]] = defaultdict(list)
    for actor_id, text in rows.values_list("conversation__actor_id", "text"):
        found[actor_id].append(text)
    return found


def said_before(call: Call, member: Membership) -> QuerySet[Entry]:
    """The last words of the person, by whatever channel, where the member may read them; the newest first."""
    seen = conversations(member).filter(is_protected=False, actor_id=call.actor_id).values("pk")
    rows = Entry.objects.filter(conversation__in=seen).exclude(kind=EntryKind.NOTE)
    return rows.select_related("inbound", "by__user").order_by("-at")[:LAST_WORDS]
