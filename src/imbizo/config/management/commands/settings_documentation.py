"""`python -m imbizo settings_documentation`: writes `docs/operator/settings.md` from the settings module."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from imbizo.config.environment import documentation

HEAD = """# Settings

Made by `python3 run.py settings_documentation` from `src/imbizo/config/environment.py`. Every setting is an
environment variable. A value that can't be used stops the start with a sentence that names it.

"""


class Command(BaseCommand):
    help = "Writes the page of settings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=Path("docs/operator/settings.md"))

    def handle(self, *, file: Path, **options: Any) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(HEAD + "".join(map(_entry, documentation())), encoding="utf-8")


def _entry(setting: tuple[str, str, str]) -> str:
    name, default, text = setting
    return f"**`{name}`** (default: {f'`{default}`' if default else 'empty'})\n: {text}\n\n"
