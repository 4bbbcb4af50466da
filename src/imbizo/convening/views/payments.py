"""Money for transport and data: what was noted, what was signed for, and what the paper adds up to."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import tried
from imbizo.base.components import Figure
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.day import SheetTotalForm, VoucherForm
from imbizo.convening.models import Gathering
from imbizo.convening.operations.payments import note_voucher, reconcile_payments
from imbizo.convening.queries import attendance as queries
from imbizo.convening.states import Way
from imbizo.convening.views.day_frame import day_frame
from imbizo.convening.views.frame import address, own
from imbizo.programmes.states import Permission


@requires(Permission.DAY_REGISTER)
def payments(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The payments, and the sheet on paper laid beside them."""
    gathering = own(request, pk)
    form = SheetTotalForm(request.POST or None)
    context = {
        **day_frame(request, gathering),
        "figures": _figures(gathering),
        "paid": queries.paid_for_transport(gathering),
        "form": form,
        "vouchers": queries.on_the_list(gathering) if gathering.way != Way.HALL else [],
    }
    if request.method == "POST" and form.is_valid():
        total = form.cleaned_data["total"]
        act = tried(
            request, lambda: [reconcile_payments(gathering=gathering, total=total, by=request.member)]
        )
        context |= {"is_compared": act is not None, "missing": act[0] if act else None, "total": total}
    return render(request, "convening/day/payments.html", context)


def _figures(gathering: Gathering) -> list[Figure]:
    found = queries.payments(gathering)
    return [
        Figure(f"{found.noted:.2f}", _("noted in all")),
        Figure(f"{found.signed:.2f}", _("of it with a signature")),
        Figure(found.people, _("were paid")),
        Figure(found.unsigned, _("of them haven't signed")),
    ]


@requires(Permission.DAY_REGISTER)
@require_POST
def voucher(request: MemberRequest, pk: UUID, invitation: UUID) -> HttpResponse:
    """Note the data voucher that somebody got."""
    gathering = own(request, pk)
    found = get_object_or_404(queries.on_the_list(gathering), pk=invitation)
    form = VoucherForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data["voucher"]
        if tried(request, lambda: note_voucher(invitation=found, voucher=given, by=request.member)):
            messages.success(request, _("It is saved."))
    else:
        messages.error(request, _("Write the voucher in at most 120 letters."))
    return redirect(address(request, "payments", pk))
