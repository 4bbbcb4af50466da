"""`python -m imbizo worker`: does the tasks, and leaves a heartbeat while it does."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker

from imbizo.base.heartbeats import Pulse
from imbizo.base.work import worker_name
from imbizo.config.warming import warm


class Command(db_worker.Command):
    help = "Does the work that pages hand over: imports, mail, exports. Every kind of queue, until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        # An id of its own each time: the default one is fixed when the class is loaded.
        options["worker_id"] = get_random_string(32)
        pulse = Pulse("worker", worker_name(options["worker_id"]))
        pulse.start()
        try:
            warm()
            if settings.ENVIRONMENT.tasks:
                _work_for_redis(options["worker_id"])
            else:
                super().handle(*args, **options)
        finally:
            pulse.stop()


def _work_for_redis(name: str) -> None:
    """RQ's worker does each task in a process of its own; a killed one's nudge is given again by the clock."""
    call_command("rqworker", "default", name=name, job_class="django_tasks_rq.Job", verbosity=0)
