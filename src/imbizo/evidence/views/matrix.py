"""The matrix: themes against places and people, the sentences behind each number, the files and the chart."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imbizo.base.components import Empty, Link
from imbizo.base.documents.charts import bars
from imbizo.base.documents.workbooks import as_xlsx
from imbizo.base.files import saved
from imbizo.base.web import MemberRequest, requires
from imbizo.calc.synthesis import Count, Dimension
from imbizo.evidence.exports import matrix as exports
from imbizo.evidence.exports.matrix import DIMENSIONS
from imbizo.evidence.queries import matrix as queries
from imbizo.evidence.queries.theme_words import count_words
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.themes import pages_of
from imbizo.programmes.states import Permission


@dataclass(frozen=True)
class Shown:
    """A cell as it is drawn: None where it is closed; an address where there is something to open."""

    number: int | None
    url: str = ""
    voices: str = ""


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def matrix(request: MemberRequest) -> HttpResponse:
    """The table, by one dimension; each number opens the sentences that it counts."""
    by = _dimension(request)
    found = queries.grid(request.member, by)
    context = {
        "grid": found,
        "columns": [(each, _shown(request, by, each.total, column=each.key)) for each in found.columns],
        "lines": [_line(request, found, line) for line in found.lines],
        "tabs": _tabs(request, by),
        "exports": _exports(request, by),
        "is_of_people": by in queries.OF_PEOPLE,
        "nothing": Empty(
            _("No themes yet"),
            _("The matrix counts the sentences under each theme, by where they were said and by whom."),
            _("To the themes"),
            address(request, "themes"),
            "bulb",
        ),
    }
    return render(request, "evidence/matrix/matrix.html", context)


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def cell(request: MemberRequest) -> HttpResponse:
    """The sentences behind one number. Of sectors and groups without the gathering: it would tell too much."""
    by = _dimension(request)
    theme, column = request.GET.get("theme", ""), request.GET.get("column", "")
    found = queries.grid(request.member, by)
    ids = queries.counted(found, theme=theme, column=column)
    if ids is None:
        raise Http404
    heading = next((each.label for each in found.columns if each.key == column), "")
    line = next((each for each in found.lines if str(each.theme.pk) == theme), None)
    is_of_people = by in queries.OF_PEOPLE and bool(column)
    context = {
        "theme": line.theme if line else None,
        "column": heading,
        "number": len(ids),
        "is_of_people": is_of_people,
        "crumbs": [Link(_("Matrix"), f"{address(request, 'matrix')}?by={by}")],
        "query": urlencode({"by": by, "theme": theme, "column": column}),
        **pages_of(request, ids, by_gathering=not is_of_people),
    }
    return render(request, "evidence/matrix/cell.html", context)


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def matrix_xlsx(request: MemberRequest) -> HttpResponseBase:
    """The table as a workbook."""
    found = queries.grid(request.member, _dimension(request))
    return saved(as_xlsx(*exports.sheets(found)), f"{_('themes')}.xlsx")


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def matrix_docx(request: MemberRequest) -> HttpResponseBase:
    """The table as a Word document."""
    found = queries.grid(request.member, _dimension(request))
    data = exports.as_docx(found, request.member.programme, get_language() or "en")
    return saved(data, f"{_('themes')}.docx")


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def matrix_chart(request: MemberRequest) -> HttpResponse:
    """How many sentences stand under each theme, as a picture with its table."""
    found = queries.grid(request.member, Dimension.MUNICIPALITY)
    label, value = _("Theme"), _("Sentences")
    rows = [{label: str(line.theme), value: line.total.inputs} for line in found.lines]
    title, language = _("Sentences under each theme"), get_language() or "en"
    chart = bars(rows, title=title, label=label, value=value, language=language)
    context = {"charts": [chart] if chart else [], "crumbs": [Link(_("Matrix"), address(request, "matrix"))]}
    return render(request, "evidence/matrix/chart.html", context)


def _dimension(request: MemberRequest) -> Dimension:
    asked = request.GET.get("by", "")
    return Dimension(asked) if asked in {str(each) for each in Dimension} else Dimension.MUNICIPALITY


def _tabs(request: MemberRequest, by: Dimension) -> list[Link]:
    here = address(request, "matrix")
    return [Link(label, f"{here}?by={each}", is_current=each == by) for each, label in DIMENSIONS.items()]


def _exports(request: MemberRequest, by: Dimension) -> list[Link]:
    named = (("matrix-xlsx", _("Excel")), ("matrix-docx", _("Word")))
    return [Link(label, f"{address(request, name)}?by={by}") for name, label in named]


def _line(request: MemberRequest, found: queries.Grid, line: queries.Line) -> dict[str, Any]:
    pairs = zip(found.columns, line.cells, strict=True)
    by, pk = found.dimension, line.theme.pk
    return {
        "line": line,
        "cells": [_shown(request, by, count, theme=pk, column=each.key) for each, count in pairs],
        "total": _shown(request, by, line.total, theme=pk),
    }


def _shown(
    request: MemberRequest, by: Dimension, count: Count | None, *, theme: UUID | None = None, column: str = ""
) -> Shown:
    if count is None:
        return Shown(None)
    if not count.inputs:
        return Shown(0)
    query = {"by": str(by), "theme": str(theme or ""), "column": column}
    asked = urlencode({name: value for name, value in query.items() if value})
    return Shown(count.inputs, f"{address(request, 'matrix-cell')}?{asked}", count_words(count))
