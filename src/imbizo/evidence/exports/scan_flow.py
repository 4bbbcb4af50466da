"""The picture of a scan's flow, after the PRISMA 2020 statement: as SVG, PNG and PDF, and as the table beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imbizo.base.documents import pdf
from imbizo.base.documents.text import plain
from imbizo.calc.prisma import Flow, Place
from imbizo.evidence.models import Scan
from imbizo.evidence.queries import scanning as queries

WIDTH: Final = 800
_LEFT, _RIGHT, _BOX, _SIDE = 10, 430, 360, 360
_LINE, _PAD, _GAP, _LETTERS = 20, 14, 34, 44
_MOST_SOURCES: Final = 8


@dataclass(frozen=True, slots=True)
class Count:
    """A number of the picture: what it counts, and the list (the query of its address) that it opens."""

    text: str
    number: int
    opens: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in a box, from the box's own upper left corner."""

    text: str
    y: int
    opens: str
    is_head: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the drawing, in units of the picture."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...]

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def end(self) -> int:
        return self.x + self.width

    @property
    def foot(self) -> int:
        return self.y + self.height

    @property
    def text_x(self) -> int:
        return self.x + _PAD

    @property
    def level(self) -> int:
        """Where the arrow to the box beside it begins."""
        return self.y + 27


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes down the left with what leaves the flow on the right; `height` is that of the whole."""

    down: tuple[Box, ...]
    aside: tuple[Box, ...]
    height: int
    rows: tuple[tuple[Count, ...], ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        return (*self.down, *self.aside)

    @property
    def arrows(self) -> list[tuple[Box, Box]]:
        return list(zip(self.down, self.down[1:], strict=False))

    @property
    def exits(self) -> list[tuple[Box, Box]]:
        return list(zip(self.down, self.aside, strict=False))


def picture(scan: Scan) -> Picture:
    """The picture as the scan stands now. Every number is a sum of places, so that it always adds up."""
    flow = queries.Screened(scan).flow
    steps = list(_steps(flow, queries.reasons_of(scan)))
    down, aside, y = [], [], 10
    for here, gone in steps:
        left = _box(_LEFT, y, _BOX, here)
        right = _box(_RIGHT, y, _SIDE, gone) if gone else None
        down.append(left)
        aside += [right] if right else []
        y = max(left.foot, right.foot if right else 0) + _GAP
    rows = tuple((*here, *gone) for here, gone in steps)
    return Picture(tuple(down), tuple(aside), y - _GAP + 10, rows)


def svg(scan: Scan) -> bytes:
    """The picture by itself, without links."""
    return _svg(scan, picture(scan))


def png(scan: Scan, drawn: Picture | None = None) -> bytes:
    """The picture (where it is drawn already, that one) at twice its size, for documents and slides."""
    import vl_convert

    made: bytes = vl_convert.svg_to_png(_svg(scan, drawn or picture(scan)).decode(), scale=2)
    return made


def as_pdf(scan: Scan) -> bytes:
    """A page with the picture and its table. Raises NotMade."""
    drawn = picture(scan)
    rows = [[each.text, each.number] for row in drawn.rows for each in row]
    title = _("Flow of the scan “%(name)s”") % {"name": scan.name}
    data = {
        "programme": str(scan.programme),
        "title": title,
        "alt": described(drawn),
        "headings": [_("Sources"), _("Number")],
        "rows": rows,
    }
    language = get_language() or "en"
    return pdf.render(
        "evidence/flow", data, language=language, title=title, images={"flow": _svg(scan, drawn)}
    )


def described(drawn: Picture) -> str:
    """The picture in a sentence, for those who don't see it."""
    return "; ".join(f"{each.text}: {each.number}" for row in drawn.rows for each in row)


def _svg(scan: Scan, drawn: Picture) -> bytes:
    return plain(_drawn(scan, drawn)).encode()


def _drawn(scan: Scan, drawn: Picture) -> str:
    context = {"picture": drawn, "scan": scan, "width": WIDTH, "described": described(drawn)}
    return render_to_string("evidence/scans/flow.svg", context)


def _steps(flow: Flow, reasons: Mapping[str, str]) -> Iterator[tuple[list[Count], list[Count]]]:
    """What is in the flow at each step, and what leaves it there; those of which some wait say how many."""
    at = flow.places
    yield (
        [
            Count(_("Found"), flow.found, "at=", is_head=True),
            *_by_source(flow.identified),
            *_waiting(_("still to be screened"), at[Place.TO_SCREEN], "at=to_screen"),
        ],
        [Count(_("Duplicates"), at[Place.DUPLICATE], "duplicates", is_head=True)],
    )
    yield (
        [Count(_("Screened by title and abstract"), flow.screened, "at=screened", is_head=True)],
        [
            Count(_("Left out"), at[Place.SCREENED_OUT], "at=screened_out", is_head=True),
            *_by_reason(flow.screened_out_for, reasons, "at=screened_out"),
        ],
    )
    yield (
        [
            Count(_("Full text looked for"), flow.sought, "at=sought", is_head=True),
            *_waiting(_("still looked for"), at[Place.TO_RETRIEVE], "at=to_retrieve"),
        ],
        [Count(_("Full text could not be had"), at[Place.NOT_RETRIEVED], "at=not_retrieved", is_head=True)],
    )
    yield (
        [
            Count(_("Full text at hand"), flow.retrieved, "at=retrieved", is_head=True),
            *_waiting(_("still to be read"), at[Place.TO_ASSESS], "at=to_assess"),
        ],
        [
            Count(_("Left out after reading"), at[Place.ASSESSED_OUT], "at=assessed_out", is_head=True),
            *_by_reason(flow.assessed_out_for, reasons, "at=assessed_out"),
        ],
    )
    yield [Count(_("Taken in"), at[Place.INCLUDED], "at=included", is_head=True)], []


def _by_source(identified: Mapping[str, int]) -> list[Count]:
    """Where they were found; those found in many places together, so that the picture stays one page."""
    listed = list(identified.items())
    named = [Count(where or _("place not named"), number) for where, number in listed[:_MOST_SOURCES]]
    rest = sum(number for _where, number in listed[_MOST_SOURCES:])
    return [*named, *([Count(_("elsewhere"), rest)] if rest else [])]


def _by_reason(counted: Mapping[str, int], words: Mapping[str, str], opens: str) -> list[Count]:
    return [
        Count(
            words.get(reason, _("no reason given")), number, f"{opens}&reason={reason}" if reason else opens
        )
        for reason, number in counted.items()
    ]


def _waiting(text: str, number: int, opens: str) -> list[Count]:
    return [Count(text, number, opens)] if number else []


def _box(x: int, y: int, width: int, counts: Sequence[Count]) -> Box:
    lines: list[Line] = []
    for count in counts:
        for text in wrap(f"{count.text} (n = {count.number})", _LETTERS):
            place = y + _PAD + _LINE * len(lines) + 15
            lines.append(Line(text, place, count.opens, count.is_head))
    return Box(x, y, width, _PAD * 2 + _LINE * len(lines), tuple(lines))
