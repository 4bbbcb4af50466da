"""Catalogues: one `django.po` for each language but English, kept in step with the sources."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation import to_locale

from imbizo.base.translations.messages import Message
from imbizo.base.translations.sources import Found

SOURCE_LANGUAGE = "en"
FOLDER = Path(__file__).parents[2] / "locale"
# gettext's rule for which form counts what; the languages of southern Africa here tell one from many.
PLURAL_FORMS = {"fr": "nplurals=2; plural=(n > 1);"}
ONE_AND_MANY = "nplurals=2; plural=(n != 1);"
CHECKED, UNCHECKED = "checked: yes", "checked: no"
CHECKED_HEADER = "X-Checked-By-Speaker"


def languages() -> list[str]:
    """The languages that have a catalogue: all but that of the sources."""
    return [code for code, _name in settings.LANGUAGES if code != SOURCE_LANGUAGE]


def file_of(language: str) -> Path:
    return FOLDER / to_locale(language) / "LC_MESSAGES" / "django.po"


def read(language: str) -> polib.POFile:
    """The language's catalogue; an empty one where there is none yet."""
    file = file_of(language)
    return polib.pofile(file, encoding="utf-8") if file.exists() else polib.POFile(encoding="utf-8")


def updated(old: polib.POFile, *, language: str, found: Found) -> polib.POFile:
    """The catalogue with every text found and no other, each with the translation that it had."""
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=110, encoding="utf-8")
    new.header = "Translations of Imbizo. How they are kept: docs/developer/translations.md."
    new.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "MIME-Version": "1.0",
        "Plural-Forms": PLURAL_FORMS.get(language, ONE_AND_MANY),
        CHECKED_HEADER: old.metadata.get(CHECKED_HEADER, "no"),
    }
    new.extend(_entry(message, places, known) for message, places in _in_order(found))
    return new


def write(language: str, catalogue: polib.POFile) -> bool:
    """Write the catalogue where it differs from what is there; says whether it did."""
    file, text = file_of(language), f"{catalogue}\n"
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return True


def untranslated(catalogue: polib.POFile) -> list[str]:
    """The English of each text that has no translation yet, or not in each of its forms."""
    return [entry.msgid for entry in catalogue if not all(_forms(entry))]


def _forms(entry: polib.POEntry) -> Iterable[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@cache
def is_unchecked(language: str) -> bool:
    """Whether the language's texts still wait for a speaker to check them. English waits for nobody."""
    return language in languages() and read_header(file_of(language)) != "yes"


def read_header(file: Path) -> str:
    """The header that says whether a speaker has checked the catalogue; empty where there is none.

    Read line by line: a page shouldn't wait for a whole catalogue to be understood.
    """
    if not file.exists():
        return ""
    with file.open(encoding="utf-8") as lines:
        found = (line for line in lines if line.startswith(f'"{CHECKED_HEADER}:'))
        return next(found, "").partition(":")[2].strip().removesuffix('\\n"').strip()


def _in_order(found: Found) -> list[tuple[Message, set[str]]]:
    """One for each text and context; the form that counts wins over the plain one, which it includes."""
    merged: dict[tuple[str, str], tuple[Message, set[str]]] = {}
    for message, places in found.items():
        key = (message.text, message.context)
        other, others = merged.get(key, (message, set()))
        merged[key] = (message if message.plural else other, places | others)
    return [merged[key] for key in sorted(merged)]


def _entry(message: Message, places: set[str], known: dict[tuple[str, str], polib.POEntry]) -> polib.POEntry:
    old = known.get((message.context, message.text), polib.POEntry())
    entry = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context or None,
        msgstr="" if message.plural else old.msgstr,
        occurrences=[(place, "") for place in sorted(places)],
        tcomment=old.tcomment or UNCHECKED,
        flags=["python-format"] if "%(" in message.text + message.plural else [],
    )
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = old.msgstr_plural or {0: "", 1: ""}
    return entry
