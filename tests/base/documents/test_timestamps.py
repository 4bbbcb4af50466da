"""A signature's time is confirmed by an authority (RFC 3161) on this machine, over the web."""

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from asn1crypto import tsp  # type: ignore[import-untyped]  # it has no types
from pyhanko.sign.timestamps import DummyTimeStamper

from imbizo.base.documents.signing import reading, signatures
from imbizo.base.documents.signing.errors import NoTimestamp
from imbizo.base.documents.signing.timestamps import WebTimeStamper
from tests import signing
from tests.signing import AT, judge, prepared, sign

STAMPED = AT + timedelta(seconds=40)


class Answering(BaseHTTPRequestHandler):
    """Stamps what it is sent; at /refuses, /page and /endless it does what a broken one does."""

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        status, body = 200, b"<html>" * 20_000
        if self.path == "/":
            body = _stamp(asked)
        elif self.path == "/refuses":
            status = 503
        elif self.path == "/page":
            body = b"<html>Sign in</html>"
        self.send_response(status)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def _stamp(asked: bytes) -> bytes:
    clock = signatures._signer(signing.clock())
    stamper = DummyTimeStamper(clock.signing_cert, clock.signing_key, fixed_dt=STAMPED)
    answer = stamper.request_tsa_response(tsp.TimeStampReq.load(asked))
    made: bytes = answer.dump()
    return made


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the authority answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_the_authority_confirms_when_it_was_signed(address: str) -> None:
    one = judge(sign(prepared(), "forum", timestamper=WebTimeStamper(address))).of("forum")
    assert one is not None
    assert (one.at, one.timestamped, one.findings) == (STAMPED, True, ())


def test_an_authority_that_nobody_here_believes_confirms_nothing(address: str) -> None:
    document = sign(prepared(), "forum", timestamper=WebTimeStamper(address))
    one = judge(document, timestamp_roots=[]).of("forum")
    assert one is not None
    assert (one.at, one.timestamped, one.findings) == (AT, False, ())


def test_what_confirms_the_time_vouches_for_nobody(address: str) -> None:
    document = sign(prepared(), "forum", signing.theirs(), timestamper=WebTimeStamper(address))
    found = judge(document, timestamp_roots=[signing.ours().certificate, signing.theirs().certificate])
    assert [str(each.code) for each in found.refusals] == ["unknown-issuer"]


@pytest.mark.parametrize("path", ["/refuses", "/page", "/endless"])
def test_an_authority_that_gives_no_timestamp_is_told_from_a_signature(address: str, path: str) -> None:
    with pytest.raises(NoTimestamp):
        reading.waited(WebTimeStamper(address + path).async_timestamp(b"\0" * 32, "sha256"))


def test_an_authority_that_is_down_is_told_from_a_signature() -> None:
    with pytest.raises(NoTimestamp, match="ConnectError"):
        reading.waited(WebTimeStamper("http://127.0.0.1:1").async_timestamp(b"\0" * 32, "sha256"))
