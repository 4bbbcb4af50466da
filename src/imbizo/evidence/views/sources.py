"""The library of sources: the list, adding, one source, changing, sharing and withdrawing it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Link
from imbizo.base.files import saved
from imbizo.base.form_pages import because_page, form_page, sharing_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.exports.references import ris
from imbizo.evidence.forms import sources as forms
from imbizo.evidence.models import Source
from imbizo.evidence.operations import interviews, texts
from imbizo.evidence.operations import sources as operations
from imbizo.evidence.queries import citing
from imbizo.evidence.queries import in_library as queries
from imbizo.evidence.queries.facts import facts_of
from imbizo.evidence.rules.interviews import is_closed, is_taken_back
from imbizo.evidence.states import SourceKind
from imbizo.evidence.tables.sources import library
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.source_frame import own_source, way
from imbizo.programmes.queries import other_partners
from imbizo.programmes.states import Permission
from imbizo.thread.operations import log_read

MOST_EXPORTED = 5_000
MOST_EXCERPTS = 100
_FORMS: dict[str, type[forms.NewSourceForm]] = {
    SourceKind.POLICY: forms.NewPracticeForm,
    SourceKind.PRACTICE: forms.NewPracticeForm,
    SourceKind.INTERVIEW: forms.NewInterviewForm,
}
_DETAILS: dict[str, tuple[str, ...]] = {
    SourceKind.POLICY: forms.PRACTICE_FIELDS,
    SourceKind.PRACTICE: forms.PRACTICE_FIELDS,
    SourceKind.INTERVIEW: forms.INTERVIEW_FIELDS,
}


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def sources(request: MemberRequest) -> HttpResponse:
    """The sources that the member sees; words are looked for in their texts too."""
    may_add = request.member.may(Permission.EVIDENCE_WRITE)
    nothing = Empty(
        _("No sources yet"),
        _(
            "Papers, policies, reports, articles and interviews stand here, with their texts to search and quote."
        ),
        _("Add a source") if may_add else "",
        address(request, "source-add") if may_add else "",
        "book",
    )
    exports = [Link(_("References (RIS)"), address(request, "sources-ris"))]
    table = library(request, queries.listed(request.member), exports=exports, empty=nothing)
    log_read(table.rows, by=request.member, how="list")
    return render(request, "evidence/sources/sources.html", {"table": table, "may_add": may_add})


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def sources_ris(request: MemberRequest) -> HttpResponseBase:
    """The sources of the list, narrowed as there, for a reference manager."""
    table = library(request, queries.one(request.member))
    return _as_ris(request, list(table.queryset[:MOST_EXPORTED]))


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def source_ris(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """One source for a reference manager."""
    return _as_ris(request, [get_object_or_404(queries.one(request.member), pk=pk)])


@requires(Permission.EVIDENCE_WRITE)
@require_safe
def source_add(request: MemberRequest) -> HttpResponse:
    """Choose which kind of source to add."""
    return render(
        request, "evidence/sources/kinds.html", {"kinds": SourceKind.choices, "crumbs": way(request)}
    )


@requires(Permission.EVIDENCE_WRITE)
def source_add_kind(request: MemberRequest, kind: str) -> HttpResponseBase:
    """Add a source of one kind, with its file if there is one."""
    if kind not in SourceKind.values:
        raise Http404
    form = _FORMS.get(kind, forms.NewSourceForm)(
        request.POST or None,
        request.FILES or None,
        kind=kind,
        member=request.member,
        initial=request.GET.dict(),
    )
    made = attempt(form, lambda given: _added(request, SourceKind(kind), given))
    if made is not None:
        say_done(request, _("It is in the library."))
        _say_same(request, made)
        return redirect(made.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_HEADINGS[SourceKind(kind)](),
        lede=_LEDES[SourceKind(kind)](),
        action=_("Add it"),
        back_url=address(request, "source-add"),
        crumbs=way(request),
    )


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def source(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A source: what is known of it, its text, what was set apart, what became of it."""
    found = get_object_or_404(queries.one(request.member), pk=pk)
    log_read([found], by=request.member, how="page")
    is_ours = found.is_owned_by(request.member)
    context = {
        "source": found,
        "crumbs": way(request),
        "facts": facts_of(found, request.member),
        "citation": citing.line(found),
        "short": citing.short(found),
        "is_ours": is_ours,
        "may_write": is_ours
        and request.member.may(Permission.EVIDENCE_WRITE)
        and not found.withdrawn_because,
        "may_restore": is_ours and request.member.may(Permission.EVIDENCE_WRITE) and found.withdrawn_because,
        "interview": _interview(found),
        "excerpts": list(queries.excerpts_of(found, request.member)[:MOST_EXCERPTS]),
        "form": forms.ExcerptForm(),
    }
    return render(request, "evidence/sources/source.html", context | _progress(found))


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def source_progress(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How far the reading of its file is; where it is done the page draws itself anew."""
    found = get_object_or_404(queries.one(request.member), pk=pk)
    response = render(request, "evidence/sources/progress.html", {"source": found} | _progress(found))
    if found.text_state != "reading":
        response["HX-Refresh"] = "true"
    return response


@requires(Permission.EVIDENCE_WRITE)
@transaction.atomic
def source_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change what is known of a source: its own fields, and those that its kind adds."""
    found = get_object_or_404(queries.own(request.member).select_for_update(of=("self",)), pk=pk)
    data = request.POST or None
    form = forms.SourceChangeForm(data, instance=found, member=request.member)
    more = _more(found, data, request)
    lead = more or form
    if data and form.is_valid() and attempt(lead, lambda _given: _changed(request, found, form, more)):
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    context = {"form": form, "more": more, "source": found, "crumbs": way(request, found)}
    return render(request, "evidence/sources/edit.html", context)


@requires(Permission.EVIDENCE_WRITE)
def source_share(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Choose which partners see a source."""
    found = own_source(request, pk)
    lede = _("They see its text and its excerpts too, and can quote them.")
    if found.kind == SourceKind.INTERVIEW:
        lede = _("Others see its words only once there is consent and the embargo is over.")
    return sharing_page(
        request,
        found,
        partial(operations.share_source, source=found),
        partners=other_partners(request.member),
        heading=_("Who sees it?"),
        lede=lede,
        crumbs=way(request, found),
    )


@requires(Permission.EVIDENCE_WRITE)
def source_withdraw(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Take a source out of the library, with a reason."""
    found = own_source(request, pk)
    return because_page(
        request,
        partial(operations.withdraw_source, source=found),
        done=_("It is withdrawn."),
        undo=address(request, "source-restore", pk),
        heading=_("Withdraw the source"),
        lede=_("It leaves the list. What was made of it stays, and its page says why it was withdrawn."),
        action=_("Withdraw it"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found),
    )


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def source_restore(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Bring a source back."""
    found = own_source(request, pk)
    if tried(request, lambda: operations.restore_source(source=found, by=request.member)):
        say_done(request, _("It is back in the library."))
    return redirect(found.get_absolute_url())


def _added(request: MemberRequest, kind: SourceKind, given: dict[str, Any]) -> Source:
    file = given.pop("file", None)
    details = {name: given.pop(name) for name in _DETAILS.get(kind, ())}
    made = operations.add_source(kind=kind, by=request.member, details=details, **given)
    # The second of two equal submissions finds the file there.
    if file is not None and not made.file:
        texts.attach_file(source=made, file=file, by=request.member)
    return made


def _say_same(request: MemberRequest, made: Source) -> None:
    """That the same file is in the library already."""
    if other := queries.same_file(made, request.member):
        say_done(request, _("The very same file is with “%(title)s” too.") % {"title": other.title})


def _more(found: Source, data: Any, request: MemberRequest) -> Any:
    """The form of what its kind adds; None for kinds that add nothing."""
    if found.kind == SourceKind.INTERVIEW:
        return forms.InterviewChangeForm(data, instance=found.interview, member=request.member)
    if found.kind in operations.ADDED_BY:
        return forms.PracticeChangeForm(data, instance=found.practice, member=request.member)
    return None


def _changed(request: MemberRequest, found: Source, form: Any, more: Any) -> Source:
    if found.kind == SourceKind.INTERVIEW:
        details = {name: more.cleaned_data.get(name) for name in forms.INTERVIEW_FIELDS}
        return interviews.change_interview(
            source=found, details=details, changes=form.changes, by=request.member
        )
    details = more.changes if more is not None else {}
    return operations.change_source(source=found, by=request.member, changes=form.changes, details=details)


def _interview(found: Source) -> dict[str, bool]:
    """Whether its words are closed to others, and whether they were taken back; empty for other kinds."""
    if found.kind != SourceKind.INTERVIEW:
        return {}
    given = found.interview
    return {
        "is_closed": is_closed(given.consent, given.embargo_until, timezone.localdate()),
        "is_taken_back": is_taken_back(given.consent),
    }


def _progress(found: Source) -> dict[str, Any]:
    done, total = queries.progress(found) or (0, 0)
    return {"done": done, "total": total, "is_stalled": queries.is_stalled(found)}


def _as_ris(request: MemberRequest, rows: list[Source]) -> HttpResponseBase:
    log_read(rows, by=request.member, how="export")
    content = ris([citing.reference_of(row) for row in rows])
    return saved(content, f"{request.member.programme.slug}-sources.ris")


_HEADINGS = {
    SourceKind.LITERATURE: lambda: _("Add a paper or book"),
    SourceKind.REPORT: lambda: _("Add a report"),
    SourceKind.MEDIA: lambda: _("Add something from the media"),
    SourceKind.POLICY: lambda: _("Add a policy"),
    SourceKind.PRACTICE: lambda: _("Add a practice"),
    SourceKind.INTERVIEW: lambda: _("Add an interview"),
}
_LEDES = {
    SourceKind.LITERATURE: lambda: _("To bring many at once, begin a literature scan and import them."),
    SourceKind.REPORT: lambda: _("What an institution found and wrote down."),
    SourceKind.MEDIA: lambda: _("An article, a broadcast, a post: with the day and the outlet."),
    SourceKind.POLICY: lambda: _(
        "An instrument: a by-law, a plan, a policy of a municipality or another sphere."
    ),
    SourceKind.PRACTICE: lambda: _("Something that is done somewhere: a forum, a desk, a campaign."),
    SourceKind.INTERVIEW: lambda: _("What one person told us, on the conditions that they set."),
}
