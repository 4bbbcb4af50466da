"""The pages of a facilitator: what waits, what was let through, and each input."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.INPUTS_VIEW)
def stream(request: MemberRequest, **_rest: Any) -> HttpResponse:
    """What was said at a gathering."""
    return render(request, "base/layout.html", {})
