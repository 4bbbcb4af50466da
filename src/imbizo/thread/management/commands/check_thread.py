"""`check_thread`: does the thread agree with the records?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from imbizo.thread.queries.check import faults


class Command(BaseCommand):
    """Changes nothing; ends with an error where something disagrees."""

    help = "Compare the links of the thread with the records and their foreign keys."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        for fault in found:
            self.stderr.write(f"{fault.count} × {fault.what}, e.g. {fault.example}")
        if found:
            raise CommandError(_("The thread and the records don't agree."))
        self.stdout.write(_("The thread agrees with the records."))
