"""The application for a hall, as a letter on the partner's letterhead."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from imbizo.base.documents.letter import Letter, Words, render
from imbizo.convening.models import Booking, Letterhead
from imbizo.convening.queries.halls import times
from imbizo.programmes.models import Partner


def booking_letter(booking: Booking, sender: Partner, *, seats: int | None, language: str) -> bytes:
    """The letter as PDF. It names the hall, the time and who asks; `seats` are the people expected.

    Raises what `documents.pdf.render` raises.
    """
    head = Letterhead.objects.filter(owner=sender).first()
    with translation.override(language):
        letter = Letter(
            sender=head.name if head else sender.name,
            address=tuple(head.address.splitlines()) if head else (),
            logo=bytes(head.logo) if head and head.logo else None,
            subject=_("Application to use %(venue)s") % {"venue": booking.venue.name},
            text=_text(booking, sender, seats),
            date=date_format(localdate(), "j F Y"),
            words=Words(reference=_("Reference"), date=_("Date"), enclosures=_("Enclosures")),
            addressee=tuple(
                filter(None, (booking.venue.caretaker, booking.venue.name, booking.venue.address))
            ),
            salutation=_("Dear Sir or Madam"),
            closing=_("Yours faithfully"),
            signatory=head.signatory if head else "",
            signatory_title=head.signatory_title if head else "",
        )
        return render(letter, language=language)


def _text(booking: Booking, sender: Partner, seats: int | None) -> str:
    words = {"sender": sender.name, "venue": booking.venue.name, "when": times(booking)}
    minutes = {"before": booking.setup_minutes, "after": booking.cleanup_minutes}
    parts = [
        _("%(sender)s applies for the use of %(venue)s on %(when)s.") % words,
        _("We need the hall %(before)s minutes earlier to set up, and %(after)s minutes longer to clean up.")
        % minutes,
        _("We expect about %(seats)s people.") % {"seats": seats} if seats else "",
        _money(booking),
        _("Please let us know in writing whether we may have it, and what else you need from us."),
        _number(booking),
    ]
    return "\n\n".join(part for part in parts if part)


def _money(booking: Booking) -> str:
    currency, said = booking.programme.currency, []
    if booking.cost is not None:
        said.append(_("We understand that it costs %(amount)s.") % {"amount": f"{currency} {booking.cost}"})
    if booking.deposit:
        said.append(_("The deposit is %(amount)s.") % {"amount": f"{currency} {booking.deposit}"})
    return " ".join(said)


def _number(booking: Booking) -> str:
    number = booking.programme.contact_number
    return _("Our number for questions is %(number)s.") % {"number": number} if number else ""
