"""Letters of invitation as one PDF to print, and the needs for spreadsheets."""

from collections.abc import Iterator

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.base.documents import pdf
from imbizo.base.documents.text import paragraphs
from imbizo.base.documents.workbooks import Cell, Sheet
from imbizo.convening.models import Gathering
from imbizo.convening.operations.invitations.lettering import Paper, letter_to
from imbizo.convening.queries import wordings
from imbizo.convening.queries.needs import Needs
from imbizo.convening.queries.protocol import letterhead_of
from imbizo.programmes.models import Membership


def letters_pdf(gathering: Gathering, *, by: Membership) -> bytes:
    """One letter a page, on the letterhead of the partner that convenes. Raises NotMade, and what `letter_to` does."""
    papers = letter_to(gathering=gathering, by=by)
    head = letterhead_of(gathering.owner)
    data = {
        "sender": head.name if head else gathering.owner.name,
        "address": head.address.splitlines() if head else [],
        "logo": bool(head and head.logo),
        "signatory": head.signatory if head else "",
        "signatory_title": head.signatory_title if head else "",
        "letters": [_letter(each) for each in papers],
    }
    images = {"logo": bytes(head.logo)} if head and head.logo else {}
    title = _("Invitations: %(gathering)s") % {"gathering": gathering.name}
    return pdf.render(
        "convening/invitations", data, language=wordings.fallback(gathering), title=title, images=images
    )


def _letter(paper: Paper) -> dict[str, object]:
    with translation.override(paper.language):
        day = date_format(timezone.localdate(timezone=paper.invitation.programme.zone), "j F Y")
    return {
        "language": paper.language,
        "addressee": paper.invitation.actor.name,
        "date": day,
        "subject": paper.subject,
        "paragraphs": paragraphs(paper.text),
    }


def needs_sheet(needs: Needs) -> Sheet:
    """A line for each need, with how many have it and who they are."""
    return Sheet(_("Need"), [_("Need"), _("What"), _("How many"), _("Who")], _lines(needs))


def _lines(needs: Needs) -> Iterator[list[Cell]]:
    groups = (
        (_("Interpreter"), needs.interpreters),
        (_("Transport from"), needs.transport),
        (_("Food"), needs.diets),
        (_("Access"), needs.access),
    )
    yield [_("Children to look after"), "", needs.children, "; ".join(map(str, needs.families))]
    for need, totals in groups:
        for total in totals:
            yield [need, total.label, total.count, "; ".join(map(str, total.who))]
