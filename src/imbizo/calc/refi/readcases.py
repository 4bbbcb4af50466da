"""Variables, cases, their values, sets and links."""

from datetime import datetime

from lxml import etree

from imbizo.calc.refi import scalars
from imbizo.calc.refi.elements import attribute, child, children, content, local, words
from imbizo.calc.refi.findings import Reason
from imbizo.calc.refi.intake import Intake, in_order
from imbizo.calc.refi.model import Case, Collection, Direction, Link, Scalar, Value, Variable, VariableType

TYPES = {
    "text": VariableType.TEXT,
    "string": VariableType.TEXT,
    "boolean": VariableType.BOOLEAN,
    "integer": VariableType.INTEGER,
    "float": VariableType.FLOAT,
    "decimal": VariableType.FLOAT,
    "date": VariableType.DATE,
    "datetime": VariableType.MOMENT,
}
DIRECTIONS = {direction.lower(): direction for direction in Direction}


def variables(parent: etree._Element | None, intake: Intake) -> tuple[Variable, ...]:
    """All variables; one of an unknown type is a text."""
    return tuple(_variable(element, intake) for element in children(parent, "Variable"))


def _variable(element: etree._Element, intake: Intake) -> Variable:
    guid = intake.guid(element)
    return Variable(
        guid=guid,
        name=intake.name(element, guid),
        type=TYPES.get(attribute(element, "typeOfVariable").lower(), VariableType.TEXT),
        description=words(element, "Description"),
    )


def values(element: etree._Element, intake: Intake) -> tuple[Value, ...]:
    """The values of a case or a source, without those of variables that aren't there."""
    found = (_value(given, intake) for given in children(element, "VariableValue"))
    return tuple(value for value in found if value is not None)


def _value(element: etree._Element, intake: Intake) -> Value | None:
    variables = intake.references(element, "VariableRef", "Variable")
    if not variables:
        return None
    given = next((part for part in element if local(part).endswith("Value")), None)
    if given is None:
        return Value(variable=variables[0])
    return Value(variable=variables[0], value=_scalar(local(given), content(given), intake))


def _scalar(kind: str, raw: str, intake: Intake) -> Scalar:
    """The value in the type of its element; a text where it isn't of that type, None where it's empty."""
    if kind == "TextValue":
        return raw
    if not raw.strip():
        return None
    found = _typed(kind, raw.strip(), intake)
    if found is None:
        intake.findings.add(Reason.VALUE_AS_TEXT, kind, raw.strip())
        return raw.strip()
    return found


def _typed(kind: str, raw: str, intake: Intake) -> Scalar:
    match kind:
        case "BooleanValue":
            return scalars.truth(raw)
        case "IntegerValue":
            return scalars.whole(raw)
        case "FloatValue":
            return scalars.decimal(raw)
        case "DateValue":
            return scalars.day(raw)
        case "DateTimeValue":
            return _moment(raw, intake)
        case _:
            return None


def _moment(raw: str, intake: Intake) -> datetime | None:
    found = scalars.moment(raw)
    if found is not None and not found[1]:
        intake.findings.add(Reason.ZONE_ASSUMED, "DateTimeValue", raw)
    return found[0] if found else None


def cases(parent: etree._Element | None, intake: Intake) -> tuple[Case, ...]:
    """All cases, with the selections and sources that were coded with them."""
    return tuple(_case(element, intake) for element in children(parent, "Case"))


def _case(element: etree._Element, intake: Intake) -> Case:
    guid = intake.guid(element)
    coded = intake.of_case.get(guid, [])
    return Case(
        guid=guid,
        name=attribute(element, "name"),
        description=words(element, "Description"),
        codes=intake.references(element, "CodeRef", "Code"),
        values=values(element, intake),
        sources=in_order(
            [
                *intake.references(element, "SourceRef", "Source"),
                *(found for found in coded if found in intake.known["Source"]),
            ]
        ),
        selections=in_order(
            [
                *intake.references(element, "SelectionRef", "Selection"),
                *(found for found in coded if found not in intake.known["Source"]),
            ]
        ),
    )


def sets(parent: etree._Element | None, intake: Intake) -> tuple[Collection, ...]:
    """All sets; their members are known codes, sources and notes."""
    return tuple(_set(element, intake) for element in children(parent, "Set"))


def _set(element: etree._Element, intake: Intake) -> Collection:
    guid = intake.guid(element)
    return Collection(
        guid=guid,
        name=intake.name(element, guid),
        description=words(element, "Description"),
        codes=intake.references(element, "MemberCode", "Code"),
        sources=intake.references(element, "MemberSource", "Source"),
        notes=intake.references(element, "MemberNote", "Note"),
    )


def links(parent: etree._Element | None, intake: Intake) -> tuple[Link, ...]:
    """The links of which both ends are there."""
    found = (_link(element, intake) for element in children(parent, "Link"))
    return tuple(link for link in found if link is not None)


def _link(element: etree._Element, intake: Intake) -> Link | None:
    origin, target = (
        intake.reference(attribute(element, name), "any", "Link") for name in ("originGUID", "targetGUID")
    )
    if not origin or not target:
        return None
    return Link(
        guid=intake.guid(element),
        origin=origin,
        target=target,
        name=attribute(element, "name"),
        direction=DIRECTIONS.get(attribute(element, "direction").lower()),
        colour=intake.colour(element),
        notes=intake.notes(element),
    )


def graphs(parent: etree._Element | None, intake: Intake) -> None:
    """Drawings aren't taken over, but each is listed."""
    for element in children(parent, "Graph"):
        intake.findings.add(Reason.GRAPH, "Graph", attribute(element, "name") or child_names(element))


def child_names(element: etree._Element) -> str:
    """The words in a drawing without a name, to recognise it by."""
    first = child(element, "Vertex")
    return attribute(first, "name") if first is not None else ""
