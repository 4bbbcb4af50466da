"""The safety sheet of a gathering: filled in, decided on, and looked at again the day before."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.files import shown
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.exports.safety import safety_pdf as as_pdf
from imbizo.convening.forms.safety import SheetForm, VerdictForm
from imbizo.convening.models import Gathering, SafetySheet
from imbizo.convening.operations import safety as operations
from imbizo.convening.queries.safety import sheet_of, standing, venue_of
from imbizo.convening.rules.safe import may_decide, may_write
from imbizo.convening.views.frame import address, frame, own
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@transaction.atomic
def safety(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Whether it is safe to hold: the sheet, and what was decided."""
    gathering = own(request, pk)
    sheet = sheet_of(gathering)
    form = SheetForm(request.POST or None, instance=sheet)

    def write(_given: dict[str, Any]) -> SafetySheet:
        return operations.write_sheet(gathering=gathering, changes=form.written, by=request.member)

    if request.method == "POST" and attempt(form, write) is not None:
        say_done(request, _("The safety sheet is saved."))
        return redirect(address(request, "safety", pk))
    return _page(request, gathering, form=form)


@requires(Permission.SAFETY_DECIDE)
@require_POST
def safety_decide(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say go, go with changes, or call off."""
    gathering = own(request, pk)
    form = VerdictForm(request.POST)

    def decide(given: dict[str, Any]) -> SafetySheet:
        return operations.decide(gathering=gathering, by=request.member, **given)

    decided = attempt(form, decide)
    if decided is None:
        return _page(request, gathering, verdict_form=form)
    say_done(request, _("Decided: %(verdict)s.") % {"verdict": decided.get_verdict_display()})
    return redirect(address(request, "safety", pk))


@requires(Permission.SAFETY_DECIDE)
@require_POST
def safety_look(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say on the day before that the decision still holds."""
    gathering = own(request, pk)
    if tried(request, lambda: operations.look_again(gathering=gathering, by=request.member)):
        say_done(request, _("Looked at again: the decision holds."))
    return redirect(address(request, "safety", pk))


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def safety_pdf(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The sheet as one page to print."""
    gathering = own(request, pk)
    return shown(as_pdf(sheet_of(gathering)), f"{gathering.name} {_('safety sheet')}.pdf")


def _page(
    request: MemberRequest,
    gathering: Gathering,
    *,
    form: SheetForm | None = None,
    verdict_form: VerdictForm | None = None,
) -> HttpResponse:
    sheet = sheet_of(gathering)
    context = frame(request, gathering) | {
        "sheet": sheet,
        "is_new": sheet._state.adding,
        "standing": standing(sheet),
        "venue": venue_of(gathering),
        "form": form or SheetForm(instance=sheet),
        "verdict_form": verdict_form or VerdictForm(),
        "may_write": may_write(request.member, gathering) and not gathering.is_over,
        "may_decide": may_decide(request.member, gathering) and not gathering.is_over,
    }
    return render(request, "convening/safety/safety.html", context)
