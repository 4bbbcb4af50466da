"""Documents: the list of them, beginning one, and the page of one with its outline."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Fact
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.notices import say_done
from imbizo.base.templatetags.look import when
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting import queries
from imbizo.drafting.forms.documents import DocumentForm, NewDocumentForm
from imbizo.drafting.models import Document
from imbizo.drafting.operations import documents as operations
from imbizo.drafting.operations.components import make_sections, without_section
from imbizo.drafting.queries.commenting import open_count
from imbizo.drafting.queries.next_step import next_step
from imbizo.drafting.queries.outline import outline, taken_away
from imbizo.drafting.queries.progress import Progress, components_of, listed, versions
from imbizo.drafting.queries.reading import as_it_stands
from imbizo.drafting.rules.writing import may_write
from imbizo.drafting.tables.documents import DocumentsTable
from imbizo.drafting.views.document_frame import (
    crumbs,
    frame,
    ours,
    seen,
    who_reads,
)
from imbizo.drafting.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.DRAFTS_VIEW)
@require_safe
def documents(request: MemberRequest) -> HttpResponse:
    """All documents that the member sees."""
    may_add = may_write(request.member)
    empty = Empty(
        _("No documents yet"),
        _("A strategy, an agreement, a plan: begin it here, divide the writing, and keep each version."),
        _("Begin a document") if may_add else "",
        address(request, "document-add") if may_add else "",
        "file-text",
    )
    table = DocumentsTable(request, listed(request.member), empty=empty)
    return render(request, "drafting/documents/list.html", {"table": table, "may_add": may_add})


@requires(Permission.DRAFTS_WRITE)
def document_add(request: MemberRequest) -> HttpResponse:
    """Begin a document."""
    initial = {"language": _first_language(request), **request.GET.dict()}
    form = NewDocumentForm(request.POST or None, initial=initial)

    def create(given: dict[str, Any]) -> Document:
        return operations.add_document(by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, create)):
        say_done(request, _("The document is begun."))
        return redirect(made.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Begin a document"),
        lede=_("Only the title is needed now. Headings, writers and words come next."),
        action=_("Begin it"),
        back_url=address(request, "documents"),
        crumbs=crumbs(request),
    )


@requires(Permission.DRAFTS_VIEW)
@require_safe
def document(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A document: its outline, who writes what, what is empty, and what comes next."""
    shown = seen(request, pk)
    entries, page = outline(shown), frame(request, shown)
    unmade, waiting = without_section(shown).count(), open_count(shown)
    step = next_step(shown, entries, without_section=unmade, waiting=waiting) if page["may_write"] else None
    context = {
        **page,
        "crumbs": crumbs(request),
        "entries": entries,
        "progress": Progress.of(entries, waiting=waiting),
        "unmade": unmade,
        "next": step,
        "gone": taken_away(shown),
        "last": versions(shown).first(),
        "facts": _facts(shown),
        "member": request.member,
    }
    return render(request, "drafting/documents/document.html", context)


@requires(Permission.DRAFTS_VIEW)
@require_safe
def reading(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The whole text as it stands, to be read."""
    shown = seen(request, pk)
    context = {**frame(request, shown), "reading": as_it_stands(shown)}
    return render(request, "drafting/documents/reading.html", context)


@requires(Permission.DRAFTS_WRITE)
@transaction.atomic
def document_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change what is known of a document beside its sections."""
    rows = queries.own(queries.documents(request.member), request.member)
    shown: Document = get_object_or_404(rows.select_for_update(of=("self",)), pk=pk)
    form = DocumentForm(request.POST or None, instance=shown)

    def change(_given: dict[str, Any]) -> Document:
        return operations.change_document(document=shown, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(shown.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Change title and purpose"),
        action=_("Save"),
        back_url=shown.get_absolute_url(),
        crumbs=crumbs(request, shown),
    )


@requires(Permission.DRAFTS_WRITE)
def document_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose which partners read a document."""
    shown = ours(request, pk)
    return who_reads(request, shown, crumbs(request, shown))


@requires(Permission.DRAFTS_WRITE)
def document_withdraw(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say that a document is worked on no more."""
    shown = ours(request, pk)
    return because_page(
        request,
        partial(operations.withdraw_document, document=shown),
        done=_("The document is withdrawn. Nothing in it is lost."),
        undo=address(request, "document-take-up", shown.pk),
        heading=_("Withdraw “%(title)s”") % {"title": shown.title},
        lede=_("It stays with its versions and comments, and can be taken up again."),
        action=_("Withdraw it"),
        back_url=shown.get_absolute_url(),
        crumbs=crumbs(request, shown),
    )


@requires(Permission.DRAFTS_WRITE)
@require_POST
def document_take_up(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Undo withdrawing."""
    shown = ours(request, pk)
    if tried(request, lambda: operations.take_up_document(document=shown, by=request.member)):
        say_done(request, _("The document is a draft again."))
    return redirect(shown.get_absolute_url())


@requires(Permission.DRAFTS_VIEW)
@require_safe
def document_components(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The components of one document, and those of them that have no section yet."""
    shown = seen(request, pk)
    unmade = set(without_section(shown).values_list("pk", flat=True))
    context = {**frame(request, shown), "components": components_of(shown), "unmade": unmade}
    return render(request, "drafting/components/of_document.html", context)


@requires(Permission.DRAFTS_WRITE)
@require_POST
def document_from_components(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Make a section of each component that has none."""
    shown = ours(request, pk)
    if made := tried(request, lambda: make_sections(document=shown, by=request.member)):
        count = {"count": len(made)}
        said = ngettext("%(count)s section was made.", "%(count)s sections were made.", len(made)) % count
        say_done(request, said)
    return redirect(shown.get_absolute_url())


def _facts(shown: Document) -> list[Fact]:
    return [
        Fact(_("What it is"), str(shown.get_kind_display())),
        Fact(_("State"), str(shown.get_state_display())),
        Fact(_("To be ready by"), when(shown.due_on)),
        Fact(_("Owner"), shown.owner.label),
        Fact(_("Read by"), str(shown.get_sharing_display())),
    ]


def _first_language(request: MemberRequest) -> str:
    """The language in which the programme writes first."""
    languages: list[str] = request.member.programme.languages
    return languages[0] if languages else "en"
