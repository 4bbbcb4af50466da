"""`run.py check`: everything that can be said of the code without running it."""

import secrets
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tools.installation import install_development
from tools.places import PYTHON, ROOT, VENV, data_folder, environment, vendor_folder
from tools.preparation import prepare_assets
from tools.processes import run_shown


@dataclass(frozen=True)
class Check:
    """One program that ends with 0 when it has nothing to say."""

    name: str
    command: tuple[str | Path, ...]
    changes: dict[str, str] = field(default_factory=dict)


def check(arguments: list[str]) -> int:
    """Carry out all checks, also after one has failed, or those named. Returns 0 if all passed, else 1."""
    install_development()
    prepare_assets(environment(IMBIZO_DATA=str(data_folder()), IMBIZO_ASSETS=str(vendor_folder())))
    with tempfile.TemporaryDirectory(prefix="imbizo-check-") as folder:
        chosen = [one for one in checks(folder) if not arguments or one.name in arguments]
        failed = [one.name for one in chosen if not _passes(one)]
    print(
        f"{len(failed)} of {len(chosen)} checks failed: {', '.join(failed)}."
        if failed
        else "All checks passed."
    )
    return 1 if failed else 0


def checks(folder: str) -> Iterator[Check]:
    """The checks, the quickest first. `folder` is an empty one that stands in for a data folder."""
    sources = _present("run.py", "hatch_build.py", "src", "tools", "tests", "bench", "docs")
    typed = _present("src", "tools", "tests", "bench", "docs", "hatch_build.py")
    elsewhere = {"IMBIZO_DATA": folder, "IMBIZO_ASSETS": str(vendor_folder())}
    yield Check("style", (PYTHON, "-m", "ruff", "check", *sources))
    yield Check("format", (PYTHON, "-m", "ruff", "format", "--check", *sources))
    yield Check("imports", (VENV / "bin" / "lint-imports", "--no-cache"))
    yield Check("templates", (VENV / "bin" / "djlint", "--lint", "--quiet", "src"))
    yield Check("migrations", (PYTHON, "-m", "imbizo", "makemigrations", "--check", "--dry-run"), elsewhere)
    yield Check(
        "deployment",
        (PYTHON, "-m", "imbizo", "check", "--deploy", "--fail-level=WARNING"),
        elsewhere | like_production(),
    )
    yield Check("types", (PYTHON, "-m", "mypy", *typed), elsewhere)


def like_production() -> dict[str, str]:
    """The settings of an installation that people reach over the internet."""
    return {
        "IMBIZO_ORIGIN": "https://imbizo.example.org",
        "IMBIZO_DEMO": "false",
        "IMBIZO_DEBUG": "false",
        "IMBIZO_SECRET_KEYS": secrets.token_urlsafe(48),
        "IMBIZO_HASH_KEYS": secrets.token_urlsafe(48),
        "DATABASE_URL": "",
    }


def _present(*names: str) -> list[str]:
    return [name for name in names if (ROOT / name).exists()]


def _passes(one: Check) -> bool:
    print(f"== {one.name}", flush=True)
    began = time.monotonic()
    code = run_shown(one.command, one.changes)
    print(
        f"== {one.name}: {'failed' if code else 'passed'} in {time.monotonic() - began:.1f} s\n", flush=True
    )
    return code == 0
