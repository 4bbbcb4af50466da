"""What is written is valid by the schemas, and what couldn't be is refused."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from lxml import etree

from imbizo.calc.refi import made_guid, write_codebook, write_project
from imbizo.calc.refi.check import Problem
from imbizo.calc.refi.errors import InvalidProjectError
from imbizo.calc.refi.model import (
    Code,
    Codebook,
    Coding,
    File,
    PdfSource,
    Project,
    TextSelection,
    TextSource,
    User,
)
from imbizo.calc.refi.standard import CODEBOOK, PROJECT
from tests.calc.refi import schema
from tests.calc.refi.projects import projects
from tests.calc.refi.test_round_trip import QUICKLY

WATER = Code(guid=made_guid("water"), name="Water")
CODED = TextSelection(
    guid=made_guid("selection"), start=0, end=5, codings=(Coding(guid=made_guid("coding"), code=WATER.guid),)
)
TEXT = TextSource(guid=made_guid("text"), text="Water is far", selections=(CODED,))
SMALL = Project(name="Small", codes=(WATER,), sources=(TEXT,))


def members(project: Project) -> dict[str, bytes]:
    with ZipFile(BytesIO(write_project(project))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@QUICKLY
@given(projects())
def test_every_project_is_valid_by_the_schema(project: Project) -> None:
    root = etree.fromstring(members(project)["project.qde"])
    assert schema.faults(root, schema.PROJECT, PROJECT) == []


def test_a_codebook_is_valid_by_its_schema() -> None:
    above = Code(
        guid=made_guid("above"), name="Services", codes=(WATER,), description="All", colour="#a0b1c2"
    )
    root = etree.fromstring(write_codebook(Codebook(codes=(above,))))
    assert schema.faults(root, schema.CODEBOOK, CODEBOOK) == []


def test_the_schema_would_notice() -> None:
    root = etree.fromstring(f'<CodeBook xmlns="{CODEBOOK}"><Sets/><Codes/></CodeBook>')
    assert len(schema.faults(root, schema.CODEBOOK, CODEBOOK)) == 3


def test_sources_are_named_by_their_guids() -> None:
    pdf = PdfSource(guid=made_guid("pdf"), file=File(extension=".pdf", content=b"%PDF"), representation=TEXT)
    assert list(members(replace(SMALL, sources=(pdf,)))) == [
        "project.qde",
        *sorted([f"sources/{pdf.guid}.pdf", f"sources/{TEXT.guid}.txt"]),
    ]


def test_names_with_markup_stay_words() -> None:
    project = replace(SMALL, name='<b>&"x"')
    root = etree.fromstring(members(project)["project.qde"])
    assert root.get("name") == '<b>&"x"'


def refused(project: Project) -> str:
    with pytest.raises(InvalidProjectError) as error:
        write_project(project)
    return error.value.problem


def with_selection(start: int, end: int) -> Project:
    changed = TextSelection(guid=CODED.guid, start=start, end=end)
    return replace(SMALL, sources=(replace(TEXT, selections=(changed,)),))


@pytest.mark.parametrize(
    ("project", "problem"),
    [
        (replace(SMALL, codes=()), Problem.UNKNOWN),
        (replace(SMALL, created_by=made_guid("nobody")), Problem.UNKNOWN),
        (replace(SMALL, notes=(TEXT.guid,)), Problem.UNKNOWN),
        (replace(SMALL, name=""), Problem.NO_NAME),
        (replace(SMALL, codes=(WATER, WATER)), Problem.GUID_TWICE),
        (replace(SMALL, codes=(WATER, replace(WATER, guid="7", name="x"))), Problem.BAD_GUID),
        (replace(SMALL, users=(User(guid=WATER.guid.upper()),)), Problem.BAD_GUID),
        (replace(SMALL, codes=(replace(WATER, colour="red"),)), Problem.BAD_COLOUR),
        (replace(SMALL, created_at=datetime.fromisoformat("2026-01-01T00:00")), Problem.NO_ZONE),
        (with_selection(0, 99), Problem.BAD_POSITIONS),
        (with_selection(6, 5), Problem.BAD_POSITIONS),
        (replace(SMALL, sources=(replace(TEXT, text=None),)), Problem.BAD_POSITIONS),
    ],
)
def test_what_isnt_sound_is_refused(project: Project, problem: Problem) -> None:
    assert refused(project) == problem


def test_a_codebook_without_codes_is_refused() -> None:
    with pytest.raises(InvalidProjectError, match="no codes"):
        write_codebook(Codebook())
