"""The register of halls."""

from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.base.tables import Column, MemberTable
from imbizo.base.templatetags.look import state_badge
from imbizo.convening.forms.venues import VenueFilters
from imbizo.convening.models import Venue
from imbizo.convening.states import Neutrality

_COLOURS = {Neutrality.NEUTRAL: "ok", Neutrality.LEANS: "doubtful", Neutrality.AVOID: "bad"}


def neutrality_badge(venue: Venue) -> SafeString:
    """How neutral it is, in a word."""
    return state_badge(
        _COLOURS.get(Neutrality(venue.neutrality), "none"), str(venue.get_neutrality_display())
    )


def known_words(value: object) -> str:
    """Yes, no, or not known: what nobody knows is never a no."""
    if value is None:
        return _("not known")
    return _("yes") if value else _("no")


def _name(venue: Venue) -> SafeString:
    beside = _("out of use") if venue.retired_at else venue.address
    return format_html("<bdi>{}</bdi><small>{}</small>", venue.name, beside)


class VenuesTable(MemberTable[Venue]):
    """The halls that the member sees."""

    name = "venues"
    label = gettext_lazy("venues")
    label_of_one = gettext_lazy("venue")
    default_sort = "name"
    filter_form = VenueFilters
    columns = (
        Column("name", gettext_lazy("Venue"), text=_name, url=Venue.get_absolute_url, sort=("name",)),
        Column("place", gettext_lazy("Place"), text=lambda each: each.place or "", sort=("place__name",)),
        Column("seats", gettext_lazy("Seats"), text=lambda each: each.capacity, sort=("capacity",), is_number=True),
        Column("step_free", gettext_lazy("Step-free"), text=lambda each: known_words(each.step_free),
               sort=("step_free",)),
        Column("neutrality", gettext_lazy("Neutrality"), text=neutrality_badge, sort=("neutrality",)),
        Column("cost", gettext_lazy("Cost"), text=lambda each: each.cost, sort=("cost",), is_number=True),
        Column("owner", gettext_lazy("Partner"), text=lambda each: each.owner.label, sort=("owner__name",)),
    )  # fmt: skip

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The filters that hold; a box that isn't ticked narrows nothing."""
        return {name: value for name, value in super().chosen.items() if value is not False}

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by words of the name, municipality, seats, access and neutrality; those out of use only if asked."""
        if not chosen.get("retired"):
            rows = rows.filter(retired_at=None)
        if "name" in chosen:
            rows = rows.filter(Q(name__icontains=chosen["name"]) | Q(address__icontains=chosen["name"]))
        if "place" in chosen:
            rows = rows.filter(Q(place=chosen["place"]) | Q(place__parent=chosen["place"]))
        if "seats" in chosen:
            rows = rows.filter(capacity__gte=chosen["seats"])
        if chosen.get("step_free"):
            rows = rows.filter(step_free=True)
        if chosen.get("neutral"):
            rows = rows.filter(neutrality=Neutrality.NEUTRAL)
        return rows
