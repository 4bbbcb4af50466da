"""A supplier's web server that behaves as it is told: it answers, garbles, hangs, breaks off, changes its certificate.

    with Website() as website:
        website.answers(Reply(201, {"sid": "SM1"}))      # from now on
        website.then(Hang(), Reset(), Reply(429))        # to the next requests, in this order
        httpx.post(f"{website.url}/messages", data={"To": "+27600000001"})
        [request] = website.requests

`stop` and `start` give the same address. With a certificate (`Certificate.made`) it speaks TLS.
"""

import contextlib
import datetime as dt
import ipaddress
import json
import socket
import ssl
import struct
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.parts import HOST, free_port

ALWAYS = dt.timedelta(days=1)


@dataclass(frozen=True)
class Request:
    """What the server was asked."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """An answer; a body that isn't bytes goes as JSON."""

    status: int = 200
    body: Any = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Garbage:
    """Octets that aren't HTTP."""

    octets: bytes = b"\x00\xff\x15\x03\x01 what?\r\n\r\n"


@dataclass(frozen=True)
class Hang:
    """No answer, for as long as the server lives."""


@dataclass(frozen=True)
class Reset:
    """The connection is reset, after so many octets of an answer."""

    after: bytes = b""


Behaviour = Reply | Garbage | Hang | Reset


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate of this machine, with its key, in one file."""

    path: Path

    @classmethod
    def made(cls, folder: Path, name: str) -> Self:
        key = ec.generate_private_key(ec.SECP256R1())
        path = folder / f"{name}.pem"
        path.write_bytes(_certificate(key).public_bytes(serialization.Encoding.PEM) + _pem(key))
        return cls(path)


class Website:
    """A web server on this machine; `requests` are those that came in whole, in order."""

    def __init__(self, certificate: Certificate | None = None) -> None:
        self.requests: list[Request] = []
        self.port = free_port()
        self._certificate = certificate
        self._always: Behaviour = Reply()
        self._next: deque[Behaviour] = deque()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self._certificate else 'http'}://{HOST}:{self.port}"

    # Its life

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._ended.clear()
        self._server = _Server((HOST, self.port), self._handler())
        if self._certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._certificate.path)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        if self._server:
            self._ended.set()
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def shows(self, certificate: Certificate) -> None:
        """From now on it has another certificate, at the same address."""
        self.stop()
        self._certificate = certificate
        self.start()

    # How it behaves

    def answers(self, behaviour: Behaviour) -> None:
        """What it does from now on."""
        self._always = behaviour

    def then(self, *behaviours: Behaviour) -> None:
        """What it does with the next requests, before it goes on as always."""
        self._next.extend(behaviours)

    # Its inside

    def _take(self, request: Request) -> Behaviour:
        with self._lock:
            self.requests.append(request)
            return self._next.popleft() if self._next else self._always

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        website = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                _behave(self, website._take(_request(self)), website._ended)

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002  # The base class names it.
                """Say nothing."""

        return Handler


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that give up, and handshakes that fail, are what the tests are about."""


def _request(handler: BaseHTTPRequestHandler) -> Request:
    address = urlsplit(handler.path)
    query = dict(parse_qsl(address.query, keep_blank_values=True, encoding="latin-1"))
    headers = {name.lower(): value for name, value in handler.headers.items()}
    body = handler.rfile.read(int(headers.get("content-length", 0)))
    return Request(handler.command, address.path, query, headers, body)


def _behave(handler: BaseHTTPRequestHandler, behaviour: Behaviour, ended: threading.Event) -> None:
    match behaviour:
        case Reply():
            _reply(handler, behaviour)
        case Garbage(octets):
            handler.wfile.write(octets)
            handler.close_connection = True
        case Hang():
            ended.wait()
            handler.close_connection = True
        case Reset(after):
            _reset(handler, after)


def _reply(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.send_response(reply.status)
    for name, value in {"Content-Length": str(len(reply.content)), **reply.headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    with contextlib.suppress(OSError):
        handler.wfile.write(reply.content)


def _reset(handler: BaseHTTPRequestHandler, after: bytes) -> None:
    if after:
        handler.wfile.write(after)
        handler.wfile.flush()
    # Closed without lingering: the other side sees a reset.
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "supplier.example.org")])
    now = dt.datetime.now(dt.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - ALWAYS).not_valid_after(now + ALWAYS)
    builder = builder.add_extension(address, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return builder.sign(key, hashes.SHA256())


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
