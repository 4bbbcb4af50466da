"""Published versions of a document, comparing two, and the earlier states of a section."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base import files
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Fact, Link
from imbizo.base.notices import say_done
from imbizo.base.templatetags.look import when
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting import queries
from imbizo.drafting.exports.documents import comparison_docx, comparison_pdf, publication_pdf
from imbizo.drafting.forms.documents import PublishForm
from imbizo.drafting.models import Document, Publication, Revision, Section
from imbizo.drafting.operations import publishing
from imbizo.drafting.operations.sections import restore
from imbizo.drafting.queries.comparing import NOW, Side, compared, shown, sides, summary
from imbizo.drafting.queries.open_comments import keeping_open
from imbizo.drafting.queries.progress import versions
from imbizo.drafting.queries.reading import as_it_was
from imbizo.drafting.queries.revisions import before, changed, states
from imbizo.drafting.rules.writing import CLOSED, may_write
from imbizo.drafting.templatetags.circulation import spoken
from imbizo.drafting.views.document_frame import crumbs, frame, ours, seen
from imbizo.drafting.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.DRAFTS_VIEW)
@require_safe
def publications(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The published versions of a document."""
    document = seen(request, pk)
    context = {**frame(request, document), "versions": list(versions(document))}
    return render(request, "drafting/documents/versions.html", context)


@requires(Permission.DRAFTS_DECIDE)
def publish(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Publish a version."""
    document = ours(request, pk)
    form = PublishForm(request.POST or None)

    def act(given: dict[str, Any]) -> Publication:
        return publishing.publish(document=document, by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, act)):
        say_done(request, _("Version %(number)s is published.") % {"number": made.number})
        return redirect(made.get_absolute_url())
    context = {
        **frame(request, document),
        "form": form,
        "waiting": keeping_open(document),
        "number": document.version + 1,
    }
    return render(request, "drafting/documents/publish.html", context)


@requires(Permission.DRAFTS_DECIDE)
@require_POST
def reopen(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Let a final document be written in again."""
    document = ours(request, pk)
    if tried(request, lambda: publishing.reopen(document=document, by=request.member)):
        say_done(request, _("The document is a draft again. Its final version stays published."))
    return redirect(document.get_absolute_url())


@requires(Permission.DRAFTS_VIEW)
@require_safe
def publication(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A published version, to be read."""
    version = _version(request, pk)
    context = {
        **frame(request, version.document),
        "publication": version,
        "parts": as_it_was(version),
        "facts": _facts(request, version),
        "circulations": version.circulations.select_related("programme"),
    }
    context["may_circulate"] = context["may_publish"] and not context["circulations"]
    return render(request, "drafting/documents/publication.html", context)


@requires(Permission.DRAFTS_VIEW)
@require_safe
def publication_as_pdf(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A published version as PDF."""
    version = _version(request, pk)
    return files.shown(publication_pdf(version), f"{version.title} v{version.number}.pdf")


@requires(Permission.DRAFTS_VIEW)
@require_safe
def compare(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Two versions as tracked changes."""
    document = seen(request, pk)
    choices, chosen = _chosen(request, document)
    only = "all" not in request.GET
    context = {**frame(request, document), "sides": choices, "only": only, "asked": request.GET.urlencode()}
    if chosen:
        result = compared(*chosen)
        context |= {
            "compared": result,
            "summary": summary(result),
            "changes": shown(result, only_changed=only),
        }
    return render(request, "drafting/documents/compare.html", context)


@requires(Permission.DRAFTS_VIEW)
@require_safe
def compare_as_file(request: MemberRequest, pk: UUID, form: str) -> HttpResponseBase:
    """Two versions as tracked changes, as PDF or Word."""
    document = seen(request, pk)
    _choices, chosen = _chosen(request, document)
    if not chosen:
        raise Http404
    result = compared(*chosen)
    name = f"{document.title} {result.old.key} to {result.new.key}"
    if form == "pdf":
        return files.shown(comparison_pdf(result, only_changed="all" not in request.GET), f"{name}.pdf")
    return files.saved(comparison_docx(result), f"{name}.docx")


@requires(Permission.DRAFTS_VIEW)
@require_safe
def section_states(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The earlier states of a section."""
    section = _section(request, pk)
    context = {**_section_frame(request, section), "states": states(section)}
    return render(request, "drafting/documents/states.html", context)


@requires(Permission.DRAFTS_VIEW)
@require_safe
def section_state(request: MemberRequest, pk: UUID, number: int) -> HttpResponse:
    """One state of a section, as changes from the one before it or from another (`?from=3`)."""
    section = _section(request, pk)
    state: Revision = get_object_or_404(
        section.revisions.select_related("by__user", "section"), number=number
    )
    context = {
        **_section_frame(request, section),
        "changed": changed(_other_state(request, section) or before(state), state),
        "is_latest": state.number == section.version,
    }
    return render(request, "drafting/documents/state.html", context)


@requires(Permission.DRAFTS_WRITE)
@require_POST
def section_restore(request: MemberRequest, pk: UUID, number: int) -> HttpResponse:
    """Take up an earlier state of a section again."""
    rows = queries.of_documents(Section, request.member, only_own=True)
    section: Section = get_object_or_404(rows.select_related("programme"), pk=pk)
    state: Revision = get_object_or_404(section.revisions, number=number)
    if tried(request, lambda: restore(revision=state, by=request.member)):
        say_done(
            request, _("State %(number)s is taken up again. The later ones are kept.") % {"number": number}
        )
    return redirect(address(request, "section-states", section.pk))


def _version(request: MemberRequest, pk: UUID) -> Publication:
    rows = queries.publications(request.member).select_related(
        "document__owner", "document__programme", "by__user"
    )
    version: Publication = get_object_or_404(rows, pk=pk)
    return version


def _section(request: MemberRequest, pk: UUID) -> Section:
    rows = queries.sections(request.member).select_related("document__owner", "document__programme")
    section: Section = get_object_or_404(rows, pk=pk)
    return section


def _section_frame(request: MemberRequest, section: Section) -> dict[str, Any]:
    document = section.document
    way = crumbs(request, document, Link(section.title, section.get_absolute_url()))
    may = may_write(request.member, document) and document.state not in CLOSED and not section.is_gone
    return {"section": section, "document": document, "crumbs": way, "may_write": may}


def _other_state(request: MemberRequest, section: Section) -> Revision | None:
    """The state that the address names to compare with."""
    asked = request.GET.get("from", "")
    state: Revision | None = section.revisions.filter(number=asked).first() if asked.isdecimal() else None
    return state


def _chosen(request: MemberRequest, document: Document) -> tuple[list[Side], tuple[Side, Side] | None]:
    """What can be compared, and the two that the address names: else the last published one with what stands now."""
    choices = sides(document)
    by_key = {side.key: side for side in choices}
    newest = by_key.get(request.GET.get("to", NOW), choices[0])
    old = by_key.get(request.GET.get("from", ""), choices[1] if len(choices) > 1 else None)
    return choices, (old, newest) if old else None


def _facts(request: MemberRequest, version: Publication) -> list[Fact]:
    languages = [spoken(code) for code in version.summaries.values_list("language", flat=True)]
    is_theirs = may_write(request.member, version.document)
    return [
        Fact(_("Published"), when(version.published_at)),
        Fact(_("By"), str(version.by.user) if version.by else ""),
        Fact(_("What changed"), version.note),
        Fact(
            _("In plain words"),
            ", ".join(languages) or _("not written yet"),
            address(request, "summaries", version.pk) if is_theirs else "",
        ),
        Fact(_("SHA-256 of the text"), version.text_hash),
    ]
