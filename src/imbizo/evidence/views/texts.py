"""The file and the text of a source: bringing, serving, reading, correcting."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.files import saved
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.sources import ExcerptForm, FileForm, LeafForm, TextForm
from imbizo.evidence.models import Source
from imbizo.evidence.operations import texts as operations
from imbizo.evidence.queries import in_library as queries
from imbizo.evidence.queries import seeing
from imbizo.evidence.queries.reading import Reading
from imbizo.evidence.rules.texts import mark_of
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.source_frame import own_source, way
from imbizo.programmes.states import Permission
from imbizo.thread.operations import log_read


@requires(Permission.EVIDENCE_VIEW)
@require_safe
@never_cache
def source_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The file itself, to be saved; never shown inside our own pages, whatever it claims to be."""
    found = get_object_or_404(queries.one(request.member).exclude(file=""), pk=pk)
    log_read([found], by=request.member, how="export")
    return saved(found.file.open("rb"), found.file_name or str(found.pk), kind="application/octet-stream")


@requires(Permission.EVIDENCE_WRITE)
def source_attach(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Bring a file, or another in its place."""
    found = own_source(request, pk)
    form = FileForm(request.POST or None, request.FILES or None)
    done = attempt(
        form, lambda given: operations.attach_file(source=found, file=given["file"], by=request.member)
    )
    if done is not None:
        say_done(request, _("The file is kept."))
        if other := queries.same_file(done, request.member):
            say_done(request, _("The very same file is with “%(title)s” too.") % {"title": other.title})
        return redirect(found.get_absolute_url())
    lede = _("Its text is taken by itself. Only those who see the source can open it.")
    if found.text_version:
        lede = _(
            "Its text takes the place of the one that is there; what was coded and quoted stays on its words."
        )
    return form_page(
        request,
        form,
        heading=_("Bring the file"),
        lede=lede,
        action=_("Bring it"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found),
    )


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def source_read_again(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Have the worker begin anew."""
    found = own_source(request, pk)
    if tried(request, lambda: operations.read_again(source=found, by=request.member)):
        say_done(request, _("It is being read again."))
    return redirect(found.get_absolute_url())


@requires(Permission.EVIDENCE_VIEW)
@require_safe
@never_cache
def source_text(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The text, ten pages at a time: `?page=12` opens a page, `?at=` a place, `?find=` marks words."""
    found = get_object_or_404(seeing.sources(request.member), pk=pk)
    if not found.text:
        return redirect(found.get_absolute_url())
    log_read([found], by=request.member, how="page")
    at = _number(request.GET.get("at", ""))
    page = _number(request.GET.get("page", "")) or 1
    reading = Reading(found, page=page, at=at, find=request.GET.get("find", ""))
    context = {
        "source": found,
        "reading": reading,
        "may_write": _may_write(request, found),
        "form": ExcerptForm(),
        "crumbs": way(request, found),
    }
    return render(request, "evidence/sources/text.html", context)


@requires(Permission.EVIDENCE_WRITE)
def source_text_write(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Attach a text: typed, pasted, or out of a file beside the source's own."""
    found = own_source(request, pk)
    form = TextForm(request.POST or None, request.FILES or None)
    lost = attempt(form, lambda given: operations.write_text(source=found, by=request.member, **given))
    if lost is not None:
        _say_written(request, lost)
        return redirect(address(request, "source-text", pk))
    lede = _("Type or paste it, or choose a file with it. The source's own file stays as it is.")
    return form_page(
        request,
        form,
        heading=_("Attach a text"),
        lede=lede,
        action=_("Keep the text"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found),
    )


@requires(Permission.EVIDENCE_WRITE)
def source_text_correct(request: MemberRequest, pk: UUID, number: int) -> HttpResponseBase:
    """Correct one page of the text."""
    found = own_source(request, pk)
    leaf = Reading(found).stretch(number)
    if leaf is None or not found.text:
        raise Http404
    now = found.text[leaf.start : leaf.end]
    form = LeafForm(request.POST or None, initial={"text": now.rstrip(), "seen": mark_of(now)})

    def correct(given: dict[str, Any]) -> int:
        return operations.correct_leaf(
            source=found,
            leaf=leaf,
            seen=given["seen"],
            words=given["text"],
            because=given["because"],
            by=request.member,
        )

    lost = attempt(form, correct)
    back = f"{address(request, 'source-text', pk)}?page={number}#page-{number}"
    if lost is not None:
        _say_written(request, lost)
        return redirect(back)
    return form_page(
        request,
        form,
        heading=_("Correct page %(number)s") % {"number": number},
        lede=_kept(),
        action=_("Save the correction"),
        back_url=back,
        crumbs=way(request, found),
    )


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def source_versions(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The text as it was before each correction, and the passages whose words are gone."""
    found = get_object_or_404(queries.one(request.member), pk=pk)
    log_read([found], by=request.member, how="page")
    context = {
        "source": found,
        "versions": queries.versions(found, request.member),
        "orphans": queries.orphans(found, request.member),
        "crumbs": way(request, found),
    }
    return render(request, "evidence/sources/versions.html", context)


@requires(Permission.EVIDENCE_VIEW)
@require_safe
@never_cache
def source_version(request: MemberRequest, pk: UUID, number: int) -> HttpResponseBase:
    """One earlier text, as a plain file."""
    found = get_object_or_404(queries.one(request.member), pk=pk)
    version = get_object_or_404(queries.earlier_texts(found, request.member), number=number)
    log_read([found], by=request.member, how="export")
    return saved(version.text.encode(), f"text-{number}.txt")


def _may_write(request: MemberRequest, found: Source) -> bool:
    may = found.is_owned_by(request.member) and request.member.may(Permission.EVIDENCE_WRITE)
    return may and not found.withdrawn_because


def _say_written(request: MemberRequest, lost: int) -> None:
    text = _("The text is kept, and the one before it too.")
    if lost:
        gone = ngettext(
            "The words of %(count)s passage are gone; it keeps its quote and is listed with the earlier texts.",
            "The words of %(count)s passages are gone; they keep their quotes and are listed with the earlier texts.",
            lost,
        )
        text = f"{text} {gone % {'count': lost}}"
    say_done(request, text)


def _kept() -> str:
    return _("What was coded and quoted stays on its words, and the text as it was is kept.")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
