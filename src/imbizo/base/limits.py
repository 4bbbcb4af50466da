"""Rate limits that hold for all processes together: they count in the shared cache.

A window is divided into as many numbered slots as it allows. Taking one is `cache.add`, which every shared cache
does atomically; `incr` isn't atomic in the database's cache, where two requests at once would count as one.
"""

import time
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec, cast

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from imbizo.base.web import PlainView

P = ParamSpec("P")


def allow(key: str, *, limit: int, seconds: int) -> bool:
    """Count one use of `key`, and say whether it is among the first `limit` of this window of `seconds`.

    Windows follow the clock, so across the border of two of them at most twice the limit passes. What `key` says
    (an address, a token) isn't readable in the cache.
    """
    # The number of the window is part of the name: a slot that has run out is never taken again.
    return allow_ever(f"{key}:{int(time.time()) // seconds}", limit=limit, seconds=seconds)


def allow_ever(key: str, *, limit: int, seconds: int) -> bool:
    """Count one use of `key`, and say whether it is among the first `limit` at all.

    For a key that is good for `seconds` at most and then never again, as a code that was sent: no window ends
    meanwhile.
    """
    name = salted_hmac("imbizo.base.limits", key).hexdigest()[:32]
    slots = [f"limit:{name}:{number}" for number in range(limit)]
    taken = cache.get_many(slots)
    return any(cache.add(slot, 1, seconds) for slot in slots if slot not in taken)


def client_address(request: HttpRequest) -> str:
    """The address that a request came from, believing only the stated proxies."""
    return str(get_adapter(request).get_client_ip(request))


def limited(*, limit: int, seconds: int, each: str = "") -> Callable[[PlainView[P]], PlainView[P]]:
    """At most `limit` requests in `seconds` from one address, and as many for each value of the argument `each`.

    For views that need no account: `@public` goes above it. Beyond the limit a page says when to come back.
    """

    def decorate(view: PlainView[P]) -> PlainView[P]:
        @wraps(view)
        def counted(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            keys = [f"{view.__qualname__}:address:{client_address(request)}"]
            if each:
                keys.append(f"{view.__qualname__}:{each}:{kwargs[each]}")
            if not all(allow(key, limit=limit, seconds=seconds) for key in keys):
                return _too_many(request, seconds)
            return view(request, *args, **kwargs)

        return cast(PlainView[P], counted)

    return decorate


def _too_many(request: HttpRequest, seconds: int) -> HttpResponseBase:
    status = HTTPStatus.TOO_MANY_REQUESTS
    response = render(request, "base/too_many.html", {"minutes": -(-seconds // 60)}, status=status)
    response["Retry-After"] = str(seconds)
    return response
