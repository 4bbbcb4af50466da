"""Writes codebooks (.qdc) and projects (.qdpx) that are valid by the schemas, the same bytes every time.

Plain texts are UTF-8 with LF and without a mark; positions are code points, end exclusive, whatever line
ends the caller's texts have.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from lxml import etree

from imbizo.calc.refi.check import check
from imbizo.calc.refi.members import Members
from imbizo.calc.refi.model import Codebook, Project
from imbizo.calc.refi.standard import CODEBOOK, CODEBOOK_SCHEMA, PROJECT, SCHEMA
from imbizo.calc.refi.writeparts import Writer, clean, stamp

ORIGIN = "Imbizo"  # by which the reader knows that positions need no guessing
XSI = "http://www.w3.org/2001/XMLSchema-instance"
T = TypeVar("T")


def write_codebook(codebook: Codebook) -> bytes:
    """The .qdc of a codebook: codes, and sets of codes. Memos of codes belong in their descriptions.

    Raises InvalidProjectError.
    """
    check(codebook)
    root = _root("CodeBook", CODEBOOK, CODEBOOK_SCHEMA)
    root.set("origin", ORIGIN)
    writer = Writer(CODEBOOK, Members())
    _all(writer, root, "Codes", codebook.codes, writer.code)
    _all(writer, root, "Sets", codebook.sets, writer.codes_together)
    return _bytes(root)


def write_project(project: Project) -> bytes:
    """The .qdpx of a project with all its files.

    Its origin becomes Imbizo, whoever made it, since positions are ours from now on. Raises
    InvalidProjectError, and writes nothing then.
    """
    check(project)
    members = Members()
    writer = Writer(PROJECT, members)
    root = _root("Project", PROJECT, SCHEMA)
    attributes = {
        "name": project.name,
        "origin": ORIGIN,
        **stamp(project, "GUID"),
        "basePath": project.base_path,
    }
    for key, value in attributes.items():
        if value:
            root.set(key, clean(str(value)))
    _parts(writer, root, project)
    return members.package(_bytes(root))


def _parts(writer: Writer, root: etree._Element, project: Project) -> None:
    """In the order of the schema."""
    _all(writer, root, "Users", project.users, writer.user)
    if project.codes:
        _all(writer, writer.add(root, "CodeBook"), "Codes", project.codes, writer.code)
    _all(writer, root, "Variables", project.variables, writer.variable)
    _all(writer, root, "Cases", project.cases, writer.case)
    _all(writer, root, "Sources", project.sources, writer.source)
    _all(writer, root, "Notes", project.memos, writer.memo)
    _all(writer, root, "Links", project.links, writer.link)
    _all(writer, root, "Sets", project.sets, writer.collection)
    writer.words(root, project.description)
    writer.refer(root, "NoteRef", project.notes)


def _all(
    writer: Writer,
    parent: etree._Element,
    name: str,
    parts: Iterable[T],
    write: Callable[[etree._Element, T], None],
) -> None:
    """An element with all the parts in it; none where there are no parts, as the schema wants it."""
    found = tuple(parts)
    if found:
        element = writer.add(parent, name)
        for part in found:
            write(element, part)


def _root(name: str, namespace: str, schema: str) -> etree._Element:
    return etree.fromstring(f'<{name} xmlns="{namespace}" xmlns:xsi="{XSI}" xsi:schemaLocation="{schema}"/>')


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
