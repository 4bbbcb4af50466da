"""What the pages of drafts share: an address in the member's programme, a file to save."""

from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import slugify

from imbizo.base.web import MemberRequest

_KINDS: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def address(request: MemberRequest, name: str, *rest: object) -> str:
    """The address of a page of drafts in the member's programme."""
    return reverse(f"drafting:{name}", args=[request.member.programme.slug, *rest])


def as_file(content: bytes, name: str, ending: str) -> HttpResponse:
    """A file ("pdf" or "docx") under a name that can be saved; a PDF opens in the browser."""
    response = HttpResponse(content, content_type=_KINDS[ending])
    how = "inline" if ending == "pdf" else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{slugify(name) or "document"}.{ending}"'
    response["Cache-Control"] = "no-store"
    return response
