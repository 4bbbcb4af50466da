"""Letters to people of the reference group, as one PDF to print."""

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.base.documents import pdf, qr
from imbizo.base.documents.text import paragraphs
from imbizo.convening.models import Letterhead
from imbizo.convening.queries.protocol import letterhead_of
from imbizo.drafting.models import Document
from imbizo.drafting.operations.papers import Paper


def letters_pdf(document: Document, papers: Sequence[Paper]) -> bytes:
    """One letter a page, on the letterhead of the partner whose document it is. Raises NotMade."""
    head = letterhead_of(document.owner)
    pages = {f"qr{number}": qr.svg(each.page) for number, each in enumerate(papers) if each.page}
    logo = {"logo": bytes(head.logo)} if head and head.logo else {}
    data = _sender(document, head) | {
        "logo": bool(logo),
        "letters": [_letter(each, document) for each in papers],
    }
    title = _("Letters: %(document)s") % {"document": document.title}
    return pdf.render(
        "drafting/letters", data, language=document.language, title=title, images={**logo, **pages}
    )


def _sender(document: Document, head: Letterhead | None) -> dict[str, object]:
    return {
        "sender": head.name if head else document.owner.name,
        "address": head.address.splitlines() if head else [],
        "signatory": head.signatory if head else "",
        "signatory_title": head.signatory_title if head else "",
    }


def _letter(paper: Paper, document: Document) -> dict[str, object]:
    with translation.override(paper.language):
        return {
            "language": paper.language,
            "addressee": paper.addressee,
            "date": date_format(timezone.localdate(timezone=document.programme.zone), "j F Y"),
            "subject": paper.subject,
            "paragraphs": paragraphs(paper.text),
            "inset_title": paper.inset_title,
            "inset": paragraphs(paper.inset_text),
            "page": paper.page,
            "scan": _("Or with a phone: point its camera here, and your own page opens."),
            "boxes": paper.boxes,
            "lines": paper.lines,
            "signature": paper.signature,
        }
