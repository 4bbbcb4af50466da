"""The stamp of a version in the file's own properties, which Word and LibreOffice keep and nobody sees in the text."""

from typing import TYPE_CHECKING
from uuid import UUID

from lxml import etree

from imbizo.base.documents.word_review.ooxml import CUSTOM, VARIANT
from imbizo.base.documents.word_review.package import Package
from imbizo.base.documents.word_review.shapes import Stamp

if TYPE_CHECKING:
    from docx.document import Document

_NAME = "/docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
# The format of properties that people add, whatever the program.
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_DOCUMENT, _VERSION, _DIGEST = "imbizo-document", "imbizo-version", "imbizo-digest"


def put(document: "Document", stamp: Stamp) -> None:
    """Stamp a document that is being written."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    part = Part(PackURI(_NAME), _TYPE, _properties(stamp), package)
    package.relate_to(part, _LINK)


def found(package: Package) -> Stamp | None:
    """The stamp of a file that came back, or None for one that isn't ours or has lost it."""
    parts = [link.target for link in package.relationships("").values() if link.kind == "custom-properties"]
    root = package.part(parts[0]) if parts else None
    told = (
        {}
        if root is None
        else {each.get("name"): "".join(map(str, each.itertext())).strip() for each in root}
    )
    try:
        return Stamp(UUID(told[_DOCUMENT]), told[_VERSION], told[_DIGEST])
    except (KeyError, ValueError):
        return None


def _properties(stamp: Stamp) -> bytes:
    root = etree.Element(f"{{{CUSTOM}}}Properties", nsmap={"props": CUSTOM, "vt": VARIANT})
    told = {_DOCUMENT: str(stamp.document), _VERSION: stamp.version, _DIGEST: stamp.digest}
    # The numbers of properties begin at 2: the format keeps 0 and 1 to itself.
    for number, (name, text) in enumerate(told.items(), start=2):
        listed = etree.SubElement(root, f"{{{CUSTOM}}}property", fmtid=_FORMAT, pid=str(number), name=name)
        etree.SubElement(listed, f"{{{VARIANT}}}lpwstr").text = text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
