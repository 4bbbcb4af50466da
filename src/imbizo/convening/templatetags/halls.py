"""How a hall and its booking read on pages."""

from django import template
from django.utils.safestring import SafeString

from imbizo.base.templatetags.look import state_badge
from imbizo.convening.models import Booking, Venue
from imbizo.convening.states import BookingState
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
def booking_badge(booking: Booking) -> SafeString:
    """How the booking stands, in a word."""
    return state_badge(_COLOURS[BookingState(booking.state)], str(booking.get_state_display()))
