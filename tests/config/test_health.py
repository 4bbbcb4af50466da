"""What the watchers of an installation are told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from imbizo.base.heartbeats import beat
from imbizo.base.work import free_abandoned, worker_name
from imbizo.messaging.models import Gateway

pytestmark = pytest.mark.django_db


def task(status: str, *, minutes_ago: int, worker: str = "gone") -> "DBTaskResult[..., Any]":
    then = timezone.now() - timedelta(minutes=minutes_ago)
    made = DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="imbizo.programmes.tasks.send_invitation",
        backend_name="default",
        run_after=then,
        started_at=then,
        worker_ids=[worker],
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=made.pk).update(enqueued_at=then)
    return made


def test_the_web_process_says_that_it_answers(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_readiness_names_the_parts_that_are_missing(client: Client) -> None:
    answer = client.get("/readyz")
    parts = answer.json()["parts"]
    assert (answer.status_code, parts["database"], parts["migrations"], parts["worker"]) == (
        503,
        True,
        True,
        False,
    )


def test_a_site_with_worker_and_clock_is_ready(client: Client) -> None:
    beat("worker")
    beat("clock")
    assert client.get("/readyz").status_code == 200


def test_work_that_waits_too_long_is_told_with_its_seconds(client: Client) -> None:
    beat("worker")
    beat("clock")
    task("READY", minutes_ago=20)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["waiting"] // 60) == (503, 20)


def test_work_of_a_dead_worker_goes_back_into_the_queue() -> None:
    left = task("RUNNING", minutes_ago=5)
    free_abandoned(timezone.now())
    left.refresh_from_db()
    assert left.status == "READY"


def test_long_work_of_a_living_worker_is_left_alone() -> None:
    beat(worker_name("busy"))
    left = task("RUNNING", minutes_ago=5, worker="busy")
    free_abandoned(timezone.now())
    left.refresh_from_db()
    assert left.status == "RUNNING"


def test_readiness_tells_that_nobody_gets_a_code(client: Client) -> None:
    Gateway.objects.create(name="Site mail", kind="smtp", health="unreachable")
    assert client.get("/readyz").json()["parts"]["mail"] is False


def test_readiness_tells_that_nobody_keeps_the_connection_to_an_sms_centre(client: Client) -> None:
    Gateway.objects.create(name="Centre", kind="smpp")
    before = client.get("/readyz").json()["parts"]["gateways"]
    beat("gateways")
    assert (before, client.get("/readyz").json()["parts"]["gateways"]) == (False, True)
