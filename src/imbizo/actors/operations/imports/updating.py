"""What a row adds to somebody who is in the register: told in the dry run, written when it is brought in.

A row never empties a field, and never changes the name. Fields of an actor that another partner owns stay as they
are; numbers, notes and affiliations of one's own go beside it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from imbizo.actors.models import Actor, Affiliation, ContactPoint, ImportBatch
from imbizo.actors.operations.imports.directory import Directory
from imbizo.actors.operations.imports.sheaf import Sheaf
from imbizo.actors.operations.imports.whereabouts import Gazetteer
from imbizo.base import bulk
from imbizo.programmes.states import Sharing

Changes = dict[str, list[Any]]
FIELDS = ("title", "place_id", "municipality_id", "place_text", "language")


@dataclass
class Standing:
    """An actor as it stands, with what hangs on it."""

    actor: Actor
    addresses: set[str] = field(default_factory=set)
    raws: set[str] = field(default_factory=set)
    positions: dict[UUID, tuple[UUID, str]] = field(
        default_factory=dict
    )  # organisation: affiliation, position
    notes: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)


def standings(actors: QuerySet[Actor]) -> dict[UUID, Standing]:
    """These actors as they stand: six queries, however many they are."""
    found = {actor.pk: Standing(actor) for actor in actors.select_related("place")}
    points = ContactPoint.objects.filter(actor__in=found).values_list("actor_id", "address", "raw")
    for actor, address, raw in points:
        (found[actor].addresses if address else found[actor].raws).add(address or raw)
    affiliations = Affiliation.objects.current().filter(person__in=found)
    for pk, person, organisation, position in affiliations.values_list(
        "pk", "person", "organisation", "position"
    ):
        found[person].positions[organisation] = (pk, position)
    for actor, text in Actor.objects.filter(pk__in=found, notes__isnull=False).values_list(
        "pk", "notes__text"
    ):
        found[actor].notes.add(text)
    for actor, tag in Actor.objects.filter(pk__in=found, tags__isnull=False).values_list("pk", "tags__name"):
        found[actor].tags.add(tag)
    return found


def differences_of(
    batch: ImportBatch, staged: Sequence[Mapping[str, Any]], directory: Directory, gazetteer: Gazetteer
) -> list[Changes]:
    """For each staged row what it would change in its match, as {field: [old, new]} in words for a person."""
    found = standings(Actor.objects.filter(pk__in=[row["match_id"] for row in staged]))
    return [
        differences(batch, found[row["match_id"]], row["values"], directory, gazetteer)
        if row["match_id"] in found
        else {}
        for row in staged
    ]


def differences(
    batch: ImportBatch,
    standing: Standing,
    values: Mapping[str, Any],
    directory: Directory,
    gazetteer: Gazetteer,
) -> Changes:
    """What a row's values would change in an actor."""
    changes = (
        _own_fields(standing.actor, values, gazetteer) if standing.actor.owner_id == batch.owner_id else {}
    )
    if new := new_contacts(standing, values):
        changes["contacts"] = [[], [contact[2] or contact[1] for contact in new]]
    changes |= _belonging(standing, values, directory)
    if values.get("note") and values["note"] not in standing.notes:
        changes["note"] = ["", values["note"]]
    if tags := [tag for tag in values.get("tags", ()) if tag not in standing.tags]:
        changes["tags"] = [[], tags]
    return changes


def new_contacts(standing: Standing, values: Mapping[str, Any]) -> list[list[str]]:
    """The numbers and addresses of a row that the actor doesn't have."""
    return [
        contact
        for contact in values.get("contacts", ())
        if (contact[2] not in standing.addresses if contact[2] else contact[1] not in standing.raws)
    ]


def _own_fields(actor: Actor, values: Mapping[str, Any], gazetteer: Gazetteer) -> Changes:
    changes: Changes = {}
    for name, new in (
        ("title", values.get("title")),
        ("language", next(iter(values.get("languages", ())), "")),
    ):
        old = getattr(actor, name)
        if new and new != old:
            changes[name] = [old, new]
    if place := values.get("place"):
        found = gazetteer.find(place)
        is_new = found.place != actor.place_id if found.place else place != actor.place_text
        if is_new:
            changes["place"] = [actor.place_text or str(actor.place or ""), place]
    return changes


def _belonging(standing: Standing, values: Mapping[str, Any], directory: Directory) -> Changes:
    name, position = values.get("organisation"), values.get("position", "")
    if not name:
        return {}
    entry = directory.entry(name)
    if entry.actor_id is None or entry.actor_id not in standing.positions:
        return {"organisation": ["", name], **({"position": ["", position]} if position else {})}
    old = standing.positions[entry.actor_id][1]
    return {"position": [old, position]} if position and position != old else {}


