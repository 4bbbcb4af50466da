"""`python -m imbizo rotate_keys`: a new key in front of the old ones."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

KEPT_SECRETS = 3


class Command(BaseCommand):
    help = (
        "Puts a new key in front: it signs from the next start on, and the old ones still verify. Old secret keys "
        "beyond the third are dropped; keys of hashes never are, since opted-out numbers would come back to life."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("which", choices=["secret", "hash"])

    def handle(self, *, which: str, **options: Any) -> None:
        given = settings.ENVIRONMENT.secret_keys if which == "secret" else settings.ENVIRONMENT.hash_keys
        if given:
            raise CommandError(f"The {which} keys come from the environment: put a new one in front there.")
        count = rotate(
            settings.ENVIRONMENT.keys_folder / which, keep=KEPT_SECRETS if which == "secret" else None
        )
        self.stdout.write(f"{which}: {count} keys; start the processes again to use the new one")


def rotate(path: Path, *, keep: int | None) -> int:
    """Put a new key in front of those in the file and return how many there are. The file is replaced at once."""
    keys = [secrets.token_urlsafe(48), *path.read_text(encoding="utf-8").split()][:keep]
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text("\n".join(keys) + "\n", encoding="utf-8")
    draft.replace(path)
    return len(keys)
