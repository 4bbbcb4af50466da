"""A reader takes the draft home as Word or PDF, and sends the Word file back, on their light page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from imbizo.base import files
from imbizo.base.attempts import attempt, tried
from imbizo.base.limits import limited
from imbizo.base.notices import say_done
from imbizo.base.web import public
from imbizo.drafting.exports.documents import publication_pdf
from imbizo.drafting.exports.word import readers_docx
from imbizo.drafting.forms.files import WordForm
from imbizo.drafting.models import Reader, WordReturn
from imbizo.drafting.operations import returns as operations
from imbizo.drafting.queries import returns as queries
from imbizo.drafting.states import ReturnState
from imbizo.drafting.views.open_reading import behind, closed, reader_frame
from imbizo.drafting.views.returns import came_of, planned, shown

_HOUR = 60 * 60  # seconds
_FILES = 30
"""So many files one link gives or takes in an hour: making and reading them costs the server a second or two."""


@public
@never_cache
@limited(limit=_FILES, seconds=_HOUR, each="token")
@require_safe
def open_pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    """The version that the reader was sent, as PDF."""
    reader = behind(request, token)
    if reader is None:
        return closed(request)
    publication = reader.circulation.publication
    return files.shown(publication_pdf(publication), f"{publication.title} v{publication.number}.pdf")


@public
@never_cache
@limited(limit=_FILES, seconds=_HOUR, each="token")
@require_safe
def open_word_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The same as Word, with the reader's own comments."""
    reader = behind(request, token)
    if reader is None:
        return closed(request)
    publication = reader.circulation.publication
    return files.saved(readers_docx(reader), f"{publication.title} v{publication.number}.docx")


@public
@never_cache
@limited(limit=_FILES * 2, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def open_word(request: HttpRequest, token: str) -> HttpResponseBase:
    """How it goes with Word, and the form by which the file comes back."""
    reader = behind(request, token)
    if reader is None:
        return closed(request)
    document = reader.circulation.publication.document
    form = WordForm(request.POST or None, request.FILES or None)

    def bring(given: dict[str, Any]) -> WordReturn:
        came = came_of(given["file"], document)
        return operations.receive(document=document, came=came, by=None, reader=reader)

    if request.method == "POST" and (brought := attempt(form, bring)) is not None:
        return redirect("drafting:open-word-return", token=token, pk=brought.pk)
    context = reader_frame(reader, token) | {"form": form, "returns": queries.of_reader(reader)}
    return render(request, "drafting/public/word.html", context)


@public
@never_cache
@limited(limit=_FILES * 2, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def open_word_return(request: HttpRequest, token: str, pk: UUID) -> HttpResponseBase:
    """What was found in the reader's file; sending it, or throwing it away."""
    reader = behind(request, token)
    if reader is None:
        return closed(request)
    returned: WordReturn = get_object_or_404(queries.of_reader(reader), pk=pk)
    if returned.state != ReturnState.READ or not returned.file:
        return redirect("drafting:open-read", token=token)
    if "refuse" in request.POST:
        return _thrown_away(request, returned, token)
    return _looked_at(request, reader, returned, token)


def _thrown_away(request: HttpRequest, returned: WordReturn, token: str) -> HttpResponseBase:
    if tried(request, lambda: operations.refuse(returned=returned, by=None)) is not None:
        say_done(request, _("Nothing was sent."))
    return redirect("drafting:open-word", token=token)


def _looked_at(request: HttpRequest, reader: Reader, returned: WordReturn, token: str) -> HttpResponseBase:
    found = planned(returned, reader.circulation.publication.document)
    if request.method == "POST":
        made = tried(request, lambda: operations.take(returned=returned, points=found.points, by=None))
        if made is not None:
            say_done(request, _("Thank you. Your comments are here."))
            return redirect("drafting:open-read", token=token)
    context = reader_frame(reader, token) | {"returned": returned, "plan": found}
    context |= shown(operations.would_be(returned=returned, points=found.points))
    return render(request, "drafting/public/word_return.html", context)
