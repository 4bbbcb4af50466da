"""The light pages of a reader: the summary, the text section by section, what they say, what was decided."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from imbizo.base.attempts import attempt, tried
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.notices import say_done
from imbizo.base.public_language import speak
from imbizo.base.web import public
from imbizo.drafting.forms.commenting import ChangeForm, SayForm
from imbizo.drafting.models import Comment, Reader, ReferenceMember
from imbizo.drafting.operations import comments as operations
from imbizo.drafting.operations.reference_groups import TERMS_LINK, agree_to_terms
from imbizo.drafting.queries import circulating, passages
from imbizo.drafting.queries import commenting as queries
from imbizo.drafting.rules.commenting import closes_at, is_late, is_open
from imbizo.drafting.rules.writing import CLOSED
from imbizo.drafting.states import ReaderAnswer
from imbizo.programmes.models import Programme
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds
_ASKED = 600
"""So often a page of one link may be opened in an hour: a reader turns pages, and a hall shares an address."""


@public
@never_cache
@limited(limit=_ASKED, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def open_read(request: HttpRequest, token: str) -> HttpResponseBase:
    """The reader's own page: what it says in plain words, the outline, what they said, “no comment”."""
    reader = behind(request, token)
    if reader is None:
        return closed(request)
    form = SayForm(request.POST or None)
    if "nothing" in request.POST:
        return _nothing(request, reader, token)
    say = partial(operations.comment_as_reader, reader=reader)
    if attempt(form, lambda data: say(said=form.said(), id=data["id"])) is not None:
        return _thanked(request, reader, "drafting:open-read", token)
    publication = reader.circulation.publication
    language = request.GET.get("in") or get_language() or ""
    context = reader_frame(reader, token) | {
        "form": form.on_the_whole(),
        "outline": passages.outline(publication),
        "summary": passages.summary_in(publication, language),
        "summaries": publication.summaries.all(),
        "comments": _said(reader),
        "has_said": reader.answer == ReaderAnswer.COMMENTS,
        "has_nothing": reader.answer == ReaderAnswer.NO_COMMENT,
    }
    return render(request, "drafting/public/read.html", context)


