"""The state of the work that waits for the worker, and freeing what a killed worker left behind."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from imbizo.base.heartbeats import DEAD_AFTER, is_alive

KEEP_FINISHED = timedelta(days=2)


def worker_name(worker_id: str) -> str:
    """The name under which a worker beats."""
    return f"worker:{worker_id}"


def oldest_waiting(now: datetime) -> timedelta | None:
    """For how long the oldest work that could be done already waits; None when nothing does."""
    since: datetime | None = DBTaskResult.objects.ready().aggregate(since=Min("enqueued_at"))["since"]
    return now - since if since else None


@transaction.atomic
def free_abandoned(now: datetime) -> int:
    """Put tasks that a dead worker left as running back in the queue, and return how many. Tasks are idempotent."""
    running = DBTaskResult.objects.running().filter(started_at__lt=now - DEAD_AFTER)
    abandoned = [task for task in running if not is_alive(worker_name(_last_worker(task)), now=now)]
    for task in abandoned:
        task.status = TaskResultStatus.READY
        task.started_at = None
        task.save(update_fields=["status", "started_at"])
    return len(abandoned)


def forget_finished(now: datetime) -> None:
    """Drop the records of finished work: their arguments can hold a code or an address."""
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_FINISHED).delete()


def _last_worker(task: "DBTaskResult[..., Any]") -> str:
    return task.worker_ids[-1] if task.worker_ids else ""
