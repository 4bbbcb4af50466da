"""Asking a hall's caretaker: a link to a light page, a message where the register knows them, and their answer."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.convening.errors import NotNow
from imbizo.convening.models import Booking
from imbizo.convening.operations.bookings import (
    bump_booking,
    confirm_booking,
    held_booking,
    note_other_time,
    refuse_booking,
)
from imbizo.convening.queries.caretakers import known_at
from imbizo.convening.queries.halls import times
from imbizo.convening.states import HOLDING, AnswerWay, BookingState
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, MessageState, Purpose
from imbizo.programmes.models import Membership
from imbizo.thread.operations import add_public_links, audit

LINK_PURPOSE: Final = "convening.booking"
_LINK_DAYS_AFTER: Final = 7
_ENDED = gettext_lazy("This booking has ended. Thank you.")


@transaction.atomic
def ask_caretaker(*, booking: Booking, by: Membership) -> tuple[str, bool]:
    """A link by which the caretaker answers without an account, and whether a message with it is on its way.

    The link is told here once. No message leaves where the register knows nobody at the caretaker's address, or the
    gate lets none through: then somebody hands the link over. Raises NotAllowed, NotNow (it has ended).
    """
    current = held_booking(booking, by)
    if current.state not in HOLDING:
        raise NotNow(_ENDED)
    token = add_public_links([current], purpose=LINK_PURPOSE, days=_days_open(current), by=by)[current.pk]
    address = f"{settings.ENVIRONMENT.origin}{reverse('convening:caretaker', args=[token])}"
    audit("make_link", [current], by=by)
    return address, _send_link(current, address, by)


def _send_link(booking: Booking, address: str, by: Membership) -> bool:
    point = known_at(booking.venue, by.partner)
    if point is None:
        return False
    language = point.actor.language or (booking.programme.languages or ["en"])[0]
    with translation.override(language):
        text, subject = caretaker_text(booking, by, address), _("May we have the hall?")
    draft = Draft(
        channel=Channel(point.channel),
        address=point.address,
        text=text,
        subject=subject if point.channel == Channel.EMAIL else "",
        language=language,
        recipient_id=point.actor_id,
    )
    queued = queue(
        programme=booking.programme, drafts=[draft], purpose=Purpose.SERVICE, source=booking, owner=by.partner
    )
    return any(message.state == MessageState.WAITING for message in queued)


def caretaker_text(booking: Booking, by: Membership, address: str) -> str:
    """What the caretaker is asked, in the language in force. It says who asks, and not what the gathering is about."""
    words = {"sender": by.partner.label, "venue": booking.venue.name, "when": times(booking), "link": address}
    return _("%(sender)s asks: may we have %(venue)s on %(when)s? Please answer here: %(link)s") % words


@transaction.atomic
def caretaker_says_yes(*, booking: Booking, who: str) -> Booking:
    """The caretaker confirms on their page. Twice is once. Raises NotNow (it has ended)."""
    current = held_booking(booking, None)
    if current.state == BookingState.CONFIRMED:
        return current
    if current.state != BookingState.ASKED:
        raise NotNow(_ENDED)
    name = who.strip() or current.venue.caretaker
    return confirm_booking(booking=current, via=AnswerWay.PAGE, who=name, by=None)


@transaction.atomic
def caretaker_says_no(*, booking: Booking, because: str) -> Booking:
    """The caretaker can't give the hall, or takes back what was confirmed. Raises NotNow (it has ended)."""
    current = held_booking(booking, None)
    if current.state == BookingState.CONFIRMED:
        reason = because.strip() or _("The caretaker took the hall back.")
        return bump_booking(booking=current, because=reason, by=None)
    if current.state != BookingState.ASKED:
        raise NotNow(_ENDED)
    return refuse_booking(booking=current, because=because, by=None)


@transaction.atomic
def caretaker_offers(*, booking: Booking, offer: str) -> Booking:
    """The caretaker offers another time, which the organiser decides on. Raises NotNow, BadAnswer (no words)."""
    return note_other_time(booking=booking, offer=offer, by=None)


def _days_open(booking: Booking) -> int:
    return max(0, (booking.ends_at - timezone.now()) // dt.timedelta(days=1)) + _LINK_DAYS_AFTER
