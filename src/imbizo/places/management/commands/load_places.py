"""`python -m imbizo load_places`: bring in, or bring up to date, the places that ship with Imbizo."""

from django.core.management.base import BaseCommand

from imbizo.places.operations import load_places


class Command(BaseCommand):
    help = "Bring in the places that ship with Imbizo. Doing it again changes what has changed."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{load_places()} places are known.")
