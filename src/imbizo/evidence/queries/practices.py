"""Policies and practices: the register, and municipalities side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from imbizo.evidence.models import Source
from imbizo.evidence.queries.in_library import names, one
from imbizo.evidence.states import SourceKind
from imbizo.places.models import Place
from imbizo.places.states import PlaceKind
from imbizo.programmes.models import Membership

KINDS = (SourceKind.POLICY, SourceKind.PRACTICE)


@dataclass(frozen=True)
class Column:
    """What is known of one municipality: its policies, and its practices."""

    place: Place
    policies: Sequence[Source]
    practices: Sequence[Source]


def register(member: Membership) -> QuerySet[Source]:
    """The policies and practices that a member sees."""
    rows = one(member).filter(kind__in=KINDS, withdrawn_because="")
    return rows.select_related("practice__institution", "place")


def of_place(place: Place) -> Q:
    """Those about a municipality or a town in it, or made by an institution there.

    A district's own: what a municipality in it has stands under that municipality.
    """
    within = Q(place__parent=place) & ~Q(place__kind=PlaceKind.MUNICIPALITY)
    return Q(place=place) | within | Q(practice__institution__municipality=place)


def noted(places: Iterable[Place], member: Membership) -> list[Place]:
    """The places with those first of which the member sees something. One query."""
    about = ("place_id", "place__kind", "place__parent_id", "practice__institution__municipality_id")
    known: set[UUID | None] = set()
    for place, kind, above, maker in register(member).order_by().values_list(*about):
        known |= {place, maker, None if kind == PlaceKind.MUNICIPALITY else above}
    return sorted(places, key=lambda each: each.pk not in known)


def name_people(rows: Iterable[Source], member: Membership) -> None:
    """Give each row whom to ask and who made it (`asked`, `maker`), as far as the member sees them. One query."""
    rows = list(rows)
    ids = [pk for row in rows for pk in (row.practice.institution_id, row.practice.contact_id)]
    known = names(member, ids)
    for row in rows:
        row.maker = _known(known, row.practice.institution_id)
        row.asked = _known(known, row.practice.contact_id)


def beside(places: Iterable[Place], member: Membership) -> list[Column]:
    """The municipalities side by side: two queries for each, and one for the names."""
    columns = []
    for place in places:
        rows = list(register(member).filter(of_place(place)).order_by("title").distinct())
        name_people(rows, member)
        policies = [row for row in rows if row.kind == SourceKind.POLICY]
        columns.append(Column(place, policies, [row for row in rows if row.kind == SourceKind.PRACTICE]))
    return columns


def _known(known: dict[UUID, Any], pk: UUID | None) -> Any:
    return known.get(pk) if pk else None
