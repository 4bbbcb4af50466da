"""The site's addresses, with refusals in a word: walking them all asks who is refused, not what the page looks like."""

from django.http import HttpRequest, HttpResponse

from imbizo.config.urls import handler400, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("Forbidden", status=403)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("Missing", status=404)
