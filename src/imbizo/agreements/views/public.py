"""The public page of an agreement: its text, its parties, and whether a copy is the real one. No account is needed."""

import hashlib
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from imbizo.agreements.forms.public import CopyForm
from imbizo.agreements.models import Agreement
from imbizo.agreements.operations import verifying
from imbizo.agreements.operations.authority import trusted_roots
from imbizo.agreements.queries import public as queries
from imbizo.base.files import saved
from imbizo.base.limits import limited
from imbizo.base.web import public

_HOUR: Final = 60 * 60  # seconds


@public
@limited(limit=120, seconds=_HOUR)
@require_safe
def public_agreement(request: HttpRequest, code: str) -> HttpResponseBase:
    """Its text, where each party stands, its effect, its hash."""
    one = _open(code)
    return render(request, "agreements/public/agreement.html", _context(one) | queries.told(one))


@public
@never_cache
@limited(limit=60, seconds=_HOUR)
@require_http_methods(["GET", "HEAD", "POST"])
def verify_copy(request: HttpRequest, code: str) -> HttpResponse:
    """Say which text or signed state a file or a hash is. The file is read and not kept."""
    one = _open(code)
    form = CopyForm(request.POST or None, request.FILES or None)
    context = _context(one) | {"form": form, "has_authority": bool(trusted_roots())}
    if request.method == "POST" and form.is_valid():
        context |= _judged(one, form.cleaned_data)
    return render(request, "agreements/public/verify.html", context)


@public
@limited(limit=60, seconds=_HOUR)
@require_safe
def authority(request: HttpRequest) -> HttpResponseBase:
    """The certificates of this site's authorities, for whoever wants another program to know its signatures."""
    roots = trusted_roots()
    if not roots:
        raise Http404(_("Nobody has signed here yet."))
    return saved("".join(roots).encode("ascii"), "signing-authority.pem", kind="application/x-pem-file")


def _open(code: str) -> Agreement:
    one = get_object_or_404(queries.open_agreements(), code=code)
    if one.text is None and not one.document.publications.exists():
        raise Http404(_("Nothing is published of it yet."))
    return one


def _judged(one: Agreement, given: dict[str, Any]) -> dict[str, Any]:
    """What there is to say of the copy, and the hash that was judged."""
    file = given.get("file")
    if file is not None:
        content = file.read()
        digest = hashlib.sha256(content).hexdigest()
        verdict = verifying.verify_copy(agreement=one, content=content)
    else:
        digest = given["digest"]
        verdict = verifying.verify_hash(agreement=one, digest=digest)
    earlier = None if verdict.is_good else queries.version_with(one, digest)
    return {"verdict": verdict, "digest": digest, "earlier": earlier}


def _context(one: Agreement) -> dict[str, Any]:
    return {
        "agreement": one,
        "programme_name": one.programme.name,
        "check_number": one.programme.contact_number,
    }
