"""A scan as a Word document: its answers with citations, how it was done, the picture of its flow, its references."""

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imbizo.base.documents.word import Document
from imbizo.calc.references import sort_key
from imbizo.evidence.exports import scan_flow
from imbizo.evidence.models import Finding, Scan, ScanItem
from imbizo.evidence.queries import scanning as queries
from imbizo.evidence.queries.answering import cited
from imbizo.evidence.queries.citing import line, reference_of


def report(scan: Scan) -> bytes:
    """The report as it stands now."""
    document = Document(title=scan.name, language=get_language() or "en", programme=str(scan.programme))
    document.heading(scan.name)
    document.lede(_standing(scan))
    if scan.purpose:
        document.paragraph(scan.purpose)
    _write_answers(document, scan)
    _write_method(document, scan)
    _write_references(document, scan)
    _write_left_out(document, scan)
    return document.to_bytes()


def _standing(scan: Scan) -> str:
    begun = date_format(scan.started_on, "j F Y")
    if scan.closed_on:
        ended = date_format(scan.closed_on, "j F Y")
        return _("A literature scan, from %(begun)s to %(ended)s.") % {"begun": begun, "ended": ended}
    return _("A literature scan, begun on %(begun)s and still going on.") % {"begun": begun}


def _write_answers(document: Document, scan: Scan) -> None:
    for question in scan.questions.all():
        document.heading(question.text, level=2)
        if question.answer:
            for paragraph in filter(None, (part.strip() for part in question.answer.split("\n\n"))):
                document.paragraph(paragraph)
        else:
            document.note(_("Not answered yet."))
        standing = question.findings.filter(withdrawn_because="").select_related(
            "source__interview", "excerpt"
        )
        if findings := [_finding_words(each) for each in standing]:
            document.heading(_("What the sources say"), level=3)
            document.bullets(findings)


def _finding_words(finding: Finding) -> str:
    quote = f" “{finding.excerpt.quote}”" if finding.excerpt else ""
    return f"{finding.text.strip()} {cited(finding)}{quote}"


def _write_method(document: Document, scan: Scan) -> None:
    document.heading(_("How it was done"), level=2)
    if scan.strategy:
        document.paragraph(scan.strategy)
    document.paragraph(_who(scan))
    drawn = scan_flow.picture(scan)
    caption = _("From what was found to what was taken in, after the PRISMA 2020 statement.")
    document.figure(scan_flow.png(scan, drawn), alt=scan_flow.described(drawn), caption=caption)
    rows = [(each.text, each.number) for row in drawn.rows for each in row]
    document.table([_("Sources"), _("Number")], rows)


def _who(scan: Scan) -> str:
    names = {"first": scan.lead.user if scan.lead else "", "second": scan.second.user if scan.second else ""}
    if scan.has_two_reviewers:
        return _("%(first)s and %(second)s screened, each by themselves.") % names
    return _("Screened by %(first)s.") % names if scan.lead else _("Screened by one person.")


def _write_references(document: Document, scan: Scan) -> None:
    document.heading(_("Sources taken in"), level=2)
    found = sorted(queries.included(scan), key=lambda each: sort_key(reference_of(each)))
    if not found:
        document.note(_("None yet."))
    for source in found:
        document.paragraph(line(source))


def _write_left_out(document: Document, scan: Scan) -> None:
    """What was read in full and left out, with the reason: readers ask for these by name."""
    rows = ScanItem.objects.filter(queries.PLACES["assessed_out"], scan=scan).select_related(
        "source", "reason"
    )
    if listed := [(line(each.source), each.reason.text if each.reason else None) for each in rows]:
        document.heading(_("Read and left out"), level=2)
        document.table([_("Source"), _("Because")], listed)
