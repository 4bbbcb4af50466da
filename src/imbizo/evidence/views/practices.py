"""Policies and practices: their register, as a spreadsheet, and municipalities side by side."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imbizo.base.components import Empty, Link
from imbizo.base.documents.workbooks import as_xlsx
from imbizo.base.files import saved
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.exports.practices import sheet
from imbizo.evidence.queries import in_library as source_queries
from imbizo.evidence.queries import practices as queries
from imbizo.evidence.tables.practices import PracticesTable
from imbizo.evidence.views.frame import address
from imbizo.programmes.states import Permission

ABREAST = 4
MOST_EXPORTED = 5_000


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def practices(request: MemberRequest) -> HttpResponse:
    """What municipalities and others have, do, and learnt from it."""
    may_add = request.member.may(Permission.EVIDENCE_WRITE)
    nothing = Empty(
        _("No policies or practices yet"),
        _(
            "Note what a municipality has or does, whether it worked, whom to ask, and what is worth borrowing."
        ),
        _("Add a practice") if may_add else "",
        address(request, "source-add-kind", "practice") if may_add else "",
        "bulb",
    )
    exports = [Link(_("Spreadsheet"), address(request, "practices-xlsx"))]
    table = PracticesTable(request, queries.register(request.member), exports=exports, empty=nothing)
    return render(request, "evidence/practices/practices.html", {"table": table, "may_add": may_add})


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def practices_xlsx(request: MemberRequest) -> HttpResponseBase:
    """The register, narrowed as on its page, as a spreadsheet."""
    table = PracticesTable(request, queries.register(request.member))
    rows = list(table.queryset[:MOST_EXPORTED])
    queries.name_people(rows, request.member)
    name = f"{request.member.programme.slug}-practices.xlsx"
    return saved(as_xlsx(sheet(rows)), name)


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def practice_compare(request: MemberRequest) -> HttpResponse:
    """Municipalities side by side: at most four; where none are chosen, those of which something is noted."""
    places = list(source_queries.municipalities(request.member))
    asked = {each for each in map(_uuid, request.GET.getlist("place")) if each}
    chosen = [place for place in places if place.pk in asked][:ABREAST]
    chosen = chosen or queries.noted(places, request.member)[:ABREAST]
    context = {
        "places": places,
        "chosen": {place.pk for place in chosen},
        "columns": queries.beside(chosen, request.member),
        "most": ABREAST,
        "crumbs": [Link(_("Policies and practices"), address(request, "practices"))],
    }
    return render(request, "evidence/practices/compare.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