# Writing


@dataclass
class Updates:
    """Rows of a chunk that go to actors who are there; `made` says what each row made, so that it can be undone."""

    batch: ImportBatch
    directory: Directory
    gazetteer: Gazetteer
    sheaf: Sheaf
    made: dict[UUID, Changes] = field(default_factory=dict)
    changed: list[Actor] = field(default_factory=list)
    changes: list[Changes] = field(default_factory=list)

    def write(self, rows: Sequence[tuple[UUID, UUID, Mapping[str, Any]]]) -> None:
        """Write these (row, actor, values). Two rows of a chunk may go to one actor: they go in turn."""
        found = standings(Actor.objects.filter(pk__in={actor for _row, actor, _values in rows}))
        touched: dict[UUID, Changes] = defaultdict(dict)
        moves: list[tuple[str, str, UUID]] = []
        for row, actor, values in rows:
            standing, so_far = found[actor], len(moves)
            changes = differences(self.batch, standing, values, self.directory, self.gazetteer)
            before = [
                str(pk) if pk else None for pk in (standing.actor.place_id, standing.actor.municipality_id)
            ]
            made = self._write_one(standing, values, changes, moves)
            moved = [[str(pk), old, new] for new, old, pk in moves[so_far:]]
            self.made[row] = changes | {"made": made, "moved": moved, "place_before": before}
            touched[actor] |= changes
        self.changed = [found[actor].actor for actor, changes in touched.items() if changes]
        now = timezone.now()
        rows_of = [[*(getattr(actor, name) for name in FIELDS), now, actor.pk] for actor in self.changed]
        bulk.update_rows(Actor, (*FIELDS, "updated_at"), rows_of)
        bulk.update_rows(Affiliation, ("position",), [(new, pk) for new, _old, pk in moves])
        self.changes = [
            {name: _summed(name, pair) for name, pair in touched[actor.pk].items()} for actor in self.changed
        ]

    def _write_one(
        self,
        standing: Standing,
        values: Mapping[str, Any],
        changes: Changes,
        moves: list[tuple[str, str, UUID]],
    ) -> list[Any]:
        """Gather what one row adds, and remember in `standing` what the next row will find."""
        actor = standing.actor
        contacts = new_contacts(standing, values)
        made = self.sheaf.add_contacts(actor.pk, contacts, values.get("shared", ()), contact_sharing(actor))
        standing.addresses |= {contact[2] for contact in contacts if contact[2]}
        standing.raws |= {contact[1] for contact in contacts if not contact[2]}
        if "organisation" in changes or "position" in changes:
            made += self._write_affiliation(standing, values, moves)
        if "note" in changes:
            made.append(self.sheaf.add_note(actor.pk, values["note"]))
            standing.notes.add(values["note"])
        self.sheaf.add_tags(actor.pk, changes.get("tags", ([], []))[1])
        _set_fields(actor, changes, self.gazetteer)
        return [str(pk) for pk in made]

    def _write_affiliation(
        self, standing: Standing, values: Mapping[str, Any], moves: list[tuple[str, str, UUID]]
    ) -> list[UUID]:
        organisation = self.directory.entry(values["organisation"]).actor_id
        assert organisation is not None
        if organisation == standing.actor.pk:
            return []
        if organisation in standing.positions:
            pk, position = standing.positions[organisation]
            moves.append((values["position"], position, pk))
            standing.positions[organisation] = (pk, values["position"])
            return []
        pk = self.sheaf.add_affiliation(standing.actor.pk, organisation, values["position"])
        standing.positions[organisation] = (pk, values["position"])
        return [pk]


def contact_sharing(actor: Actor) -> str:
    """Numbers of officials and organisations that all may see are for all; a private person's stay with their owner."""
    is_open = actor.sharing == Sharing.ALL and actor.default_sharing == Sharing.ALL
    return (Sharing.ALL if is_open else Sharing.ITSELF).value


def _set_fields(actor: Actor, changes: Changes, gazetteer: Gazetteer) -> None:
    for name in ("title", "language"):
        if name in changes:
            setattr(actor, name, changes[name][1])
    if "place" in changes:
        found = gazetteer.find(changes["place"][1])
        actor.place_id, actor.municipality_id = found.place, found.municipality
        actor.place_text = changes["place"][1]


def _summed(name: str, pair: list[Any]) -> list[Any]:
    """The audit trail keeps no copies of numbers and notes: they would outlive the person's wish to be erased."""
    return [len(pair[0]), len(pair[1])] if name in ("contacts", "note") else pair
