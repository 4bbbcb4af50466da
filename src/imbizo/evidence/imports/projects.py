"""Files of other programs (.qdc, .qdpx): what the worker does with them, and what is read out of them."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from uuid import UUID

from imbizo.calc.refi import Finding, Passage, Words, passages, read_codebook, read_project, words
from imbizo.calc.refi.errors import NotRefiError, RefiError
from imbizo.calc.refi.model import Code, Project
from imbizo.evidence.imports.left_out import left_out
from imbizo.evidence.imports.notes import Notes
from imbizo.evidence.models import ProjectImport
from imbizo.evidence.operations import brought as making
from imbizo.evidence.operations import projects as operations
from imbizo.evidence.rules.brought import (
    LONGEST_NAME,
    Brought,
    BroughtCode,
    BroughtCoding,
    BroughtText,
    LeftOut,
    Tally,
    once_each,
    pieces,
)
from imbizo.evidence.rules.project_words import MENDED, REFUSALS
from imbizo.evidence.rules.texts import Stretch, found_once, is_colour
from imbizo.evidence.states import FileState

LONGEST_TEXT = 5_000_000
LONGEST_MEMO = 2_000
_SHORT, _LONG = 8, 20


def check(*, id: UUID) -> None:
    """Read a file that was brought, and note what is in it. Done twice it is the same. Called by the worker."""
    project = ProjectImport.objects.select_related("programme", "by").get(pk=id)
    if project.state != FileState.WAITING:
        return
    try:
        found = read(_bytes(project))
    except RefiError as error:
        operations.refuse(project=project, why=str(REFUSALS.get(error.code, REFUSALS["broken"])))
        return
    operations.note_found(project=project, brought=found)


def take(*, id: UUID) -> None:
    """Take what a person chose, text after text; broken off, it goes on where it was. Called by the worker."""
    project = ProjectImport.objects.select_related("programme", "by__partner").get(pk=id)
    if project.state != FileState.TAKING:
        return
    found = read(_bytes(project))
    codes = making.make_codes(project=project, brought=found)
    if project.choice["what"] == "all":
        for number in range(project.done, len(found.texts)):
            making.take_text(project=project, number=number, brought=found, codes=codes)
    operations.finish(project=project)


def read(data: bytes) -> Brought:
    """All that can be taken of a file, and the list of the rest. Raises RefiError."""
    try:
        project, findings = read_project(data)
    except NotRefiError:
        book, findings = read_codebook(data)
        return _whole(Project(name="", origin=book.origin, codes=book.codes, sets=book.sets), findings)
    return _whole(project, findings)


def _bytes(project: ProjectImport) -> bytes:
    with project.file.open("rb") as opened:
        return bytes(opened.read())


def _whole(project: Project, findings: Iterable[Finding]) -> Brought:
    tally, notes = Tally(), Notes(project)
    codes = list(_codes(project.codes, "", notes, tally))
    texts = list(_texts(project, notes, tally))
    coders = _coders(project, texts)
    left_out(project, notes, tally)
    told = [
        LeftOut(str(each.reason), each.kind, each.names, each.count, each.reason.lost) for each in findings
    ]
    return Brought(
        origin=project.origin,
        codes=codes,
        texts=texts,
        coders=coders,
        left_out=[*tally.listed(mended=MENDED), *told],
        counts={"cases": len(project.cases), "memos": len(project.memos), "sources": len(project.sources)},
    )


def _codes(codes: Iterable[Code], parent: str, notes: Notes, tally: Tally) -> Iterator[BroughtCode]:
    """The codes, each before those under it."""
    for code in codes:
        name = " ".join(code.name.split())
        memo = notes.of(code.notes, code.description)
        if len(name) > LONGEST_NAME:
            tally.add("shortened", "Code", name[:LONGEST_NAME])
            name, memo = name[:LONGEST_NAME], f"{name}\n\n{memo}".strip()
        colour = code.colour if is_colour(code.colour) else ""
        yield BroughtCode(code.guid, parent, name, memo[:8_000], colour, code.codable)
        yield from _codes(code.codes, code.guid, notes, tally)


def _texts(project: Project, notes: Notes, tally: Tally) -> Iterator[BroughtText]:
    found = passages(project)
    within: dict[str, list[Passage]] = {}
    for each in found:
        within.setdefault(each.within, []).append(each)
    for text in words(project):
        if len(text.text) > LONGEST_TEXT or not text.text.strip():
            tally.add("too-long" if text.text.strip() else "no-text", "TextSource", text.name)
            continue
        here = {each.guid: each for each in (*within.get(text.source, ()), *within.get(text.guid, ()))}
        codings = [coding for each in here.values() for coding in _codings(each, text, notes, tally)]
        yield BroughtText(text.guid, text.name, text.text, notes.of_source(text.source), codings)


def _codings(passage: Passage, text: Words, notes: Notes, tally: Tally) -> Iterator[BroughtCoding]:
    """A passage as codings: one, or some where it is longer than one may be; none where its words differ."""
    place = _place(passage, text.text, tally)
    if place is None:
        return
    cut = pieces(text.text, *place)
    if not cut:
        tally.add("empty", "Coding", text.name)
    if len(cut) > 1:
        tally.add("cut", "Coding", text.name)
    comment = "" if passage.comment == passage.name else passage.comment
    memo = notes.of(passage.notes, comment)
    if len(memo) > LONGEST_MEMO:
        tally.add("memo-cut", "Note", text.name)
    for number, (start, end) in enumerate(cut):
        guid = f"{passage.guid}.{number}" if number else passage.guid
        yield BroughtCoding(
            guid, passage.code, passage.created_by, start, end, memo[:LONGEST_MEMO], passage.created_at
        )


def _place(passage: Passage, text: str, tally: Tally) -> Stretch | None:
    """Where its words stand: where the file says, or where what it calls them stands; None where neither is sure."""
    if passage.start is None or passage.end is None:
        return Stretch(0, len(text))
    said = Stretch(passage.start, passage.end)
    name = passage.name.strip()
    if _speaks_of(name, text[said.start : said.end]) or " ".join(name.split()) not in _flat(text):
        return said
    found = found_once(text, name)
    if found is None:
        tally.add("words-differ", "Coding", name[:80])
        return None
    tally.add("moved", "Coding", name[:80])
    return found


@lru_cache(maxsize=1)
def _flat(text: str) -> str:
    """The text with white space counting alike; kept for the next passage, which is of the same text."""
    return " ".join(text.split())


def _speaks_of(name: str, quoted: str) -> bool:
    """Whether a selection's name may belong to these words: it is short, a label, or what they begin with."""
    whole = " ".join(name.removesuffix("…").removesuffix("...").split())
    collapsed = " ".join(quoted.split())
    return len(whole) < _SHORT or whole in collapsed or (len(whole) >= _LONG and collapsed in whole)


def _coders(project: Project, texts: Iterable[BroughtText]) -> dict[str, str]:
    """Those who coded something that is taken, by name."""
    used = dict.fromkeys(each.coder for text in texts for each in text.codings)
    known = {user.guid: user.name or user.id for user in project.users}
    return once_each({guid: known.get(guid) or str(operations.NAMELESS) for guid in used})
