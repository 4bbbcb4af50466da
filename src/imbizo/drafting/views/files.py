"""Word files to be saved: the draft as it stands, a published version, a file as it came back."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from imbizo.base.files import saved
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting import queries
from imbizo.drafting.exports import word
from imbizo.drafting.models import Publication, WordReturn
from imbizo.drafting.queries.returns import own_returns
from imbizo.drafting.views.document_frame import seen
from imbizo.programmes.states import Permission


@requires(Permission.DRAFTS_VIEW)
@require_safe
def draft_as_word(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The draft as it stands, with the comments unless `?comments=no`."""
    document = seen(request, pk)
    content = word.draft_docx(document, member=request.member, with_comments=_with_comments(request))
    return saved(content, f"{document.title} draft.docx")


@requires(Permission.DRAFTS_VIEW)
@require_safe
def publication_as_word(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A published version, with the comments on it unless `?comments=no`."""
    rows = queries.publications(request.member).select_related("document__owner", "document__programme")
    version: Publication = get_object_or_404(rows, pk=pk)
    content = word.publication_docx(version, member=request.member, with_comments=_with_comments(request))
    return saved(content, f"{version.title} v{version.number}.docx")


@requires(Permission.DRAFTS_VIEW)
@require_safe
def word_return_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A Word file as it came."""
    returned: WordReturn = get_object_or_404(own_returns(request.member).exclude(file=""), pk=pk)
    return saved(returned.file.open(), f"{returned.file_name.removesuffix('.docx')}.docx")


def _with_comments(request: MemberRequest) -> bool:
    return request.GET.get("comments") != "no"
