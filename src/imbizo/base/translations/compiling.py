"""From `django.po`, which people read, to `django.mo`, which programs read."""

from pathlib import Path

import polib


def compile_changed(folder: Path) -> list[Path]:
    """Compile each catalogue below `folder` that is newer than what was made from it; returns the files made.

    Raises OSError or UnicodeDecodeError for a catalogue that can't be read: polib's message names file and line.
    """
    sources = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    return [_compile(source) for source in sources if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    made = source.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    made = source.with_suffix(".mo")
    # Beside, then in place: a process that starts meanwhile reads the old file or the new, never half of one.
    unfinished = made.with_suffix(".mo.new")
    polib.pofile(source, encoding="utf-8").save_as_mofile(unfinished)
    unfinished.replace(made)
    return made
