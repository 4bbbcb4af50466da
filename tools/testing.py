"""`run.py test`: the tests, on SQLite or on PostgreSQL."""

import os
from pathlib import Path

from tools import postgres
from tools.failures import StartFailure
from tools.installation import install_development
from tools.places import PYTHON, data_folder, environment, vendor_folder
from tools.preparation import prepare_assets
from tools.processes import run_shown


def test(arguments: list[str]) -> int:
    """Run pytest with the arguments, over two processes unless they say otherwise. Returns its exit code."""
    return run_with_database([PYTHON, "-m", "pytest", *_processes(arguments), *arguments])


def run_with_database(command: list[str | Path]) -> int:
    """Run the command with the developers' packages, the front-end files and a database. Returns its exit code.

    DATABASE_URL names the database; else IMBIZO_TEST_DATABASE does: `sqlite` (the default) or `postgres`.
    """
    kind = chosen_kind()
    install_development()
    prepare_assets(environment(IMBIZO_DATA=str(data_folder()), IMBIZO_ASSETS=str(vendor_folder())))
    changes = {"IMBIZO_ASSETS": str(vendor_folder())}
    if kind == "sqlite":
        return run_shown(command, changes)
    with postgres.database() as url:
        return run_shown(command, {**changes, "DATABASE_URL": url})


def chosen_kind() -> str:
    """`sqlite` or `postgres`. Raises StartFailure for another word."""
    if url := os.environ.get("DATABASE_URL"):
        return "postgres" if url.startswith("postgres") else "sqlite"
    kind = os.environ.get("IMBIZO_TEST_DATABASE") or "sqlite"
    if kind not in {"sqlite", "postgres"}:
        raise StartFailure(f"IMBIZO_TEST_DATABASE={kind!r} can't be used: give sqlite or postgres.")
    return kind


def _processes(arguments: list[str]) -> list[str | Path]:
    chosen = any(word.startswith(("-n", "--numprocesses", "--pdb")) for word in arguments)
    # Long tests are spread to the end: whoever runs out of work takes from the other.
    return [] if chosen else ["-n", "2", "--dist=worksteal"]
