"""What messages cost, and the budget lines that pay for them."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imbizo.base.documents.workbooks import as_csv
from imbizo.base.files import saved
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach.exports.spending import sheet
from imbizo.outreach.queries import spending as money
from imbizo.outreach.queries.money import budget_lines, uses, warning_of
from imbizo.programmes.states import Permission


@requires(Permission.SPENDING_VIEW)
@require_safe
def spending(request: MemberRequest) -> HttpResponse:
    """What was spent in a year and what waits, by month, campaign, gateway and budget line."""
    years, year = _years(request)
    found = money.spending(request.member, year)
    context = {
        "spending": found,
        "year": year,
        "years": years,
        "tables": [
            (_("By month"), _("Month"), found.months),
            (_("By campaign"), _("Campaign"), found.campaigns),
            (_("By gateway"), _("Gateway"), found.gateways),
        ],
        "lines": _lines(request),
        "may_manage": request.member.may(Permission.GATEWAYS_MANAGE),
    }
    return render(request, "outreach/money/spending.html", context)


@requires(Permission.SPENDING_VIEW)
@require_safe
def spending_export(request: MemberRequest) -> HttpResponseBase:
    """A year of spending as a file. It holds no person."""
    _all, year = _years(request)
    name = f"{request.member.programme.slug}-spending-{year}.csv"
    return saved(as_csv(sheet(money.spending(request.member, year))), name)


def _years(request: MemberRequest) -> tuple[list[int], int]:
    """The years to choose from, and the one that was asked for; this year where none makes sense."""
    years = money.years(request.member.programme, timezone.localdate())
    asked = request.GET.get("year", "")
    return years, next((year for year in years if str(year) == asked), years[0])


def _lines(request: MemberRequest) -> list[dict[str, object]]:
    lines = list(budget_lines(request.member))
    used = uses(lines)
    return [
        {
            "line": line,
            "use": used[line.pk],
            "percent": used[line.pk].percent(line),
            "warning": warning_of(line, used[line.pk]),
        }
        for line in lines
    ]
