"""The id of the request or task being served: on each log line, and on the error page for people to quote."""

from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id, or an empty string outside any request."""
    return _current.get()


def begin(request_id: str) -> None:
    """Name the request or task that starts here."""
    _current.set(request_id)
