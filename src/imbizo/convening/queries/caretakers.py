"""Who in the register is at a caretaker's address: nothing is written to people of whom nobody noted a ground."""

from imbizo.actors.models import ContactPoint
from imbizo.calc.phones import parse
from imbizo.convening.models import Booking, Venue
from imbizo.messaging.states import Channel
from imbizo.outreach.queries.reaching import speaker_of
from imbizo.programmes.models import Partner
from imbizo.thread.models import PublicLink


def known_at(venue: Venue, owner: Partner) -> ContactPoint | None:
    """The contact point, visible to the partner, with the caretaker's number or else their e-mail; None for none.

    A number that others may read is left out: the question has content.
    """
    rows = ContactPoint.objects.visible_to(speaker_of(owner)).select_related("actor")
    rows = rows.filter(programme_id=venue.programme_id, is_shared=False, is_unsafe=False, through=None)
    for channel, address in (
        (Channel.SMS, _number(venue)),
        (Channel.EMAIL, venue.caretaker_email.strip().lower()),
    ):
        found: ContactPoint | None = (
            rows.filter(channel=channel, address=address).first() if address else None
        )
        if found is not None:
            return found
    return None


def _number(venue: Venue) -> str:
    """The caretaker's number as it's stored (E.164); empty where it isn't one."""
    if not venue.caretaker_number.strip():
        return ""
    phones = parse(venue.caretaker_number, region=venue.programme.region)
    return next((phone.e164 for phone in phones if phone.e164 and phone.can_sms), "")


def booking_of_link(link: PublicLink) -> Booking | None:
    """The booking that a caretaker's link opens."""
    rows = Booking.objects.select_related(
        "venue__programme", "venue__owner", "gathering__owner", "gathering__programme", "programme"
    )
    found: Booking | None = rows.filter(pk=link.record_id, programme_id=link.programme_id).first()
    return found
