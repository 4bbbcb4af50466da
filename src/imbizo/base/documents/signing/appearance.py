"""What a signature looks like in its box, set by Typst: fonts are embedded, and names in any of our languages drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from imbizo.base.documents import pdf

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.stamp import StaticStampStyle


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a signature says of itself, on the page and in its own record."""

    name: str
    capacity: str
    reason: str
    location: str
    at: datetime


def stamp(
    writer: "IncrementalPdfFileWriter", shown: Shown, size: tuple[float, float], *, language: str
) -> "StaticStampStyle":
    """The stamp that fills a box of that width and height, in points."""
    from pyhanko.pdf_utils.content import PdfResources, RawContent
    from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.stamp import StaticStampStyle

    drawn = PdfFileReader(BytesIO(_drawn(shown, size, language=language)))
    resources = PdfResources()
    resources.xobject["/Words"] = writer.import_page_as_xobject(drawn)
    width, height = size
    whole_box = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MIN, y_align=AxisAlignment.ALIGN_MIN, margins=Margins()
    )
    return StaticStampStyle(
        border_width=0,
        background=RawContent(b"/Words Do", resources, BoxConstraints(width=width, height=height)),
        background_layout=whole_box,
    )


def _drawn(shown: Shown, size: tuple[float, float], *, language: str) -> bytes:
    with translation.override(language):
        data = {
            "width": size[0],
            "height": size[1],
            "signed": gettext("Signed electronically by"),
            "name": shown.name,
            "lines": _lines(shown),
            "kind": gettext("Ordinary electronic signature"),
        }
    return pdf.render("base/documents/signature", data, language=language, title=shown.name)


def _lines(shown: Shown) -> Sequence[str]:
    when = timezone.localtime(shown.at)
    offset = when.isoformat()[-6:]
    moment = f"{date_format(when, 'DATETIME_FORMAT')} (UTC{offset})"
    return [line for line in (shown.capacity, moment, shown.location, shown.reason) if line]
