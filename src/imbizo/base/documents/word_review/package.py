"""A .docx opened with care: a zip of XML from a stranger, of which only the parts that hold words are unpacked."""

import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from django.utils.translation import gettext as _
from lxml import etree

from imbizo.base.documents.word_review.errors import Broken, HasMacros, Locked, OtherKind, TooLarge
from imbizo.base.documents.word_review.ooxml import RELATIONSHIPS, R, W

MAX_FILE = 30 * 2**20
MAX_MEMBERS = 5_000
# The text of 200 pages, each word of it changed and commented, takes about 15 MB.
MAX_PART = 40 * 2**20
MAX_PARTS = 60 * 2**20

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# ISO 29500 Strict, which Word can write as well, has other names for the same things.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R.encode(),
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """Where a part leads: the last word of its type ("comments", "hyperlink"), and a part's name or an address."""

    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """The parts of a .docx by name; each is unpacked and parsed when it is asked for."""

    archive: zipfile.ZipFile
    main: str = ""
    unpacked: int = field(default=0, init=False)

    def part(self, name: str) -> etree._Element | None:
        """The root of a part, or None without it. Raises TooLarge and Broken."""
        try:
            entry = self.archive.getinfo(name)
        except KeyError:
            return None
        return _parsed(self._unpacked(entry))

    def related(self, kind: str) -> etree._Element | None:
        """The part that the document leads to by a relationship of this kind, or None."""
        found = [link.target for link in self.relationships(self.main).values() if link.kind == kind]
        return self.part(found[0]) if found else None

    def relationships(self, name: str) -> Mapping[str, Relationship]:
        """Where a part leads ("" for the package itself), by the identifier that it uses for each."""
        folder, file = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        links = () if root is None else root.iter(f"{{{RELATIONSHIPS}}}Relationship")
        return {link.get("Id", ""): _relationship(link, folder) for link in links}

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        """What an entry holds; no more is unpacked than the limit, whatever the entry says of its size."""
        room = min(MAX_PART, MAX_PARTS - self.unpacked)
        try:
            with self.archive.open(entry) as packed:
                content = packed.read(room + 1)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as error:
            raise Broken from error
        if len(content) > room:
            raise TooLarge
        self.unpacked += len(content)
        return content


def opened(content: bytes) -> Package:
    """The document's parts. Raises Locked, OtherKind, HasMacros, TooLarge, Broken: see the errors."""
    if len(content) > MAX_FILE:
        raise TooLarge
    _refuse_other_kinds(content)
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Broken from error
    _refuse(archive)
    package = Package(archive)
    package.main = _main(package)
    return package


def _refuse_other_kinds(content: bytes) -> None:
    if content.startswith(_OLE):
        # Word puts an encrypted .docx into the container that .doc files had.
        raise Locked if _ENCRYPTED in content else OtherKind(_("an older Word file (.doc)"))
    if content.startswith(b"{\\rtf"):
        raise OtherKind(_("a rich text file (.rtf)"))
    if content.startswith(b"%PDF"):
        raise OtherKind(_("a PDF"))
    if not content.startswith(b"PK"):
        raise OtherKind(_("a file of another kind"))


def _refuse(archive: zipfile.ZipFile) -> None:
    """By the directory of the archive, before anything is unpacked."""
    entries = archive.infolist()
    if len(entries) > MAX_MEMBERS:
        raise TooLarge
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Locked
    names = {entry.filename for entry in entries}
    if "META-INF/manifest.xml" in names and "content.xml" in names:
        raise OtherKind(_("an OpenDocument file (.odt)"))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise HasMacros
    if "[Content_Types].xml" not in names:
        raise OtherKind(_("a file of another kind"))


def _main(package: Package) -> str:
    """The name of the part with the document's text."""
    links = package.relationships("").values()
    mains = [link.target for link in links if link.kind == "officeDocument"]
    root = package.part(mains[0]) if mains else None
    if root is None:
        raise Broken
    if root.tag != f"{{{W}}}document":
        raise OtherKind(_("a file of another kind"))
    return mains[0]


def _relationship(link: etree._Element, folder: str) -> Relationship:
    external = link.get("TargetMode") == "External"
    target = link.get("Target", "")
    kind = link.get("Type", "").rpartition("/")[2]
    return Relationship(kind, target if external else _inside(folder, target), external)


def _inside(folder: str, target: str) -> str:
    """The name of a part, which a relationship tells from its own folder or from the root."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _parsed(content: bytes) -> etree._Element:
    """XML without entities, documents elsewhere, or the network; one that declares any isn't Word's."""
    for strict, usual in _STRICT.items():
        content = content.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Broken from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Broken
    return root
