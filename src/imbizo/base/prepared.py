"""Reading one instance by one text, again and again: the SQL is written once, not at each reading.

Where hundreds of phones ask for the same kind of row, Django spends ten times as long on writing the SQL of a query
with joins as SQLite does on answering it. This is for such a place, and for no other.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Generic, TypeVar, cast

from django.db import connection
from django.db.models import Model
from django.db.models.constants import LOOKUP_SEP

M = TypeVar("M", bound=Model)

# Stands in the SQL's parameters where the text comes.
_PLACE: Final = "the text"


class Prepared(Generic[M]):
    """Reads the `model`'s instance whose unique field `by` equals a text.

    `read` says which fields, as `values_list` takes them: under "" those of the model itself, under "gathering" or
    "gathering__programme" those of what it refers to, which come in the same query; nearer ones stand first. All
    other fields are read when somebody asks for them, as with `only`.
    """

    def __init__(self, model: type[M], *, by: str, read: Mapping[str, Sequence[str]]) -> None:
        self._by = by
        self._model: type[M] = model
        self._read = read

    def get(self, text: str) -> M | None:
        """The instance, None where there is none. One query."""
        written = self._written
        with connection.cursor() as cursor:
            cursor.execute(written.sql, [text])
            rows = cursor.fetchmany(1)
        return next((written.built(row) for row in written.turned(rows)), None)

    @cached_property
    def _written(self) -> "_Written[M]":
        return _Written(self._model, self._by, self._read)


class _Written(Generic[M]):
    def __init__(self, model: type[M], by: str, read: Mapping[str, Sequence[str]]) -> None:
        self._parts = [_Part(model, path, names) for path, names in read.items()]
        columns = [column for part in self._parts for column in part.columns]
        rows = model._default_manager.filter(**{by: _PLACE}).order_by().values_list(*columns)
        # `connection` stands for that of whichever thread reads.
        self._compiler = rows.query.get_compiler(connection=connection)
        self.sql, places = self._compiler.as_sql()
        if tuple(places) != (_PLACE,):
            raise ValueError(f"The query takes more than one text: {places}")
        self._converters = self._compiler.get_converters([column[0] for column in self._compiler.select])

    def turned(self, rows: Sequence[Sequence[Any]]) -> Any:
        """The rows with their values as Django gives them."""
        return self._compiler.apply_converters(rows, self._converters)

    def built(self, row: Sequence[Any]) -> M:
        made: dict[str, Model] = {}
        start = 0
        for part in self._parts:
            end = start + len(part.columns)
            made[part.path] = part.instance(row[start:end])
            if part.path:
                setattr(made[part.parent], part.name, made[part.path])
            start = end
        return cast(M, made[""])


class _Part:
    """The fields of one model in the query."""

    def __init__(self, model: type[Model], path: str, names: Sequence[str]) -> None:
        self.path = path
        self.parent, _sep, self.name = path.rpartition(LOOKUP_SEP)
        self._model = _model_at(model, path)
        wanted = {str(self._model._meta.pk.attname), *names}
        # `from_db` takes values in the order of the model's fields.
        self._names = [
            field.attname for field in self._model._meta.concrete_fields if field.attname in wanted
        ]
        if len(self._names) != len(wanted):
            raise ValueError(f"{self._model.__name__} has no {wanted.difference(self._names)}")
        self.columns = [f"{path}{LOOKUP_SEP}{name}" if path else name for name in self._names]

    def instance(self, values: Sequence[Any]) -> Model:
        return self._model.from_db(connection.alias, self._names, values)


def _model_at(model: type[Model], path: str) -> type[Model]:
    for name in path.split(LOOKUP_SEP) if path else ():
        model = cast(type[Model], model._meta.get_field(name).related_model)
    return model
