"""Where gatherings and halls are, as points; the table beside them says the same."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.convening.models import Booking, Gathering, Venue
from imbizo.convening.queries.figures import LINEAGE
from imbizo.convening.queries.seeing import gatherings, venues
from imbizo.convening.queries.words import span_words
from imbizo.convening.states import HOLDING, GatheringState
from imbizo.places.models import Place
from imbizo.places.queries import work_areas
from imbizo.programmes.models import Membership

YEAR = dt.timedelta(days=366)
MOST = 300


@dataclass(frozen=True)
class Point:
    """A gathering, a hall or a municipality with its place on earth (degrees); None where nobody knows it."""

    kind: str
    name: str
    where: str
    detail: str
    url: str
    state: str = ""
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_placed(self) -> bool:
        return self.latitude is not None and self.longitude is not None


def points(member: Membership) -> list[Point]:
    """The gatherings of the last year and those to come, the halls in use, and where the programme works."""
    return [*_of_gatherings(member), *_of_venues(member), *_of_areas(member)]


def features(found: list[Point]) -> dict[str, Any]:
    """Those that have a place, as GeoJSON (RFC 7946: longitude first)."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [point.longitude, point.latitude]},
                "properties": {
                    "kind": point.kind,
                    "name": point.name,
                    "where": point.where,
                    "detail": point.detail,
                    "url": point.url,
                    "state": point.state,
                },
            }
            for point in found
            if point.is_placed
        ],
    }


def _of_gatherings(member: Membership) -> Iterator[Point]:
    recent = Q(starts_at=None) | Q(starts_at__gte=timezone.now() - YEAR)
    rows = gatherings(member).filter(recent).exclude(state=GatheringState.CALLED_OFF)
    found = list(
        rows.select_related(LINEAGE).order_by(F("starts_at").asc(nulls_last=True), "name", "pk")[:MOST]
    )
    halls = _halls(member, found)
    for gathering in found:
        hall = halls.get(gathering.pk)
        latitude, longitude = _degrees(hall, gathering.place)
        where = ", ".join(str(part) for part in (hall, gathering.place) if part)
        yield Point(
            "gathering", gathering.name, where, span_words(gathering), gathering.get_absolute_url(),
            gathering.state, latitude, longitude,
        )  # fmt: skip


def _halls(member: Membership, found: list[Gathering]) -> dict[Any, Venue]:
    """The hall held for each of the partner's own gatherings, by the gathering's id."""
    ours = [each.pk for each in found if each.owner_id == member.partner_id]
    rows = Booking.objects.filter(gathering__in=ours, state__in=HOLDING).select_related("venue")
    return {booking.gathering_id: booking.venue for booking in rows.order_by("-state")}


def _of_venues(member: Membership) -> Iterator[Point]:
    rows = venues(member).filter(retired_at=None).select_related(LINEAGE).order_by("name", "pk")
    for venue in rows[:MOST]:
        latitude, longitude = _degrees(venue, venue.place)
        seats = _("%(count)s seats") % {"count": venue.capacity} if venue.capacity else ""
        where = ", ".join(part for part in (venue.address, str(venue.place or "")) if part)
        yield Point(
            "venue", venue.name, where, seats, venue.get_absolute_url(), "", latitude, longitude
        )  # fmt: skip


def _of_areas(member: Membership) -> Iterator[Point]:
    for area in work_areas(member.programme):
        latitude, longitude = _degrees(area.place)
        yield Point("area", area.place.name, str(area.place.parent or ""), "", "", "", latitude, longitude)


def _degrees(*candidates: Venue | Place | None) -> tuple[float | None, float | None]:
    """The position of the first of these that has one, or of what it lies in."""
    for candidate in candidates:
        above: Any = candidate
        while above is not None:
            if above.latitude is not None and above.longitude is not None:
                return float(above.latitude), float(above.longitude)
            above = above.parent if isinstance(above, Place) else None
    return None, None
