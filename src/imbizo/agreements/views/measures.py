"""Measures: all of them, those of one agreement with how far they are, one of them, and making and changing them."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.agreements.exports.measures import sheet
from imbizo.agreements.forms.measures import MeasureForm, SeveralForm
from imbizo.agreements.models import Measure
from imbizo.agreements.operations import measures as operations
from imbizo.agreements.queries import measuring as queries
from imbizo.agreements.queries.clauses import clauses
from imbizo.agreements.tables.measures import MeasureTable
from imbizo.agreements.views.frame import address, crumbs, found, frame, own
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Fact, Link
from imbizo.base.documents.workbooks import as_xlsx
from imbizo.base.files import saved
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.notices import say_done
from imbizo.base.templatetags.look import when
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting.queries.drawing import numbers
from imbizo.programmes.states import Permission

_FIELDS = (
    "title", "description", "clause", "parent", "weight", "institution", "official", "every_days", "starts_on",
    "due_on", "is_unfunded", "budget_line", "budget_year", "amount", "indicator",
)  # fmt: skip


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def measures(request: MemberRequest) -> HttpResponse:
    """What was promised, across agreements: what is due first stands first."""
    exports = [Link(_("Excel"), address(request, "measures-file"))]
    table = MeasureTable(request, queries.listed(request.member), exports=exports)
    context = {"table": table, "tally": queries.tally(request.member)}
    return render(request, "agreements/measures/measures.html", context)


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def measures_file(request: MemberRequest) -> HttpResponseBase:
    """The same list, with its filters, as a workbook."""
    table = MeasureTable(request, queries.listed(request.member))
    return saved(as_xlsx(sheet(table.queryset)), "measures.xlsx")


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def measures_of(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The measures of one agreement under their clauses, and how far all of them are."""
    agreement = found(request, pk)
    number = numbers(agreement.document)
    tree = queries.tree(agreement, list(number))
    context = frame(request, agreement) | {"tree": tree, "numbers": number}
    return render(request, "agreements/measures/of_agreement.html", context)


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def measure(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One measure: what was reported, what shows it, where it came from."""
    one = get_object_or_404(queries.listed(request.member), pk=pk)
    parts = list(one.parts.select_related("institution", "programme").order_by("position"))
    context = frame(request, one.agreement) | {
        "measure": one,
        "parts": parts,
        "how_far": queries.how_far(one),
        "updates": one.updates.select_related("by__user").order_by("-at"),
        "facts": _facts(one),
        "crumbs": [*crumbs(request, one.agreement), _measures_link(request, one)],
    }
    return render(request, "agreements/measures/measure.html", context)


@requires(Permission.AGREEMENTS_WRITE)
def measure_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A new measure; `?clause=` is the one that promises it, `?parent=` what it is a part of."""
    agreement = own(request, pk)
    initial = {"clause": request.GET.get("clause"), "parent": request.GET.get("parent")}
    form = MeasureForm(request.POST or None, agreement=agreement, member=request.member, initial=initial)
    made = attempt(form, lambda data: operations.add_measure(agreement=agreement, by=request.member, **data))
    if made is not None:
        say_done(request, _("The measure is noted."))
        return redirect(made.get_absolute_url())
    return form_page(
        request, form, heading=_("A new measure"), action=_("Note it"),
        lede=_("Who does what by when, and what pays for it. What isn't known yet can be left empty."),
        back_url=address(request, "measures-of", pk), crumbs=crumbs(request, agreement),
    )  # fmt: skip


@requires(Permission.AGREEMENTS_WRITE)
def measures_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Several measures of one clause, a line each."""
    clause = get_object_or_404(clauses(request.member), pk=pk)
    agreement = own(request, clause.agreement_id)
    form = SeveralForm(request.POST or None)
    made = attempt(
        form, lambda data: operations.add_several(clause=clause, titles=data["titles"], by=request.member)
    )
    if made is not None:
        text = ngettext("%(count)s measure is noted.", "%(count)s measures are noted.", len(made))
        say_done(request, text % {"count": len(made)})
        return redirect("agreements:measures-of", request.member.programme.slug, agreement.pk)
    return form_page(
        request, form, heading=_("Measures of “%(clause)s”") % {"clause": clause.section.title},
        action=_("Note them"), lede=_("Owner, date and money are filled in afterwards, one by one."),
        back_url=clause.get_absolute_url(), crumbs=crumbs(request, agreement),
    )  # fmt: skip


@requires(Permission.AGREEMENTS_WRITE)
def measure_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Another owner, date, clause or line of the budget."""
    one = get_object_or_404(queries.own(request.member), pk=pk)
    initial = {"id": one.pk} | {name: getattr(one, name) for name in _FIELDS}
    form = MeasureForm(
        request.POST or None, agreement=one.agreement, member=request.member, measure=one, initial=initial
    )

    def change(data: dict[str, Any]) -> Measure:
        wanted = {name: data[name] for name in _FIELDS if name in data}
        return operations.change_measure(measure=one, wanted=wanted, by=request.member)

    if attempt(form, change) is None:
        return form_page(
            request, form, heading=_("Change the measure"), action=_("Save"),
            back_url=one.get_absolute_url(), crumbs=crumbs(request, one.agreement),
        )  # fmt: skip
    return redirect(one.get_absolute_url())


@requires(Permission.AGREEMENTS_WRITE)
def measure_stop(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """It isn't carried out any more, because."""
    one = get_object_or_404(queries.own(request.member), pk=pk)
    return because_page(
        request,
        partial(operations.stop_measure, measure=one),
        done=_("It is stopped."),
        heading=_("Stop this measure"),
        lede=_("It stays in sight with your reason: those who asked for it can read it."),
        action=_("Stop it"),
        back_url=one.get_absolute_url(),
        crumbs=crumbs(request, one.agreement),
    )


@require_POST
@requires(Permission.AGREEMENTS_WRITE)
def measure_resume(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A stopped one is carried out again."""
    one = get_object_or_404(queries.own(request.member), pk=pk)
    tried(request, lambda: operations.take_up_measure(measure=one, by=request.member))
    return redirect(one.get_absolute_url())


def _measures_link(request: MemberRequest, one: Measure) -> Link:
    return Link(_("Measures"), address(request, "measures-of", one.agreement_id))


def _facts(one: Measure) -> list[Fact]:
    clause = one.clause.get_absolute_url() if one.clause else ""
    money = _("unfunded") if one.is_unfunded else " ".join(filter(None, [one.budget_line, one.budget_year]))
    return [
        Fact(_("Clause"), one.clause or "", clause),
        Fact(_("Part of"), one.parent, one.parent.get_absolute_url())
        if one.parent
        else Fact(_("Weight"), one.weight),
        Fact(
            _("Owner"), one.institution or "", one.institution.get_absolute_url() if one.institution else ""
        ),
        Fact(_("Reports"), one.official or ""),
        Fact(_("Begins"), when(one.starts_on)),
        Fact(_("Due"), when(one.due_on)),
        Fact(_("Paid by"), money),
        Fact(_("Amount"), f"{one.currency} {one.amount:,.2f}" if one.amount is not None else ""),
        Fact(_("Seen by"), one.indicator),
    ]
