"""What somebody without an account sees where the link of a message doesn't open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def link_closed(request: HttpRequest, template: str = "base/link_closed.html") -> HttpResponse:
    """That it is closed, and how to go on: expired, revoked and invented links look the same."""
    return render(request, template, status=404)
