"""Bringing a checked batch into the register: chunk by chunk, each written once, going on after any break."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from imbizo.actors import tasks
from imbizo.actors.models import Actor, ContactPoint, ImportBatch, ImportRow, Pair
from imbizo.actors.operations.imports import progress
from imbizo.actors.operations.imports.batches import drop_file
from imbizo.actors.operations.imports.directory import Directory, Entry, names_of
from imbizo.actors.operations.imports.likeness import survivors
from imbizo.actors.operations.imports.sheaf import Sheaf
from imbizo.actors.operations.imports.understanding import kind_and_sphere
from imbizo.actors.operations.imports.updating import Updates, contact_sharing
from imbizo.actors.operations.imports.whereabouts import NOWHERE, Gazetteer
from imbizo.actors.queries.imports import find_batch, plan_counts
from imbizo.actors.rules.naming import naming
from imbizo.actors.states import ActorState, BatchState, Form, PairState, RowPlan
from imbizo.base import bulk
from imbizo.base.models import new_id
from imbizo.calc.optouts import Channel as Refused
from imbizo.messaging.operations import suppress
from imbizo.messaging.states import Channel, SuppressionReason
from imbizo.thread.operations import audit

SLICE = 8.0  # seconds of one task, so that a code for signing in needn't wait for a long register
CHUNK_SECONDS = 0.5
SMALLEST, LARGEST = 50, 2_000
CREATING = (RowPlan.CREATE, RowPlan.DECIDE)
_CHANNELS = {
    Refused.SMS: (Channel.SMS, Channel.WHATSAPP),
    Refused.PHONE: (Channel.PHONE,),
    Refused.EMAIL: (Channel.EMAIL,),
    Refused.ALL: (Channel.SMS, Channel.WHATSAPP, Channel.PHONE, Channel.EMAIL),
}


def apply_batch(*, id: UUID, seconds: float = SLICE) -> None:
    """Bring in the next rows for so long, then leave the rest to another task; finish where none are left.

    A chunk is one transaction of about half a second: the claim on it, the organisations, the people with all that
    hangs on them, suppressions, pairs for a person to decide, the audit trail. A worker that dies leaves whole chunks.
    """
    batch = find_batch(id)
    if batch is None or batch.state != BatchState.APPLYING:
        return
    work = _Work(batch)
    until = time.monotonic() + seconds
    size = 500
    while time.monotonic() < until:
        began = time.monotonic()
        taken = work.chunk(size)
        if not taken:
            return
        if taken < size:
            _finish(batch)
            return
        size = int(min(LARGEST, max(SMALLEST, size * CHUNK_SECONDS / (time.monotonic() - began))))
    tasks.apply_import.enqueue(str(batch.pk))


@transaction.atomic
def _finish(batch: ImportBatch) -> None:
    """Say that all is in, and forget what was staged: the register has it now, or nobody should."""
    now = timezone.now()
    finishing = ImportBatch.objects.filter(pk=batch.pk, state=BatchState.APPLYING)
    counts = plan_counts(batch) | {"optouts": batch.counts.get("optouts", [])}
    if finishing.update(state=BatchState.DONE, applied_at=now, updated_at=now, counts=counts):
        ImportRow.objects.filter(batch=batch, is_applied=False).update(values={}, changes={})
        drop_file(batch)
        audit("bring_in", [batch], by=batch.uploaded_by, changes={"rows": [None, batch.rows_total]})


class _Work:
    """What stays the same from chunk to chunk."""

    def __init__(self, batch: ImportBatch) -> None:
        assert batch.uploaded_by is not None
        self.batch, self.by = batch, batch.uploaded_by
        self.done = batch.rows_done
        self.today = timezone.localdate()
        self.gazetteer = Gazetteer(batch.programme)
        self.directory = Directory(self.by, names_of(_staged_names(batch)))

    def chunk(self, size: int) -> int:
        """Bring in the next rows; how many, or 0 where another worker took them."""
        with transaction.atomic():
            rows = _staged(self.batch, self.done, size)
            if not progress.advance(self.batch, BatchState.APPLYING, self.done, self.done + len(rows)):
                return 0
            _Chunk(self, rows).write()
        self.done += len(rows)
        return max(len(rows), 1)


def _rows_of(batch: ImportBatch) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(batch=batch).order_by("number")


@dataclass(slots=True)
class Staged:
    """A row of the batch, without the weight of a model instance."""

    pk: UUID
    number: int
    values: dict[str, Any]
    plan: str
    match_id: UUID | None
    match_row: int | None


def _staged(batch: ImportBatch, start: int, size: int) -> list[Staged]:
    fields = ("pk", "number", "values", "plan", "match_id", "match_row")
    return [Staged(*row) for row in _rows_of(batch).values_list(*fields)[start : start + size]]


def _staged_names(batch: ImportBatch) -> list[dict[str, Any]]:
    rows = ImportRow.objects.filter(batch=batch).exclude(plan__in=(RowPlan.ERROR, RowPlan.SKIP))
    fields = ("values__form", "values__name", "values__organisation")
    return [
        {"form": form, "name": name, "organisation": organisation}
        for form, name, organisation in rows.values_list(*fields).distinct()
        if form
    ]


class _Chunk:
    """The rows of one transaction."""

    def __init__(self, work: _Work, rows: Sequence[Staged]) -> None:
        self.work, self.batch, self.rows = work, work.batch, rows
        self.sheaf = Sheaf(self.batch, work.today)
        self.actors: list[Actor] = []
        self.who = self._earlier()

    def write(self) -> None:
        """Write all that the rows bring, in the order in which one needs the other."""
        self._organisations()
        to_update = self._people()
        bulk.insert(self.actors)
        self.sheaf.write()
        # Only now: a row may add to somebody whom a row of the same chunk has made.
        added = Sheaf(self.batch, self.work.today)
        updates = Updates(self.batch, self.work.directory, self.work.gazetteer, added)
        updates.write(to_update)
        added.write()
        self._pairs()
        self._flag_shared()
        self._suppress()
        self._mark(updates)
        audit("import", self.actors, by=self.work.by, changes={"batch": [None, str(self.batch.pk)]})
        audit("import", updates.changed, by=self.work.by, changes=updates.changes)

    def _earlier(self) -> dict[int | UUID, UUID]:
        """Whom rows above became, and who actors are that have been merged since the dry run."""
        numbers = {row.match_row for row in self.rows if row.match_row}
        numbers |= {
            like[0] for row in self.rows for like in row.values.get("likely", ()) if isinstance(like[0], int)
        }
        above = _rows_of(self.batch).filter(number__in=numbers, actor__isnull=False)
        who: dict[int | UUID, UUID] = dict(above.values_list("number", "actor_id"))
        matched = {row.match_id for row in self.rows if row.match_id}
        there = Actor.objects.filter(pk__in=matched).exclude(state=ActorState.ERASED)
        who.update({pk: pk for pk in there.values_list("pk", flat=True)})
        who |= dict(survivors(matched).items())
        return who

    def _organisations(self) -> None:
        """Put the organisations that these rows name into the register, where they aren't there yet."""
        for row in self.rows:
            name = row.values.get("organisation") if row.plan in (*CREATING, RowPlan.UPDATE) else None
            if name and (entry := self.work.directory.entry(name)).actor_id is None:
                self._add_organisation(entry, new_id(), row.values)

    def _add_organisation(self, entry: Entry, pk: UUID, values: Mapping[str, Any]) -> Actor:
        kind, sphere = kind_and_sphere("", entry.name)
        if kind == "unknown":
            kind, sphere = values["kind"], values["sphere"]
        place = self.work.gazetteer.inside(entry.name)
        derived = naming(form=Form.ORGANISATION, name=entry.name)
        actor = self._actor(
            id=pk, form=Form.ORGANISATION.value, name=entry.name, kind=kind, sphere=sphere, place_id=place.place,
            municipality_id=place.municipality, sort_name=derived.sort_name, match_key=derived.match_key,
        )  # fmt: skip
        entry.actor_id = pk
        self.sheaf.add_spellings(pk, entry.name, entry.spellings)
        return actor

    def _actor(self, **fields: Any) -> Actor:
        actor = Actor(
            programme_id=self.batch.programme_id,
            owner_id=self.batch.owner_id,
            batch_id=self.batch.pk,
            **fields,
        )
        actor.sharing = actor.default_sharing
        self.actors.append(actor)
        return actor

    def _people(self) -> list[tuple[UUID, UUID, Mapping[str, Any]]]:
        """Make the new ones; return the rows that go to somebody who is there, as (row, actor, values)."""
        updates: list[tuple[UUID, UUID, Mapping[str, Any]]] = []
        for row in self.rows:
            target = self._target(row)
            if target is not None:
                self.who[row.number] = target
                if row.plan == RowPlan.UPDATE:
                    updates.append((row.pk, target, row.values))
            elif row.plan == RowPlan.UPDATE and row.match_id:
                row.plan = RowPlan.SKIP  # Erased since the dry run: nobody comes back by a file.
            elif row.plan in (*CREATING, RowPlan.UPDATE):
                self._create(row)
        return updates

    def _target(self, row: Staged) -> UUID | None:
        """Who a row is, if that was decided and they are there; also an organisation that came in by another's row."""
        if row.plan in (RowPlan.UPDATE, RowPlan.SAME):
            return self.who.get(row.match_id or row.match_row or 0)
        if row.plan == RowPlan.CREATE and row.values.get("form") == Form.ORGANISATION:
            target = self.work.directory.entry(row.values["name"]).actor_id
            row.plan = RowPlan.UPDATE if target else row.plan
            return target
        return None

    def _create(self, row: Staged) -> None:
        """A new actor has its row's id: a row can't make two."""
        values = row.values
        self.who[row.number] = row.pk
        if values["form"] == Form.ORGANISATION:
            actor = self._add_organisation(self.work.directory.entry(values["name"]), row.pk, values)
        else:
            actor = self._actor(id=row.pk, **_names(values), kind=values["kind"], sphere=values["sphere"])
        self._place(actor, values)
        self._hang(actor, values)

    def _place(self, actor: Actor, values: Mapping[str, Any]) -> None:
        found = self.work.gazetteer.find(values["place"]) if values["place"] else NOWHERE
        if found.place:
            actor.place_id, actor.municipality_id = found.place, found.municipality
        actor.place_text = values["place"]
        first, *others = values["languages"] or [""]
        actor.language, actor.other_languages = first, others

    def _hang(self, actor: Actor, values: Mapping[str, Any]) -> None:
        self.sheaf.add_contacts(
            actor.pk, values["contacts"], values.get("shared", ()), contact_sharing(actor)
        )
        self.sheaf.add_basis(actor.pk)
        self.sheaf.add_tags(actor.pk, values["tags"])
        if values["note"]:
            self.sheaf.add_note(actor.pk, values["note"])
        if values["organisation"]:
            organisation = self.work.directory.entry(values["organisation"]).actor_id
            assert organisation is not None
            self.sheaf.add_affiliation(actor.pk, organisation, values["position"])

    def _pairs(self) -> None:
        """Leave to a person what nobody has decided yet, and remember who was found to be somebody else."""
        pairs = {pair.pk: pair for row in self.rows if row.plan in CREATING for pair in self._pairs_of(row)}
        Pair.objects.bulk_create(pairs.values(), ignore_conflicts=True, batch_size=500)

    def _pairs_of(self, row: Staged) -> list[Pair]:
        made = []
        for who, score, sure, reasons in row.values.get("likely", ()):
            other = self.who.get(who if isinstance(who, int) else UUID(who))
            if other is None or other == row.pk:
                continue
            first, second = sorted((other, row.pk))
            state = PairState.OPEN if row.plan == RowPlan.DECIDE else PairState.DIFFERENT
            made.append(
                Pair(
                    programme_id=self.batch.programme_id,
                    first_id=first,
                    second_id=second,
                    score=score,
                    reasons=reasons,
                    is_sure=sure,
                    state=state,
                )
            )
        return made

    def _flag_shared(self) -> None:
        """A number of two people is flagged on both sides, as far as one's own partner knows of the other."""
        shared = {address for row in self.rows for address in row.values.get("shared", ())}
        if shared:
            ContactPoint.objects.filter(
                programme_id=self.batch.programme_id, owner_id=self.batch.owner_id, address__in=shared
            ).update(is_shared=True)

    def _suppress(self) -> None:
        """Where a person has confirmed it, write no more to those of whom the register says so."""
        if not self.batch.suppress_confirmed:
            return
        brought = [
            row
            for row in self.rows
            if row.values.get("refused") and row.plan not in (RowPlan.SKIP, RowPlan.ERROR)
        ]
        addresses = {address for row in brought for address in refused_addresses(row.values)}
        suppress(
            programme=self.batch.programme,
            addresses=addresses,
            reason=SuppressionReason.REGISTER,
            by=self.work.by,
            source=self.batch.source or self.batch.filename,
        )

    def _mark(self, updates: Updates) -> None:
        """Tie each row to whom it became, and forget what was staged."""
        ids = [row.pk for row in self.rows]
        mine = ImportRow.objects.filter(pk__in=ids)
        created = [row.pk for row in self.rows if self.who.get(row.number) == row.pk]
        mine.filter(pk__in=created).update(actor_id=F("id"))
        others = [
            (updates.made.get(row.pk, {}), self.who[row.number], row.plan, row.pk)
            for row in self.rows
            if row.number in self.who and self.who[row.number] != row.pk
        ]
        bulk.update_rows(ImportRow, ("changes", "actor_id", "plan"), others)
        mine.update(is_applied=True, values={})


def _names(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "form": values["form"],
        "name": values["name"],
        "title": values["title"],
        "given_name": values["given"],
        "surname": values["surname"],
        "sort_name": values["sort"],
        "match_key": values["key"],
    }


def refused_addresses(values: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Channel and address of everything that a row's notes refuse."""
    channels = {channel for refused in values.get("refused", ()) for channel in _CHANNELS[Refused(refused)]}
    return {
        (channel.value, address)
        for _kept, _raw, address, *_rest in values.get("contacts", ())
        for channel in channels
        if address and ("@" in address) == (channel == Channel.EMAIL)
    }
