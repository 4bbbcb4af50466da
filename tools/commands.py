"""The command line of `run.py`: which function carries out which word."""

import sys
from collections.abc import Callable

from tools import benches, checks, locks, serving, testing, wheels
from tools.failures import StartFailure, sentence_of
from tools.installation import install_development, install_runtime
from tools.places import PYTHON, ROOT
from tools.processes import replace_by

Command = Callable[[list[str]], int]


def run(arguments: list[str]) -> int:
    """Carry out the command line; return the exit code. What went wrong is one sentence on stderr."""
    try:
        return _dispatch(arguments)
    except StartFailure as failure:
        print(failure, file=sys.stderr)
        return failure.code
    except OSError as error:
        if (sentence := sentence_of(error)) is None:
            raise
        print(sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; finished steps are not repeated at the next start.", file=sys.stderr)
        return 130


def _dispatch(arguments: list[str]) -> int:
    if not arguments:
        return serving.serve()
    if arguments[0] in {"-h", "--help", "help"}:
        print(sys.modules["__main__"].__doc__)
        return 0
    chosen = COMMANDS.get(arguments[0])
    return chosen(arguments[1:]) if chosen else _django(arguments)


def _screenshots(arguments: list[str]) -> int:
    install_development()
    return replace_by([PYTHON, ROOT / "docs" / "make_screenshots.py", *arguments], {})


def _lock(arguments: list[str]) -> int:
    install_development()
    return locks.make_locks(arguments)


def _django(arguments: list[str]) -> int:
    install_runtime()
    settings = serving.demo_settings(serving.chosen_address())
    return replace_by([PYTHON, "-m", "imbizo", *arguments], settings)


COMMANDS: dict[str, Command] = {
    "test": testing.test,
    "check": checks.check,
    "bench": benches.bench,
    "screenshots": _screenshots,
    "lock": _lock,
    "wheel": wheels.make_wheel,
}
