"""`python -m imbizo restore FILE`: what `backup` wrote, put back. Stop web, worker and clock first."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from imbizo.base.errors import DomainError
from imbizo.config.backups import restore_backup


class Command(BaseCommand):
    help = "Puts a backup in the place of database, files and keys. Stop the other processes first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="although there is data here")

    def handle(self, *, file: Path, replace: bool, **options: Any) -> None:
        try:
            manifest = restore_backup(file, data=settings.ENVIRONMENT.data, replace=replace)
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"restored the backup of {manifest['at']}; start again to bring it to this version")
