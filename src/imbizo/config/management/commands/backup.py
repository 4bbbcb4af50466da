"""`python -m imbizo backup [FILE]`: database, files and keys in one file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from imbizo.base.errors import DomainError
from imbizo.config.backups import write_backup


class Command(BaseCommand):
    help = "Writes database, uploaded files and keys into one file. It holds the keys: keep it like one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="default: backups/imbizo-DATE.tar in the data folder"
        )

    def handle(self, *, file: Path | None, **options: Any) -> None:
        now, data = timezone.now(), settings.ENVIRONMENT.data
        target = file or data / "backups" / f"imbizo-{now:%Y%m%dT%H%M%S}.tar"
        try:
            write_backup(target, data=data, now=now)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"backup: {target}")