@public
@never_cache
@limited(limit=_ASKED, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def open_section(request: HttpRequest, token: str, section: UUID) -> HttpResponseBase:
    """One section to read, and to comment on: whole, or on words in it (`?p=` a paragraph, `?s=` a sentence of it)."""
    reader = behind(request, token)
    if reader is None:
        return closed(request)
    publication = reader.circulation.publication
    page = passages.section_page(publication, section)
    if page is None:
        raise Http404
    form = SayForm(request.POST or None, initial=passages.chosen_span(request.GET, page.passages))
    about = get_object_or_404(passages.sections(publication), pk=section)
    say = partial(operations.comment_as_reader, reader=reader)
    if attempt(form, lambda data: say(said=form.said(about), id=data["id"])) is not None:
        return _thanked(request, reader, "drafting:open-section", token, section)
    context = reader_frame(reader, token) | {
        "page": page,
        "form": form if form.on_words else form.on_the_whole(),
        "quote": passages.words_in(page.passages, form["start"].value(), form["end"].value()),
        "chosen": passages.chosen_passage(request.GET, page.passages),
        "comments": [each for each in _said(reader) if each["comment"].section_id == section],
    }
    return render(request, "drafting/public/section.html", context)


@public
@never_cache
@limited(limit=_ASKED, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def open_comment(request: HttpRequest, token: str, pk: UUID) -> HttpResponseBase:
    """Change or withdraw one's own comment, as long as that may be."""
    reader = behind(request, token)
    if reader is None:
        return closed(request)
    comment: Comment = get_object_or_404(queries.of_reader(reader), pk=pk)
    home = redirect("drafting:open-read", token=token)
    if "withdraw" in request.POST:
        if tried(request, lambda: operations.withdraw_comment(comment=comment, because="", by=None)):
            say_done(request, _("Your comment is withdrawn."))
        return home
    initial = {"text": comment.text, "replacement": comment.replacement}
    form = ChangeForm(request.POST or None, kind=comment.kind, initial=initial)
    done = attempt(form, lambda data: operations.change_comment(comment=comment, by=None, **data))
    if done is not None:
        say_done(request, _("Your comment is changed."))
        return home
    context = reader_frame(reader, token) | {"comment": comment, "form": form}
    return render(request, "drafting/public/comment.html", context)


@public
@never_cache
@limited(limit=60, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def open_terms(request: HttpRequest, token: str) -> HttpResponseBase:
    """Somebody who was nominated reads the terms of reference, and agrees."""
    member = _nominated(token)
    if member is None:
        return closed(request)
    speak(request, member.actor.language)
    if request.method == "POST":
        tried(request, lambda: agree_to_terms(member=member, by=None))
        return redirect("drafting:open-terms", token=token)
    document = member.group.document
    context = _foot(member.programme, document.owner.name) | {"nominated": member, "document": document}
    return render(request, "drafting/public/terms.html", context)


def _nothing(request: HttpRequest, reader: Reader, token: str) -> HttpResponseBase:
    if tried(request, lambda: operations.say_no_comment(reader=reader)) is not None:
        say_done(request, _("Thank you. We note that you have no comment. You can still comment."))
    return redirect("drafting:open-read", token=token)


def _thanked(request: HttpRequest, reader: Reader, name: str, *where: object) -> HttpResponseBase:
    if is_open(reader.circulation, timezone.now()):
        say_done(
            request, _("Thank you. Your comment is here. You can change it until the day of the answer.")
        )
    else:
        say_done(request, _("Thank you. Your comment came after the day, and counts all the same."))
    return redirect(reverse(name, args=where) + "#said")


def behind(request: HttpRequest, token: str) -> Reader | None:
    """Whose page it is, in their language; None for a link that is closed. That they opened it is noted."""
    try:
        reader = circulating.behind(open_public_link(token, purpose=circulating.READ_LINK))
    except LinkClosed:
        return None
    if reader is not None:
        operations.note_opened(reader=reader)
        speak(request, reader.member.actor.language)
    return reader


def _nominated(token: str) -> ReferenceMember | None:
    try:
        return circulating.behind_terms(open_public_link(token, purpose=TERMS_LINK))
    except LinkClosed:
        return None


def closed(request: HttpRequest) -> HttpResponse:
    """What a link that is closed says."""
    return link_closed(request)


def reader_frame(reader: Reader, token: str) -> dict[str, Any]:
    """What every page of a reader shows."""
    circulation, now = reader.circulation, timezone.now()
    document = circulation.publication.document
    return _foot(reader.programme, document.owner.name) | {
        "token": token,
        "reader": reader,
        "circulation": circulation,
        "publication": circulation.publication,
        "deadline": timezone.localtime(circulation.deadline, reader.programme.zone),
        "is_open": is_open(circulation, now),
        "closed_at": timezone.localtime(closes_at(circulation), reader.programme.zone),
        "is_final": document.state in CLOSED,
    }


def _foot(programme: Programme, asked_by: str) -> dict[str, Any]:
    return {
        "programme_name": programme.name,
        "asked_by": asked_by,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }


def _said(reader: Reader) -> list[dict[str, Any]]:
    """The reader's comments, each with whether it can be changed and what it is told in the end."""
    standing = queries.standing_comments(reader.circulation.publication.document)
    is_in_time = is_open(reader.circulation, timezone.now())
    rows = queries.of_reader(reader)
    return [
        {
            "comment": each,
            "is_late": is_late(each.created_at, each.circulation),
            "decided": None if each.withdrawn_because else queries.final_word(each, standing),
            "may_change": _may_change(each, is_in_time=is_in_time),
        }
        for each in rows
    ]


def _may_change(comment: Comment, *, is_in_time: bool) -> bool:
    is_waiting = not hasattr(comment, "disposition") and not comment.withdrawn_because
    return is_waiting and (is_in_time or is_late(comment.created_at, comment.circulation))
