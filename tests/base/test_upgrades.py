"""Bringing a database to what the code expects."""

import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from imbizo.accounts.models import User
from imbizo.base.upgrades import CodeTooOld, State, copy_sqlite_file, database_state, upgrade

NOON = dt.datetime(2026, 7, 26, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def from_the_future() -> None:
    """The database was used by a version that has one app more."""
    MigrationRecorder(connection).record_applied("tomorrow", "0001_initial")


@pytest.fixture
def one_behind() -> None:
    """The last migration of the accounts isn't applied yet."""
    MigrationRecorder.Migration.objects.filter(app="accounts").latest("name").delete()


@pytest.fixture
def on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has backups of its own; only the SQLite file is copied")


def test_a_database_that_has_every_migration_is_current() -> None:
    assert database_state() is State.CURRENT


@pytest.mark.usefixtures("one_behind")
def test_a_database_that_lacks_a_migration_is_behind() -> None:
    assert database_state() is State.BEHIND


def test_a_database_without_migrations_is_empty() -> None:
    MigrationRecorder.Migration.objects.all().delete()
    assert database_state() is State.EMPTY


@pytest.mark.usefixtures("from_the_future")
def test_a_database_of_newer_code_is_refused() -> None:
    with pytest.raises(CodeTooOld):
        database_state()


@pytest.mark.usefixtures("from_the_future")
def test_the_command_says_what_to_do_with_a_database_of_newer_code() -> None:
    with pytest.raises(
        CommandError, match=r"^This database was used by a newer version of Imbizo \(it has tomorrow"
    ):
        call_command("upgrade")


@pytest.mark.usefixtures("from_the_future")
def test_a_database_of_newer_code_is_not_copied_or_changed(tmp_path: Path) -> None:
    with pytest.raises(CodeTooOld):
        upgrade(copies=tmp_path / "copies", now=NOON)
    assert not (tmp_path / "copies").exists()


def test_a_current_database_is_not_copied(tmp_path: Path) -> None:
    upgrade(copies=tmp_path / "copies", now=NOON)
    assert not (tmp_path / "copies").exists()


@pytest.mark.usefixtures("on_sqlite")
@pytest.mark.django_db(transaction=True)
def test_a_copy_holds_what_was_written_just_before(tmp_path: Path) -> None:
    User.objects.create(email="amina@example.org")
    copy = copy_sqlite_file(tmp_path, NOON)
    assert copy is not None
    with sqlite3.connect(copy) as copied:
        assert copied.execute("SELECT email FROM accounts_user").fetchall() == [("amina@example.org",)]


@pytest.mark.usefixtures("on_sqlite")
def test_the_last_five_copies_are_kept(tmp_path: Path) -> None:
    for hour in range(7):
        copy_sqlite_file(tmp_path, NOON.replace(hour=hour))
    assert sorted(file.name[-13:-8] for file in tmp_path.iterdir()) == [
        "20000",
        "30000",
        "40000",
        "50000",
        "60000",
    ]


@pytest.mark.usefixtures("on_sqlite")
def test_only_the_owner_can_read_a_copy(tmp_path: Path) -> None:
    copy = copy_sqlite_file(tmp_path, NOON)
    assert copy is not None
    assert copy.stat().st_mode & 0o777 == 0o600
