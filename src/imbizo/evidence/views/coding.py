"""The pages on which words are put under codes: an input in each of its languages, a source's text, an excerpt."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt
from imbizo.base.errors import DomainError
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.queries import inputs as said_queries
from imbizo.evidence.errors import NotReady, OutsideText
from imbizo.evidence.forms.coding import CodesForm, WordsForm
from imbizo.evidence.models import Code, Codebook, Coding, CodingRound
from imbizo.evidence.operations import codebooks, rounds
from imbizo.evidence.operations import coding as operations
from imbizo.evidence.operations.coding import Words
from imbizo.evidence.queries import coding as queries
from imbizo.evidence.queries import seeing
from imbizo.evidence.queries.coding import Text
from imbizo.evidence.rules.texts import Stretch
from imbizo.evidence.views.codebooks import way
from imbizo.evidence.views.frame import address
from imbizo.programmes.states import Permission
from imbizo.thread.operations import log_read


@dataclass(frozen=True)
class Desk:
    """By what a page codes: a codebook of one's own, and the round, if it is part of one."""

    codebook: Codebook | None
    within: CodingRound | None

    @property
    def query(self) -> str:
        """What every address of the page carries on."""
        if self.within:
            return f"round={self.within.pk}"
        return f"codebook={self.codebook.pk}" if self.codebook else ""


