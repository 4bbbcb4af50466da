"""What becomes of a message that came in: whose it is, and which question it answers."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects

from imbizo.messaging.models import Inbound
from imbizo.messaging.states import InboundKind
from imbizo.outreach.models import Entry
from imbizo.outreach.operations.inbox.batch import Batch
from imbizo.outreach.queries.routing import Post
from imbizo.programmes.models import Partner, Programme

CHUNK = 200
# Returned mail settles the message that it returns; nobody said anything.
_LEFT_OUT = frozenset({InboundKind.BOUNCE})


def take_in(inbounds: Sequence[Inbound]) -> None:
    """Put each message into the conversation that it belongs to, in order of arrival.

    What has been taken in before is left alone, so a repeat is harmless. Each chunk is a transaction of its own;
    a dozen queries whatever its length, and a few for each message that the system answers by itself.
    """
    rows = [each for each in inbounds if each.programme_id and each.kind not in _LEFT_OUT]
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        try:
            _take_in(chunk)
        except IntegrityError:
            # Another worker began a conversation with the same person meanwhile. Now it is there to be found.
            _take_in(chunk)


@transaction.atomic
def _take_in(chunk: Sequence[Inbound]) -> None:
    for post, inbounds in _sorted_out(_new(chunk)):
        Batch(post, inbounds).take_in()


def _new(chunk: Sequence[Inbound]) -> list[Inbound]:
    ids = [inbound.pk for inbound in chunk]
    known = set(Entry.objects.filter(inbound__in=ids).values_list("inbound_id", flat=True))
    return [inbound for inbound in {each.pk: each for each in chunk}.values() if inbound.pk not in known]


def _sorted_out(inbounds: Sequence[Inbound]) -> Iterator[tuple[Post, list[Inbound]]]:
    """The messages by the partner that they are for: the one whose message they answer, else the convenor."""
    prefetch_related_objects(inbounds, "programme", "answers__owner")
    owners = {inbound.pk: inbound.answers.owner for inbound in inbounds if inbound.answers}
    hosts = _hosts({each.programme for each in inbounds if each.programme and not owners.get(each.pk)})
    found: dict[Post, list[Inbound]] = defaultdict(list)
    for inbound in inbounds:
        programme = inbound.programme
        owner = owners.get(inbound.pk) or hosts.get(programme)
        if programme and owner:
            owner.programme = programme  # it is at hand, and each hook would ask for it again
            found[Post(programme, owner)].append(inbound)
    yield from found.items()


def _hosts(programmes: Collection[Programme]) -> dict[Programme | None, Partner]:
    """Who reads what nobody was written to about: the convenor, else the first partner."""
    hosts: dict[Programme | None, Partner] = {}
    rows = Partner.objects.filter(programme__in=programmes).select_related("programme")
    for partner in rows.order_by("-is_convenor", "created_at") if programmes else ():
        hosts.setdefault(partner.programme, partner)
    return hosts
