"""Asking a supplier over the web, and being exact about whether anything can have been handed over.

What failed before the request could leave is Trouble. What failed after it is Unclear: only the supplier knows.
"""

import json
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from imbizo.messaging.gateways.driver import Trouble
from imbizo.messaging.gateways.inside import must_be_outside
from imbizo.messaging.states import Health, Reason

# Seconds. Three answers that never come stay within the lease of a message (two minutes).
TIMEOUT = httpx.Timeout(20.0, connect=10.0)
LONGEST = 30.0  # for a whole answer, however slowly it drips
LARGEST = 64 * 1024  # bytes of an answer
# The request didn't leave. Errors of httpx that aren't here may have come after it did.
_NOT_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# An address, a key or a user name that no request can be made of.
_NO_REQUEST = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError, UnicodeError)


class Unclear(Exception):
    """The request left, or a part of it did, and no answer came that says what became of it.

    `refs` are those under which the supplier would still report on it.
    """

    def __init__(self, reason: Reason, detail: str = "", refs: tuple[str, ...] = ()) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.refs = refs


@dataclass(frozen=True, slots=True)
class Answer:
    """What a supplier answered: the HTTP status, and a body of at most LARGEST bytes."""

    status: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace").strip()

    def json(self) -> Any:
        """The body as JSON. Raises ValueError where it is none."""
        try:
            return json.loads(self.body)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


class Web:
    """One supplier's address, over connections that are kept for as long as a gateway is driven.

    Certificates are always verified (against SSL_CERT_FILE where the operator sets one), and redirections never
    followed: they could lead texts and passwords elsewhere.
    """

    def __init__(
        self,
        base: str,
        *,
        connections: int,
        auth: tuple[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Raises Trouble(MISCONFIGURED) where the headers can't be sent, or the address is closed to gateways."""
        self._base = base.rstrip("/")
        must_be_outside(*_place(self._base))
        limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
        # Uncompressed, so that LARGEST bounds what is held in memory.
        always = {"Accept-Encoding": "identity", "User-Agent": "Imbizo"}
        try:
            self._client = httpx.Client(
                timeout=TIMEOUT, limits=limits, auth=auth, headers=always | dict(headers or {})
            )
        except UnicodeError as error:
            raise Trouble(Health.MISCONFIGURED, type(error).__name__) from error

    def get(self, path: str = "", query: Mapping[str, str | bytes] | None = None) -> Answer:
        """Ask, with values in the address. Raises Trouble and Unclear."""
        # httpx would write bytes as UTF-8.
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path)

    def post(
        self,
        path: str = "",
        *,
        form: Mapping[str, str] | None = None,
        content: Any = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        """Post a form, or content as JSON. Raises Trouble and Unclear."""
        body: dict[str, Any] = {"data": form} if content is None else {"json": content}
        return self._ask("POST", path, params=query, **body)

    def close(self) -> None:
        self._client.close()

    def _ask(self, method: str, path: str, **request: Any) -> Answer:
        try:
            with self._client.stream(method, self._base + path, **request) as response:
                return Answer(response.status_code, b"".join(_bounded(response)))
        except _NOT_CONNECTED as error:
            raise _not_connected(error) from error
        except _NO_REQUEST as error:
            raise Trouble(Health.MISCONFIGURED, type(error).__name__) from error
        except httpx.HTTPError as error:
            raise Unclear(Reason.BROKEN_OFF, type(error).__name__) from error


def _place(base: str) -> tuple[str, int | None]:
    """Host and port of an address. Raises Trouble(MISCONFIGURED)."""
    try:
        parts = urlsplit(base)
        return parts.hostname or "", parts.port
    except ValueError as error:
        raise Trouble(Health.MISCONFIGURED, "url") from error


def _bounded(response: httpx.Response) -> Iterator[bytes]:
    until, size = time.monotonic() + LONGEST, 0
    for chunk in response.iter_raw():
        size += len(chunk)
        if size > LARGEST or time.monotonic() > until:
            raise Unclear(Reason.NOT_UNDERSTOOD, f"{response.status_code}, too long")
        yield chunk


def _not_connected(error: Exception) -> Trouble:
    untrusted = any(isinstance(each, ssl.SSLCertVerificationError) for each in _causes(error))
    health = Health.UNTRUSTED if untrusted else Health.UNREACHABLE
    return Trouble(health, str(error) or type(error).__name__)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
