"""`python -m imbizo take_in_programme FILE`: a programme that another installation exported."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from imbizo.base.errors import DomainError
from imbizo.desk.operations.archive import missing_hash_keys, take_in_programme


class Command(BaseCommand):
    help = "Takes in a programme's export. Its users can sign in once you let them (field: may sign in)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            self._add_keys(missing_hash_keys(file))
            programme = take_in_programme(file)
        except DomainError as error:
            raise CommandError(str(error)) from error
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{file} isn't a programme's export.") from error
        call_command("reindex", stdout=self.stdout)
        self.stdout.write(
            f"{programme} is here. Start the processes again, so that its opted-out numbers are known."
        )

    def _add_keys(self, missing: list[str]) -> None:
        if not missing:
            return
        if settings.ENVIRONMENT.hash_keys:
            raise CommandError("Add these keys behind yours in IMBIZO_HASH_KEYS first: " + ",".join(missing))
        path = settings.ENVIRONMENT.keys_folder / "hash"
        path.write_text("\n".join([*settings.HASH_KEYS, *missing]) + "\n", encoding="utf-8")
