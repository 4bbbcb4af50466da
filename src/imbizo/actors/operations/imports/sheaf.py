"""Rows for the tables of the register, gathered over a chunk of an import and written at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from imbizo.actors.models import Actor, ActorName, Affiliation, Consent, ContactPoint, ImportBatch, Note, Tag
from imbizo.actors.rules.naming import naming
from imbizo.actors.states import Form, Purpose
from imbizo.base import bulk
from imbizo.base.models import new_id
from imbizo.programmes.states import Sharing

PURPOSES = (Purpose.SERVICE, Purpose.INVITATION)
_CONTACT = (
    "id",
    "actor_id",
    "sharing",
    "channel",
    "raw",
    "address",
    "number_kind",
    "state",
    "reason",
    "is_shared",
)
_AFFILIATION = ("id", "person_id", "organisation_id", "position")


class Sheaf:
    """What hangs on the actors of a chunk. Nothing is written before `write`."""

    def __init__(self, batch: ImportBatch, today: date) -> None:
        self._batch, self._today = batch, today
        self.contacts: list[tuple[Any, ...]] = []
        self.affiliations: list[tuple[Any, ...]] = []
        self._consents: list[tuple[Any, ...]] = []
        self._notes: list[tuple[Any, ...]] = []
        self._names: list[tuple[Any, ...]] = []
        self._tags: dict[str, list[UUID]] = defaultdict(list)

    def add_contacts(
        self, actor: UUID, contacts: Sequence[Sequence[str]], shared: Sequence[str], sharing: str
    ) -> list[UUID]:
        """Numbers and addresses as staged: [channel, raw, address, kind, state, reason]."""
        made = [new_id() for _contact in contacts]
        self.contacts += [
            (pk, actor, sharing, *contact, contact[2] in shared)
            for pk, contact in zip(made, contacts, strict=True)
        ]
        return made

    def add_affiliation(self, person: UUID, organisation: UUID, position: str) -> UUID:
        """That the person is in the organisation."""
        pk = new_id()
        self.affiliations.append((pk, person, organisation, position))
        return pk

    def add_basis(self, actor: UUID) -> None:
        """The lawful basis that was stated for the whole file, for running the programme and for invitations."""
        self._consents += [(new_id(), actor, purpose.value) for purpose in PURPOSES]

    def add_note(self, actor: UUID, text: str) -> UUID:
        """A note, which stays with the partner that brings it."""
        pk = new_id()
        self._notes.append((pk, actor, text))
        return pk

    def add_tags(self, actor: UUID, tags: Sequence[str]) -> None:
        """Words that the programme sorts its actors by."""
        for tag in tags:
            self._tags[tag].append(actor)

    def add_spellings(self, actor: UUID, name: str, spellings: Mapping[str, None]) -> None:
        """The other ways in which an organisation's name is written."""
        for other in spellings:
            if other != name:
                key = naming(form=Form.ORGANISATION, name=other).match_key
                self._names.append((new_id(), actor, other, key))

    def write(self) -> None:
        """Write all that was gathered, each table once."""
        of = {"programme_id": self._batch.programme_id}
        owned = of | {"owner_id": self._batch.owner_id}
        bulk.insert_rows(ContactPoint, _CONTACT, self.contacts, **owned)
        bulk.insert_rows(Affiliation, _AFFILIATION, self.affiliations, **of)
        bulk.insert_rows(ActorName, ("id", "actor_id", "name", "match_key"), self._names, **of)
        bulk.insert_rows(
            Note,
            ("id", "actor_id", "text"),
            self._notes,
            sharing=Sharing.ITSELF.value,
            by_id=self._author,
            **owned,
        )
        bulk.insert_rows(
            Consent,
            ("id", "actor_id", "purpose"),
            self._consents,
            basis=self._batch.basis,
            how=self._how,
            given_on=self._today,
            batch_id=self._batch.pk,
            **of,
        )
        self._write_tags()

    @property
    def _author(self) -> UUID | None:
        return self._batch.uploaded_by.user_id if self._batch.uploaded_by else None

    @property
    def _how(self) -> str:
        return ": ".join(filter(None, [self._batch.source, self._batch.basis_note]))[:300]

    def _write_tags(self) -> None:
        if not self._tags:
            return
        programme = self._batch.programme_id
        Tag.objects.bulk_create(
            [Tag(programme_id=programme, name=name) for name in self._tags], ignore_conflicts=True
        )
        pks = dict(Tag.objects.filter(programme_id=programme, name__in=self._tags).values_list("name", "pk"))
        through = Actor.tags.through
        through.objects.bulk_create(
            [
                through(actor_id=actor, tag_id=pks[name])
                for name, actors in self._tags.items()
                for actor in dict.fromkeys(actors)
            ],
            ignore_conflicts=True,
        )
