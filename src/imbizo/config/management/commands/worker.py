"""`python -m imbizo worker`: does the tasks, and leaves a heartbeat while it does."""

from typing import Any

from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker

from imbizo.base.heartbeats import Pulse
from imbizo.base.work import worker_name


class Command(db_worker.Command):
    help = "Does the work that pages hand over: imports, mail, exports. Every kind of queue, until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        # An id of its own each time: the default one is fixed when the class is loaded.
        options["worker_id"] = get_random_string(32)
        pulse = Pulse("worker", worker_name(options["worker_id"]))
        pulse.start()
        try:
            super().handle(*args, **options)
        finally:
            pulse.stop()
