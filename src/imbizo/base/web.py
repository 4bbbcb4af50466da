"""What every view of a programme stands on: who is asking, and may they.

`request.member` is set by `programmes.middleware` for every address below `/p/<programme>/`. A view names its
permission once, by `@requires(...)`; a test reads the name off the view and walks every role past it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

P = ParamSpec("P")


class Member(Protocol):
    """What views need to know of a membership."""

    def may(self, permission: str) -> bool: ...


class MemberRequest(HttpRequest):
    """A request below `/p/<programme>/` by one of its members."""

    member: Any


class Address(Protocol):
    """Gives the address of a page in the member's programme: `address(request, "theme", theme.pk)`."""

    def __call__(self, request: MemberRequest, name: str, *rest: object) -> str: ...


def addresses_of(app: str) -> Address:
    """The function that gives the addresses of an app's pages in the member's programme."""

    def address(request: MemberRequest, name: str, *rest: object) -> str:
        return reverse(f"{app}:{name}", args=[request.member.programme.slug, *rest])

    return address


View = Callable[Concatenate[MemberRequest, P], HttpResponseBase]
PlainView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def requires(permission: str) -> Callable[[View[P]], PlainView[P]]:
    """Only members with this permission. Strangers met a 404 before (middleware); others meet a 403 here."""

    def decorate(view: View[P]) -> PlainView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            member_request = cast(MemberRequest, request)
            if not member_request.member.may(permission):
                raise PermissionDenied
            return view(member_request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by the test that walks every address
        return cast(PlainView[P], guarded)

    return decorate


def public(view: PlainView[P]) -> PlainView[P]:
    """Marks a view that needs no account. The repository test holds the list of them."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: PlainView[P]) -> PlainView[P]:
    """Marks a view for any signed-in person, of whatever programme; anonymous ones are asked to sign in."""
    guarded = login_required(view)
    guarded.permission = "signed in"  # type: ignore[attr-defined]
    return guarded
