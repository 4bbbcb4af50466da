"""What stands in a theme: its codes, and what is put in and taken out by hand."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.themes import CodesForm
from imbizo.evidence.models import Finding, Theme
from imbizo.evidence.operations import themes as operations
from imbizo.evidence.queries import in_themes as queries
from imbizo.evidence.queries import seeing, spoken
from imbizo.evidence.queries.unanswered import waiting
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.themes import own, way
from imbizo.programmes.states import Permission

MOST_OFFERED = 20
MOST_FOUND = 40


@requires(Permission.THEMES_DECIDE)
def theme_codes(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Choose the codes whose words belong to it."""
    found = own(request, pk)
    form = CodesForm(request.POST or None, member=request.member, initial={"codes": found.codes.all()})

    def choose(data: dict[str, Any]) -> Theme:
        return operations.set_codes(theme=found, codes=data.get("codes", ()), by=request.member)

    if request.method == "POST" and attempt(form, choose) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    lede = _("Every word under these codes stands in the theme.")
    if "codes" not in form.fields:
        lede = _("There are no codes yet. Begin a codebook under “Coding” first.")
    return form_page(
        request,
        form,
        heading=_("Codes of the theme"),
        lede=lede,
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found),
    )


@requires(Permission.THEMES_DECIDE)
def theme_put(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Look for sentences, excerpts and findings, and put those ticked into the theme."""
    found = own(request, pk)
    if request.method == "POST":
        chosen = _named(request)
        new = tried(request, lambda: operations.put_in(theme=found, by=request.member, **chosen))
        if new:
            text = ngettext("%(number)s is in the theme now.", "%(number)s are in the theme now.", len(new))
            say_done(request, text % {"number": len(new)}, undo=_undo(request, found, new))
        return redirect(found.get_absolute_url())
    return render(request, "evidence/themes/put.html", _looked_for(request, found))


@require_POST
@requires(Permission.THEMES_DECIDE)
def theme_take_out(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Take out what was put in by hand."""
    found = own(request, pk)
    chosen = _named(request)

    def take_out() -> bool:
        operations.take_out(theme=found, by=request.member, **chosen)
        return True

    if tried(request, take_out):
        say_done(request, _("It is out of the theme."))
    return redirect(found.get_absolute_url())


def _looked_for(request: MemberRequest, found: Theme) -> dict[str, Any]:
    words, member = request.GET.get("q", "").strip(), request.member
    context: dict[str, Any] = {"theme": found, "words": words, "crumbs": way(request, found)}
    if not words:
        return context | {"inputs": spoken.for_reading(waiting(member))[:MOST_OFFERED]}
    return context | {
        "inputs": spoken.for_reading(queries.to_put_in(found, member, words))[:MOST_FOUND],
        "excerpts": queries.excerpts_to_put_in(found, member, words)[:MOST_FOUND],
        "findings": queries.findings_to_put_in(found, member, words)[:MOST_FOUND],
    }


def _named(request: MemberRequest) -> dict[str, list[Any]]:
    """What the form or the address names, of what the member sees."""
    given = request.POST if set(request.POST) & {"input", "excerpt", "finding"} else request.GET
    ids = {name: _uuids(given.getlist(name)) for name in ("input", "excerpt", "finding")}
    findings = seeing.of_scans(Finding, request.member, path="question__scan")
    return {
        "inputs": list(spoken.let_through(request.member).filter(pk__in=ids["input"])),
        "excerpts": list(seeing.excerpts(request.member).filter(pk__in=ids["excerpt"])),
        "findings": list(findings.filter(pk__in=ids["finding"])),
    }


def _uuids(typed: list[str]) -> list[UUID]:
    """Those that are ids at all."""
    found = []
    for text in typed:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _undo(request: MemberRequest, theme: Theme, new: list[Any]) -> str:
    """Where to post to take out again what was put in."""
    names = {"Input": "input", "Excerpt": "excerpt", "Finding": "finding"}
    query = "&".join(f"{names[type(each).__name__]}={each.pk}" for each in new)
    return f"{address(request, 'theme-take-out', theme.pk)}?{query}"
