"""The database and the data folder of a test run; loaded by `-p tests.database` before Django's settings are.

DATABASE_URL names a PostgreSQL (`run.py test` makes one for IMBIZO_TEST_DATABASE=postgres); otherwise the tests run
on SQLite in a file, because an in-memory database has neither the locks nor the write-ahead log of a real one.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

DATA = Path(tempfile.mkdtemp(prefix="imbizo-test-"))

# Each process of a run (pytest-xdist starts several) has keys, files and database of its own.
os.environ["IMBIZO_DATA"] = str(DATA)
os.environ.setdefault("IMBIZO_ASSETS", str(Path(__file__).parent.parent / "var" / "vendor"))
os.environ["IMBIZO_DEMO"] = "false"
os.environ["IMBIZO_ORIGIN"] = "http://testserver"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Put the SQLite test database into a file of this process's own folder."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(DATA / "test.sqlite3")


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA, ignore_errors=True)
