"""`python -m imbizo translations`: compile the catalogues that have changed."""

from django.core.management.base import BaseCommand, CommandError

from imbizo.base.translations.checked import FOLDER
from imbizo.base.translations.compiling import compile_changed


class Command(BaseCommand):
    help = "Compiles the translations that have changed; needs no other program."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        try:
            made = compile_changed(FOLDER)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"A translation can't be compiled: {error}") from error
        self.stdout.write(f"{len(made)} translations compiled.")
