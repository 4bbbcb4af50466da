"""The data folder of a test run; loaded by `-p tests.database`, before Django's settings are read.

DATABASE_URL names a PostgreSQL (`run.py test` makes one for IMBIZO_TEST_DATABASE=postgres); otherwise the tests run
on a SQLite file in this folder.
"""

import os
import shutil
import tempfile
from pathlib import Path

DATA = Path(tempfile.mkdtemp(prefix="imbizo-test-"))

# Each process of a run (pytest-xdist starts several) has keys, files and database of its own.
os.environ["IMBIZO_DATA"] = str(DATA)
os.environ.setdefault("IMBIZO_ASSETS", str(Path(__file__).parent.parent / "var" / "vendor"))
os.environ["IMBIZO_DEMO"] = "false"
os.environ["IMBIZO_ORIGIN"] = "http://testserver"


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA, ignore_errors=True)
