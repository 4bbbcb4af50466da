"""A record's thread as PROV-JSON (W3C Member Submission "The PROV-JSON Serialization", 24 April 2013)."""

from collections.abc import Iterable, Sequence
from typing import Any

from imbizo.programmes.models import Membership
from imbizo.thread import registry
from imbizo.thread.queries import Strand, walk
from imbizo.thread.queries.walk import MOST
from imbizo.thread.registry import RecordKind

PREFIX = "imbizo"
NAMESPACE = "urn:imbizo:"


def prov_json(record: Any, member: Membership) -> dict[str, Any]:
    """Everything that the record came from and that became of it, as this member may see it.

    Each record is an entity; each link says that the later one was derived from the earlier, with our relation.
    What the member may not see is an entity without a label.
    """
    before = walk(record, member, direction="from", alike=MOST)
    after = walk(record, member, direction="to", alike=MOST)
    kind = registry.kind_of(record)
    entities = {_name(kind, record.pk): _entity(kind, record)}
    entities |= {
        _name(strand.kind, strand.id): _entity(strand.kind, strand.record) for strand in [*before, *after]
    }
    kinds = {record.pk: kind, **{strand.id: strand.kind for strand in [*before, *after]}}
    derived = [*_derivations(before, kinds, later="via"), *_derivations(after, kinds, later="id")]
    return {
        "prefix": {PREFIX: NAMESPACE},
        "entity": entities,
        "wasDerivedFrom": {f"_:d{number}": link for number, link in enumerate(derived)},
    }


def _name(kind: RecordKind, identifier: Any) -> str:
    return f"{PREFIX}:{kind.kind}/{identifier}"


def _entity(kind: RecordKind, record: Any | None) -> dict[str, Any]:
    typed = {"prov:type": {"$": f"{PREFIX}:{kind.kind}", "type": "prov:QUALIFIED_NAME"}}
    return typed if record is None else {"prov:label": str(record), **typed}


def _derivations(
    strands: Sequence[Strand], kinds: dict[Any, RecordKind], *, later: str
) -> Iterable[dict[str, str]]:
    """One derivation for each strand; `later` names the end that came later: "via" going back, "id" going on."""
    for strand in strands:
        ends = [_name(kinds[strand.via], strand.via), _name(strand.kind, strand.id)]
        generated, used = ends if later == "via" else reversed(ends)
        yield {
            "prov:generatedEntity": generated,
            "prov:usedEntity": used,
            f"{PREFIX}:relation": strand.relation,
        }
