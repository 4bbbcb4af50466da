"""Letters to print for those of the reference group whom no message reaches."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import tried
from imbizo.base.files import saved
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting.exports.letters import letters_pdf
from imbizo.drafting.models import Circulation, Comment, Document, Reader, ReferenceGroup, ReferenceMember
from imbizo.drafting.operations import papers
from imbizo.drafting.operations.answering import person_of
from imbizo.drafting.operations.papers import Paper
from imbizo.drafting.queries import circulating as queries
from imbizo.drafting.queries import commenting
from imbizo.drafting.views.document_frame import ours
from imbizo.drafting.views.frame import address
from imbizo.programmes.states import Permission


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def group_letters(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Letters with the terms, to those who haven't agreed and to whom no message went."""
    document = ours(request, pk)
    group: ReferenceGroup = get_object_or_404(ReferenceGroup, document=document)
    unasked = queries.unasked(group)
    return _printed(
        request,
        document,
        lambda: papers.ask_on_paper(group=group, members=unasked, by=request.member),
        group.get_absolute_url(),
    )


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def member_letter(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The same to one person, whether or not a message went."""
    found: ReferenceMember = get_object_or_404(queries.members(request.member), pk=pk)
    return _printed(
        request,
        found.group.document,
        lambda: papers.ask_on_paper(group=found.group, members=[found], by=request.member),
        found.get_absolute_url(),
    )


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def circulation_letters(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Letters with the summary and room to answer, to readers to whom no message went."""
    found: Circulation = get_object_or_404(queries.circulations(request.member, only_own=True), pk=pk)
    return _printed(
        request,
        found.publication.document,
        lambda: papers.draft_on_paper(circulation=found, by=request.member),
        found.get_absolute_url(),
    )


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def reader_letter(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The same to one reader, whether or not something went before: a letter can be lost."""
    found: Reader = get_object_or_404(queries.own_readers(request.member), pk=pk, member__left_on=None)
    circulation = found.circulation
    return _printed(
        request,
        circulation.publication.document,
        lambda: papers.draft_on_paper(circulation=circulation, by=request.member, to=found),
        found.get_absolute_url(),
    )


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def answer_letters(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Letters with what was decided, to those who commented and whom no message reaches."""
    document = ours(request, pk)
    return _printed(
        request,
        document,
        lambda: papers.answers_on_paper(document=document, by=request.member),
        address(request, "comments", document.pk),
    )


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def comment_letter(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The same to whoever said this comment, whether or not they were told before."""
    found: Comment = get_object_or_404(commenting.own_comments(request.member), pk=pk)
    person = person_of(found)
    if person is None:
        raise Http404
    return _printed(
        request,
        found.document,
        lambda: papers.answers_on_paper(document=found.document, by=request.member, to=person),
        found.get_absolute_url(),
    )


def _printed(
    request: MemberRequest, document: Document, write: Callable[[], Sequence[Paper]], back: str
) -> HttpResponseBase:
    """The letters as one PDF; where there are none to write, or they can't be set, the page that says why."""

    def made() -> bytes:
        # Who gets a letter counts as told only where it could be set.
        with transaction.atomic():
            return letters_pdf(document, write())

    content = tried(request, made)
    if content is None:
        return redirect(back)
    return saved(content, _("Letters: %(document)s") % {"document": document} + ".pdf")
