"""Proceedings as Word, to go on writing in, and as tagged PDF: the same words, figures and charts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.base.documents import charts, pdf, word
from imbizo.base.documents.charts import Chart
from imbizo.convening.models import Proceedings
from imbizo.convening.queries.proceedings import Part, figures
from imbizo.convening.rules.written import Block, blocks

_AFTER = "came"
"""The part behind which the charts stand."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a document of them holds, as it was approved or as it stands."""

    title: str
    language: str
    programme: str
    parts: Sequence[Part]
    figures: Sequence[dict[str, Any]]
    standing: str


def content_of(proceedings: Proceedings, *, version: int | None = None) -> Content | None:
    """Version `version` as it was approved, None where there is none; without a number, as they stand now."""
    programme = str(proceedings.programme)
    if version is not None:
        frozen = proceedings.frozen.get(str(version))
        return None if frozen is None else _frozen(frozen, version, programme)
    if str(proceedings.version) in proceedings.frozen:
        return content_of(proceedings, version=proceedings.version)
    with translation.override(proceedings.language):
        standing = _("Draft. Not approved yet.")
        drawn = figures(proceedings.gathering)
    title, language = proceedings.title, proceedings.language
    return Content(title, language, programme, proceedings.parts, drawn, standing)


def newest_approved(proceedings: Proceedings) -> Content | None:
    """The last version that was approved; a correction that isn't approved yet doesn't show."""
    versions = sorted(int(each) for each in proceedings.frozen)
    return content_of(proceedings, version=versions[-1]) if versions else None


def as_word(content: Content) -> bytes:
    """A Word document."""
    document = word.Document(title=content.title, language=content.language, programme=content.programme)
    document.heading(content.title)
    document.lede(content.standing)
    drawn = drawings(content)
    for part in content.parts:
        document.heading(part["title"], level=2)
        for block in blocks(part["text"]):
            _write(document, block)
        if part["key"] == _place_of_charts(content):
            _draw(document, drawn)
    return document.to_bytes()


def as_pdf(content: Content) -> bytes:
    """A tagged PDF. Raises NotMade."""
    drawn = drawings(content)
    place = _place_of_charts(content)
    data = {
        "programme": content.programme,
        "title": content.title,
        "standing": content.standing,
        "parts": [_typst_part(part, drawn if part["key"] == place else ()) for part in content.parts],
    }
    images = {_name(number): chart.png() for number, chart in enumerate(drawn)}
    return pdf.render(
        "convening/proceedings", data, language=content.language, title=content.title, images=images
    )


def drawings(content: Content) -> list[Chart]:
    """A chart for each figure that has numbers."""
    made = (_chart(figure, content.language) for figure in content.figures)
    return [chart for chart in made if chart is not None]


def _chart(figure: dict[str, Any], language: str) -> Chart | None:
    label, value = figure["label"], figure["value"]
    rows = [{label: row["label"], value: row["number"]} for row in figure["rows"]]
    return charts.bars(rows, title=figure["title"], label=label, value=value, language=language)


def _frozen(frozen: dict[str, Any], version: int, programme: str) -> Content:
    with translation.override(frozen["language"]):
        day = date_format(dt.date.fromisoformat(frozen["approved_on"]), "j F Y")
        standing = _("Version %(version)s, approved on %(day)s.") % {"version": version, "day": day}
    return Content(
        frozen["title"], frozen["language"], programme, frozen["parts"], frozen["figures"], standing
    )


def _place_of_charts(content: Content) -> str:
    """Behind who came, or behind the last part where that is missing."""
    keys = [part["key"] for part in content.parts]
    return _AFTER if _AFTER in keys else (keys[-1] if keys else "")


def _write(document: word.Document, block: Block) -> None:
    if block.kind == "heading":
        document.heading(block.texts[0], level=3)
    elif block.kind == "items":
        document.bullets(block.texts)
    else:
        for text in block.texts:
            document.paragraph(text)


def _draw(document: word.Document, drawn: Sequence[Chart]) -> None:
    for chart in drawn:
        document.figure(chart.png(), alt=chart.alt, caption=chart.title, width_mm=130)
        document.table(chart.headings, chart.rows)


def _typst_part(part: Part, drawn: Sequence[Chart]) -> dict[str, Any]:
    pieces = [{"kind": block.kind, "texts": block.texts} for block in blocks(part["text"])]
    figures_here = [
        {
            "name": _name(number),
            "alt": chart.alt,
            "caption": chart.title,
            "headings": chart.headings,
            "rows": chart.rows,
        }
        for number, chart in enumerate(drawn)
    ]
    return {"title": part["title"], "blocks": pieces, "figures": figures_here}


def _name(number: int) -> str:
    return f"chart-{number}"
