"""Strategies for whole projects in which every reference holds, as the model allows them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from hypothesis import strategies as st

from imbizo.calc.refi.model import (
    AreaSelection,
    Case,
    Code,
    Coding,
    Collection,
    Direction,
    File,
    Link,
    Medium,
    PdfSource,
    PictureSource,
    Project,
    RecordingSource,
    Source,
    SyncPoint,
    TextSelection,
    TextSource,
    TimeSelection,
    Transcript,
    TranscriptSelection,
    User,
    Value,
    Variable,
    VariableType,
)
from imbizo.calc.refi.scalars import made_guid
from imbizo.calc.refi.write import ORIGIN

CHARS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\ufeff"
) | st.sampled_from("\n\t 😀é<>&\"'")
TEXTS = st.text(CHARS, max_size=60)
NAMES = st.text(CHARS, min_size=1, max_size=12)
DESCRIPTIONS = TEXTS.map(str.strip)
MOMENTS = st.none() | st.integers(0, 2**31).map(lambda second: datetime.fromtimestamp(second, UTC))
COLOURS = st.sampled_from(["", "#000000", "#a0b1c2"])
SCALARS = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.decimals(-1000, 1000, places=3).map(Decimal),
    st.dates(date(1900, 1, 1)),
    MOMENTS,
)


class Build:
    """Draws the parts of one project, so that each refers only to what is there."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.numbers = count()
        self.users = [User(guid=self.guid(), name=draw(TEXTS), id=draw(TEXTS)) for _ in range(draw(few))]
        self.memos = [self.text() for _ in range(draw(few))]
        self.codes = [self.code(1) for _ in range(draw(few))]
        self.variables = [self.variable() for _ in range(draw(few))]

    def guid(self) -> str:
        return made_guid("test", next(self.numbers))

    def some(self, guids: list[str]) -> tuple[str, ...]:
        return tuple(self.draw(st.lists(st.sampled_from(guids), unique=True, max_size=2))) if guids else ()

    def notes(self) -> tuple[str, ...]:
        return self.some([memo.guid for memo in getattr(self, "memos", [])])

    def user(self) -> str:
        return self.draw(st.sampled_from(["", *(user.guid for user in self.users)]))

    def stamp(self) -> dict[str, Any]:
        return {
            "created_by": self.user(),
            "created_at": self.draw(MOMENTS),
            "modified_by": self.user(),
            "modified_at": self.draw(MOMENTS),
        }

    def named(self) -> dict[str, Any]:
        return {"guid": self.guid(), "name": self.draw(NAMES), "description": self.draw(DESCRIPTIONS)}

    def code(self, level: int) -> Code:
        below = [self.code(level + 1) for _ in range(self.draw(few))] if level < 3 else []
        colour, codable = self.draw(COLOURS), self.draw(st.booleans())
        return Code(**self.named(), colour=colour, codable=codable, notes=self.notes(), codes=tuple(below))

    def all_codes(self) -> list[str]:
        found = list(self.codes)
        for code in found:
            found.extend(code.codes)
        return [code.guid for code in found]

    def variable(self) -> Variable:
        return Variable(**self.named(), type=self.draw(st.sampled_from(VariableType)))

    def values(self) -> tuple[Value, ...]:
        return tuple(
            Value(variable=variable.guid, value=self.draw(SCALARS))
            for variable in getattr(self, "variables", [])
        )

    def codings(self) -> tuple[Coding, ...]:
        codes = self.some(self.all_codes()) if hasattr(self, "variables") else ()
        return tuple(
            Coding(
                guid=self.guid(),
                code=code,
                notes=self.notes(),
                created_by=self.user(),
                created_at=self.draw(MOMENTS),
            )
            for code in codes
        )

    def selection(self) -> dict[str, Any]:
        return {**self.named(), **self.stamp(), "codings": self.codings(), "notes": self.notes()}

    def file(self, extension: str) -> File | None:
        content = File(extension=extension, content=self.draw(st.binary(max_size=30)))
        return self.draw(st.sampled_from([content, File(path=f"absolute:///away/{self.guid()}{extension}")]))

    def text(self) -> TextSource:
        text = self.draw(TEXTS)
        places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
        selections = [
            TextSelection(start=start, end=end, **self.selection())
            for start, end in self.draw(st.lists(places, max_size=2))
            if start < len(text)
        ]
        return TextSource(
            **self.selection(),
            text=text,
            rich=self.draw(st.none() | st.builds(lambda: self.file(".docx"))),
            selections=tuple(selections),
            values=self.values(),
        )

    def whole(self, extension: str) -> dict[str, Any]:
        return {**self.selection(), "file": self.file(extension), "values": self.values()}

    def area(self, page: int | None) -> AreaSelection:
        corners: dict[str, Any] = {name: self.draw(st.integers(-9, 9999)) for name in CORNERS}
        inner = self.text() if page is not None and self.draw(st.booleans()) else None
        return AreaSelection(**self.selection(), **corners, page=page, representation=inner)

    def recording(self) -> RecordingSource:
        medium = self.draw(st.sampled_from(Medium))
        stretch = TimeSelection(begin=3, end=5, **self.selection())
        return RecordingSource(
            **self.whole(".mp3"), medium=medium, transcripts=(self.transcript(),), selections=(stretch,)
        )

    def transcript(self) -> Transcript:
        text = self.draw(TEXTS)
        points = tuple(
            SyncPoint(guid=self.guid(), time=self.draw(st.none() | st.integers(0, 9)), position=place)
            for place in (None, 0, len(text))
        )
        ends: dict[str, Any] = {
            "from_point": points[0].guid,
            "to_point": self.draw(st.sampled_from(["", points[2].guid])),
        }
        spoken = TranscriptSelection(**self.selection(), **ends)
        return Transcript(
            **self.named(),
            **self.stamp(),
            text=text,
            sync_points=points,
            selections=(spoken,),
            notes=self.notes(),
        )

    def sources(self) -> list[Source]:
        made: list[Source] = [
            self.text(),
            PdfSource(**self.whole(".pdf"), selections=(self.area(2),), representation=self.text()),
            PictureSource(**self.whole(".png"), selections=(self.area(None),), text_description=self.text()),
            self.recording(),
        ]
        return self.draw(st.permutations(made))[: self.draw(st.integers(0, 4))]

    def project(self) -> Project:
        sources = self.sources()
        guids = [source.guid for source in sources]
        selections = [selection.guid for source in sources for selection in source.selections]
        case = Case(
            **self.named(),
            codes=self.some(self.all_codes()),
            values=self.values(),
            sources=self.some(guids),
            selections=self.some(selections),
        )
        together = Collection(
            **self.named(), codes=self.some(self.all_codes()), sources=self.some(guids), notes=self.notes()
        )
        ends = {"origin": case.guid, "target": together.guid}
        direction = self.draw(st.none() | st.sampled_from(Direction))
        link = Link(guid=self.guid(), name=self.draw(TEXTS), direction=direction, notes=self.notes(), **ends)
        return Project(
            name=self.draw(NAMES),
            origin=ORIGIN,
            base_path=self.draw(TEXTS),
            description=self.draw(DESCRIPTIONS),
            users=tuple(self.users),
            codes=tuple(self.codes),
            variables=tuple(self.variables),
            cases=(case,),
            sources=tuple(sources),
            memos=tuple(self.memos),
            links=(link,),
            sets=(together,),
            notes=self.notes(),
            **self.stamp(),
        )


CORNERS = ("first_x", "first_y", "second_x", "second_y")
few = st.integers(0, 2)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    return Build(draw).project()
