"""What every test may ask for."""

import gc
import os
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests.cast import Cast, cast_again

pytest_plugins = ["tests.parts.fixtures", "tests.migrated"]
REQUIRE_ALL = os.environ.get("IMBIZO_REQUIRE_ALL") == "1"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}

# How long an example takes hangs on what else the machine is doing.
settings.register_profile("imbizo", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("imbizo")


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_again()


@pytest.fixture(autouse=True)
def _fresh_cache_and_language() -> Iterator[None]:
    # A request leaves its language with the thread; the next test would read its pages in it.
    yield
    cache.clear()
    translation.activate("en")


@pytest.fixture(autouse=True, scope="session")
def _sockets_shut_but_for_loopback() -> Iterator[None]:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in LOOPBACK:  # type: ignore[index]
            raise AssertionError(f"a test reaches out to {address}")
        connect(self, address)  # type: ignore[arg-type]

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of data that isn't part of the repository; a clone without it skips."""
    folder = Path(os.environ.get("IMBIZO_SHARED", Path(__file__).parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip("the folder ../shared isn't here")
    return folder


@pytest.fixture(autouse=True, scope="session")
def _emptied_by_deleting() -> Iterator[None]:
    """After a test that commits, PostgreSQL's tables are emptied row by row: there are few rows and many tables.

    TRUNCATE makes new files for every table and index, which takes longer than most of these tests.
    """

    def deletes(
        self: BaseDatabaseOperations, style: object, tables: Sequence[str], **_how: bool
    ) -> list[str]:
        return [f"DELETE FROM {self.quote_name(table)}" for table in tables]

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(type(connection.ops), "sql_flush", deletes)
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out the tests that would start on SQLite all the same; and begin with the slow ones."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        again = [item for item in items if item.get_closest_marker("own_database")]
        config.hook.pytest_deselected(items=again)
        items[:] = [item for item in items if not item.get_closest_marker("own_database")]
    if hasattr(config, "workerinput"):
        items[:] = _slow_ones_first(items)


def _slow_ones_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Each of two processes begins with slow tests, so that none of them waits for the other's last one.

    They begin with one half of the list each; what a file's tests share is made once where they stay together.
    """
    slow = [item for item in items if item.get_closest_marker("slow")]
    quick = [item for item in items if not item.get_closest_marker("slow")]
    middle = len(slow) // 2
    while 0 < middle < len(slow) and slow[middle].path == slow[middle - 1].path:
        middle += 1
    rest = max(0, len(items) // 2 - middle)
    return [*slow[:middle], *quick[:rest], *slow[middle:], *quick[rest:]]


def pytest_collection_finish() -> None:
    """What stands for the whole run isn't looked through again and again for what can be freed."""
    gc.collect()
    gc.freeze()