@requires(Permission.EVIDENCE_VIEW)
@require_safe
@never_cache
def code_input(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What was said, in its own words and in each translation, side by side; and the way to the next."""
    rows = said_queries.for_showing(said_queries.inputs(request.member))
    said = get_object_or_404(rows.select_related("gathering__programme"), pk=pk)
    desk = _desk(request)
    ring = (
        queries.said_in_round(desk.within, request.member)
        if desk.within
        else queries.said_in(request.member, said.gathering)
    )
    panes = [_pane(request, text, desk, part=0) for text in queries.texts_of_input(said)]
    context = _frame(request, desk, panes, kind="input") | {
        "record": said,
        "near": queries.neighbours(pk, ring, queries.coded_by(request.member, desk.within)),
        "here": said.gathering,
    }
    return render(request, "evidence/coding/text.html", context)


@requires(Permission.EVIDENCE_VIEW)
@require_safe
@never_cache
def code_source(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A source's text; its parts come as they are scrolled to. Without a script `?part=3` opens the third."""
    source = get_object_or_404(seeing.sources(request.member), pk=pk)
    log_read([source], by=request.member, how="page")
    desk = _desk(request)
    part = _number(request.GET.get("part"))
    pane = _pane(request, queries.text_of_source(source), desk, part=part)
    context = _frame(request, desk, [pane], kind="source") | {"record": source, "here": source, "part": part}
    return render(request, "evidence/coding/text.html", context)


@requires(Permission.EVIDENCE_VIEW)
@require_safe
@never_cache
def code_part(request: MemberRequest, kind: str, pk: UUID, number: int) -> HttpResponse:
    """One part of a text with what is coded in it, to be put into the page."""
    text = queries.one_text(request.member, kind=kind, pk=pk, language=request.GET.get("language", ""))
    if number >= len(text.parts):
        raise Http404
    desk = _desk(request)
    context = {"lines": _lines(request, text, desk, text.parts[number]), "desk": desk}
    return render(request, "evidence/coding/part.html", context)


@require_POST
@requires(Permission.EVIDENCE_WRITE)
def code_words(request: MemberRequest, kind: str, pk: UUID) -> HttpResponseBase:
    """Put words under codes, and make a new one on the way."""
    form = WordsForm(request.POST, member=request.member)
    desk = _desk(request)
    try:
        if not form.is_valid():
            raise NotReady(_("This page was cut short on its way to you. Open it again."))
        given = form.cleaned_data
        text = queries.one_text(request.member, kind=kind, pk=pk, language=given["language"])
        made = _coded(request, desk, text, given)
    except DomainError as error:
        return _answer(request, kind, pk, desk, error=str(error))
    return _answer(request, kind, pk, desk, made=made)


@requires(Permission.EVIDENCE_WRITE)
def code_excerpt(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Put an excerpt under codes."""
    excerpt = get_object_or_404(seeing.excerpts(request.member), pk=pk)
    form = CodesForm(request.POST or None, member=request.member)

    def code(given: dict[str, Any]) -> list[Coding]:
        return operations.code_excerpt(excerpt=excerpt, codes=list(given["codes"]), by=request.member)

    if request.method == "POST" and attempt(form, code) is not None:
        say_done(request, _("Coded."))
        return redirect(excerpt.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Code the excerpt"),
        lede=f"“{excerpt.quote[:300]}”",
        action=_("Code it"),
        back_url=excerpt.get_absolute_url(),
        crumbs=way(request),
    )


@transaction.atomic
def _coded(request: MemberRequest, desk: Desk, text: Text, given: dict[str, Any]) -> list[Coding]:
    codes: list[Code] = list(given["codes"])
    if given["new"].strip():
        codes.append(_new_code(request, desk, given["new"].strip()))
    return operations.code_words(
        words=_words(text, given), codes=codes, by=request.member, within=desk.within, memo=given["memo"]
    )


def _words(text: Text, given: dict[str, Any]) -> Words:
    """By their places, where the page's script marked them in the text that we have; else by their quote."""
    whole = Words(text.text, 0, len(text.text), text.input, text.source, text.language)
    if given["start"] is None or given["end"] is None:
        if text.source is not None and not given["quote"].strip():
            raise OutsideText(_("Copy the words into the field first."))
        return operations.words_quoted(whole, given["quote"])
    if given["seen"] != text.mark:
        raise OutsideText(_("The text was corrected while this page was open. Open it again, then code."))
    return Words(text.text, given["start"], given["end"], text.input, text.source, text.language)


def _new_code(request: MemberRequest, desk: Desk, name: str) -> Code:
    """The code of that name, made where there is none; with the first a codebook is begun."""
    book = desk.codebook or codebooks.create_codebook(name=_("What people say"), by=request.member)
    same = queries.in_use(book).filter(name__iexact=name).first()
    return same or codebooks.add_code(codebook=book, name=name, by=request.member)


def _answer(
    request: MemberRequest,
    kind: str,
    pk: UUID,
    desk: Desk,
    *,
    made: list[Coding] | None = None,
    error: str = "",
) -> HttpResponseBase:
    """To the page's own script in JSON; else back to the page."""
    text = _said(made or [])
    if request.headers.get("X-Live"):
        ids = [str(each.pk) for each in made or []]
        codes = [{"id": str(each.code_id), "name": each.code.name} for each in made or []]
        return JsonResponse({"text": text, "error": error, "made": ids, "codes": codes})
    if error:
        messages.error(request, error)
    else:
        say_done(request, text)
    return redirect(f"{address(request, f'code-{kind}', pk)}?{desk.query}")


def _said(made: list[Coding]) -> str:
    if not made:
        return _("You had coded these words so before.")
    names = ", ".join(each.code.name for each in made)
    return ngettext("Coded: %(names)s.", "Coded: %(names)s.", len(made)) % {"names": names}


def _desk(request: MemberRequest) -> Desk:
    """What the address asks for: a round, or a codebook; else the newest of one's own."""
    asked = request.POST or request.GET
    if wanted := _uuid(asked.get("round", "")):
        within = queries.own_round(request.member, wanted)
        return Desk(within.codebook, within)
    books = queries.own_codebooks(request.member)
    if wanted := _uuid(asked.get("codebook", "")):
        return Desk(get_object_or_404(books, pk=wanted), None)
    return Desk(books.order_by("-created_at").first(), None)


def _frame(request: MemberRequest, desk: Desk, panes: list[dict[str, Any]], *, kind: str) -> dict[str, Any]:
    branches = queries.tree(desk.codebook, request.member) if desk.codebook else []
    may_code = request.member.may(Permission.EVIDENCE_WRITE)
    return {
        "desk": desk,
        "panes": panes,
        "kind": kind,
        "branches": queries.recent_first(branches, request.member),
        "books": queries.own_codebooks(request.member) if not desk.within else [],
        "may_code": may_code and (desk.within is None or rounds.takes_codings(desk.within, request.member)),
        "crumbs": way(request, *([desk.within] if desk.within else [desk.codebook] if desk.codebook else [])),
    }


def _pane(request: MemberRequest, text: Text, desk: Desk, *, part: int) -> dict[str, Any]:
    """A text with the one part that is drawn at once."""
    number = min(part, len(text.parts) - 1)
    rows = queries.codings_on(text, request.member, codebook=desk.codebook, within=desk.within)
    return {
        "text": text,
        "parts": list(enumerate(text.parts)),
        "drawn": number,
        "lines": _lines(request, text, desk, text.parts[number]),
        "lost": queries.lost(text, rows),
    }


def _lines(request: MemberRequest, text: Text, desk: Desk, part: Stretch) -> list[queries.Line]:
    rows = queries.codings_on(text, request.member, codebook=desk.codebook, within=desk.within)
    return queries.lines_with(text, part, rows)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
