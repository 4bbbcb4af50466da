"""What suppliers call: delivery reports and incoming messages. No account, but a proof with each call."""

import logging
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from imbizo.base.limits import allow, client_address
from imbizo.base.sealing import CantUnseal
from imbizo.base.web import public
from imbizo.messaging.gateways import http
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.callbacks import take_up
from imbizo.messaging.queries.callbacks import called
from imbizo.messaging.states import Service

log = logging.getLogger(__name__)

LARGEST = 64 * 1024  # bytes of a call; the largest of ten long messages is a third of it
RETRY_AFTER = 30  # seconds
# Forged calls are counted; those of a supplier never are, however many come at once.
_FORGED = {"limit": 30, "seconds": 60}
_HEADERS = ("x-twilio-signature",)
_EMPTY_TWIML = "<Response/>"


@public
@csrf_exempt
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A delivery report, or several."""
    return _take(request, pk)


@public
@csrf_exempt
@require_http_methods(["GET", "POST"])
def inbound(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A message that somebody sent, or several."""
    return _take(request, pk)


def _take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Both addresses take both: suppliers tell some things only at the one that they were given for the other."""
    body = _body(request)
    if body is None:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        return _answer(request, called(pk), _call(request, body))
    except http.BadCall as error:
        # A fixed phrase of ours: nothing of what was said.
        log.warning("callback.not_understood", extra={"facts": {"gateway": str(pk), "what": str(error)}})
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    except (OperationalError, CantUnseal) as error:
        log.exception("callback.put_off", extra={"facts": {"gateway": str(pk), "what": type(error).__name__}})
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return HttpResponse(status=status, headers={"Retry-After": str(RETRY_AFTER)})


def _answer(request: HttpRequest, gateway: Gateway | None, call: http.Call) -> HttpResponse:
    """Says "yes" only when all is stored. A gateway that doesn't exist answers like a wrong proof."""
    if gateway is None or not http.is_proved(gateway, call):
        return _refused(request, gateway)
    take_up(gateway=gateway, heard=http.heard(gateway, call))
    if gateway.service == Service.TWILIO:
        return HttpResponse(_EMPTY_TWIML, content_type="text/xml")
    # Kannel would send anything else than nothing to the phone.
    return HttpResponse(content_type="text/plain")


def _refused(request: HttpRequest, gateway: Gateway | None) -> HttpResponse:
    log.warning("callback.refused", extra={"facts": {"gateway": str(gateway.pk) if gateway else ""}})
    if not allow(f"callback:forged:{client_address(request)}", **_FORGED):
        seconds = str(_FORGED["seconds"])
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": seconds})
    return HttpResponse(status=HTTPStatus.FORBIDDEN)


def _body(request: HttpRequest) -> bytes | None:
    """The body; None where it is too large, of which no more than that is read."""
    stated = str(request.META.get("CONTENT_LENGTH") or "0")
    if not stated.isdecimal() or int(stated) > LARGEST:
        return None
    body = request.read(LARGEST + 1)
    return body if len(body) <= LARGEST else None


def _call(request: HttpRequest, body: bytes) -> http.Call:
    """The address is that of our own origin: what the request says of its host isn't believed."""
    return http.Call(
        url=settings.ENVIRONMENT.origin + request.get_full_path(),
        query=request.META.get("QUERY_STRING", ""),
        body=body,
        headers={name: request.headers[name] for name in _HEADERS if name in request.headers},
    )
