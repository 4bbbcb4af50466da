"""Word files that come back or come new: brought, looked at, taken or refused."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting.forms.files import ReturnForm, TitleForm, WordForm
from imbizo.drafting.imports.new_word import NewText, new_text
from imbizo.drafting.imports.word import Plan, plan
from imbizo.drafting.models import Document, WordReturn
from imbizo.drafting.operations import bringing
from imbizo.drafting.operations import returns as operations
from imbizo.drafting.operations.returns import Came, WouldBe
from imbizo.drafting.queries import returns as queries
from imbizo.drafting.states import ReturnState
from imbizo.drafting.views.document_frame import about, crumbs, ours
from imbizo.drafting.views.frame import address
from imbizo.programmes.states import Permission

MOST_SHOWN = 150


@requires(Permission.DRAFTS_COMMENT)
def word_returns(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The Word files that came back for a document; bring another."""
    document = ours(request, pk)
    readers = queries.readers_of(document)
    form = ReturnForm(request.POST or None, request.FILES or None, member=request.member, readers=readers)

    def bring(given: dict[str, Any]) -> WordReturn:
        reader, somebody = form.chosen()
        return operations.receive(
            document=document,
            came=came_of(given["file"], document),
            by=request.member,
            reader=reader,
            on_behalf_of=somebody,
        )

    if request.method == "POST" and (brought := attempt(form, bring)) is not None:
        return redirect(brought.get_absolute_url())
    context = about(request, document, Link(_("Comments"), address(request, "comments", document.pk))) | {
        "form": form,
        "returns": queries.returns_of(document),
    }
    return render(request, "drafting/word/returns.html", context)


@requires(Permission.DRAFTS_COMMENT)
def word_return(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A file that came back: what is in it, and taking it."""
    returned: WordReturn = get_object_or_404(queries.own_returns(request.member), pk=pk)
    if returned.document is None:
        return _new_document(request, returned)
    return _came_back(request, returned, returned.document)


@requires(Permission.DRAFTS_COMMENT)
@require_POST
def word_return_refuse(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take nothing of a file."""
    returned: WordReturn = get_object_or_404(queries.own_returns(request.member), pk=pk)
    if tried(request, lambda: operations.refuse(returned=returned, by=request.member)):
        say_done(request, _("Nothing was taken of this file. You can bring it again."))
    if returned.document is None:
        return redirect(address(request, "documents"))
    return redirect(address(request, "word-returns", returned.document.pk))


@requires(Permission.DRAFTS_WRITE)
def from_word(request: MemberRequest) -> HttpResponseBase:
    """Bring a Word file from which a document is to be begun."""
    form = WordForm(request.POST or None, request.FILES or None)

    def bring(given: dict[str, Any]) -> WordReturn:
        content = given["file"].read()
        found = new_text(content, given["file"].name)
        came = Came(given["file"].name, content, found.left_out)
        return bringing.receive_new(came=came, by=request.member)

    if request.method == "POST" and (brought := attempt(form, bring)) is not None:
        return redirect(brought.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Begin a document from Word"),
        lede=_("Its headings become sections. You see what becomes of it before anything is made."),
        action=_("Look at it"),
        back_url=address(request, "documents"),
        crumbs=crumbs(request),
    )


def came_of(file: UploadedFile[Any], document: Document) -> Came:
    """A file that came back, read once to see that it can be. Raises NotRead, Unreadable."""
    content = file.read()
    found = plan(content, document)
    return Came(file.name or "document.docx", content, found.left_out, found.publication)


def planned(returned: WordReturn, document: Document) -> Plan:
    """What a file that is kept says."""
    with returned.file.open() as file:
        return plan(file.read(), document)


def shown(would_be: Sequence[WouldBe]) -> dict[str, Any]:
    """What a page says about what a file would make."""
    new = [each.comment for each in would_be if not each.is_known]
    return {
        "new": new[:MOST_SHOWN],
        "more": max(len(new) - MOST_SHOWN, 0),
        "count": len(new),
        "known": len(would_be) - len(new),
        "orphans": sum(each.orphaned_at is not None for each in new),
    }


def _came_back(request: MemberRequest, returned: WordReturn, document: Document) -> HttpResponseBase:
    here = [
        Link(_("Comments"), address(request, "comments", document.pk)),
        Link(_("Word files"), address(request, "word-returns", document.pk)),
    ]
    context = about(request, document, *here) | {"returned": returned}
    if returned.state != ReturnState.READ or not returned.file:
        context["taken"] = list(returned.comments.select_related("section")[:MOST_SHOWN])
        return render(request, "drafting/word/done.html", context)
    found = planned(returned, document)
    if request.method == "POST":
        made = tried(
            request,
            lambda: operations.take(returned=returned, points=found.points, by=request.member),
        )
        if made is not None:
            say_done(request, _taken(len(made)))
            return redirect(address(request, "comments", document.pk))
    context |= {"plan": found, **shown(operations.would_be(returned=returned, points=found.points))}
    return render(request, "drafting/word/return.html", context)


def _new_document(request: MemberRequest, returned: WordReturn) -> HttpResponseBase:
    if returned.state != ReturnState.READ or not returned.file:
        return redirect(address(request, "documents"))
    with returned.file.open() as file:
        found = new_text(file.read(), returned.file_name)
    form = TitleForm(request.POST or None, initial={"title": found.title})

    def begin(given: dict[str, Any]) -> Document:
        return bringing.begin_from_word(
            returned=returned,
            title=given["title"],
            parts=found.parts,
            points=found.points,
            by=request.member,
            language=(request.member.programme.languages or ["en"])[0],
        )

    if request.method == "POST" and (made := attempt(form, begin)) is not None:
        say_done(request, _("The document is begun from the Word file."))
        return redirect(made.get_absolute_url())
    context = {"form": form, "returned": returned, "found": found, "tree": _tree(found)}
    return render(
        request, "drafting/word/new.html", context | {"crumbs": crumbs(request), "member": request.member}
    )


def _tree(found: NewText) -> list[dict[str, Any]]:
    rows = zip(found.parts, found.numbers, found.depths, strict=True)
    return [
        {"title": part.title, "number": number, "depth": depth, "words": _words(part.text.blocks)}
        for part, number, depth in rows
    ]


def _words(blocks: Sequence[Any]) -> int:
    return sum(len(block.plain.split()) for block in blocks)


def _taken(count: int) -> str:
    return ngettext("%(count)s comment was taken.", "%(count)s comments were taken.", count) % {
        "count": count
    }
