"""Writing very many rows at once: without a model instance for each, and past the limits of `bulk_create`.

`bulk_create` costs over a tenth of a millisecond a row, most of it spent on compiling SQL for every few dozen rows.
Here each column is prepared once; SQLite then gets one prepared statement, PostgreSQL one COPY.
"""

from collections.abc import Callable, Iterable, Sequence, Set
from functools import cache
from operator import attrgetter
from typing import Any, cast
from uuid import UUID

from django.db import connection, models
from django.db.models import Field, Model
from django.utils import timezone

Prepare = Callable[[Any], Any]
_PLAIN = (models.CharField, models.TextField, models.BooleanField, models.IntegerField)


def insert(objects: Sequence[Model]) -> None:
    """Write new instances of one model: no `save`, no signals, one moment for all that are changed now."""
    if not objects:
        return
    model, now = type(objects[0]), timezone.now()
    fields = model._meta.concrete_fields
    read = attrgetter(*(field.attname for field in fields))
    prepare = [
        _always(_prepared(field)(now)) if _is_moment_of_change(field) else _prepared(field)
        for field in fields
    ]
    _write(
        model,
        fields,
        ([turn(value) for turn, value in zip(prepare, read(row), strict=True)] for row in objects),
    )


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]], **same: Any) -> None:
    """Write rows of values for the fields `names` (attnames: `actor_id`); `same` holds values equal in all rows.

    Every other field gets its default, `created_at` and `updated_at` the present moment. The primary key must be
    among `names`: two rows never share one.
    """
    varying = [_field(model, name) for name in names]
    fixed = _defaults(model, besides={*varying, *(_field(model, name) for name in same)})
    fixed |= {_field(model, name): value for name, value in same.items()}
    tail = [_prepared(field)(value) for field, value in fixed.items()]
    prepare = [_prepared(field) for field in varying]
    filled = ([*(turn(value) for turn, value in zip(prepare, row, strict=True)), *tail] for row in rows)
    _write(model, [*varying, *fixed], filled)


def update_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set the fields `names` of many rows, each to its own values; every row of `rows` ends with its primary key."""
    fields = [*(_field(model, name) for name in names), model._meta.pk]
    prepare = [_prepared(field) for field in fields]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(str(field.column))} = %s" for field in fields[:-1])
    statement = f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(str(fields[-1].column))} = %s"  # noqa: S608  # Names of our own models only.
    with connection.cursor() as cursor:
        cursor.executemany(
            statement, [[turn(value) for turn, value in zip(prepare, row, strict=True)] for row in rows]
        )


@cache
def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    return next(field for field in model._meta.concrete_fields if name in (field.attname, field.name))


def _defaults(model: type[Model], *, besides: Set["Field[Any, Any]"]) -> dict["Field[Any, Any]", Any]:
    now = timezone.now()
    moments = {"created_at", "updated_at"}
    return {
        field: now if field.name in moments else field.get_default()
        for field in model._meta.concrete_fields
        if not field.primary_key and field not in besides
    }


def _prepared(field: "Field[Any, Any]") -> Prepare:
    """The way from a value to what the driver takes, the short way for the plain types that most columns have."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField):
        return _same if connection.features.has_native_uuid_field else _hex
    if isinstance(target, _PLAIN):
        return _same
    return _remembering(lambda value: field.get_db_prep_save(value, connection))


def _remembering(turn: Prepare) -> Prepare:
    """Many rows in a row share one value, such as one dictionary of changes: it is prepared once."""
    last: list[Any] = [object(), None]

    def turned(value: Any) -> Any:
        if value is not last[0]:
            last[:] = value, turn(value)
        return last[1]

    return turned


def _is_moment_of_change(field: "Field[Any, Any]") -> bool:
    return isinstance(field, models.DateField) and field.auto_now


def _always(value: Any) -> Prepare:
    return lambda _given: value


def _same(value: Any) -> Any:
    return value


def _hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex


def _write(model: type[Model], fields: Sequence["Field[Any, Any]"], rows: Iterable[Sequence[Any]]) -> None:
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(str(field.column)) for field in fields)
    if connection.vendor == "postgresql":
        _copy(f"COPY {table} ({columns}) FROM STDIN", rows)
        return
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        # Names of our own models only; the values go as parameters.
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(rows))  # noqa: S608


def _copy(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cast(Any, cursor).copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row(row)
