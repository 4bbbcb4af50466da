"""Certificates as PDF, a page for each."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.base.documents import pdf, qr
from imbizo.calc import codes
from imbizo.convening.models import Certificate, Gathering
from imbizo.convening.queries.protocol import letterhead_of
from imbizo.convening.queries.words import local_days


def certificates_pdf(gathering: Gathering, certificates: Sequence[Certificate], language: str) -> bytes:
    """One page a certificate, in that language. Raises NotMade."""
    head = letterhead_of(gathering.owner)
    with translation.override(language):
        title = _("Certificate: %(gathering)s") % {"gathering": gathering.name}
        data = {
            "programme": str(gathering.programme),
            "sender": head.name if head else gathering.owner.name,
            "signatory": head.signatory if head else "",
            "signatory_title": head.signatory_title if head else "",
            "logo": bool(head and head.logo),
            "gathering": gathering.name,
            "where": ", ".join(filter(None, (day_of(gathering), str(gathering.place or "")))),
            "words": _words(),
            "certificates": [_page(each) for each in certificates],
        }
    images = {each.code: qr.svg(address_of(each)) for each in certificates}
    if head and head.logo:
        images["logo"] = bytes(head.logo)
    return pdf.render("convening/certificate", data, language=language, title=title, images=images)


def address_of(certificate: Certificate) -> str:
    """Where anybody can check it."""
    return f"{settings.ENVIRONMENT.origin}{reverse('convening:open-certificate', args=[certificate.code])}"


def day_of(gathering: Gathering) -> str:
    """The day on which it was held, or its first and last."""
    days = local_days(gathering)
    if days is None:
        return ""
    first, last = (date_format(day, "j F Y") for day in days)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _page(certificate: Certificate) -> dict[str, Any]:
    return {
        "name": certificate.name,
        "code": certificate.code,
        "shown": codes.shown(certificate.code),
        "address": address_of(certificate),
        "issued": date_format(certificate.issued_on, "j F Y"),
    }


def _words() -> dict[str, str]:
    return {
        "title": _("Certificate"),
        "that": _("This is to say that"),
        "took_part": _("took part in"),
        "issued": _("Issued on"),
        "check": _("Anybody can check it at the address below, or by this code:"),
        "scan": _("A square code that leads to the page on which this certificate is checked"),
    }
