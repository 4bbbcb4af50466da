"""Coding rounds: who is how far, how far they agree, and what is still to be settled."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.documents.workbooks import as_xlsx
from imbizo.base.files import saved
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.exports.coding import comparison
from imbizo.evidence.forms.coding import RoundForm, SettleForm
from imbizo.evidence.models import CodingRound
from imbizo.evidence.operations import rounds as operations
from imbizo.evidence.operations import settling
from imbizo.evidence.queries import agreement, round_material, seeing
from imbizo.evidence.queries import coding as queries
from imbizo.evidence.states import RoundState
from imbizo.evidence.views.codebooks import way
from imbizo.programmes.states import Permission

PAGE_SIZE = 50


@requires(Permission.EVIDENCE_WRITE)
def round_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Begin a round."""
    book = get_object_or_404(queries.own_codebooks(request.member), pk=pk)
    form = RoundForm(request.POST or None, member=request.member)

    def make(given: dict[str, Any]) -> CodingRound:
        return operations.create_round(codebook=book, by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, make)):
        say_done(request, _("The round is open. Each coder finds it under “Coding”."))
        return redirect(made.get_absolute_url())
    lede = _("Several people code the same material, so that you can tell how far they agree.")
    return form_page(
        request,
        form,
        heading=_("Begin a coding round"),
        lede=lede,
        action=_("Begin it"),
        back_url=book.get_absolute_url(),
        crumbs=way(request, book),
    )


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def coding_round(request: MemberRequest, pk: UUID) -> HttpResponse:
    """While it is open: how far each coder is. Then: how far they agree, and where they don't."""
    found = _found(request, pk)
    is_open = found.state == RoundState.OPEN
    is_ours = found.codebook.owner_id == request.member.partner_id
    compared = None if is_open else agreement.compared(found)
    apart = compared.disagreements if compared else ()
    context = {
        "round": found,
        "is_open": is_open,
        "progress": round_material.progress(found) if is_open else [],
        "compared": compared,
        "page": Paginator(apart, PAGE_SIZE).get_page(request.GET.get("page")),
        "said": queries.said_in_round(found, request.member).first(),
        "sources": queries.sources_in_round(found, request.member),
        "may_code": operations.takes_codings(found, request.member),
        "is_ours": is_ours,
        "may_decide": is_ours and request.member.may(Permission.THEMES_DECIDE),
        "crumbs": way(request, found.codebook),
    }
    return render(request, "evidence/coding/round.html", context)


@require_POST
@requires(Permission.THEMES_DECIDE)
def compare(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Close the coding, and compare."""
    found = _found(request, pk)
    if tried(request, lambda: operations.compare_round(within=found, by=request.member)):
        say_done(request, _("Compared. Now settle where they differ."))
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.THEMES_DECIDE)
def settle(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Settle the disagreements that are ticked."""
    found = _found(request, pk)
    form = SettleForm(request.POST, keys=request.POST.getlist("selected"))
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
        return redirect(found.get_absolute_url())
    given = form.cleaned_data
    made = tried(
        request,
        lambda: settling.settle(
            within=found,
            tokens=given["selected"],
            applies=given["applies"],
            reason=given["reason"],
            by=request.member,
        ),
    )
    if made:
        say_done(request, _("Settled."))
    return redirect(f"{found.get_absolute_url()}#apart")


@require_POST
@requires(Permission.THEMES_DECIDE)
def finish(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Close the round, and let its codings join the thread."""
    found = _found(request, pk)
    if tried(request, lambda: settling.finish(within=found, by=request.member)):
        say_done(request, _("The round is settled. Its codings stand with the others now."))
    return redirect(found.get_absolute_url())


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def export(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The comparison as a spreadsheet; while the round is open there is none."""
    found = queries.own_round(request.member, pk)
    if found.state == RoundState.OPEN:
        raise Http404
    return saved(as_xlsx(*comparison(agreement.compared(found))), "agreement.xlsx")


def _found(request: MemberRequest, pk: UUID) -> CodingRound:
    found: CodingRound = get_object_or_404(seeing.rounds(request.member), pk=pk)
    return found
