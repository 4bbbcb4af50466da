"""`python -m imbizo assets`: copy the chosen front-end files to where pages are served from."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from imbizo.base.assets import FILES, MissingAsset, collect
from imbizo.base.icons import ICONS


class Command(BaseCommand):
    help = "Copies the front-end files and the icons that pages use into the assets folder."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--packages", type=Path, default=Path("node_modules"), help="the node_modules folder"
        )

    def handle(self, *, packages: Path, **options: object) -> None:
        try:
            collect(packages, settings.ASSETS, ICONS)
        except MissingAsset as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(FILES)} files and {len(ICONS)} icons copied.")
