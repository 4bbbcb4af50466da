"""`python -m imbizo permission_table`: write docs/permissions.md, or with `--check` say whether it is up to date."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from imbizo.programmes.exports import permission_table


class Command(BaseCommand):
    help = "Write the table of roles and permissions into the documents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = settings.PACKAGE.parents[1] / "docs" / "permissions.md"
        parser.add_argument("--output", type=Path, default=default, help="the file to write")
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail if the file is out of date"
        )

    def handle(self, *args: object, output: Path, check: bool, **options: object) -> None:
        if check:
            self._check(output)
        else:
            output.write_text(permission_table(), encoding="utf-8")
            self.stdout.write(f"Written: {output.name}")

    def _check(self, output: Path) -> None:
        written = output.read_text(encoding="utf-8") if output.exists() else ""
        if written != permission_table():
            raise CommandError(f"{output.name} is out of date. Run: python -m imbizo permission_table")
        self.stdout.write(f"{output.name} is up to date.")
