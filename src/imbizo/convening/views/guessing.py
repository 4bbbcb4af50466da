"""Public pages that open by a code: hundreds of phones may share one address, but nobody may try codes out.

Only wrong codes count. A slip of the pen fails the code's check character and costs nothing; so what is counted was
made up. An address that made up too many is shown out for ten minutes, with right codes too.
"""

from functools import wraps
from http import HTTPStatus
from random import random
from typing import Final, ParamSpec, cast

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from imbizo.base.limits import allow, client_address
from imbizo.base.web import PlainView

P = ParamSpec("P")

_WINDOW: Final = 600  # seconds
_WRONG: Final = 60
# Forty a second, from one address to one code, is more than a hall of four hundred writes.
_SENT: Final = 25_000
# Counting each would cost more than keeping the words: one in a hundred is counted, for a hundred.
_SAMPLE: Final = 100


def unless_guessing(view: PlainView[P]) -> PlainView[P]:
    """Show out whoever has been trying codes."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return too_many(request) if cache.get(_key(request)) else view(request, *args, **kwargs)

    return cast(PlainView[P], guarded)


def note_wrong(request: HttpRequest) -> None:
    """A code that nobody was given."""
    if not allow(f"guessed:{client_address(request)}", limit=_WRONG, seconds=_WINDOW):
        cache.set(_key(request), 1, _WINDOW)


def is_flooding(request: HttpRequest, code: str) -> bool:
    """Whether more comes from this address to this code than people can write."""
    if random() * _SAMPLE >= 1:  # noqa: S311 - a sample, not a secret.
        return False
    key = f"sent:{code}:{client_address(request)}"
    return not allow(key, limit=_SENT // _SAMPLE, seconds=_WINDOW)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say when to come back."""
    status = HTTPStatus.TOO_MANY_REQUESTS
    response = render(request, "base/too_many.html", {"minutes": _WINDOW // 60}, status=status)
    response["Retry-After"] = str(_WINDOW)
    return response


def _key(request: HttpRequest) -> str:
    # The address isn't readable in the cache.
    return "guessing:" + salted_hmac("imbizo.convening.guessing", client_address(request)).hexdigest()[:32]
