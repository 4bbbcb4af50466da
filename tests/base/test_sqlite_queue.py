"""Who writes next on SQLite: whoever has waited longest, not whoever comes by when the lock is free."""

import fcntl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from imbizo.base.sqlite3.base import DatabaseWrapper


@pytest.fixture
def desks(tmp_path: Path, django_db_blocker: Any) -> Iterator["Desks"]:
    with django_db_blocker.unblock():
        desks = Desks(tmp_path / "queued.sqlite3")
        yield desks
        desks.close()


class Desks:
    """Connections to one database, as threads and processes have them, and the table in which they write."""

    def __init__(self, path: Path) -> None:
        self.path, self.queue = path, Path(f"{path}-queue")
        self._open: list[DatabaseWrapper] = []
        self.one().cursor().execute("CREATE TABLE written (by TEXT)")

    def one(self, name: Path | str | None = None, *, patience: float = 10) -> DatabaseWrapper:
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": patience,
            "init_command": "PRAGMA journal_mode=WAL",
            "check_same_thread": False,
        }
        given = {"ENGINE": "imbizo.base.sqlite3", "NAME": name or self.path, "OPTIONS": options}
        made = ConnectionHandler({"default": given})["default"]
        assert isinstance(made, DatabaseWrapper)
        made.inc_thread_sharing()
        self._open.append(made)
        return made

    def written(self) -> list[str]:
        rows = self.one().cursor().execute("SELECT by FROM written ORDER BY rowid")
        return [by for (by,) in rows]

    def wait_for_a_queue(self) -> None:
        with self.queue.open() as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                fcntl.flock(file, fcntl.LOCK_UN)
                time.sleep(0.001)

    def close(self) -> None:
        for each in self._open:
            each.close()


def _write(desk: DatabaseWrapper, by: str) -> None:
    desk.cursor().execute("INSERT INTO written VALUES (%s)", [by])


def _begin(desk: DatabaseWrapper, by: str) -> None:
    """As `transaction.atomic` begins, and a first row."""
    desk.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    _write(desk, by)


def _end(desk: DatabaseWrapper) -> None:
    desk.commit()
    desk.set_autocommit(True)


def _write_whole(desk: DatabaseWrapper, by: str) -> None:
    _begin(desk, by)
    _end(desk)


@pytest.mark.parametrize("write", [_write, _write_whole])
def test_whoever_waits_writes_before_whoever_had_the_lock_begins_again(desks: Desks, write: Any) -> None:
    greedy, patient = desks.one(), desks.one()
    _begin(greedy, "greedy")
    waiting = threading.Thread(target=write, args=(patient, "patient"))
    waiting.start()
    desks.wait_for_a_queue()
    _end(greedy)
    _write_whole(greedy, "greedy again")
    waiting.join()
    assert desks.written() == ["greedy", "patient", "greedy again"]


def test_a_lock_that_is_held_too_long_is_reported(desks: Desks) -> None:
    stuck, other = desks.one(), desks.one(patience=0.02)
    _begin(stuck, "stuck")
    with pytest.raises(OperationalError, match="database is locked"):
        _write(other, "other")
    assert other.cursor().execute("PRAGMA busy_timeout").fetchone() == (20,)


def test_who_only_reads_waits_for_nobody(desks: Desks) -> None:
    writing = desks.one()
    _begin(writing, "unseen yet")
    assert desks.written() == []


def test_a_database_in_memory_has_no_queue(desks: Desks) -> None:
    alone = desks.one(":memory:")
    alone.cursor().execute("CREATE TABLE written (by TEXT)")
    _write_whole(alone, "alone")
    assert not Path(":memory:-queue").exists()
