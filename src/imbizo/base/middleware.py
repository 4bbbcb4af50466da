"""What surrounds every request: its id, and its language."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from imbizo.base import request_id

PUBLIC_PREFIX = "/open/"


class RequestId:
    """Gives each request an id of its own. A forwarded one isn't believed: it would reach the logs unread."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identifier = secrets.token_hex(8)
        request_id.begin(identifier)
        response = self.get_response(request)
        response["X-Request-Id"] = identifier
        return response


class Language(LocaleMiddleware):
    """The language that the person chose (cookie), else the browser's.

    Staff pages are whole in fewer languages than participants' pages; there the rest fall back to the default.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        code = translation.get_language()
        if code not in settings.STAFF_LANGUAGES and not request.path_info.startswith(PUBLIC_PREFIX):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
