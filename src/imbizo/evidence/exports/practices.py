"""The register of policies and practices as a workbook, with whole texts where the page shows their beginning."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from imbizo.base.documents.workbooks import Sheet
from imbizo.evidence.models import Source


def sheet(rows: Iterable[Source]) -> Sheet:
    """The register as a table. The rows have `maker` and `asked`."""
    headings = [
        _("Instrument or practice"), _("Kind"), _("Municipality or institution"), _("Place"), _("Sphere"), _("Status"),
        _("Since"), _("What it provides"), _("Whom to ask"), _("Did it work"), _("How we know"), _("What to borrow"),
        _("Web address"),
    ]  # fmt: skip
    name = _("Policies and practices")
    return Sheet(name, headings, map(_line, rows), widths=(40, 24), is_wrapped=True, fixed=1)


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
