"""XML read with care: no document types, no entities, no network; names without their namespaces."""

import re
from collections.abc import Iterator

from lxml import etree

from imbizo.calc.refi.decoding import decode_xml
from imbizo.calc.refi.errors import BrokenFileError, DoctypeError, NotRefiError
from imbizo.calc.refi.findings import Findings, Reason

PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
DECLARATION = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REFERENCE = re.compile(r"&#(x[0-9a-f]{1,8}|[0-9]{1,10});", re.IGNORECASE)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def parse(data: bytes, findings: Findings) -> etree._Element:
    """The root element.

    Raises NotRefiError if it's no XML at all, DoctypeError if it declares a document type, BrokenFileError
    if it is cut off or its elements aren't closed as they were opened.
    """
    text, guessed = decode_xml(data)
    if guessed:
        findings.add(Reason.ENCODING_GUESSED, "project", guessed)
    text = DECLARATION.sub("", text, count=1)
    start = PROLOGUE.match(text)
    head = text[start.end() if start else 0 :][:9]
    if head.upper() == "<!DOCTYPE":
        raise DoctypeError
    if not head.startswith("<"):
        raise NotRefiError
    return _parsed(text)


def _parsed(text: str) -> etree._Element:
    """Characters that XML forbids but some programs write become replacement characters."""
    clean = REFERENCE.sub(_allowed, FORBIDDEN.sub(REPLACEMENT, text))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(clean.encode(), parser)
    except etree.XMLSyntaxError as broken:
        raise BrokenFileError(str(broken)) from broken


def _allowed(reference: re.Match[str]) -> str:
    """The reference itself, or a replacement where it means a character that XML forbids."""
    digits = reference[1].lower()
    number = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    if number > 0x10FFFF or FORBIDDEN.match(chr(number)):
        return REPLACEMENT
    return reference[0]


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[0].removeprefix("{")


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children of that name, in their order."""
    if element is not None:
        yield from (child for child in element if local(child) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(children(element, name), None)


def words(element: etree._Element | None, name: str) -> str:
    """The text of the first child of that name, without white space around it."""
    return content(child(element, name)).strip()


def content(element: etree._Element | None) -> str:
    """The text of an element as it stands, with that of elements in it."""
    return "".join(str(part) for part in element.itertext()) if element is not None else ""


def attribute(element: etree._Element, name: str) -> str:
    """The attribute, or "" where it's missing; capitals in its name make no difference."""
    found = element.get(name)
    if found is not None:
        return str(found)
    lower = name.lower()
    return next((str(value) for key, value in element.items() if str(key).lower() == lower), "")
