"""`python -m imbizo mail_receiver`: takes in mail that answers ours, until it is stopped."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from imbizo.base.heartbeats import Pulse
from imbizo.messaging.imports.mail_receiver import MailReceiver, wanted_receivers


class Command(BaseCommand):
    help = "Takes in answers to our mail and returned mail, at the address that IMBIZO_INBOUND_MAIL names."

    def handle(self, **options: Any) -> None:
        wanted = wanted_receivers()
        if not wanted:
            raise CommandError(
                "Set IMBIZO_INBOUND_MAIL to say where mail comes in, as smtp://127.0.0.1:8025."
            )
        [(host, port)] = wanted
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        receiver, pulse = MailReceiver(host, port), Pulse("mail_receiver")
        try:
            receiver.start()
        except OSError as error:
            raise CommandError(f"Can't listen at {host}:{port}: {error.strerror or error}") from error
        pulse.start()
        stopped.wait()
        receiver.stop()
        pulse.stop()
