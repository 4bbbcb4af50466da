"""What all parts of the reader share: references, GUIDs, names, stamps and files, with what was found."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from lxml import etree

from imbizo.calc.refi import scalars
from imbizo.calc.refi.decoding import MARKS, decode
from imbizo.calc.refi.elements import attribute, child, children, content, local
from imbizo.calc.refi.errors import TooLargeError
from imbizo.calc.refi.findings import Findings, Reason
from imbizo.calc.refi.model import Coding, File
from imbizo.calc.refi.package import Package
from imbizo.calc.refi.positions import STANDARD, Reading, Script, script
from imbizo.calc.refi.standard import CHILDREN, SOURCES, TEXTS

ALIKE = {"PictureSelection": "PDFSelection", "VideoSelection": "AudioSelection"}
ELSEWHERE = ("relative:", "absolute:", "file:", "http:", "https:")


class Stamp(TypedDict):
    """The fields of Authored."""

    created_by: str
    created_at: datetime | None
    modified_by: str
    modified_at: datetime | None


class Intake:
    """One file while it is read.

    `known` has the GUIDs that stand in it, by what they are of, `made` those of what was taken over so far;
    `scripts` has the texts by their elements, `of_case` what was coded with each case.
    """

    def __init__(self, package: Package | None, findings: Findings) -> None:
        self.findings = findings
        self.package = package
        self.known: defaultdict[str, set[str]] = defaultdict(set)
        self.made: defaultdict[str, set[str]] = defaultdict(set)
        self.scripts: dict[etree._Element, Script] = {}
        self.reading: Reading = STANDARD
        self.of_case: defaultdict[str, list[str]] = defaultdict(list)
        self._seen: set[tuple[str, str]] = set()
        self._unnumbered = 0

    def survey(self, root: etree._Element) -> None:
        """Notes all GUIDs, so that references can be checked, and the elements that nobody knows."""
        for element in root.iter(etree.Element):
            name = local(element)
            inside = CHILDREN.get(name)
            if inside is not None:
                self._note_strangers(element, inside)
            if raw := attribute(element, "guid"):
                self.known[_group(name)].add(scalars.canonical_guid(raw)[0])

    def _note_strangers(self, element: etree._Element, inside: frozenset[str]) -> None:
        for found in element:
            if local(found) not in inside:
                self.findings.add(Reason.UNKNOWN_ELEMENT, local(element), local(found))

    def guid(self, element: etree._Element) -> str:
        """The element's own GUID: made where it has none, another where one of its kind has the same."""
        kind, raw = local(element), attribute(element, "guid")
        if not raw:
            self._unnumbered += 1
            self.findings.add(Reason.GUID_MADE, kind, attribute(element, "name"))
            return scalars.made_guid("none", kind, self._unnumbered)
        found, is_guid = scalars.canonical_guid(raw)
        if not is_guid:
            self.findings.add(Reason.GUID_MENDED, kind, raw)
        if (_alike(kind), found) in self._seen:
            self.findings.add(Reason.GUID_TWICE, kind, attribute(element, "name") or found)
            found = self._another(_alike(kind), found)
        self._seen.add((_alike(kind), found))
        self.made[_group(kind)].add(found)
        self.made["any"].add(found)
        return found

    def _another(self, kind: str, guid: str) -> str:
        times = 2
        while (kind, made := scalars.made_guid("again", kind, guid, times)) in self._seen:
            times += 1
        return made

    def reference(self, raw: str, group: str, kind: str) -> str:
        """The GUID that `raw` means, or "" if there's nothing of that group with it.

        Selections can be left out: these, and "any", must have been read before.
        """
        found = scalars.canonical_guid(raw)[0] if raw else ""
        if found in (self.made if group in {"Selection", "any"} else self.known)[group]:
            return found
        if raw:
            self.findings.add(Reason.UNKNOWN_TARGET, kind, raw)
        return ""

    def references(self, element: etree._Element, name: str, group: str) -> tuple[str, ...]:
        """The targets of the children of that name, each once, without those that aren't there."""
        raws = (
            attribute(found, "targetGUID") or attribute(found, "guid") for found in children(element, name)
        )
        found = (self.reference(raw, group, name) for raw in raws)
        return tuple(dict.fromkeys(guid for guid in found if guid))

    def notes(self, element: etree._Element) -> tuple[str, ...]:
        return self.references(element, "NoteRef", "Note")

    def name(self, element: etree._Element, fallback: str) -> str:
        """The name, which the standard demands here; `fallback` where there's none."""
        if found := attribute(element, "name"):
            return found
        self.findings.add(Reason.NAME_MADE, local(element), fallback)
        return fallback

    def colour(self, element: etree._Element) -> str:
        raw = attribute(element, "color") or attribute(element, "colour")
        found = scalars.colour(raw)
        if found is None:
            self.findings.add(Reason.BROKEN_COLOUR, local(element), raw)
        return found or ""

    def stamp(self, element: etree._Element, suffix: str = "") -> Stamp:
        """Who made and changed it, and when; `suffix` is "GUID" in the attributes of the project itself."""
        return {
            "created_by": self._user(element, f"creatingUser{suffix}"),
            "created_at": self._moment(element, "creationDateTime"),
            "modified_by": self._user(element, f"modifyingUser{suffix}"),
            "modified_at": self._moment(element, "modifiedDateTime"),
        }

    def _user(self, element: etree._Element, name: str) -> str:
        raw = attribute(element, name)
        if not raw:
            return ""
        found = scalars.canonical_guid(raw)[0]
        if found in self.known["User"]:
            return found
        self.findings.add(Reason.UNKNOWN_USER, local(element), raw)
        return ""

    def _moment(self, element: etree._Element, name: str) -> datetime | None:
        raw = attribute(element, name)
        return self.moment(raw, local(element)) if raw and not raw.startswith(scalars.UNSET) else None

    def moment(self, raw: str, kind: str) -> datetime | None:
        found = scalars.moment(raw)
        if found is None:
            self.findings.add(Reason.BROKEN_DATE, kind, raw)
            return None
        if not found[1]:
            self.findings.add(Reason.ZONE_ASSUMED, kind, raw)
        return found[0]

    def codings(self, element: etree._Element, guid: str, owner: str) -> tuple[Coding, ...]:
        """The codings of a selection or source; `guid` is its own, `owner` the name of the source."""
        found = (self._coding(coding, guid, owner) for coding in children(element, "Coding"))
        return tuple(coding for coding in found if coding is not None)

    def _coding(self, element: etree._Element, guid: str, owner: str) -> Coding | None:
        reference = child(element, "CodeRef")
        raw = attribute(reference, "targetGUID") if reference is not None else ""
        code = scalars.canonical_guid(raw)[0] if raw else ""
        if code not in self.known["Code"]:
            self._without_code(code, guid, owner)
            return None
        own = self.guid(element)
        return Coding(
            guid=own,
            code=code,
            notes=self.notes(element),
            created_by=self._user(element, "creatingUser"),
            created_at=self._moment(element, "creationDateTime"),
        )

    def _without_code(self, code: str, guid: str, owner: str) -> None:
        """NVivo codes with cases, too: what it gave to one becomes part of the case."""
        if code in self.known["Case"]:
            self.of_case[code].append(guid)
            self.findings.add(Reason.CASE_AS_CODE, "Coding", owner)
        else:
            self.findings.add(Reason.UNKNOWN_CODE, "Coding", owner)

    def file(self, path: str, kind: str, owner: str) -> File | None:
        """The file at a path of the project; without content where it can't be had."""
        if not path:
            return None
        found = self._bytes(path, kind, owner)
        if found is None:
            return File(path=path)
        ending = scalars.EXTENSION.search(path.lower())
        return File(extension=ending[0] if ending else "", content=found)

    def _bytes(self, path: str, kind: str, owner: str) -> bytes | None:
        """The bytes of a file. Those of texts must all fit in; films may be left out."""
        try:
            found = self.package.find(path) if self.package is not None else None
        except TooLargeError as large:
            if large.limit != "file" and (large.limit != "bytes" or kind in TEXTS):
                raise
            self.findings.add(Reason.LARGE_FILE, kind, owner)
            return None
        if found is None:
            elsewhere = path.lower().startswith(ELSEWHERE)
            reason = Reason.FILE_ELSEWHERE if elsewhere else Reason.MISSING_FILE
            self.findings.add(reason, kind, owner)
        return found

    def load_texts(self, root: etree._Element) -> None:
        """The texts of all sources and notes, which must be known before any position is understood."""
        for element in root.iter(etree.Element):
            if local(element) in TEXTS and (found := self._script(element)) is not None:
                self.scripts[element] = found

    def _script(self, element: etree._Element) -> Script | None:
        inline = child(element, "PlainTextContent")
        path = attribute(element, "plainTextPath")
        if not path or (inline is not None and content(inline)):
            return script(content(inline)) if inline is not None else None
        owner = attribute(element, "name") or path
        data = self._bytes(path, local(element), owner)
        if data is None:
            return None
        text, guessed = decode(data)
        if guessed:
            self.findings.add(Reason.ENCODING_GUESSED, local(element), owner)
        return script(text, marked=data.startswith(tuple(mark for mark, _ in MARKS)))


def _group(name: str) -> str:
    """What a reference asks for: any source, any selection, or an element by its own name."""
    if name in SOURCES:
        return "Source"
    return "Selection" if name.endswith("Selection") else name


def _alike(name: str) -> str:
    """Among which elements a GUID must be the only one.

    ATLAS.ti gives the same to the words of a PDF and to the area in which they stand, on purpose.
    """
    return "Source" if name in SOURCES else ALIKE.get(name, name)


def in_order(guids: Iterable[str]) -> tuple[str, ...]:
    """Each GUID once."""
    return tuple(dict.fromkeys(guids))
