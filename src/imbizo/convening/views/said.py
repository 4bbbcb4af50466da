"""What somebody said and what has become of it: by a receipt code without a name, or by the link that was sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.web import public
from imbizo.calc import codes
from imbizo.convening.forms.afterwards import ReceiptForm
from imbizo.convening.models import Gathering
from imbizo.convening.queries import said as queries
from imbizo.convening.queries.inputs import by_receipt
from imbizo.convening.views.guessing import note_wrong, unless_guessing
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds


@public
@never_cache
# No cookie is needed, and nothing is changed: there is no account here that a forged form could misuse.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@unless_guessing
def said(request: HttpRequest) -> HttpResponseBase:
    """Type the receipt's code, and read. The code goes by POST: it must not stay in an address."""
    form = ReceiptForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data["code"]
        found = by_receipt(typed) if codes.is_valid(typed, codes.RECEIPT) else None
        if found is not None:
            context = _who_asks(found.gathering) | {"mine": [queries.mine(found)], "is_nameless": True}
            return render(request, "convening/public/said.html", context)
        if codes.is_valid(typed, codes.RECEIPT):
            note_wrong(request)
        # The same sentence for a slip of the pen and for a code that nobody was given.
        form.add_error("code", _("Nothing was sent under this code. Check each letter and digit."))
    return render(request, "convening/public/receipt.html", {"form": form})


@public
@never_cache
@limited(limit=120, seconds=_HOUR, each="token")
@require_safe
def said_of(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody said by name."""
    try:
        found = queries.behind(open_public_link(token, purpose=queries.LINK))
    except LinkClosed:
        found = None
    if found is None:
        return link_closed(request)
    context = _who_asks(found.gathering) | {"mine": queries.said_by(found)}
    return render(request, "convening/public/said.html", context)


def _who_asks(gathering: Gathering) -> dict[str, Any]:
    programme = gathering.programme
    return {
        "gathering": gathering,
        "programme_name": programme.name,
        "asked_by": gathering.owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }
