"""The register of policies and practices as a workbook, with whole texts where the page shows their beginning."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Final

from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import harmless
from imbizo.evidence.models import Source

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_xlsx(rows: Iterable[Source]) -> IO[bytes]:
    """A workbook in a temporary file, read from its beginning. The rows have `maker` and `asked`."""
    import xlsxwriter

    target = tempfile.TemporaryFile()  # noqa: SIM115  # The response closes it when it has been sent.
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    bold = book.add_format({"bold": True, "text_wrap": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    sheet = book.add_worksheet(_("Policies and practices")[:31])
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 12, 24)
    for number, row in enumerate(_lines(rows)):
        for column, value in enumerate(row):
            sheet.write_string(number, column, harmless(value), wrapped if number else bold)
    book.close()
    target.seek(0)
    return target


def _lines(rows: Iterable[Source]) -> Iterator[tuple[str, ...]]:
    yield (
        _("Instrument or practice"), _("Kind"), _("Municipality or institution"), _("Place"), _("Sphere"), _("Status"),
        _("Since"), _("What it provides"), _("Whom to ask"), _("Did it work"), _("How we know"), _("What to borrow"),
        _("Web address"),
    )  # fmt: skip
    for source in rows:
        yield _line(source)


def _line(source: Source) -> tuple[str, ...]:
    given = source.practice
    since = given.since.isoformat() if given.since else source.year
    return (
        source.title,
        str(source.get_kind_display()),
        str(source.maker or ""),
        source.place.name if source.place else "",
        str(given.get_sphere_display()),
        str(given.get_standing_display()),
        "" if since is None else str(since),
        given.provides,
        str(source.asked or ""),
        str(given.get_worked_display()),
        given.worked_how,
        given.borrow,
        source.url,
    )
