"""`python -m imbizo export_programme SLUG FILE`: a whole programme as one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from imbizo.desk.operations.archive import export_programme
from imbizo.programmes.models import Programme


class Command(BaseCommand):
    help = (
        "Writes a programme into one file that another installation can take in. "
        "It holds what partners keep to themselves, and the keys of opted-out numbers: hand it over safely."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("programme", help="its short name in addresses")
        parser.add_argument("file", type=Path)

    def handle(self, *, programme: str, file: Path, **options: Any) -> None:
        found = Programme.objects.filter(slug=programme).first()
        if found is None:
            raise CommandError(f"There is no programme {programme!r} here.")
        counts = export_programme(found, file, now=timezone.now())
        self.stdout.write(f"{sum(counts.values())} rows of {len(counts)} tables: {file}")
