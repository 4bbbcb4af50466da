"""`run.py bench NAME`: measurements, each a module of `bench/`."""

from tools.failures import StartFailure
from tools.places import PYTHON, ROOT
from tools.testing import run_with_database


def bench(arguments: list[str]) -> int:
    """Measure what the first argument names, or list the names. The database is chosen as for the tests."""
    if not arguments:
        print("\n".join(names()) or "There is nothing to measure yet.")
        return 0
    if arguments[0] not in names():
        raise StartFailure(
            f"There is no measurement {arguments[0]!r}: `python3 run.py bench` lists those there are."
        )
    return run_with_database([PYTHON, "-m", f"bench.{arguments[0]}", *arguments[1:]])


def names() -> list[str]:
    """What can be measured: the modules of `bench/` that aren't private."""
    return sorted(file.stem for file in (ROOT / "bench").glob("[a-z]*.py") if file.stem != "harness")
