"""What is taught at a training: opening its tests, typing paper sheets, and what the tests say."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.documents import qr
from imbizo.base.documents.workbooks import as_csv
from imbizo.base.files import saved, shown
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.exports import training as exports
from imbizo.convening.forms.training import SheetLineForm, TeachForm
from imbizo.convening.models import TaughtModule, TestSheet
from imbizo.convening.operations import training as operations
from imbizo.convening.queries import training as queries
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.rules.sheets import read_line
from imbizo.convening.states import Moment, Via
from imbizo.convening.views.frame import address, crumbs, found, frame, own
from imbizo.programmes.states import Permission

_TYPED = 12


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def training(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The modules of a training, their tests, and what these say."""
    gathering = found(request, pk)
    where = request.build_absolute_uri(reverse("convening:open-test", args=[gathering.code]))
    context = frame(request, gathering) | {
        "lines": [_line(request, each) for each in queries.taught(gathering)],
        "form": TeachForm(member=request.member),
        "may_plan": may_plan(request.member, gathering),
        "may_type": request.member.may(Permission.DAY_REGISTER)
        and gathering.owner_id == request.member.partner_id,
        "test_at": where,
        "drawn": qr.data_uri(where),
    }
    return render(request, "convening/training/training.html", context)


@require_POST
@requires(Permission.GATHERINGS_PLAN)
def teach(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A module is taught there, in its newest released version."""
    gathering = own(request, pk)
    form = TeachForm(request.POST, member=request.member)
    if form.is_valid():
        module = form.cleaned_data["module"]
        number = module.released
        tried(
            request,
            lambda: operations.teach(gathering=gathering, module=module, number=number, by=request.member),
        )
    return redirect(address(request, "training", pk))


@require_POST
@requires(Permission.GATHERINGS_PLAN)
def teach_stop(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """It isn't taught there."""
    taught = _own(request, pk)
    tried(request, lambda: operations.stop_teaching(taught=taught, by=request.member))
    return redirect(address(request, "training", taught.gathering_id))


@require_POST
@requires(Permission.DAY_REGISTER)
def test_open(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Open the test on phones for one moment, or close it."""
    taught = _own(request, pk)
    moment = request.POST.get("moment", "")
    if moment in {"", *Moment.values}:
        tried(request, lambda: operations.open_test(taught=taught, moment=moment, by=request.member))
    return redirect(address(request, "training", taught.gathering_id))


@requires(Permission.DAY_REGISTER)
def sheets_type(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Type sheets of paper, one line each."""
    taught = _own(request, pk)
    moment = request.GET.get("moment", Moment.BEFORE)
    form = SheetLineForm(request.POST or None, initial={"moment": moment})
    sheet = attempt(form, lambda data: _take(taught, data, request))
    if sheet is not None:
        say_done(request, _("%(card)s: %(right)s of %(asked)s right.") % _marks(sheet))
        return redirect(f"{request.path}?moment={sheet.moment}")
    gathering = taught.gathering
    context = frame(request, gathering) | {
        "taught": taught,
        "form": form,
        "questions": queries.questions_of(taught),
        "typed": queries.last_typed(taught, request.member)[:_TYPED],
        "back_url": address(request, "training", gathering.pk),
        "crumbs": crumbs(request, gathering),
    }
    return render(request, "convening/training/type.html", context)


@require_POST
@requires(Permission.DAY_REGISTER)
def sheet_drop(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A sheet that was typed wrong."""
    sheet = get_object_or_404(queries.sheets(request.member), pk=pk)
    operations.drop_sheet(sheet=sheet, by=request.member)
    return redirect(address(request, "sheets-type", sheet.taught_id) + f"?moment={sheet.moment}")


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def sheets_pdf(request: MemberRequest, pk: UUID, language: str) -> HttpResponseBase:
    """The test to print, in one language."""
    taught = _own(request, pk)
    get_object_or_404(queries.versions(taught.module, taught.number), language=language)
    return shown(exports.sheet_pdf(taught, language), f"{taught.module} {language}.pdf")


@requires(Permission.DAY_REGISTER)
@require_safe
def results_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Each pair on a line, without a name or a card."""
    taught = _own(request, pk)
    return saved(as_csv(exports.results(taught)), "knowledge.csv")


def _line(request: MemberRequest, taught: TaughtModule) -> dict[str, Any]:
    results = queries.results(taught, request.member)
    return {
        "taught": taught,
        "languages": queries.languages_of(taught),
        "results": results,
        "sentence": exports.sentence(results),
        "chart": exports.chart(results),
    }


def _take(taught: TaughtModule, data: dict[str, Any], request: MemberRequest) -> TestSheet:
    asked = list(queries.questions_of(taught))
    counts = [max((len(given) for given in each.choices.values()), default=0) for each in asked]
    card, chosen = read_line(data["line"], counts)
    answers = {str(each.pk): one for each, one in zip(asked, chosen, strict=True) if one is not None}
    return operations.take_sheet(
        taught=taught,
        moment=data["moment"],
        code=card,
        answers=answers,
        via=Via.PAPER,
        by=request.member,
    )


def _marks(sheet: TestSheet) -> dict[str, object]:
    return {"card": sheet.code, "right": sheet.right_count, "asked": sheet.asked_count}


def _own(request: MemberRequest, pk: UUID) -> TaughtModule:
    taught: TaughtModule = get_object_or_404(queries.own_taught(request.member), pk=pk)
    return taught
