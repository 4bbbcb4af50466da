"""Named reads of places."""

from django.db.models import Q, QuerySet

from imbizo.places.models import Place, WorkArea
from imbizo.places.states import PlaceKind
from imbizo.programmes.models import Programme

AREA_KINDS = (PlaceKind.DISTRICT, PlaceKind.MUNICIPALITY)


def possible_areas(programme: Programme | None = None) -> QuerySet[Place]:
    """Districts and municipalities of the installation and of the programme, with what they lie in; by name."""
    return (
        Place.objects.filter(Q(programme=None) | Q(programme=programme), kind__in=AREA_KINDS)
        .select_related("parent__parent")
        .order_by("parent__name", "name")
    )


def work_areas(programme: Programme) -> QuerySet[WorkArea]:
    """Where the programme works, in the order of its coverage view."""
    return WorkArea.objects.filter(programme=programme).select_related("place__parent").order_by("position")


def known_places(programme: Programme) -> QuerySet[Place]:
    """The places of the installation and the programme's own."""
    return Place.objects.filter(Q(programme=None) | Q(programme=programme))
