"""One coding: who, which words, why; and taking it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt
from imbizo.base.errors import DomainError
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.coding import CodingForm
from imbizo.evidence.models import Coding
from imbizo.evidence.operations import coding as operations
from imbizo.evidence.operations.coding import Words
from imbizo.evidence.queries import coding as queries
from imbizo.evidence.queries import seeing
from imbizo.evidence.views.codebooks import way
from imbizo.evidence.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.EVIDENCE_VIEW)
@never_cache
def one(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A coding's page; to the text's own script without the frame around it."""
    coding = get_object_or_404(_near(seeing.codings(request.member)), pk=pk)
    is_mine = request.member.may(Permission.EVIDENCE_WRITE) and queries.is_own(coding, request.member)
    form = CodingForm(request.POST or None, initial={"memo": coding.memo, "quote": coding.quote})
    if request.method == "POST" and is_mine and attempt(form, lambda given: _change(request, coding, given)):
        say_done(request, _("Saved."))
        return redirect(coding.get_absolute_url())
    context = {
        "coding": coding,
        "form": form if is_mine else None,
        "back": coding.get_absolute_url(),
        "crumbs": way(request, coding.code.codebook, coding.code),
    }
    page = "one.html" if request.headers.get("X-Live") else "coding.html"
    return render(request, f"evidence/coding/{page}", context)


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def take_back(request: MemberRequest) -> HttpResponseBase:
    """Take codings back."""
    rows = _ticked(request)
    try:
        operations.take_back(codings=rows, by=request.member)
    except DomainError as error:
        return _answer(request, error=str(error))
    return _answer(request, _("Taken back."), made=[str(row.pk) for row in rows])


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def put_back(request: MemberRequest) -> HttpResponseBase:
    """Undo that."""
    try:
        operations.put_back(codings=_ticked(request), by=request.member)
    except DomainError as error:
        return _answer(request, error=str(error))
    return _answer(request, _("It is back."))


def _change(request: MemberRequest, coding: Coding, given: dict[str, Any]) -> Coding:
    if given["quote"] != coding.quote:
        kind, pk = ("input", coding.input_id) if coding.input_id else ("source", coding.source_id)
        assert pk is not None  # A coding is of one or of the other.
        text = queries.one_text(request.member, kind=kind, pk=pk, language=coding.language)
        whole = Words(text.text, 0, len(text.text), text.input, text.source, text.language)
        words = operations.words_quoted(whole, given["quote"])
        operations.change_extent(coding=coding, words=words, by=request.member)
    return operations.note(coding=coding, memo=given["memo"], by=request.member)


def _near(rows: QuerySet[Coding]) -> QuerySet[Coding]:
    return rows.select_related(
        "code__codebook", "coder__user", "input__gathering", "source", "programme", "round"
    )


def _ticked(request: MemberRequest) -> list[Coding]:
    """The codings that the form names, of those that the member may change."""
    wanted = [pk for pk in request.POST.getlist("coding") if len(pk) == len(str(UUID(int=0)))]
    rows = _near(seeing.codings(request.member).filter(pk__in=wanted))
    return [row for row in rows if queries.is_own(row, request.member)]


def _answer(
    request: MemberRequest, text: str = "", *, error: str = "", made: list[str] | None = None
) -> HttpResponseBase:
    if request.headers.get("X-Live"):
        return JsonResponse({"text": text, "error": error, "made": made or []})
    if error:
        messages.error(request, error)
    else:
        say_done(request, text)
    back = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_here else address(request, "codebooks"))
