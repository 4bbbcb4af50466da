"""The names of WordprocessingML (ECMA-376, part 1, chapter 17), and how its elements are made and asked."""

from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from imbizo.base.documents.text import plain

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W16DU = "http://schemas.microsoft.com/office/word/2023/wordml/word16du"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# What Word writes for "off" where an element alone means "on".
_OFF = {"0", "false", "off", "none"}


def w(name: str) -> str:
    """The full name of an element or attribute: "p" is a paragraph."""
    return f"{{{W}}}{name}"


def element(name: str, /, **attributes: str) -> etree._Element:
    """A new element; its attributes are in the same namespace."""
    return etree.Element(w(name), {w(key): value for key, value in attributes.items()})


def within(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    """A new last child."""
    return etree.SubElement(parent, w(name), {w(key): value for key, value in attributes.items()})


def say(run: etree._Element, text: str, name: str = "t") -> None:
    """Put words into a run (`name` is delText for deleted ones); newlines and tabs become elements."""
    for number, line in enumerate(plain(text).split("\n")):
        if number:
            within(run, "br")
        for place, words in enumerate(line.split("\t")):
            if place:
                within(run, "tab")
            if words:
                spoken = within(run, name)
                spoken.text = words
                spoken.set(XML_SPACE, "preserve")


def value(parent: etree._Element | None, name: str) -> str | None:
    """The w:val of a child, or None without the child or its value."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(w("val"))


def switched_on(parent: etree._Element | None, name: str) -> bool:
    """Whether a child such as w:b stands there and isn't switched off."""
    child = None if parent is None else parent.find(w(name))
    return child is not None and child.get(w("val"), "1") not in _OFF


def local(node: etree._Element) -> str:
    """The name without its namespace."""
    return str(node.tag).rpartition("}")[2]


def children(node: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Each child with its short name."""
    for child in node:
        yield local(child), child


def written(moment: datetime) -> str:
    """A moment as Word writes it: UTC to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def made_at(node: etree._Element) -> datetime | None:
    """The moment of a change or comment, or None where the file doesn't say.

    Word puts Z on its local time; newer ones add the true one beside it.
    """
    true = node.get(f"{{{W16DU}}}dateUtc")
    return _moment(true) or _moment(node.get(w("date")))


def _moment(text: str | None) -> datetime | None:
    """The moment that was written; one without a zone is taken as UTC."""
    try:
        read = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
