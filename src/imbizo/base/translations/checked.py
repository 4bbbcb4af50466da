"""Which languages have a catalogue, where it is, and whether a speaker has checked it.

Pages ask this, so nothing is imported here that only the making of catalogues needs.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import to_locale

SOURCE_LANGUAGE = "en"
FOLDER = Path(__file__).parents[2] / "locale"
HEADER = "X-Checked-By-Speaker"


def languages() -> list[str]:
    """The languages that have a catalogue: all but that of the sources."""
    return [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]


def file_of(language: str) -> Path:
    return FOLDER / to_locale(language) / "LC_MESSAGES" / "django.po"


@cache
def is_unchecked(language: str) -> bool:
    """Whether the language's texts still wait for a speaker to check them. English waits for nobody."""
    return language in languages() and _header(file_of(language)) != "yes"


def _header(file: Path) -> str:
    """What the catalogue says of itself, empty where it says nothing.

    Read line by line: a page shouldn't wait for a whole catalogue to be understood.
    """
    with file.open(encoding="utf-8") as lines:
        found = (line for line in lines if line.startswith(f'"{HEADER}:'))
        return next(found, "").partition(":")[2].removesuffix('\\n"\n').strip()
