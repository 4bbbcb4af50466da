"""The real parts as fixtures. One that this machine hasn't got skips its tests; with IMBIZO_REQUIRE_ALL=1 it fails them.

Each test has parts of its own: all start within a fifth of a second.
"""

from collections.abc import Iterator

import pytest

from tests.conftest import REQUIRE_ALL
from tests.parts import kannel as kannels
from tests.parts import redis as redises
from tests.parts.kannel import Kannel
from tests.parts.mail import MailServer
from tests.parts.redis import RedisServer
from tests.parts.smpp import Centre


def need(packages: str, *, found: bool) -> None:
    """Go on only where these Debian packages are."""
    if not found:
        (pytest.fail if REQUIRE_ALL else pytest.skip)(f"needs the Debian packages {packages}")


@pytest.fixture
def centre() -> Iterator[Centre]:
    """An SMPP centre that takes everything and reports it delivered."""
    with Centre() as centre:
        yield centre


@pytest.fixture
def kannel() -> Iterator[Kannel]:
    """A Kannel whose phones are Kannel's own fakesmsc."""
    need(kannels.PACKAGES, found=kannels.found())
    with Kannel() as kannel:
        yield kannel


@pytest.fixture
def kannel_before_centre(centre: Centre) -> Iterator[Kannel]:
    """A Kannel bound to `centre`, so that its reports are what the centre is told to report."""
    need(kannels.PACKAGES, found=kannels.found())
    with Kannel(behind=centre) as kannel:
        yield kannel


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A mail server that takes everything, without sign-in."""
    with MailServer() as server:
        yield server


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """An empty Redis."""
    need(redises.PACKAGE, found=redises.found())
    with RedisServer() as server:
        yield server
