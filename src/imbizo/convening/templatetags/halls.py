"""How a hall and its booking read on pages."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from imbizo.base.templatetags.look import state_badge
from imbizo.convening.models import Booking, Venue
from imbizo.convening.states import BookingState, Neutrality
from imbizo.convening.tables.venues import neutrality_badge

register = template.Library()

_COLOURS = {
    BookingState.ASKED: "doubtful",
    BookingState.CONFIRMED: "ok",
    BookingState.REFUSED: "bad",
    BookingState.BUMPED: "bad",
    BookingState.RELEASED: "none",
}


@register.simple_tag
def neutrality(venue: Venue) -> SafeString:
    """How neutral it is, in a word."""
    return neutrality_badge(venue)


@register.simple_tag
def neutral_or_unknown(venue: Venue) -> SafeString | str:
    """The same where nothing warns of it: beside a list of warnings it would say one thing twice."""
    if venue.neutrality == Neutrality.UNKNOWN:
        return state_badge("none", _("neutrality not known"))
    return neutrality_badge(venue) if venue.neutrality == Neutrality.NEUTRAL else ""


@register.simple_tag
def booking_badge(booking: Booking) -> SafeString:
    """How the booking stands, in a word."""
    return state_badge(_COLOURS[BookingState(booking.state)], str(booking.get_state_display()))
