"""Every place in the database that points at an actor, found by introspection so that a new one can't be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import ForeignKey, Model

from imbizo.actors.models import Actor


@dataclass(frozen=True)
class Reference:
    """A foreign key to an actor: the table that holds it (also one of many to many) and its attribute."""

    model: type[Model]
    name: str

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.name}"


def references() -> Iterator[Reference]:
    """All foreign keys to an actor, those without a way back and those of many-to-many tables included."""
    for relation in Actor._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if relation.auto_created and not relation.concrete and isinstance(field, ForeignKey):
            yield Reference(field.model, field.attname)
