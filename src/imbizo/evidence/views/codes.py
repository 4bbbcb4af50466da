"""The page of a code, and what is done with it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.documents.workbooks import as_xlsx
from imbizo.base.files import saved
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.exports.coding import words_of_code
from imbizo.evidence.forms.coding import CodeChangeForm, CodeForm, MergeForm
from imbizo.evidence.models import Code
from imbizo.evidence.operations import codebooks as operations
from imbizo.evidence.queries import coding as queries
from imbizo.evidence.queries import seeing
from imbizo.evidence.views.codebooks import way
from imbizo.programmes.states import Permission

PAGE = 100


@requires(Permission.EVIDENCE_WRITE)
def code_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Add a code; the page comes back for the next one."""
    book = get_object_or_404(queries.own_codebooks(request.member), pk=pk)
    form = CodeForm(request.POST or None, codebook=book, initial={"parent": request.GET.get("under", "")})

    def add(given: dict[str, Any]) -> Code:
        return operations.add_code(codebook=book, by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, add)):
        say_done(request, _("“%(code)s” is in the codebook.") % {"code": made})
        return redirect(f"{book.get_absolute_url()}#code-{made.pk}")
    return form_page(
        request,
        form,
        heading=_("Add a code"),
        lede=_("A word or two for what is being said."),
        action=_("Add it"),
        back_url=book.get_absolute_url(),
        crumbs=way(request, book),
    )


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def code(request: MemberRequest, pk: UUID) -> HttpResponse:
    """All words coded with it, gathering by gathering and text by text."""
    found = get_object_or_404(seeing.codes(request.member).select_related("parent", "merged_into"), pk=pk)
    page = Paginator(queries.of_code(found, request.member), PAGE).get_page(request.GET.get("page"))
    is_live = not (found.merged_into_id or found.withdrawn_because)
    is_ours = found.codebook.owner_id == request.member.partner_id
    context = {
        "code": found,
        "page": page,
        "may_write": is_live and is_ours and request.member.may(Permission.EVIDENCE_WRITE),
        "parts": queries.in_use(found.codebook).filter(parent=found),
        "crumbs": way(request, found.codebook),
    }
    return render(request, "evidence/coding/code.html", context)


@requires(Permission.EVIDENCE_WRITE)
@transaction.atomic
def code_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Its name, place, memo and colour."""
    rows = queries.own_codes(request.member).select_for_update(of=("self",))
    found = get_object_or_404(rows, pk=pk)
    form = CodeChangeForm(request.POST or None, instance=found)

    def change(_given: dict[str, Any]) -> Code:
        return operations.change_code(code=found, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(f"{found.codebook.get_absolute_url()}#code-{found.pk}")
    return form_page(
        request,
        form,
        heading=_("Change the code"),
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found.codebook),
    )


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def code_shift(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Up or down among those beside it."""
    found = _own(request, pk)
    places = -1 if request.POST.get("way") == "up" else 1
    tried(request, lambda: operations.shift_code(code=found, by_places=places, by=request.member))
    return redirect(f"{found.codebook.get_absolute_url()}#code-{found.pk}")


@requires(Permission.EVIDENCE_WRITE)
def code_merge(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Put it into another."""
    found = _own(request, pk)
    form = MergeForm(request.POST or None, code=found)

    def merge(given: dict[str, Any]) -> Code:
        return operations.merge_code(code=found, by=request.member, **given)

    if request.method == "POST" and (into := attempt(form, merge)):
        say_done(request, _("Merged. Its words now stand under “%(code)s”.") % {"code": into})
        return redirect(into.get_absolute_url())
    lede = _("All words coded with it move to the other code, and so do the codes under it.")
    return form_page(
        request,
        form,
        heading=_("Merge “%(code)s” into another code") % {"code": found},
        lede=lede,
        action=_("Merge"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found.codebook),
    )


@requires(Permission.EVIDENCE_WRITE)
def code_withdraw(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take it out of use, saying why."""
    found = _own(request, pk)
    return because_page(
        request,
        partial(operations.withdraw_code, code=found),
        then=found.codebook.get_absolute_url(),
        done=_("It is withdrawn. What was coded with it can still be read."),
        heading=_("Withdraw “%(code)s”") % {"code": found},
        lede=_("Nothing more can be coded with it. What was coded stays."),
        action=_("Withdraw"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found.codebook),
    )


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def code_export(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """All words coded with it, as a spreadsheet."""
    found = get_object_or_404(seeing.codes(request.member), pk=pk)
    words = words_of_code(queries.of_code(found, request.member))
    return saved(as_xlsx(words), "coded-words.xlsx")


def _own(request: MemberRequest, pk: UUID) -> Code:
    found: Code = get_object_or_404(queries.own_codes(request.member), pk=pk)
    return found
