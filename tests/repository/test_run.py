"""What `run.py` says and does before anything is installed."""

import ast
import errno
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.failures import DISK_FULL, sentence_of, sentence_of_output
from tools.stamps import Step

ROOT = Path(__file__).parent.parent.parent
PIN = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)


def run(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return python("run.py", *arguments, **changes)


def python(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **changes}, capture_output=True, text=True, check=False
    )


def refusal(ended: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a start that was refused; the whole output if it was anything else."""
    return ended.stderr.removesuffix("\n") if (ended.returncode, ended.stdout) == (1, "") else str(ended)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_python_of_2016_can_read_the_first_file() -> None:
    ast.parse((ROOT / "run.py").read_text(), feature_version=(3, 6))


def test_an_old_python_is_told_which_one_is_needed() -> None:
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0)\n"
        "runpy.run_path('run.py', run_name='__main__')"
    )
    assert refusal(python("-c", pretend)) == (
        "Imbizo needs Python 3.11 or newer and this is Python 3.9.2: "
        "start it with a newer one, such as `python3.11 run.py`."
    )


def test_a_taken_port_is_told_before_anything_is_installed(taken_port: int) -> None:
    assert refusal(run(IMBIZO_PORT=str(taken_port))) == (
        f"Port {taken_port} on 127.0.0.1 can't be used (is Imbizo running already?): "
        f"stop the other program, or choose another port with IMBIZO_PORT={taken_port + 1}."
    )


def test_a_port_that_is_no_number_is_refused() -> None:
    assert refusal(run(IMBIZO_PORT="http")) == (
        "IMBIZO_PORT='http' can't be used: give a number from 1 to 65535."
    )


def test_the_demo_is_never_opened_to_other_machines(tmp_path: Path) -> None:
    (tmp_path / "demo-sign-ins.txt").write_text("amina@example.org")
    assert refusal(run(IMBIZO_HOST="0.0.0.0", IMBIZO_DATA=str(tmp_path))) == (
        "IMBIZO_HOST=0.0.0.0 would open the demo sign-ins to others: start with another data folder (IMBIZO_DATA) "
        "and IMBIZO_DEMO=false, or leave IMBIZO_HOST out."
    )


def test_a_python_without_venv_is_told_the_name_of_the_package(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    clone.mkdir()
    for part in ("run.py", "tools"):
        (clone / part).symlink_to(ROOT / part)
    pretend = (
        "import sys; sys.modules['ensurepip'] = None; sys.dont_write_bytecode = True\n"
        "from tools import installation\n"
        f"installation.VENV = installation.Path({str(clone / '.venv')!r})\n"
        "installation.PYTHON = installation.VENV / 'bin' / 'python'\n"
        "installation.UNFINISHED = installation.VENV / 'unfinished'\n"
        "from tools.commands import run; sys.exit(run(['migrate']))"
    )
    assert refusal(python("-c", pretend, IMBIZO_DATA=str(tmp_path))) == (
        "This Python can't make virtual environments: install the package python3-venv "
        "(on Debian and Ubuntu: `sudo apt-get install python3-venv`) and run this again."
    )


def test_a_measurement_that_does_not_exist_is_refused() -> None:
    assert refusal(run("bench", "nothing-such")) == (
        "There is no measurement 'nothing-such': `python3 run.py bench` lists those there are."
    )


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_in_a_sentence(number: int) -> None:
    assert sentence_of(OSError(number, "write failed")) == DISK_FULL


def test_a_full_disk_is_recognised_in_what_a_program_says() -> None:
    assert sentence_of_output("error: failed to write: No space left on device (os error 28)") == DISK_FULL


def test_an_error_that_was_not_foreseen_keeps_its_traceback() -> None:
    assert sentence_of(FileNotFoundError(errno.ENOENT, "not there")) is None


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "source"
    file.write_text("one")
    return file


@pytest.fixture
def step(source: Path) -> Step:
    result = source.with_name("result")
    return Step("Copying", source.with_name("stamp"), (source,), result.touch, results=(result,))


def test_a_finished_step_is_not_repeated(step: Step) -> None:
    assert [step.ensure(), step.ensure()] == [True, False]


def test_a_step_is_repeated_when_what_it_reads_has_changed(step: Step, source: Path) -> None:
    step.ensure()
    source.write_text("two")
    assert step.ensure()


def test_a_step_is_repeated_when_its_result_is_gone(step: Step, source: Path) -> None:
    step.ensure()
    source.with_name("result").unlink()
    assert not step.is_done()


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / "requirements" / lock).read_text()))


def test_developers_have_the_versions_that_installations_run() -> None:
    runtime, development = pins("runtime.txt"), pins("dev.txt")
    assert {name: development.get(name) for name in runtime} == runtime


@pytest.mark.parametrize("lock", ["requirements/runtime.txt", "requirements/dev.txt", "requirements/uv.txt"])
def test_each_locked_package_has_its_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\w)", (ROOT / lock).read_text())
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", ["requirements/runtime.txt", "requirements/dev.txt", "requirements/uv.txt"])
def test_no_lock_names_a_registry(lock: str) -> None:
    assert re.findall(r"\w+://\S+", (ROOT / lock).read_text()) == []


def test_the_front_end_lock_says_where_nothing_comes_from() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
