"""What records are called by and where their pages are, where that stands with another record."""

from collections.abc import Iterator, Sequence

from django.db.models import ForeignKey, Model, prefetch_related_objects

_FAR = 3  # steps from a record; names and addresses follow no more


def lend_near(records: Sequence[Model]) -> None:
    """Fetch for all records of one kind, at once, what the name and the address of the first one asked for.

    A clause is called by its section, and a resolution is read on the page of its path. Shown one by one, thirty of
    them would ask thirty times each.
    """
    if len(records) < 2:
        return
    first, *others = records
    str(first)
    if hasattr(first, "get_absolute_url"):
        first.get_absolute_url()
    prefetch_related_objects(others, *_followed(first))


def _followed(record: Model, path: str = "", far: int = 1) -> Iterator[str]:
    """The relations that are known on a record by now, as `prefetch_related` writes them."""
    for field in record._meta.concrete_fields:
        if not isinstance(field, ForeignKey) or not field.is_cached(record):
            continue
        near = field.get_cached_value(record)
        if near is not None:
            yield path + field.name
            yield from _followed(near, f"{path}{field.name}__", far + 1) if far < _FAR else ()
