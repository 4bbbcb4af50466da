"""Files of other programs for tests: a project with two coders, and bringing it in to its end."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from imbizo.calc.refi import made_guid, write_project
from imbizo.calc.refi import model as refi
from imbizo.evidence.models import ProjectImport
from imbizo.evidence.operations import projects
from tests.cast import Cast

TEXT = "Shop owners pay twice. Nobody answers them."
ANNA, BEN = made_guid("Anna"), made_guid("Ben")
TRADE, LICENCES = made_guid("Trade"), made_guid("Licences")


def words(start: int, end: int, by: str, code: str = LICENCES, name: str = "") -> refi.TextSelection:
    """A place in TEXT, coded by one person."""
    key = (start, end, by, code)
    coding = refi.Coding(guid=made_guid("coding", *key), code=code, created_by=by)
    guid = made_guid("place", *key)
    return refi.TextSelection(
        guid=guid, name=name or TEXT[start:end], start=start, end=end, codings=(coding,)
    )


def project(*selections: refi.TextSelection, **changes: Any) -> bytes:
    """A .qdpx with two codes, one under the other, one text, and a recording that can't be taken."""
    text = refi.TextSource(guid=made_guid("text"), name="Shop in De Doorns", text=TEXT, selections=selections)
    tape = refi.File(extension=".mp3", content=b"ID3")
    recording = refi.RecordingSource(
        guid=made_guid("tape"), name="Tape 1", medium=refi.Medium.AUDIO, file=tape
    )
    below = refi.Code(guid=LICENCES, name="Licences", colour="#a8322a", description="When it is about paper.")
    fields: dict[str, Any] = {
        "name": "Trading",
        "users": (refi.User(guid=ANNA, name="Anna"), refi.User(guid=BEN, name="Ben")),
        "codes": (refi.Code(guid=TRADE, name="Trade", codable=False, codes=(below,)),),
        "sources": (text, recording),
    }
    return write_project(refi.Project(**(fields | changes)))


def brought(cast: Cast, content: bytes, name: str = "trading.qdpx") -> ProjectImport:
    """The file, as it is after the worker looked into it."""
    made = projects.bring(file=SimpleUploadedFile(name, content), by=cast.amina)
    return ProjectImport.objects.get(pk=made.pk)


def taken(cast: Cast, found: ProjectImport, **changes: Any) -> ProjectImport:
    """The same, taken: all of it as reports into a new codebook, coders by name."""
    given: dict[str, Any] = {
        "what": "all", "into": None, "name": "Trading", "kind": "report", "coders": {}, "compare": "",
    }  # fmt: skip
    projects.choose(project=found, by=cast.amina, given=given | changes)
    return ProjectImport.objects.get(pk=found.pk)
