"""`check_thread`: does the thread agree with the records?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from imbizo.thread.queries.check import Fault, faults, orphans


class Command(BaseCommand):
    """Changes nothing; ends with an error where something disagrees. Orphans are told, and are no error."""

    help = "Compare the links of the thread with the records and their foreign keys."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--orphans",
            action="store_true",
            help="Tell also of themes, components, sections, clauses and measures that go back to nothing.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for orphan in orphans() if options["orphans"] else ():
            self.stdout.write(_("Goes back to nothing: %(line)s") % {"line": _line(orphan)})
        found = list(faults())
        for fault in found:
            self.stderr.write(_line(fault))
        if found:
            raise CommandError(_("The thread and the records don't agree."))
        self.stdout.write(_("The thread agrees with the records."))


def _line(fault: Fault) -> str:
    return f"{fault.count} × {fault.what}, e.g. {fault.example}"
