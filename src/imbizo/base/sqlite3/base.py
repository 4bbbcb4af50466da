"""SQLite with fair and short waits for its one writer.

SQLite knows no queue: whoever finds the write lock taken sleeps, at last 100 ms between two tries, and meanwhile
anybody who comes by takes it. A worker that writes one batch after the other then starves the pages: each try falls
into a batch. Here everybody who begins to write stands in one queue first, over all threads and processes of the
machine, and only its head asks SQLite, each millisecond.

The queue is an advisory lock on a file beside the database, held while waiting and never while writing: nobody who
dies or hangs inside a transaction can block it, and whoever doesn't know it (the `sqlite3` shell, a backup) needn't.
"""

import contextlib
import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from django.db.backends.sqlite3 import base

_LOOK: Final = 0.001  # seconds between two tries of the one whose turn it is
_USUAL_PATIENCE: Final = 5.0  # seconds; as Python's sqlite3 has it
# BEGIN comes here because settings make it IMMEDIATE; the others where no transaction is open.
_WRITES: Final = ("BEGIN", "INSERT", "UPDATE", "DELETE", "REPLACE")
# Others, as a snapshot that is too old, don't go away by waiting.
_PASSING: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY)


class Cursor(base.SQLiteCursorWrapper):
    """Waits for its turn wherever a statement takes the write lock. Many rows at once go inside a transaction."""

    queue: str  # path of the file; empty for a database in memory
    patience: float  # seconds

    def execute(self, query: str, params: Any = None) -> Any:
        if self.connection.in_transaction or not self.queue or not query.lstrip().startswith(_WRITES):
            return super().execute(query, params)
        end = time.monotonic() + self.patience
        with _turn(self.queue), self._impatient():
            return _insist(partial(super().execute, query, params), end)

    @contextlib.contextmanager
    def _impatient(self) -> Iterator[None]:
        """SQLite says at once that the lock is taken, rather than sleep on it."""
        self.connection.execute("PRAGMA busy_timeout=0")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA busy_timeout={int(self.patience * 1000)}")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for who may write next."""

    def create_cursor(self, name: str | None = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        cursor.queue = "" if self.is_in_memory_db() else f"{self.settings_dict['NAME']}-queue"
        cursor.patience = float(self.settings_dict["OPTIONS"].get("timeout", _USUAL_PATIENCE))
        return cursor


@contextlib.contextmanager
def _turn(path: str) -> Iterator[None]:
    """Be the head of the queue. The system wakes who waits in the order in which they came, or nearly."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)


def _insist(execute: Callable[[], Any], end: float) -> Any:
    """Try until the lock is free. Raises OperationalError once `end`, as `time.monotonic` counts, is past.

    Whoever waited behind somebody whose patience ended has none left either, and tries once.
    """
    while True:
        try:
            return execute()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode not in _PASSING or time.monotonic() >= end:
                raise
        time.sleep(_LOOK)
