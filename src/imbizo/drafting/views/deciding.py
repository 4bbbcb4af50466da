"""The work list of comments, deciding about each, the matrix, telling those who commented."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Link
from imbizo.base.documents.workbooks import as_xlsx
from imbizo.base.files import Content, saved
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting.exports import matrix as exports
from imbizo.drafting.forms.deciding import DecideForm
from imbizo.drafting.models import Comment, Document
from imbizo.drafting.operations import dispositions as operations
from imbizo.drafting.operations.answering import tell_commenters, told_by_hand
from imbizo.drafting.queries import circulating
from imbizo.drafting.queries import commenting as queries
from imbizo.drafting.queries.open_comments import keeping_open
from imbizo.drafting.rules.commenting import is_late
from imbizo.drafting.states import CommentKind
from imbizo.drafting.tables.comments import CommentsTable
from imbizo.drafting.tables.matrix import MatrixTable
from imbizo.drafting.views.document_frame import about, ours, seen
from imbizo.drafting.views.frame import address
from imbizo.programmes.states import Permission

_SALT = "drafting.decision"


@requires(Permission.DRAFTS_VIEW)
def comments(request: MemberRequest, pk: UUID) -> HttpResponse:
    """All comments on a document: what is open, what was decided, what keeps it from being final."""
    document = seen(request, pk)
    waiting = keeping_open(document)
    context = about(request, document) | {
        "table": CommentsTable(request, document, empty=_nothing_yet(request, document)),
        "waiting": len(waiting),
        "first_waiting": waiting[0] if waiting else None,
        "untold": queries.untold_count(document),
        "circulations": circulating.circulations_of(document),
    }
    return render(request, "drafting/circulation/comments.html", context)


@requires(Permission.DRAFTS_VIEW)
def comment(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """One comment: its words, where it stands, and (for those who decide) deciding about it."""
    found: Comment = get_object_or_404(queries.whole(request.member), pk=pk)
    context = about(request, found.document, Link(_("Comments"), _list_url(request, found)))
    form = None
    if context["may_decide"] and not context["is_closed"] and not found.withdrawn_because:
        form = _decide_form(request, found)
        decided = attempt(
            form,
            lambda data: operations.decide(comment=found, decision=form.decision(), by=request.member),
        )
        if decided is not None:
            return _decided(request, found)
    standing = queries.standing_comments(found.document)
    context |= {
        "comment": found,
        "who": queries.said_by(found, request.member),
        "form": form,
        "is_late": is_late(found.created_at, found.circulation),
        "final_word": None if found.withdrawn_because else queries.final_word(found, standing),
        "is_mine": found.member_id == request.member.pk and not hasattr(found, "disposition"),
        "may_apply": form is not None and _may_apply(found),
        "next": queries.next_open(found),
    }
    return render(request, "drafting/circulation/comment.html", context)


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def apply(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Put the suggested words into the section, and accept."""
    found = _own(request, pk)
    if tried(request, lambda: operations.accept_suggestion(comment=found, by=request.member)) is None:
        return redirect(found.get_absolute_url())
    return _decided(request, found)


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def undecide(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Take a decision back; that can be undone too."""
    found = _own(request, pk)
    done = tried(request, lambda: operations.take_back_decision(comment=found, by=request.member))
    if done is not None:
        was, stays = done
        token = signing.dumps({"comment": str(found.pk), "was": was}, salt=_SALT, compress=True)
        undo = address(request, "comment-redo", found.pk, token)
        say_done(request, _("The decision is taken back. The comment is open again."), undo=undo)
        if stays:
            text = _("The words that it put in stay: somebody changed them since. Look at the section.")
            messages.warning(request, text)
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def redo(request: MemberRequest, pk: UUID, was: str) -> HttpResponseBase:
    """Decide again what was taken back."""
    found = _own(request, pk)
    try:
        kept = signing.loads(was, salt=_SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    if kept["comment"] != str(found.pk):
        raise Http404
    tried(request, lambda: operations.decide_again(comment=found, was=kept["was"], by=request.member))
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def told(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Note that somebody was told by hand."""
    found = _own(request, pk)
    tried(request, lambda: told_by_hand(comment=found, by=request.member))
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def tell(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Write to all whose comments were decided since they were told last."""
    document = ours(request, pk)
    done = tried(request, lambda: tell_commenters(document=document, by=request.member))
    if done is not None:
        count, unreached = done
        say_done(request, _("Comments answered: %(count)s.") % {"count": count})
        if unreached:
            names = ", ".join(unreached)
            text = _("No message reaches: %(names)s. Tell them yourself, and note it at their comment.")
            messages.warning(request, text % {"names": names})
    return redirect("drafting:comments", request.member.programme.slug, document.pk)


@requires(Permission.DRAFTS_VIEW)
def matrix(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What became of each comment, side by side."""
    document = seen(request, pk)
    table = MatrixTable(request, document, empty=_nothing_yet(request, document))
    files = [
        Link(label, address(request, "matrix-file", document.pk, form))
        for form, label in (("docx", _("Word")), ("xlsx", _("Excel")))
    ]
    here = Link(_("Comments"), address(request, "comments", document.pk))
    counted = exports.counted(len(table.matrix.order), queries.open_count(document))
    context = about(request, document, here) | {"table": table, "counted": counted, "files": files}
    return render(request, "drafting/circulation/matrix.html", context)


@requires(Permission.DRAFTS_VIEW)
def matrix_file(request: MemberRequest, pk: UUID, form: str) -> HttpResponseBase:
    """The same as a Word table or a workbook."""
    document = seen(request, pk)
    if form not in ("docx", "xlsx"):
        raise Http404
    rows = exports.rows_of(document, request.member)
    content: Content = as_xlsx(exports.sheet(rows)) if form == "xlsx" else exports.as_word(document, rows)
    return saved(content, f"{document.title}-comments.{form}")


def _own(request: MemberRequest, pk: UUID) -> Comment:
    found: Comment = get_object_or_404(queries.own_comments(request.member), pk=pk)
    return found


def _list_url(request: MemberRequest, found: Comment) -> str:
    return address(request, "comments", found.document_id)


def _decide_form(request: MemberRequest, found: Comment) -> DecideForm:
    initial: dict[str, Any] = {"section": found.section_id}
    if hasattr(found, "disposition"):
        decided = found.disposition
        names = ("verdict", "reason", "section", "section_version", "duplicate_of")
        initial = {name: getattr(decided, name) for name in names}
    return DecideForm(
        request.POST or None,
        sections=queries.choosable_sections(found.document),
        others=queries.others(found),
        initial=initial,
    )


def _decided(request: MemberRequest, found: Comment) -> HttpResponseBase:
    """On to the next open comment; the decision can be undone from there."""
    say_done(request, _("Decided."), undo=address(request, "comment-undecide", found.pk))
    following = queries.next_open(found)
    return redirect(following.get_absolute_url() if following else _list_url(request, found))


def _may_apply(found: Comment) -> bool:
    is_suggestion = found.kind != CommentKind.COMMENT and found.section is not None
    return is_suggestion and found.orphaned_at is None and not hasattr(found, "disposition")


def _nothing_yet(request: MemberRequest, document: Document) -> Empty:
    text = _("Publish a version and send it to the reference group, or open a section and comment on it.")
    return Empty(_("Nobody has commented yet"), text, icon="message")
