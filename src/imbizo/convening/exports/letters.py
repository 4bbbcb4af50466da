"""A letter of protocol as PDF, on its partner's letterhead."""

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.base.documents import letter
from imbizo.convening.models import Telling
from imbizo.convening.queries.protocol import letterhead_of


def letter_pdf(telling: Telling, *, below: str = "") -> bytes:
    """The letter in its own language, dated by the day on which they were told, or today; `below` stands at its end.

    Raises NotMade.
    """
    head = letterhead_of(telling.gathering.owner)
    first = telling.first
    day = telling.told_on or timezone.localdate(timezone=telling.programme.zone)
    with translation.override(telling.language):
        words = letter.Words(reference=_("Reference"), date=_("Date"), enclosures=_("Enclosed"))
        content = letter.Letter(
            sender=head.name if head else telling.gathering.owner.name,
            address=tuple(head.address.splitlines()) if head else (),
            logo=bytes(head.logo) if head and head.logo else None,
            reference=telling.reference,
            date=date_format(day, "j F Y"),
            addressee=tuple(
                filter(None, (str(first.actor or ""), first.get_office_display(), str(first.place)))
            ),
            salutation=_("Dear %(name)s") % {"name": first.actor} if first.actor else _("Dear Sir or Madam"),
            subject=telling.subject,
            text="\n\n".join(filter(None, (telling.text, below))),
            closing=_("Yours faithfully"),
            signatory=telling.signatory,
            signatory_title=telling.signatory_title,
            words=words,
        )
    return letter.render(content, language=telling.language)
