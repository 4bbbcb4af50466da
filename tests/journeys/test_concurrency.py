"""Bringing in a register while a worker runs and others write: nobody waits in vain, nothing is lost."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.db import connection, connections
from django.urls import reverse

from imbizo.actors.models import Actor, ContactPoint, ImportBatch, ImportRow, Note
from imbizo.actors.operations import imports
from imbizo.actors.states import BatchState
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership
from imbizo.thread.models import AuditEntry
from tests.actors.registers import csv_of, fresh
from tests.cast import Cast, make_cast, signed_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROWS = 4_000
WRITERS, WRITES = 4, 50
PATIENCE = 120


@pytest.fixture
def cast(transactional_db: None, settings: LazySettings) -> Cast:
    """Tasks wait in the database, as in a real installation."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    return make_cast()


def register(rows: int = ROWS) -> bytes:
    people = [(f"Tendai Moyo{n}", f"Body {n % 50}", f"060{n:07}", f"p{n}@example.org") for n in range(rows)]
    return csv_of(("Name", "Organisation", "Cell", "E-mail"), *people)


def begun(by: Membership, rows: int = ROWS) -> ImportBatch:
    """A batch that a worker has but to take up."""
    from django.core.files.base import ContentFile

    return imports.upload(file=ContentFile(register(rows), name="register.csv"), by=by)


def environment() -> dict[str, str]:
    """That of a process on the database of this test."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        given = os.environ["DATABASE_URL"]
        url = given.rsplit("/", 1)[0] + f"/{database['NAME']}"
    real = {"DJANGO_SETTINGS_MODULE": "imbizo.config.settings", "IMBIZO_DATA": str(settings.ENVIRONMENT.data)}
    return {**os.environ, **real, "DATABASE_URL": url}


@contextmanager
def worker() -> Iterator["subprocess.Popen[bytes]"]:
    command = [
        sys.executable,
        "-m",
        "imbizo",
        "db_worker",
        "--queue-name=*",
        "--interval=0.1",
        "--no-startup-delay",
    ]
    running = subprocess.Popen(
        command, env=environment(), cwd=Path(__file__).parents[2], stderr=subprocess.PIPE
    )
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "the worker didn't come to an end"
        time.sleep(0.2)


def is_at(batch: ImportBatch, *states: BatchState) -> Callable[[], bool]:
    return lambda: fresh(batch).state in states


def confirm(batch: ImportBatch, by: Membership) -> None:
    imports.confirm_columns(
        batch=fresh(batch), sheet="", fields={}, stated={}, source="x", basis="consent", basis_note="", by=by
    )


def write_notes(by: Membership, actor: Actor, failures: list[Any]) -> None:
    """What a member does who writes one note after another on the page of an actor."""
    client, url = signed_in(by), reverse("actors:note-add", args=["winelands", actor.pk])
    for number in range(WRITES):
        answer = client.post(url, {"id": str(new_id()), "text": f"Note {number}", "sharing": "itself"})
        if answer.status_code != 302:
            failures.append(answer.content[:2_000])
    connections.close_all()


def test_an_import_a_worker_and_two_hundred_page_writes_at_once_lose_nothing(cast: Cast) -> None:
    failures: list[Any] = []
    batch = begun(cast.amina)
    person = Actor.objects.create(
        programme=cast.programme,
        owner=cast.convenor,
        form="person",
        name="Bo",
        sort_name="bo",
        match_key="bo",
    )
    writers = [
        threading.Thread(target=write_notes, args=(cast.amina, person, failures)) for _ in range(WRITERS)
    ]
    with worker():
        until(is_at(batch, BatchState.MAPPING))
        confirm(batch, cast.amina)
        until(is_at(batch, BatchState.READY))
        imports.bring_in(batch=fresh(batch), keep_out=None, by=cast.amina)
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        until(is_at(batch, BatchState.DONE))
    assert failures == []
    assert Note.objects.count() == WRITERS * WRITES
    assert_whole(batch)


def test_a_worker_killed_in_the_middle_leaves_whole_chunks_and_another_ends_it_exactly(cast: Cast) -> None:
    batch = begun(cast.amina)
    with worker() as first:
        until(is_at(batch, BatchState.MAPPING))
        confirm(batch, cast.amina)
        until(is_at(batch, BatchState.READY))
        imports.bring_in(batch=fresh(batch), keep_out=None, by=cast.amina)
        until(lambda: fresh(batch).rows_done > 0)
        first.send_signal(signal.SIGKILL)
        first.wait()
    done = fresh(batch).rows_done
    assert (
        Actor.objects.people().count()
        == ImportRow.objects.filter(batch=batch, is_applied=True).count()
        == done
    )
    assert done < ROWS
    imports.resume_stalled(fresh(batch).updated_at + 2 * imports.STALLED_AFTER)
    with worker():
        until(is_at(batch, BatchState.DONE))
    assert_whole(batch)


def assert_whole(batch: ImportBatch) -> None:
    """Every row became one person with two ways to reach them, once."""
    people = Actor.objects.people().filter(batch=batch)
    assert people.count() == ROWS
    assert ContactPoint.objects.filter(actor__in=people).count() == 2 * ROWS
    assert Actor.objects.organisations().count() == 50
    assert AuditEntry.objects.filter(verb="import", subject_kind="actors.actor").count() == ROWS + 50
