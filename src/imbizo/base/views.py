"""Views that belong to no domain: what went wrong, the offline page, language and colours, the components."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from imbizo.base import request_id, showcase
from imbizo.base.web import public, signed_in

THEMES = ("light", "dark", "auto")
YEAR = 60 * 60 * 24 * 365  # seconds
_WORKER = Path(__file__).parent / "static/base/offline-worker.js"


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the browser keeps to show when it can't reach us."""
    return render(request, "offline.html")


@public
@require_safe
@cache_control(max_age=0, must_revalidate=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker that keeps the offline page. Served from the root, because it governs addresses below its own."""
    return HttpResponse(
        _worker(reverse("base:offline"), static("base/public.css")),
        content_type="text/javascript; charset=utf-8",
    )


@lru_cache(maxsize=2)
def _worker(page: str, style: str) -> str:
    """The worker's text; its cache is named after what is in it, so that a new release replaces it."""
    version = hashlib.sha256(f"{page}{style}".encode()).hexdigest()[:12]
    text = _WORKER.read_text(encoding="utf-8")
    return text.replace("__VERSION__", version).replace("__PAGE__", page).replace("__STYLE__", style)


@public
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Keep the chosen language in a cookie, and go back to the page. Django's own view does it."""
    return set_language(request)


@public
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen colours in a cookie, and go back to the page."""
    chosen = request.POST.get("theme", "")
    response = redirect(_safe_next(request))
    if chosen in THEMES:
        response.set_cookie(
            "theme", chosen, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return response


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"


@signed_in
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every part that pages are made of, for those who build pages."""
    return render(request, "base/components.html", showcase.context(request))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent can't be read."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a member, whose role doesn't open this."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or none for this person; the two look the same on purpose."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: drawn without the request's context, which may be what broke; with the number to quote."""
    return HttpResponse(render_to_string("500.html", {"request_id": request_id.current()}), status=500)
