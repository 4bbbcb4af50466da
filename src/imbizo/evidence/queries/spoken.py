"""What is known of each sentence that was let through: where it was said, for how many it speaks, and of whom.

Of whom is known to the partner alone that convened the gathering: the sector of a speaker who agreed to be named, the
group at whose table it was said. Of what was said anonymously nothing but the place is known to anybody.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from imbizo.actors.states import Kind
from imbizo.convening.models import Gathering, Input, Translation
from imbizo.convening.queries.inputs import inputs
from imbizo.convening.states import InputState
from imbizo.evidence.models import Weighed
from imbizo.places.models import Place
from imbizo.places.queries import work_areas
from imbizo.programmes.models import Membership

_LINEAGE = "place__parent__parent__parent"
_FIELDS = ("pk", "gathering_id", "gathering__owner_id", "table__name", "speaker_id", "speaker__actor__kind")
# "Table 3" is a piece of furniture; "Farm workers" is a group.
_NUMBERED = re.compile(r"^\W*$|\d\s*$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One sentence. `people` is for how many it speaks, None where nobody counted; what isn't known is None."""

    id: UUID
    gathering: UUID
    municipality: UUID | None
    sector: str | None
    group: str | None
    people: int | None
    is_grave: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality, by its place's id."""

    id: UUID
    name: str


def let_through(member: Membership) -> QuerySet[Input]:
    """What the member sees of what was said and let through; what went into others stands in those."""
    return inputs(member).filter(state=InputState.SHOWN)


def for_reading(rows: QuerySet[Input]) -> QuerySet[Input]:
    """With all that a sentence's line shows, in two queries."""
    near = rows.select_related(
        "gathering__owner", "table", "speaker", "question", "item", "weighed", "programme"
    )
    return near.prefetch_related(Prefetch("translations", Translation.objects.order_by("language")))


def these(ids: Iterable[UUID]) -> QuerySet[Input]:
    """The sentences of those ids, which were found for the member already, with all that their lines show."""
    return for_reading(Input.objects.filter(pk__in=list(ids)))


def spoken(member: Membership, rows: QuerySet[Input] | None = None) -> dict[UUID, Spoken]:
    """What is known of each sentence, by its id; of all that were let through unless `rows` narrows. Five queries."""
    found = (let_through(member) if rows is None else rows).order_by().values_list(*_FIELDS)
    known = _Known(municipalities(member), _joined(member), grave_ids(member), member.partner_id)
    return {each[0]: _spoken(each, known) for each in found}


def survivors(member: Membership) -> dict[UUID, UUID]:
    """What each sentence that was joined with another went into, by its id."""
    rows = Input.objects.filter(programme_id=member.programme_id, state=InputState.MERGED)
    into = dict(rows.order_by().values_list("pk", "merged_into_id"))
    return {pk: _last(pk, into) for pk in into}


def municipalities(member: Membership) -> dict[UUID, UUID | None]:
    """The id of the municipality of each gathering, by the gathering's id; None where it isn't in one."""
    rows = Gathering.objects.filter(programme_id=member.programme_id).order_by().select_related(_LINEAGE)
    return {each.pk: _municipality(each.place) for each in rows}


def areas(member: Membership, where: Iterable[UUID | None] = ()) -> list[Area]:
    """The municipalities of the programme: its areas of work that are such, then others in which people spoke."""
    worked = [area.place for area in work_areas(member.programme)]
    own = {place.pk: Area(place.pk, place.name) for place in worked if place.municipality == place}
    others = Place.objects.filter(pk__in={pk for pk in where if pk} - own.keys()).order_by("name")
    return [*own.values(), *(Area(place.pk, place.name) for place in others)]


def grave_ids(member: Membership) -> set[UUID]:
    """The sentences that a person marked grave."""
    rows = Weighed.objects.filter(programme_id=member.programme_id, is_grave=True).order_by()
    return set(rows.values_list("input_id", flat=True))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is looked up for every sentence: by gathering, and by the sentence's own id; and who asks."""

    municipality: Mapping[UUID, UUID | None]
    joined: Mapping[UUID, int]
    grave: set[UUID]
    partner_id: UUID


def _spoken(row: tuple[Any, ...], known: _Known) -> Spoken:
    pk, gathering, owner, table, speaker, kind = row
    is_ours = owner == known.partner_id
    together = known.joined.get(pk, 0)
    # A table speaks for those who sit at it, and nobody counted them.
    people = None if table and not speaker and not together else 1 + together
    return Spoken(
        id=pk,
        gathering=gathering,
        municipality=known.municipality.get(gathering),
        sector=kind if is_ours and kind != Kind.UNKNOWN else None,
        group=_group(table) if is_ours else None,
        people=people,
        is_grave=pk in known.grave,
    )


def _group(table: str | None) -> str | None:
    return None if not table or _NUMBERED.search(table) else table.strip()


def _joined(member: Membership) -> dict[UUID, int]:
    """How many others went into each sentence, by its id."""
    rows = Input.objects.filter(programme_id=member.programme_id, state=InputState.MERGED).order_by()
    return dict(rows.values_list("merged_into").annotate(count=Count("pk")))


def _last(pk: UUID, into: Mapping[UUID, UUID]) -> UUID:
    """Where a chain of joinings ends."""
    seen = {pk}
    while pk in into and into[pk] not in seen:
        pk = into[pk]
        seen.add(pk)
    return pk


def _municipality(place: Place | None) -> UUID | None:
    found = place.municipality if place else None
    return found.pk if found else None
