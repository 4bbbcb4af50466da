"""`reindex`: build the search index anew, while the site goes on."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext_lazy as _

from imbizo.desk.operations import reindex


class Command(BaseCommand):
    """Reads every record that search knows, in chunks; run it after an upgrade that says so."""

    help = str(_("Build the search index anew."))

    def handle(self, *args: Any, **options: Any) -> None:
        reindex(say=lambda kind, count: self.stdout.write(f"{kind}: {count}"))
