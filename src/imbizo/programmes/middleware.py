"""Below `/p/<programme>/`: who is asking, as a member of that programme."""

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from imbizo.programmes import queries


class CurrentMembership:
    """Sets `request.member` from the address's programme.

    Anonymous people are asked to sign in whether or not the programme exists; a signed-in stranger gets a 404, as
    for a programme that doesn't exist.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        slug = kwargs.pop("programme", None)
        if slug is None:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        member = queries.membership(user=request.user, slug=slug)
        if member is None:
            raise Http404
        request.member = member  # type: ignore[attr-defined]  # `base.web.MemberRequest` is its type in views
        timezone.activate(zoneinfo.ZoneInfo(member.programme.time_zone))
        return None
