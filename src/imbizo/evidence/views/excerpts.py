"""Excerpts: setting words apart, the page of one, changing and removing it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.sources import ExcerptChangeForm, ExcerptForm
from imbizo.evidence.models import Excerpt, Source
from imbizo.evidence.operations import excerpts as operations
from imbizo.evidence.queries import citing
from imbizo.evidence.queries import in_library as queries
from imbizo.evidence.rules.texts import Stretch
from imbizo.evidence.views.source_frame import own_source, way
from imbizo.programmes.states import Permission
from imbizo.thread.operations import log_read


@requires(Permission.EVIDENCE_WRITE)
def source_excerpt(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Set words apart: those marked in the text, or those that are copied or typed with their page."""
    found = own_source(request, pk)
    form = ExcerptForm(request.POST or None)
    made = attempt(form, lambda given: _made(request, found, given))
    if made is not None:
        say_done(request, _("The words are set apart."))
        return redirect(made.get_absolute_url())
    lede = _("Copy the words from the text as they stand, or type them from paper with their page.")
    return form_page(
        request,
        form,
        heading=_("Set words apart"),
        lede=lede,
        action=_("Set apart"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found),
    )


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def excerpt(request: MemberRequest, pk: UUID) -> HttpResponse:
    """An excerpt, where it stands, how it is cited, and its thread."""
    found = get_object_or_404(queries.excerpts(request.member).defer("source__text"), pk=pk)
    log_read([found], by=request.member, how="page")
    context = {
        "excerpt": found,
        "source": found.source,
        "short": citing.short(found.source),
        "may_write": _is_ours(request, found) and request.member.may(Permission.EVIDENCE_WRITE),
        "is_ours": _is_ours(request, found),
        "crumbs": way(request, found.source),
    }
    return render(request, "evidence/sources/excerpt.html", context)


@requires(Permission.EVIDENCE_WRITE)
def excerpt_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Change its note, page or words."""
    found = _own(request, pk)
    initial = {"quote": found.quote, "page": found.page, "note": found.note}
    form = ExcerptChangeForm(request.POST or None, initial=initial)

    def change(given: dict[str, Any]) -> Excerpt:
        return operations.change_excerpt(excerpt=found, changes=given, by=request.member)

    if attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Change the excerpt"),
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found.source),
    )


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def excerpt_remove(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Delete an excerpt of which nothing was made."""
    found = _own(request, pk)
    source = found.source

    def remove() -> bool:
        operations.remove_excerpt(excerpt=found, by=request.member)
        return True

    if not tried(request, remove):
        return redirect("evidence:excerpt", request.member.programme.slug, pk)
    say_done(request, _("The excerpt is gone. The words stay in the text."))
    return redirect(source.get_absolute_url())


def _made(request: MemberRequest, found: Source, given: dict[str, Any]) -> Excerpt:
    start, end, seen = given.pop("start"), given.pop("end"), given.pop("seen")
    if start is None or end is None:
        return operations.set_quote_apart(source=found, by=request.member, **given)
    return operations.set_apart(
        source=found, at=Stretch(start, end), seen=seen, note=given["note"], id=given["id"], by=request.member
    )


def _own(request: MemberRequest, pk: UUID) -> Excerpt:
    rows = queries.excerpts(request.member).filter(source__owner_id=request.member.partner_id)
    found: Excerpt = get_object_or_404(rows, pk=pk)
    return found


def _is_ours(request: MemberRequest, found: Excerpt) -> bool:
    return found.source.is_owned_by(request.member)
