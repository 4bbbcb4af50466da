"""Bringing a database to what the code expects, never without a copy of the SQLite file first."""

import contextlib
import datetime as dt
import shutil
import sqlite3
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from imbizo.base.errors import DomainError

KEPT_COPIES = 5


class CodeTooOld(DomainError):
    """The database was migrated by newer code than this."""


class NoRoomForCopy(DomainError):
    """The disk can't hold the copy that is made before a migration."""


class State(StrEnum):
    """How the database stood before `upgrade`."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"


def upgrade(*, copies: Path, now: dt.datetime) -> State:
    """Apply what is pending and return how the database stood before.

    Side effects, in this order: a copy of the SQLite file into `copies` when an existing database is to change
    (the last five are kept), then the migrations.
    Raises CodeTooOld and NoRoomForCopy, in both cases before anything is changed.
    """
    state = database_state()
    if state is State.BEHIND:
        copy_sqlite_file(copies, now)
    if state is not State.CURRENT:
        call_command("migrate", interactive=False, verbosity=1)
    return state


def database_state() -> State:
    """Compare the migrations in the code with those applied. Raises CodeTooOld."""
    loader = MigrationLoader(connection)
    known, applied = set(loader.disk_migrations), set(loader.applied_migrations)
    # What a squashed migration stands for is gone from the disk, and rightly so.
    replaced = {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    if unknown := applied - known - replaced:
        raise CodeTooOld(_sentence_about(unknown))
    if not applied:
        return State.EMPTY
    return State.CURRENT if loader.graph.nodes.keys() <= applied else State.BEHIND


def copy_sqlite_file(copies: Path, now: dt.datetime) -> Path | None:
    """Copy the whole database, with what still lies in its write-ahead log; None on PostgreSQL.

    The copy's name ends in the moment it was made, in UTC. Raises NoRoomForCopy.
    """
    if connection.vendor != "sqlite":
        return None
    copies.mkdir(parents=True, exist_ok=True, mode=0o700)
    source = Path(str(connection.settings_dict["NAME"]))
    _refuse_without_room(source, copies)
    copy = copies / f"before-upgrade-{now.astimezone(dt.UTC):%Y%m%dT%H%M%S}.sqlite3"
    draft = copy.with_suffix(".part")
    with (
        contextlib.closing(sqlite3.connect(source)) as one,
        contextlib.closing(sqlite3.connect(draft)) as other,
    ):
        one.backup(other)
    draft.chmod(0o600)
    draft.rename(copy)
    _drop_older(copies)
    return copy


def _refuse_without_room(source: Path, copies: Path) -> None:
    # Twice the size: the copy itself, and room for the migration to work in.
    if shutil.disk_usage(copies).free < 2 * source.stat().st_size:
        raise NoRoomForCopy(
            _(
                "There isn't enough room on the disk to copy the database before it changes: free some and try again."
            )
        )


def _drop_older(copies: Path) -> None:
    for old in sorted(copies.glob("before-upgrade-*.sqlite3"))[:-KEPT_COPIES]:
        old.unlink()


def _sentence_about(unknown: Collection[tuple[str, str]]) -> str:
    example = ".".join(min(unknown))
    return _(
        "This database was used by a newer version of Imbizo (it has %(example)s, which this version doesn't know): "
        "start the newer version, or restore a backup made by this one."
    ) % {"example": example}
