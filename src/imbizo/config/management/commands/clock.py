"""`python -m imbizo clock`: each minute, what is due by then."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from imbizo.base.clock import strike
from imbizo.base.heartbeats import Pulse

MINUTE = 60.0


class Command(BaseCommand):
    help = (
        "Each minute does what is due: reminders, closings, retention, and freeing what a killed worker left."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="strike once and end")

    def handle(self, *, once: bool = False, **options: Any) -> None:
        if once:
            strike(timezone.now())
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        pulse = Pulse("clock")
        pulse.start()
        while not stopped.is_set():
            strike(timezone.now())
            close_old_connections()
            stopped.wait(MINUTE)
        pulse.stop()
