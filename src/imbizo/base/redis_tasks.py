"""Tasks carried by RQ on Redis, for a deployment that outgrows one machine (IMBIZO_TASKS_URL)."""

from typing import Any

from django.db import connection, transaction
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id
from django_tasks_rq import RQBackend


class OnCommitBackend(RQBackend):
    """RQ's backend enqueues at once; a task must not run before the transaction that asks for it is through."""

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        if not connection.in_atomic_block:
            return super().enqueue(task, args, kwargs)
        transaction.on_commit(lambda: self._enqueue_now(task, args, kwargs))
        return self._promised(task, args, kwargs)

    def _enqueue_now(self, task: Task[..., Any], args: Any, kwargs: Any) -> None:
        super().enqueue(task, args, kwargs)

    def _promised(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """What callers get meanwhile; nobody here asks for it again."""
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
