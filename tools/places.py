"""Where things are in a checkout, and the environment that our processes get."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
PACKAGE = SOURCE / "imbizo"
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
BYTECODE = VENV / "bytecode"
NODE_MODULES = ROOT / "node_modules"


def data_folder() -> Path:
    """The folder of the database, files, keys and copies: IMBIZO_DATA, else `var/` in the checkout."""
    return Path(os.environ.get("IMBIZO_DATA") or ROOT / "var").resolve()


def vendor_folder() -> Path:
    """Where the chosen front-end files are copied to."""
    return Path(os.environ.get("IMBIZO_ASSETS") or data_folder() / "vendor").resolve()


def environment(**changes: str) -> dict[str, str]:
    """The environment of a process of ours: this one's, unbuffered, with the `changes`."""
    return {**os.environ, "PYTHONUNBUFFERED": "1", **_bytecode(), **changes}


def _bytecode() -> dict[str, str]:
    """What is compiled is kept in `.venv`, away from the sources, even where Python was told to keep nothing.

    Without it every process of ours compiles Django and Imbizo anew, which doubles the time that it needs to start.
    """
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(BYTECODE)}
