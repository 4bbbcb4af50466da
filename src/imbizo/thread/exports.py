"""A record's thread as PROV-JSON (W3C Member Submission "The PROV-JSON Serialization", 24 April 2013)."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread import registry
from imbizo.thread.models import Link
from imbizo.thread.queries.walk import MOST, Strand, reach
from imbizo.thread.registry import RecordKind

PREFIX: Final = "imbizo"
NAMESPACE: Final = "urn:imbizo:"


def prov_json(record: Any, member: Membership) -> dict[str, Any]:
    """Everything that the record came from and that became of it, as this member may see it; of a document or an
    agreement the threads of all its parts.

    Each record is an entity. Each link says that the later one was derived from the earlier, with our relation, by an
    activity that began and ended when the link was made; who made it is an agent, for those who may read the
    activity. What the member may not see is an entity without a label.
    """
    starts = [record, *registry.parts(member, record)]
    strands = [
        *reach(starts, member, "from", alike=MOST).strands,
        *reach(starts, member, "to", alike=MOST).strands,
    ]
    names = {each.pk: _name(registry.kind_of(each), each.pk) for each in starts}
    names |= {strand.id: _name(strand.kind, strand.id) for strand in strands}
    entities = dict(_entities(starts, strands))
    links = _links(member, names)
    return {
        "prefix": {PREFIX: NAMESPACE},
        "entity": entities | _as_collection(record, starts[1:], entities),
        **_members(names, starts),
        "activity": {_activity(link): _times(link) for link in links},
        **_agents(links if member.may(Permission.ACTIVITY_VIEW) else []),
        "wasDerivedFrom": {f"_:d{at}": _derivation(link, names) for at, link in enumerate(links)},
    }


def _entities(starts: Sequence[Any], strands: Iterable[Strand]) -> Iterable[tuple[str, dict[str, Any]]]:
    for record in starts:
        kind = registry.kind_of(record)
        yield _name(kind, record.pk), _entity(kind, record)
    for strand in strands:
        yield _name(strand.kind, strand.id), _entity(strand.kind, strand.record)


def _as_collection(record: Any, parts: Sequence[Any], entities: dict[str, Any]) -> dict[str, Any]:
    """A whole is a collection: its entity once more, typed so."""
    if not parts:
        return {}
    name = _name(registry.kind_of(record), record.pk)
    collection = {"$": "prov:Collection", "type": "prov:QUALIFIED_NAME"}
    return {name: entities[name] | {"prov:type": [entities[name]["prov:type"], collection]}}


def _members(names: dict[UUID, str], starts: Sequence[Any]) -> dict[str, Any]:
    """Which entities are parts of the whole, which is the first."""
    whole, *parts = (names[each.pk] for each in starts)
    if not parts:
        return {}
    return {
        "hadMember": {
            f"_:m{at}": {"prov:collection": whole, "prov:entity": part} for at, part in enumerate(parts)
        }
    }


def _name(kind: RecordKind, identifier: Any) -> str:
    return f"{PREFIX}:{kind.kind}/{identifier}"


def _entity(kind: RecordKind, record: Any | None) -> dict[str, Any]:
    typed = {"prov:type": {"$": f"{PREFIX}:{kind.kind}", "type": "prov:QUALIFIED_NAME"}}
    return typed if record is None else {"prov:label": str(record), **typed}


def _links(member: Membership, names: dict[UUID, str]) -> list[Link]:
    """Every link between two of these records, in the order in which they were made."""
    ids = list(names)
    rows = Link.objects.filter(programme_id=member.programme_id, record_id__in=ids, source_id__in=ids)
    return list(rows.select_related("by").order_by("at", "pk"))


def _derivation(link: Link, names: dict[UUID, str]) -> dict[str, str]:
    return {
        "prov:generatedEntity": names[link.record_id],
        "prov:usedEntity": names[link.source_id],
        "prov:activity": _activity(link),
        f"{PREFIX}:relation": link.relation,
    }


def _activity(link: Link) -> str:
    return f"{PREFIX}:link/{link.pk}"


def _times(link: Link) -> dict[str, str]:
    moment = link.at.isoformat()
    return {"prov:startTime": moment, "prov:endTime": moment}


def _agents(links: Sequence[Link]) -> dict[str, Any]:
    """Who made which link. Nothing at all where nobody is named."""
    made = [link for link in links if link.by is not None]
    if not made:
        return {}
    person = {"$": "prov:Person", "type": "prov:QUALIFIED_NAME"}
    return {
        "agent": {_agent(link): {"prov:label": str(link.by), "prov:type": person} for link in made},
        "wasAssociatedWith": {
            f"_:a{at}": {"prov:activity": _activity(link), "prov:agent": _agent(link)}
            for at, link in enumerate(made)
        },
    }


def _agent(link: Link) -> str:
    return f"{PREFIX}:user/{link.by_id}"
