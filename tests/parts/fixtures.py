"""The real parts as fixtures; tests/conftest.py gives them to every test.

One that this machine hasn't got skips its tests, and fails them with IMBIZO_REQUIRE_ALL=1. Each test has parts of
its own, which start within a fifth of a second; only LibreOffice, which takes seconds, is shared.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.conftest import REQUIRE_ALL
from tests.parts import chromium as chromiums
from tests.parts.calendars import CalendarServer
from tests.parts.callbacks import Callbacks
from tests.parts.kannel import Kannel
from tests.parts.mail import MailServer
from tests.parts.office import Office
from tests.parts.poppler import Poppler
from tests.parts.redis import RedisServer
from tests.parts.smpp import Centre
from tests.parts.web import Website

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def need(part: type[CalendarServer | Kannel | Office | Poppler | RedisServer]) -> None:
    """Go on only where the Debian packages of this part are."""
    if not part.found():
        (pytest.fail if REQUIRE_ALL else pytest.skip)(f"needs the Debian packages {part.PACKAGES}")


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    """A Chromium for the tests of a file: it takes a second to start."""
    with chromiums.started() as chromium:
        yield chromium


@pytest.fixture
def browser(chromium: "Browser") -> "Iterator[Browser]":
    """The file's Chromium, without a window."""
    yield chromium
    # A page that is left open would go on asking for news while others are tried.
    for context in chromium.contexts:
        context.close()


@pytest.fixture
def callbacks() -> Iterator[Callbacks]:
    """A web server that keeps what a gateway tells it."""
    with Callbacks() as callbacks:
        yield callbacks


@pytest.fixture
def centre() -> Iterator[Centre]:
    """An SMPP centre that takes everything and reports it delivered."""
    with Centre() as centre:
        yield centre


@pytest.fixture
def kannel() -> Iterator[Kannel]:
    """A Kannel whose phones are Kannel's own fakesmsc."""
    need(Kannel)
    with Kannel() as kannel:
        yield kannel


@pytest.fixture
def kannel_before_centre(centre: Centre) -> Iterator[Kannel]:
    """A Kannel bound to `centre`, so that its reports are what the centre is told to report."""
    need(Kannel)
    with Kannel(behind=centre) as kannel:
        yield kannel


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server that takes everything, without sign-in."""
    with MailServer() as server:
        yield server


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """LibreOffice, which takes seconds to start: one for all tests."""
    need(Office)
    with Office() as office:
        yield office


@pytest.fixture
def poppler() -> Poppler:
    """What another program sees in a PDF."""
    need(Poppler)
    return Poppler()


@pytest.fixture
def radicale() -> Iterator[CalendarServer]:
    """A calendar server with one empty calendar."""
    need(CalendarServer)
    with CalendarServer() as server:
        yield server


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """An empty Redis."""
    need(RedisServer)
    with RedisServer() as server:
        yield server


@pytest.fixture
def website() -> Iterator[Website]:
    """A supplier's web server that answers everything with an empty 200 until it is told otherwise."""
    with Website() as website:
        yield website
