"""Packages put together by hand, as programs and attackers put them together."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from imbizo.calc.refi import Finding, Reason, made_guid, read_project
from imbizo.calc.refi.model import Project, TextSource

NAMESPACE = 'xmlns="urn:QDA-XML:project:1.0"'
HOUSE = "11111111-1111-4111-8111-111111111111"
WATER = "22222222-2222-4222-8222-222222222222"
TEXT = "33333333-3333-4333-8333-333333333333"


def package(files: dict[str, bytes | str]) -> bytes:
    """A zip of these files."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def qde(inside: str, *, origin: str = "", attributes: str = NAMESPACE) -> str:
    """A project.qde with two codes and whatever else."""
    codes = (
        f'<Code guid="{HOUSE}" name="Houses" isCodable="true"/>'
        f'<Code guid="{WATER}" name="Water" isCodable="true"/>'
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Project {attributes} name="P" origin="{origin}">'
        f"<CodeBook><Codes>{codes}</Codes></CodeBook>{inside}</Project>"
    )


def selection(start: int | str, end: int | str, name: str = "", code: str = WATER) -> str:
    """A coded selection whose GUID follows from its place."""
    guid = made_guid(start, end, name, code)
    coding = f'<Coding guid="{guid}"><CodeRef targetGUID="{code}"/></Coding>'
    place = f'startPosition="{start}" endPosition="{end}"'
    return f'<PlainTextSelection guid="{guid}" name="{name}" {place}>{coding}</PlainTextSelection>'


def text_source(*inside: str, path: str = f"internal://{TEXT}.txt") -> str:
    """Sources with one text in them."""
    source = (
        f'<TextSource guid="{TEXT}" name="Interview" plainTextPath="{path}">{"".join(inside)}</TextSource>'
    )
    return f"<Sources>{source}</Sources>"


def one_text(text: bytes | str, *inside: str, origin: str = "") -> bytes:
    """A package with one text and its selections."""
    return package({"project.qde": qde(text_source(*inside), origin=origin), f"Sources/{TEXT}.txt": text})


def quotes(project: Project) -> list[str]:
    """The words of all selections in the first source."""
    source = project.sources[0]
    assert isinstance(source, TextSource)
    return [(source.text or "")[found.start : found.end] for found in source.selections]


def read_quotes(data: bytes) -> list[str]:
    return quotes(read_project(data)[0])


def findings(data: bytes) -> list[tuple[Reason, str, tuple[str, ...], int]]:
    """What was found, as plain rows."""
    return [row(found) for found in read_project(data)[1]]


def row(found: Finding) -> tuple[Reason, str, tuple[str, ...], int]:
    return found.reason, found.kind, found.names, found.count
