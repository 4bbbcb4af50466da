"""A backup is one file with the database, the uploaded files and the keys; a restore puts all three back.

The file is a tar archive, readable by its owner alone, because it holds the keys:

    manifest.json     version, when, which kind of database, applied migrations, SHA-256 of each member
    database          the SQLite file, or what `pg_dump --format=custom` writes
    files/…  keys/…   the folders of that name in the data folder
"""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

import imbizo
from imbizo.base.errors import DomainError

FOLDERS = ("files", "keys")
MANIFEST = "manifest.json"
DATABASE = "database"


class BadBackup(DomainError):
    """The file isn't a backup that this installation can restore; the text says why."""


class DataInTheWay(DomainError):
    """The installation holds data that a restore would replace."""


def write_backup(target: Path, *, data: Path, now: datetime) -> dict[str, Any]:
    """Write a backup of the database and of the data folder to `target`; return its manifest.

    The archive appears under its name only when it is whole.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        database = Path(folder) / DATABASE
        _dump_database(database)
        members = {DATABASE: database} | dict(_files(data))
        manifest = _manifest(members, now)
        listing = Path(folder) / MANIFEST
        listing.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as archive:
            for name, path in {MANIFEST: listing, **members}.items():
                archive.add(path, arcname=name, recursive=False)
    draft.rename(target)
    return manifest


def restore_backup(source: Path, *, data: Path, replace: bool = False) -> dict[str, Any]:
    """Put a backup in the place of the database and the data folder's files and keys; return its manifest.

    Everything is unpacked and checked before anything is replaced; what stood there is kept beside it, with
    `.before-restore` to its name. Raises BadBackup, and DataInTheWay unless `replace`.
    """
    if not replace and _holds_data():
        raise DataInTheWay(
            _("There is data here already: restore with --replace to put the backup in its place.")
        )
    data.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data) as folder:
        unpacked = Path(folder)
        manifest = _unpack(source, unpacked)
        _load_database(unpacked / DATABASE)
        for name in FOLDERS:
            _swap(unpacked / name, data / name)
    return manifest


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            if path.is_file():
                yield path.relative_to(data).as_posix(), path


def _manifest(members: dict[str, Path], now: datetime) -> dict[str, Any]:
    return {
        "imbizo": imbizo.__version__,
        "at": now.isoformat(),
        "database": connection.vendor,
        "migrations": sorted(".".join(key) for key in MigrationLoader(connection).applied_migrations),
        "sha256": {name: _digest(path) for name, path in members.items()},
    }


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack into the folder and check every member against the manifest. Raises BadBackup."""
    try:
        with tarfile.open(source) as archive:
            # The filter refuses members that would land outside the folder, links and devices.
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        damaged = [name for name, digest in manifest["sha256"].items() if _digest(folder / name) != digest]
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        raise BadBackup(
            _("%(file)s isn't a backup of Imbizo, or is cut short.") % {"file": source.name}
        ) from error
    if damaged:
        raise BadBackup(_("The backup is damaged: %(names)s.") % {"names": ", ".join(damaged)})
    _check_fit(manifest)
    return manifest


def _check_fit(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        raise BadBackup(
            _("The backup is of %(theirs)s and this installation uses %(ours)s.")
            % {"theirs": manifest["database"], "ours": connection.vendor}
        )
    known = {".".join(key) for key in MigrationLoader(connection).disk_migrations}
    if set(manifest["migrations"]) - known:
        raise BadBackup(
            _("The backup was made by version %(version)s, which is newer than this one.")
            % {"version": manifest["imbizo"]}
        )


def _holds_data() -> bool:
    tables = connection.introspection.table_names()
    if "accounts_user" not in tables:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_user LIMIT 1")
        return cursor.fetchone() is not None


def _dump_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        source = str(connection.settings_dict["NAME"])
        with (
            contextlib.closing(sqlite3.connect(source)) as one,
            contextlib.closing(sqlite3.connect(target)) as other,
        ):
            one.backup(other)
        return
    _run_postgres(
        "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", "--dbname"
    )


def _load_database(dump: Path) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        _swap(dump, Path(str(connection.settings_dict["NAME"])))
        return
    options = (
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
    )
    _run_postgres("pg_restore", *options, str(dump), "--dbname")


def _run_postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on our database; its name follows the last argument."""
    where = connection.settings_dict
    found = shutil.which(program)
    if found is None:
        raise BadBackup(_("%(program)s isn't installed (Debian: postgresql-client).") % {"program": program})
    settings = {f"PG{name}": str(where[name]) for name in ("HOST", "PORT", "USER", "PASSWORD") if where[name]}
    environment = os.environ | settings
    done = subprocess.run(
        [found, *arguments, str(where["NAME"])], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BadBackup(
            _("%(program)s failed: %(why)s") % {"program": program, "why": done.stderr.strip()[-500:]}
        )


def _swap(new: Path, place: Path) -> None:
    """Put the new file or folder in its place, and keep what stood there beside it."""
    kept = place.with_name(f"{place.name}.before-restore")
    if kept.is_dir():
        shutil.rmtree(kept)
    if place.exists():
        place.replace(kept)
    for rest in ("-wal", "-shm"):
        # A write-ahead log left behind would be read into the restored file.
        place.with_name(place.name + rest).unlink(missing_ok=True)
    if new.exists():
        shutil.move(new, place)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
