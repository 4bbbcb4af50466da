"""What two reviewers see differently: both their words, settling, and how well they agree."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imbizo.base.attempts import attempt
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.calc.agreement import Agreement
from imbizo.evidence.forms.scans import SettleForm
from imbizo.evidence.operations import screening as operations
from imbizo.evidence.queries import scanning as queries
from imbizo.evidence.queries.agreement import REASONS
from imbizo.evidence.states import Stage
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.scan_frame import found_scan, may_change, own_item, way
from imbizo.programmes.states import Permission


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def scan_conflicts(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Every source on which the two differ, with both verdicts and notes; and Cohen's kappa."""
    found = found_scan(request, pk)
    screened = queries.Screened(found)
    differing = screened.conflicts
    said = defaultdict(list)
    for each in queries.screenings(request.member).filter(item__in=list(differing), is_settling=False):
        if each.stage == differing[each.item_id]:
            said[each.item_id].append(each)
    items = queries.items(request.member).filter(pk__in=list(differing))
    context = {
        "scan": found,
        "rows": [{"item": each, "said": said[each.pk]} for each in items],
        "kappas": [_kappa(screened, stage) for stage in Stage],
        "may_write": may_change(request, found),
        "crumbs": way(request, found),
    }
    return render(request, "evidence/scans/conflicts.html", context)


@requires(Permission.EVIDENCE_WRITE)
def scan_item_settle(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Settle one, and say why."""
    item = own_item(request, pk)
    form = SettleForm(request.POST or None, scan=item.scan)
    done = attempt(form, lambda given: operations.settle_conflict(item=item, by=request.member, **given))
    back = address(request, "scan-conflicts", item.scan_id)
    if done is not None:
        say_done(request, _("It is settled. Both their words stay beside yours."))
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("Settle it"),
        lede=item.source.title,
        action=_("Settle"),
        back_url=back,
        crumbs=way(request, item.scan),
    )


def _kappa(screened: queries.Screened, stage: Stage) -> dict[str, Any]:
    """How well they agree at a stage, in a number, or why there is none."""
    computed: Agreement = screened.agreement(stage)
    return {"stage": stage.label, "count": computed.pairable, "text": _text(computed)}


def _text(computed: Agreement) -> str:
    if computed.coefficient is not None:
        return str(number_format(computed.coefficient, 2))
    why = (
        REASONS[computed.reason]
        if computed.pairable and computed.reason
        else _("both have decided on nothing yet")
    )
    return _("cannot be computed: %(why)s") % {"why": why}
