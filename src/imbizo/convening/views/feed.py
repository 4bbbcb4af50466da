"""A member's own calendar address: made, renewed and closed here, and opened by calendar programs."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import tried
from imbizo.base.limits import limited
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.calc.calendars import FEED_TYPE
from imbizo.convening.operations.subscription import end_calendar, renew_calendar
from imbizo.convening.queries.subscription import PURPOSE, open_link, sheet, subscriber
from imbizo.convening.views.frame import address
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def calendar_address(request: MemberRequest) -> HttpResponse:
    """How to see the gatherings in one's own calendar."""
    return render(request, "convening/calendar/address.html", _context(request, ""))


@requires(Permission.GATHERINGS_VIEW)
@require_POST
def calendar_address_new(request: MemberRequest) -> HttpResponse:
    """Make a new address; it is shown this once, and the old one closes."""
    token = tried(request, lambda: renew_calendar(by=request.member))
    if token is None:
        return redirect(address(request, "calendar-address"))
    url = request.build_absolute_uri(reverse("convening:feed", args=[token]))
    return render(request, "convening/calendar/address.html", _context(request, url))


@requires(Permission.GATHERINGS_VIEW)
@require_POST
def calendar_address_end(request: MemberRequest) -> HttpResponse:
    """Close the address."""
    end_calendar(by=request.member)
    say_done(request, _("Your calendar address is closed: nobody sees anything by it any more."))
    return redirect(address(request, "calendar-address"))


@public
@limited(limit=120, seconds=600, each="token")
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the holder of this address sees now, as a calendar file; 404 for a guess or a former member."""
    try:
        member = subscriber(open_public_link(token, purpose=PURPOSE))
    except LinkClosed:
        raise Http404 from None
    if member is None:
        raise Http404
    with timezone.override(member.programme.zone), translation.override(member.user.language or None):
        found = sheet(member, site=request.build_absolute_uri("/").rstrip("/"))
    etag = quote_etag(hashlib.sha256(found.data).hexdigest()[:32])
    changed = int(found.changed_at.timestamp())
    response = HttpResponse(found.data, content_type=FEED_TYPE)
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    response["Cache-Control"] = "private, max-age=300"
    response["Content-Disposition"] = f'inline; filename="{member.programme.slug}.ics"'
    return get_conditional_response(request, etag, changed, response) or response


def _context(request: MemberRequest, url: str) -> dict[str, object]:
    """`url` is the address just made; there is no way to show it again."""
    return {
        "url": url,
        "web": url.replace("https://", "webcal://").replace("http://", "webcal://"),
        "link": open_link(request.member),
        "crumbs": [],
    }
