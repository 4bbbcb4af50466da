"""Asking an authority of timestamps (RFC 3161), over the web, to confirm when a signature was made.

Import it inside the function that needs it: pyHanko takes a while to load.
"""

import asyncio
from typing import Final

import httpx
from asn1crypto import cms, tsp  # type: ignore[import-untyped]  # it has no types, and pyHanko hands its objects out
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from imbizo.base.documents.signing.errors import NoTimestamp
from imbizo.base.documents.signing.reading import DAMAGE

# Seconds. Somebody waits at their page, and an answer takes a fraction of one. The first is for each step: to connect,
# to send, and between two pieces of an answer; the second for all of them together.
_PATIENCE: Final = httpx.Timeout(4.0)
_LONGEST: Final = 10.0
_LARGEST: Final = 64 * 1024  # bytes of an answer; usual ones have 3,000 to 8,000
_HEADERS: Final = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
    "Accept-Encoding": "identity",
    "User-Agent": "Imbizo",
}


class WebTimeStamper(TimeStamper):
    """The authority at an address. Only the hash of a signature goes there: no text, and nobody's name."""

    def __init__(self, url: str) -> None:
        TimeStamper.__init__(self)
        self._url = url

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """The stamp on that digest. Raises NoTimestamp."""
        try:
            async with asyncio.timeout(_LONGEST):
                return await super().async_timestamp(message_digest, md_algorithm)
        except (TimestampRequestError, TimeoutError, httpx.HTTPError, httpx.InvalidURL, *DAMAGE) as error:
            raise NoTimestamp(type(error).__name__) from error

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        async with (
            httpx.AsyncClient(timeout=_PATIENCE, headers=_HEADERS) as client,
            client.stream("POST", self._url, content=req.dump()) as response,
        ):
            response.raise_for_status()
            return tsp.TimeStampResp.load(await _bounded(response), strict=True)


async def _bounded(response: httpx.Response) -> bytes:
    """The body. Raises ValueError where it is longer than any stamp."""
    body = b""
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > _LARGEST:
            raise ValueError("too long")
    return body
