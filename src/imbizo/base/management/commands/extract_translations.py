"""`python -m imbizo extract_translations`: bring the catalogues in step with the sources (development)."""

from django.core.management.base import BaseCommand
from django.utils import translation

from imbizo.base.translations import catalogues, checked, sources


class Command(BaseCommand):
    help = "Finds every text of the sources and updates the catalogues; says how many wait for a translation."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        with translation.override(None):
            for language in checked.languages():
                self._update(language)

    def _update(self, language: str) -> None:
        new = catalogues.updated(catalogues.read(language), language=language, found=sources.wanted(language))
        changed = "updated" if catalogues.write(language, new) else "unchanged"
        waiting = len(catalogues.untranslated(new))
        self.stdout.write(f"{language}: {len(new)} texts, {changed}, {waiting} to translate")
