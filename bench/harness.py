"""What every measurement shares: a database of its own, timing, and the one last line.

with database():
    ...                                    # Django is ready, the tables are migrated and empty
    bare = timed(baseline, 40)
    ours = timed(measured, 40)
    say("search", ours)
    ratio(bare.total / ours.total, "one bare full-text query")
"""

import contextlib
import gc
import os
import shutil
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Times:
    """How long each run took, in seconds, in the order of the runs."""

    seconds: tuple[float, ...]

    @property
    def total(self) -> float:
        return sum(self.seconds)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def percentile(self, percent: float) -> float:
        """The smallest time that `percent` per cent of the runs don't exceed."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def timed(function: Callable[[], Any], repeats: int = 20, *, warm: int = 2) -> Times:
    """Time the function `repeats` times, after `warm` runs that aren't counted and without garbage collection."""
    for _run in range(warm):
        function()
    gc.collect()
    gc.disable()
    try:
        return Times(tuple(_once(function) for _run in range(repeats)))
    finally:
        gc.enable()


def timed_in_turn(*functions: Callable[[], Any], repeats: int = 20, warm: int = 2) -> tuple[Times, ...]:
    """Time several functions run about, so that whatever else the machine does weighs on all alike."""
    for _run in range(warm):
        for function in functions:
            function()
    rounds = [[_once(function) for function in functions] for _run in range(repeats)]
    return tuple(Times(tuple(column)) for column in zip(*rounds, strict=True))


def _once(function: Callable[[], Any]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def say(label: str, times: Times) -> None:
    """Print median, 95th percentile and worst time, in milliseconds."""
    figures = (times.median, times.percentile(95), max(times.seconds))
    median, late, worst = (f"{second * 1000:.1f}" for second in figures)
    print(
        f"{label}: median {median} ms, p95 {late} ms, worst {worst} ms, {len(times.seconds)} runs", flush=True
    )


@contextlib.contextmanager
def stage(label: str) -> Iterator[None]:
    """Print how long a stage took, in seconds."""
    start = time.perf_counter()
    yield
    print(f"{label}: {time.perf_counter() - start:.1f} s", flush=True)


def ratio(number: float, baseline: str) -> None:
    """The last line: how many times as fast as the baseline; more is better."""
    print(f"ratio {number:.2f} of {baseline}", flush=True)


@contextlib.contextmanager
def database() -> Iterator[str]:
    """Make a migrated, empty database and yield its vendor: `postgresql` where DATABASE_URL says so, else `sqlite`.

    On SQLite it is a file in a folder of its own; on PostgreSQL a database of its own beside the one named. Both
    are gone afterwards. Import models only inside.
    """
    folder = Path(tempfile.mkdtemp(prefix="imbizo-bench-"))
    os.environ["IMBIZO_DATA"] = str(folder)
    os.environ["IMBIZO_DEMO"] = "false"
    os.environ["IMBIZO_GATEWAY_HOSTS"] = "localhost,127.0.0.1,::1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "imbizo.config.settings"
    sys.path[:0] = [str(Path(__file__).parent.parent / "src")]
    try:
        with _postgres_database() if _is_postgres() else contextlib.nullcontext():
            yield _ready()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_postgres() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def _ready() -> str:
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    return connection.vendor


@contextlib.contextmanager
def _postgres_database() -> Iterator[None]:
    import psycopg

    given = os.environ["DATABASE_URL"]
    name = f"imbizo_bench_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    os.environ["DATABASE_URL"] = given.rsplit("/", 1)[0] + "/" + name
    try:
        yield
    finally:
        _drop(given, name)


def _drop(given: str, name: str) -> None:
    import psycopg
    from django.db import connections

    connections.close_all()
    os.environ["DATABASE_URL"] = given
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def load(model: Any, names: list[str], rows: Iterable[Any], **same: Any) -> None:
    """Put very many rows into a model's table, in one transaction: `bulk.insert_rows` says what the arguments are."""
    from django.db import transaction

    from imbizo.base import bulk

    with transaction.atomic():
        bulk.insert_rows(model, names, rows, **same)


def analyse() -> None:
    """Let the planner see the rows, as a database in use does by itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
