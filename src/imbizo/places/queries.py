"""Named reads of places."""

from django.db.models import QuerySet

from imbizo.places.models import Place, WorkArea
from imbizo.places.states import PlaceKind
from imbizo.programmes.models import Programme

AREA_KINDS = (PlaceKind.DISTRICT, PlaceKind.MUNICIPALITY)


def possible_areas() -> QuerySet[Place]:
    """Districts and municipalities that the installation knows, with what they lie in; by province and name."""
    return (
        Place.objects.filter(programme=None, kind__in=AREA_KINDS)
        .select_related("parent__parent")
        .order_by("parent__name", "name")
    )


def work_areas(programme: Programme) -> QuerySet[WorkArea]:
    """Where the programme works, in the order of its coverage view."""
    return WorkArea.objects.filter(programme=programme).select_related("place__parent").order_by("position")
