"""A thread worth showing on a programme's home."""

from imbizo.base.components import Bead
from imbizo.programmes.models import Membership
from imbizo.thread import registry
from imbizo.thread.models import Link
from imbizo.thread.queries.beads import beads_of
from imbizo.thread.queries.walk import where_from

LONGEST = 4
LOOKED_AT = 5


def recent_thread(member: Membership) -> list[Bead]:
    """The newest record on the thread that the member may see, after what it came from; empty where there is none.

    Looks at the newest LOOKED_AT links and no further.
    """
    newest = Link.objects.filter(programme_id=member.programme_id).order_by("-id")[:LOOKED_AT]
    for link in newest:
        kind = registry.find(link.record_kind)
        if kind is None:
            continue
        record = registry.visible(member, link.record_kind, [link.record_id]).get(link.record_id)
        if record is not None:
            return _beads(record, member, kind)
    return []


def _beads(record: object, member: Membership, kind: registry.RecordKind) -> list[Bead]:
    before = where_from(record, member)[: LONGEST - 1]
    address = getattr(record, "get_absolute_url", None)
    return [*reversed(beads_of(before)), Bead(str(record), str(kind.noun), str(address()) if address else "")]
