"""What of a project of another program has no place here, told one kind after the other."""

from collections.abc import Iterator

from imbizo.calc.refi import Passage, passages, words
from imbizo.calc.refi.model import (
    FileSource,
    PdfSource,
    PictureSource,
    Project,
    RecordingSource,
    Selection,
)
from imbizo.evidence.imports.notes import Notes
from imbizo.evidence.rules.brought import Tally


def left_out(project: Project, notes: Notes, tally: Tally) -> None:
    """Tell what isn't taken. Ask last, when it is known which memos found a place."""
    with_text = {each.source for each in words(project)}
    for source in project.sources:
        if isinstance(source, FileSource):
            _file(source, tally, has_text=source.guid in with_text)
        elif source.text is None:
            tally.add("no-text", "TextSource", source.name)
    _wordless(project, with_text, tally)
    _beside(project, with_text, notes, tally)


def _beside(project: Project, with_text: set[str], notes: Notes, tally: Tally) -> None:
    """What stands beside sources and codes."""
    for case in project.cases:
        tally.add("case-noted" if with_text & set(case.sources) else "case", "Case", case.name)
    for memo in project.memos:
        if memo.guid not in notes.used:
            tally.add("memo", "Note", memo.name)
    for link in project.links:
        tally.add("link", "Link", link.name)
    for each in project.sets:
        tally.add("set", "Set", each.name)


def _file(source: FileSource, tally: Tally, *, has_text: bool) -> None:
    match source:
        case PdfSource():
            tally.add("pdf-itself" if has_text else "no-text", "PDFSource", source.name)
        case PictureSource():
            tally.add("picture", "PictureSource", source.name)
        case RecordingSource():
            reason = "recording-itself" if has_text else "recording"
            tally.add(reason, f"{source.medium}Source", source.name)
        case _:
            pass


def _wordless(project: Project, with_text: set[str], tally: Tally) -> None:
    """Codings that have no words: of areas and stretches, and of whole sources without a text."""
    found = passages(project)
    worded = {each.guid for each in found}
    for each in found:
        if _is_wordless(each, with_text):
            tally.add("no-words", "Coding", each.name)
    for selection in _areas(project):
        lost = [coding for coding in selection.codings if coding.guid not in worded]
        if lost:
            tally.add("no-words", "Coding", selection.name, count=len(lost))


def _is_wordless(passage: Passage, with_text: set[str]) -> bool:
    return passage.start is None and passage.source not in with_text


def _repeated(source: FileSource) -> set[str]:
    """The selections of words that a program repeats as areas of the page."""
    if isinstance(source, PdfSource) and source.representation is not None:
        return {each.guid for each in source.representation.selections}
    return set()


def _areas(project: Project) -> Iterator[Selection]:
    for source in project.sources:
        if isinstance(source, PdfSource | PictureSource | RecordingSource):
            repeated = _repeated(source)
            yield from (each for each in source.selections if each.guid not in repeated)
        if isinstance(source, RecordingSource):
            # Those with a place in the transcript were taken with their words.
            yield from (each for transcript in source.transcripts for each in transcript.selections)
