"""`python -m imbizo upgrade`: bring the database to what the code expects, after a copy of the SQLite file."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from imbizo.base.errors import DomainError
from imbizo.base.upgrades import upgrade


class Command(BaseCommand):
    help = (
        "Applies pending migrations; a SQLite file is first copied to the folder backups in the data folder. "
        "The last line says how the database stood: empty, behind or current."
    )

    def handle(self, **options: object) -> None:
        try:
            state = upgrade(copies=settings.ENVIRONMENT.data / "backups", now=timezone.now())
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"database: {state}")
