"""Pages about one's own account that allauth has none for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from imbizo.base.web import public


@public
def locked_out(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """After too many wrong passwords: what to do now."""
    return render(request, "accounts/locked_out.html", status=429)
