"""The database of a run on SQLite: migrated once, kept under the hash of what made it, and copied from then on.

To make some two hundred tables takes longer than to run most files of tests. A PostgreSQL is made for the run and
goes with it; nothing is kept there.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "var" / "tests"
# What the tables hang on: our migrations and models, and the libraries with theirs.
MADE_FROM = ("src/imbizo/*/migrations/*.py", "src/imbizo/*/models*.py", "src/imbizo/*/models/**/*.py")
LOCKS = "requirements/*.txt"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The database of these tests, in place of pytest-django's, which migrates every time."""
    with django_db_blocker.unblock():
        remove = _migrated() if connection.vendor == "postgresql" else _copied()
    yield
    with django_db_blocker.unblock():
        remove()


def _migrated() -> Callable[[], None]:
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    return lambda: teardown_databases(made, verbosity=0)


def _copied() -> Callable[[], None]:
    name = str(settings.DATABASES["default"]["TEST"]["NAME"])
    Path(name).write_bytes(_content(KEPT / f"{_digest()}.sqlite3"))
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    return connection.close  # The file goes with the run's folder.


def _content(kept: Path) -> bytes:
    """What is kept, or was just made. Other processes may do the same at this moment: no file is ever half there."""
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        return _kept_anew(kept)


def _kept_anew(kept: Path) -> bytes:
    remove = _migrated()
    beside = kept.with_suffix(f".{os.getpid()}")
    kept.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as made:
        made.execute("VACUUM INTO ?", [str(beside)])
    remove()
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    content = beside.read_bytes()
    beside.replace(kept)
    return content


def _digest() -> str:
    paths = sorted(path for pattern in (*MADE_FROM, LOCKS) for path in ROOT.glob(pattern))
    content = hashlib.sha256()
    for path in paths:
        content.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return content.hexdigest()[:16]
