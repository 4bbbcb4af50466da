"""An authority of timestamps on this machine, whose clock stands still."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from asn1crypto import tsp  # type: ignore[import-untyped]  # it has no types
from pyhanko.sign.timestamps import DummyTimeStamper

from imbizo.base.documents.signing import signatures
from tests import signing
from tests.signing import AT

STAMPED = AT + timedelta(seconds=40)


class Answering(BaseHTTPRequestHandler):
    """Stamps what it is sent; at /refuses, /page, /endless and /slow it does what a broken one does."""

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        status, body = 200, b"<html>" * 20_000
        if self.path == "/":
            body = _stamp(asked)
        elif self.path == "/refuses":
            status = 503
        elif self.path in {"/page", "/slow"}:
            body = b"<html>Sign in</html>"
        self.send_response(status)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._write(body)

    def _write(self, body: bytes) -> None:
        if self.path != "/slow":
            self.wfile.write(body)
            return
        with suppress(OSError):  # Whoever asked waits no longer.
            for number in range(len(body)):
                self.wfile.write(body[number : number + 1])
                time.sleep(0.05)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def answering() -> Iterator[str]:
    """Where the authority answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def _stamp(asked: bytes) -> bytes:
    clock = signatures._signer(signing.clock())
    stamper = DummyTimeStamper(clock.signing_cert, clock.signing_key, fixed_dt=STAMPED)
    answer = stamper.request_tsa_response(tsp.TimeStampReq.load(asked))
    made: bytes = answer.dump()
    return made
