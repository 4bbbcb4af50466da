"""Where a person has left traces outside their own record: audit values, staged rows, lists, notes of searches."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from imbizo.actors.models import Actor, ActorName, ContactPoint
from imbizo.actors.rules.spelling import spelled, surest
from imbizo.messaging.states import Channel

M = TypeVar("M", bound=Model)
AT_ONCE = 20  # words looked for in one query
SHORTEST = 6  # letters; a shorter name would be found inside those of others
SUBSCRIBER = 9  # digits of a number without country code or leading zero
Address = tuple[str, str]


def family(actors: Iterable[Actor]) -> list[Actor]:
    """The actors and all that were merged into them, whichever partner's they were."""
    found = {actor.pk: actor for actor in actors}
    newest = list(found)
    while newest:
        rows = Actor.objects.filter(merged_into__in=newest).exclude(pk__in=found).select_related("programme")
        newest = [actor.pk for actor in rows]
        found |= {actor.pk: actor for actor in rows}
    return list(found.values())


def addresses(actors: Sequence[Actor]) -> frozenset[Address]:
    """Every address of the actors, as (channel, address)."""
    rows = ContactPoint.objects.filter(actor__in=actors).exclude(address="")
    return frozenset(rows.values_list("channel", "address"))


def addresses_of_others(actors: Sequence[Actor], wanted: frozenset[Address]) -> frozenset[Address]:
    """Those of the addresses that somebody else of the programme has too: a household's, an office's."""
    rows = ContactPoint.objects.filter(
        programme=actors[0].programme, address__in=[address for _channel, address in wanted]
    )
    return wanted & frozenset(rows.exclude(actor__in=actors).values_list("channel", "address"))


def words(actors: Sequence[Actor]) -> set[str]:
    """What a text about the actors would hold: their ids, whole names, numbers and addresses as written and read."""
    return {str(actor.pk) for actor in actors} | names(actors) | _written(actors)


def names(actors: Sequence[Actor]) -> frozenset[str]:
    """What the actors are called, as far as it tells them apart."""
    found = {actor.name for actor in actors}
    found |= {f"{actor.given_name} {actor.surname}" for actor in actors}
    found |= {f"{actor.surname}, {actor.given_name}" for actor in actors}
    found |= set(ActorName.objects.filter(actor__in=actors).values_list("name", flat=True))
    return frozenset(name for name in found if tells_apart(name))


def holding(rows: QuerySet[M], columns: Sequence[str], wanted: Iterable[str]) -> set[Any]:
    """The ids of the rows in which one of the columns (text or JSON) holds one of the words.

    Capitals count for nothing, and any gap inside a word is one: a name may be broken over two lines.
    """
    found: set[UUID] = set()
    for some in _some(sorted(wanted)):
        pattern = re.compile("|".join(map(spelled, some)), re.IGNORECASE)
        near = _perhaps_holding(rows, columns, some).values_list("pk", *columns)
        for pk, *values in near.iterator():
            if any(pattern.search(text) for value in values for text in _texts(value)):
                found.add(pk)
    return found


def _perhaps_holding(rows: QuerySet[M], columns: Sequence[str], words: Iterable[str]) -> QuerySet[M]:
    """What the database can tell of it: the rows that hold a piece of one of the words."""
    condition = Q()
    for piece in {form for word in words for form in _forms(surest(word))}:
        for column in columns:
            condition |= Q(**{f"{column}__icontains": piece})
    return rows.filter(condition).order_by()


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value of a column, keys too."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from (str(key), *_texts(each))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif value is not None:
        yield str(value)


def _written(actors: Sequence[Actor]) -> set[str]:
    found: set[str] = set()
    for channel, raw, address in ContactPoint.objects.filter(actor__in=actors).values_list(
        "channel", "raw", "address"
    ):
        found |= {text for text in (raw.strip(), address) if len(text) >= SHORTEST}
        if channel != Channel.EMAIL and len(address) > SUBSCRIBER:
            found.add(address[-SUBSCRIBER:])
    return found


def tells_apart(name: str) -> bool:
    """Whether a text that holds the name means them: not a first name alone, nor a very short one."""
    return len(name.strip(" ,")) >= SHORTEST and len(name.split()) > 1


def _forms(word: str) -> set[str]:
    # In JSON, SQLite keeps letters beyond ASCII and quotes escaped; PostgreSQL escapes quotes only.
    return {word, json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1]}


def _some(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), AT_ONCE):
        yield texts[start : start + AT_ONCE]
