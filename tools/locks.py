"""`run.py lock`: the hashed locks in `requirements/`, worked out again from pyproject.toml."""

import subprocess
from pathlib import Path

from tools.failures import StartFailure
from tools.places import PYTHON, REQUIREMENTS, ROOT

# No header and no index address: a lock says the same on every machine and names no registry.
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-emit-index-url",
    "--quiet",
)


def make_locks(arguments: list[str]) -> int:
    """Write the three locks; the arguments go to uv (such as `--upgrade`). Return the exit code."""
    project = ROOT / "pyproject.toml"
    _compile("runtime.txt", [project, *arguments])
    _compile("dev.txt", [project, "--extra=dev", *arguments])
    _compile("uv.txt", ["-", *arguments], text="uv\n")
    return 0


def _compile(lock: str, arguments: list[str | Path], text: str | None = None) -> None:
    output = f"--output-file={REQUIREMENTS / lock}"
    command = [PYTHON, "-m", "uv", "pip", "compile", *OPTIONS, output, *arguments]
    # What it prints is the lock again, which is in the file already.
    done = subprocess.run(command, cwd=ROOT, input=text, text=True, check=False, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise StartFailure(f"requirements/{lock} could not be worked out; uv says why above.")
