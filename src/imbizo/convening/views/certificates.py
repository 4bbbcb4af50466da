"""Certificates: who gets one, printing them, revoking, and the page on which anybody checks one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imbizo.base.attempts import tried
from imbizo.base.files import shown
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.calc import codes
from imbizo.convening.exports.certificates import certificates_pdf, day_of
from imbizo.convening.forms.afterwards import CertificateCodeForm, CertificatesForm
from imbizo.convening.operations import certificates as operations
from imbizo.convening.queries import certificates as queries
from imbizo.convening.views.frame import address, frame, own
from imbizo.convening.views.guessing import note_wrong, unless_guessing
from imbizo.programmes.states import Permission


@requires(Permission.DAY_REGISTER)
@require_safe
def certificates(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Who has one, and making those that are missing."""
    gathering = own(request, pk)
    context = frame(request, gathering) | {
        "certificates": queries.issued(gathering),
        "missing": queries.deserving(gathering, 0).count(),
        "is_held": gathering.state == "held",
        "form": CertificatesForm(),
    }
    return render(request, "convening/afterwards/certificates.html", context)


@require_POST
@requires(Permission.DAY_REGISTER)
def certificates_issue(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Make one for each who came by name."""
    gathering = own(request, pk)
    form = CertificatesForm(request.POST)
    if form.is_valid():
        minutes = form.cleaned_data["minutes"]
        made = tried(
            request,
            lambda: operations.issue_certificates(gathering=gathering, minutes=minutes, by=request.member),
        )
        if made is not None:
            text = ngettext("%(count)s certificate is ready.", "%(count)s certificates are ready.", len(made))
            say_done(request, text % {"count": len(made)})
    return redirect(address(request, "certificates", pk))


@requires(Permission.DAY_REGISTER)
@require_safe
def certificates_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """All of them in one PDF."""
    gathering = own(request, pk)
    found = list(queries.standing(gathering))
    name = _("Certificates: %(gathering)s") % {"gathering": gathering.name}
    return shown(certificates_pdf(gathering, found, get_language() or "en"), f"{name}.pdf")


@requires(Permission.DAY_REGISTER)
@require_safe
def certificate(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """One as PDF."""
    found = get_object_or_404(queries.certificates(request.member), pk=pk, revoked_on=None)
    gathering = found.attendance.gathering
    return shown(certificates_pdf(gathering, [found], get_language() or "en"), f"{found.name}.pdf")


@require_POST
@requires(Permission.DAY_REGISTER)
def certificate_revoke(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """It doesn't hold any more."""
    found = get_object_or_404(queries.certificates(request.member), pk=pk)
    operations.revoke_certificate(certificate=found, by=request.member)
    say_done(request, _("Revoked. Whoever checks it reads that it doesn't hold any more."))
    return redirect(address(request, "certificates", found.attendance.gathering_id))


@require_POST
@requires(Permission.DAY_REGISTER)
def certificate_again(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Another one in place of one that was revoked: by mistake, or since the name on it was wrong."""
    found = get_object_or_404(queries.certificates(request.member), pk=pk)
    if tried(request, lambda: operations.issue_again(certificate=found, by=request.member)) is not None:
        say_done(
            request, _("A new one is ready, with a code of its own. The old code says that it was revoked.")
        )
    return redirect(address(request, "certificates", found.attendance.gathering_id))


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@unless_guessing
def check_certificate(request: HttpRequest) -> HttpResponseBase:
    """Type the code that stands on a certificate."""
    form = CertificateCodeForm(request.POST or None)
    if form.is_valid():
        code = codes.normalise(form.cleaned_data["code"])
        if codes.is_valid(code, operations.CODE_LENGTH):
            return redirect("convening:open-certificate", code=code)
        form.add_error("code", _("A letter or digit is wrong. Look at the certificate once more."))
    return render(request, "convening/public/check_certificate.html", {"form": form})


@public
@never_cache
@require_safe
@unless_guessing
def open_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What stands on the certificate with this code, and whether it holds."""
    found = queries.by_code(code)
    if found is None:
        if codes.is_valid(code, operations.CODE_LENGTH):
            note_wrong(request)
        context = {"form": CertificateCodeForm(), "is_unknown": True}
        return render(request, "convening/public/check_certificate.html", context, status=404)
    gathering = found.attendance.gathering
    context = {"certificate": found, "gathering": gathering, "day": day_of(gathering)}
    context |= {"shown": codes.shown(found.code), "programme_name": found.programme.name}
    return render(request, "convening/public/certificate.html", context)
