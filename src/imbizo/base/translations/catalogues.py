"""Catalogues: one `django.po` for each language but English, kept in step with the sources."""

from collections.abc import Iterable

import polib

from imbizo.base.translations.checked import HEADER, file_of
from imbizo.base.translations.messages import Message
from imbizo.base.translations.sources import Found

# gettext's rule for which form counts what; the languages of southern Africa here tell one from many.
PLURAL_FORMS = {"fr": "nplurals=2; plural=(n > 1);"}
ONE_AND_MANY = "nplurals=2; plural=(n != 1);"
CHECKED, UNCHECKED = "checked: yes", "checked: no"


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
        HEADER: old.metadata.get(HEADER, "no"),
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
