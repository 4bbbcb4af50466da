"""Codebooks: the list, and the tree of one."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imbizo.base.attempts import attempt
from imbizo.base.components import Empty, Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.coding import CodebookChangeForm, CodebookForm
from imbizo.evidence.models import Codebook
from imbizo.evidence.operations import codebooks as operations
from imbizo.evidence.queries import coding as queries
from imbizo.evidence.queries import seeing
from imbizo.evidence.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def codebooks(request: MemberRequest) -> HttpResponse:
    """The codebooks that the member sees, and the coding rounds that wait for them."""
    may_add = request.member.may(Permission.EVIDENCE_WRITE)
    nothing = Empty(
        _("No codebooks yet"),
        _("A codebook holds the codes under which you put people's words. Begin with five or six."),
        _("Begin a codebook") if may_add else "",
        address(request, "codebook-add") if may_add else "",
        "tag",
    )
    context = {
        "rows": queries.counted_codebooks(request.member),
        "rounds": seeing.rounds(request.member).order_by("-created_at")[:20],
        "may_add": may_add,
        "nothing": nothing,
    }
    return render(request, "evidence/coding/codebooks.html", context)


@requires(Permission.EVIDENCE_WRITE)
def codebook_add(request: MemberRequest) -> HttpResponse:
    """Begin a codebook."""
    form = CodebookForm(request.POST or None)

    def make(given: dict[str, Any]) -> Codebook:
        return operations.create_codebook(by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, make)):
        say_done(request, _("The codebook is begun. Now its codes."))
        return redirect(made.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Begin a codebook"),
        action=_("Begin it"),
        back_url=address(request, "codebooks"),
        crumbs=way(request),
    )


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def codebook(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The tree of its codes, with how often each was used, and its coding rounds."""
    found = get_object_or_404(seeing.codebooks(request.member), pk=pk)
    is_ours = found.owner_id == request.member.partner_id
    heard, texts = queries.material(request.member)
    context = {
        "codebook": found,
        "branches": queries.tree(found, request.member),
        "rounds": seeing.rounds(request.member).filter(codebook=found),
        "gathering_offers": queries.first_inputs(request.member, heard)[:12],
        "source_offers": texts[:12],
        "may_write": is_ours and request.member.may(Permission.EVIDENCE_WRITE),
        "crumbs": way(request),
    }
    return render(request, "evidence/coding/codebook.html", context)


@requires(Permission.EVIDENCE_WRITE)
@transaction.atomic
def codebook_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Its name, what it is for, who sees it."""
    found = get_object_or_404(queries.own_codebooks(request.member).select_for_update(of=("self",)), pk=pk)
    form = CodebookChangeForm(request.POST or None, instance=found, member=request.member)

    def change(_given: dict[str, Any]) -> Codebook:
        return operations.change_codebook(codebook=found, by=request.member, **form.changes)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Change the codebook"),
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found),
    )


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def colours(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The colours of its codes as a stylesheet: pages may hold no style of their own."""
    found = get_object_or_404(seeing.codebooks(request.member), pk=pk)
    rules = [
        f'[data-c{place}="{colour}"]{{--c{place}:{colour}}}'
        for colour in queries.colours(found)
        for place in (1, 2, 3)
    ]
    return HttpResponse("\n".join(rules), content_type="text/css; charset=utf-8")


def way(request: MemberRequest, *records: Any) -> list[Link]:
    """The way here."""
    return [
        Link(_("Coding"), address(request, "codebooks")),
        *(Link(str(each), each.get_absolute_url()) for each in records),
    ]
