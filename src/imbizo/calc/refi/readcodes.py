"""Users and the tree of codes."""

from collections.abc import Iterator

from lxml import etree

from imbizo.calc.refi import scalars
from imbizo.calc.refi.elements import attribute, child, children, local, words
from imbizo.calc.refi.findings import Reason
from imbizo.calc.refi.intake import Intake
from imbizo.calc.refi.model import Code, User

DEEPEST = 60  # levels of codes; a person stops at five


def users(parent: etree._Element | None, intake: Intake) -> tuple[User, ...]:
    return tuple(
        User(guid=intake.guid(element), name=attribute(element, "name"), id=attribute(element, "id"))
        for element in children(parent, "User")
    )


def codes(codebook: etree._Element | None, intake: Intake) -> tuple[Code, ...]:
    """The tree; afterwards only codes that are in it count as known."""
    parent = child(codebook, "Codes")
    found = tuple(_tree(codebook if parent is None else parent, 1, intake))
    intake.known["Code"] = set(intake.made["Code"])
    return found


def _tree(parent: etree._Element | None, level: int, intake: Intake) -> Iterator[Code]:
    for element in _below(parent):
        if level > DEEPEST:
            intake.findings.add(Reason.TOO_DEEP, "Code", attribute(element, "name"))
        else:
            yield _code(element, level, intake)


def _code(element: etree._Element, level: int, intake: Intake) -> Code:
    guid = intake.guid(element)
    return Code(
        guid=guid,
        name=intake.name(element, guid),
        codable=scalars.truth(attribute(element, "isCodable")) is not False,
        colour=intake.colour(element),
        description=words(element, "Description"),
        notes=intake.notes(element),
        codes=tuple(_tree(element, level + 1, intake)),
    )


def _below(parent: etree._Element | None) -> Iterator[etree._Element]:
    """The codes right under an element, also where a program wraps them."""
    for element in parent if parent is not None else ():
        if local(element) == "Code":
            yield element
        elif local(element) == "SubCodes":
            yield from _below(element)
