"""Files of signing: the PDF as it stands, counterparts to print, signatures on paper and their scans."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imbizo.agreements.forms.signing import PaperForm
from imbizo.agreements.models import Signature
from imbizo.agreements.operations import counterparts as operations
from imbizo.agreements.operations import electronic
from imbizo.agreements.operations.evidence_files import SNIFFED, ending_of
from imbizo.agreements.operations.signing_files import counterpart as counterpart_pdf
from imbizo.agreements.queries import signing as queries
from imbizo.agreements.views.frame import address, crumbs, found
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.files import saved, shown
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The file with all signatures so far."""
    agreement = found(request, pk)
    newest = queries.newest_file(agreement) if agreement.text_id else None
    if newest is None:
        raise Http404
    return saved(newest.file.open("rb"), f"{agreement}.pdf")


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def counterpart(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The text to print, with boxes for all, or for one party (`?party=`)."""
    agreement = found(request, pk)
    if agreement.text is None:
        raise Http404
    people = queries.standing(agreement).signatories
    wanted = request.GET.get("party", "")
    chosen = [each for each in people if not wanted or str(each.party_id) == wanted]
    return shown(counterpart_pdf(agreement, chosen), f"{agreement}-to-print.pdf")


@requires(Permission.AGREEMENTS_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Note a signature on paper, with its scan."""
    person = get_object_or_404(queries.signatories(request.member), pk=pk)
    agreement = person.party.agreement
    form = PaperForm(request.POST or None, request.FILES or None)
    noted = attempt(form, lambda data: operations.record_paper(signatory=person, by=request.member, **data))
    back = address(request, "signing", agreement.pk)
    if noted is not None:
        say_done(request, _("The signature of %(name)s is noted.") % {"name": person.name})
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("%(name)s signed on paper") % {"name": person.name},
        lede=_("%(office)s, for %(party)s") % {"office": person.office, "party": person.party.institution},
        action=_("Note the signature"),
        back_url=back,
        crumbs=[*crumbs(request, agreement), Link(_("Signing"), back)],
    )


@requires(Permission.AGREEMENTS_VIEW)
@never_cache
@require_safe
def scan(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The scan of a counterpart, for the partner that keeps the agreement."""
    signature = get_object_or_404(queries.signatures(request.member).exclude(scan=""), pk=pk)
    kept = signature.scan.open("rb")
    ending = ending_of(kept.read(SNIFFED))
    kept.seek(0)
    return saved(kept, f"counterpart-{signature.pk}.{ending}")


@require_POST
@requires(Permission.AGREEMENTS_DECIDE)
def trust(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Somebody has checked that the certificate is the signatory's own."""
    signature: Signature = get_object_or_404(queries.signatures(request.member), pk=pk)
    if tried(request, lambda: electronic.trust(signature=signature, by=request.member)) is not None:
        say_done(request, _("The signature counts from now on."))
    return redirect(address(request, "signing", signature.signatory.party.agreement_id))
