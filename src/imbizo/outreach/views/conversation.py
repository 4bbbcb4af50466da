"""One conversation: what was said, and what a member does about it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.calc import sms
from imbizo.messaging.queries import gateway_for
from imbizo.messaging.states import Channel
from imbizo.outreach.forms.inbox import AnswerForm, AssignForm, FileForm, NoteForm
from imbizo.outreach.models import Conversation
from imbizo.outreach.operations import inbox as operations
from imbizo.outreach.queries import conversations
from imbizo.outreach.queries import inbox as queries
from imbizo.outreach.queries.calls import to_be_rung_of
from imbizo.outreach.rules.handling import may_handle, may_list
from imbizo.outreach.views.inbox_links import crumbs
from imbizo.programmes.states import Permission
from imbizo.thread.operations import log_read


@requires(Permission.INBOX_VIEW)
@require_safe
def conversation(request: MemberRequest, pk: UUID) -> HttpResponse:
    """All that was said, who it is, and the box to answer in."""
    found = find(request, pk)
    if may_handle(found, request.member):
        operations.seen(conversation=found)
    return conversation_page(request, found)


@requires(Permission.INBOX_VIEW)
@require_safe
def talk(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What was said, for a page that stands open: nothing to send where nothing is new since `mark`."""
    found = find(request, pk)
    said = queries.talk(found)
    if said.mark == request.GET.get("mark"):
        return HttpResponse(status=204)
    log_read([found], by=request.member, how="page")
    return render(request, "outreach/inbox/talk.html", _talk_context(request, found, said))


@requires(Permission.INBOX_ANSWER)
@require_POST
def size(request: MemberRequest, pk: UUID) -> HttpResponse:
    """How many parts the answer takes and what they cost, while it is written.

    Posted, for what people are told stands in no address: proxies keep those.
    """
    found = find(request, pk)
    return HttpResponse(size_words(found, request.POST.get("text", "")))


@requires(Permission.INBOX_ANSWER)
@require_POST
def answer(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Send an answer."""
    found = find(request, pk)
    form = AnswerForm(request.POST)

    def send(given: dict[str, Any]) -> object:
        return operations.answer(conversation=found, by=request.member, **given)

    if attempt(form, send):
        return redirect(found.get_absolute_url())
    return conversation_page(request, found, answer_form=form)


@requires(Permission.INBOX_ANSWER)
@require_POST
def note(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Note what was said on the telephone, on WhatsApp or in person."""
    found = find(request, pk)
    form = NoteForm(request.POST, campaigns=_campaigns(request, found), prefix="note")

    def keep(given: dict[str, Any]) -> object:
        return operations.note_answer(conversation=found, by=request.member, **given)

    if attempt(form, keep):
        say_done(request, _("Noted."))
        return redirect(found.get_absolute_url())
    return conversation_page(request, found, note_form=form)


@requires(Permission.INBOX_ANSWER)
@require_POST
def assign(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say who answers."""
    found = find(request, pk)
    form = AssignForm(request.POST, members=queries.can_answer(request.member, found))
    if form.is_valid():
        to = form.cleaned_data["to"]
        if tried(request, lambda: operations.assign(conversation=found, to=to, by=request.member)):
            say_done(
                request,
                _("%(name)s answers.") % {"name": to.user} if to else _("Nobody in particular answers."),
            )
    return redirect(found.get_absolute_url())


@requires(Permission.INBOX_ANSWER)
@require_POST
def close(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Nothing is left to do; back to those where something is."""
    found = find(request, pk)
    if tried(request, lambda: operations.close(conversation=found, by=request.member)):
        undo = found.get_absolute_url() + "reopen/"
        say_done(request, _("Closed. A new message opens it again."), undo=undo)
        return redirect("outreach:inbox", request.member.programme.slug)
    return redirect(found.get_absolute_url())


@requires(Permission.INBOX_ANSWER)
@require_POST
def reopen(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Something is left to do after all."""
    found = find(request, pk)
    tried(request, lambda: operations.reopen(conversation=found, by=request.member))
    return redirect(found.get_absolute_url())


@requires(Permission.INBOX_ANSWER)
@require_POST
def rung(request: MemberRequest, pk: UUID) -> HttpResponse:
    """They were rung; what they said can be noted below."""
    found = find(request, pk)
    if tried(request, lambda: operations.rung(conversation=found, by=request.member)):
        say_done(request, _("Good. Note below what they said."))
    return redirect(found.get_absolute_url())


@requires(Permission.INBOX_ANSWER)
@require_POST
def file(request: MemberRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """Say which campaign a message answers."""
    found = find(request, pk)
    said = get_object_or_404(queries.entries(request.member), pk=entry, conversation_id=found.pk)
    form = FileForm(request.POST, campaigns=_campaigns(request, found))
    if form.is_valid():
        campaign = form.cleaned_data["campaign"]
        tried(request, lambda: operations.file_answer(entry=said, campaign=campaign, by=request.member))
    return redirect(found.get_absolute_url())


# What the page shows


def find(request: MemberRequest, pk: UUID) -> Conversation:
    """The conversation, where the member may read it; else a 404, as for one that never was."""
    return get_object_or_404(conversations(request.member).select_related("assignee__user", "asked"), pk=pk)


def conversation_page(
    request: MemberRequest,
    found: Conversation,
    *,
    answer_form: forms.Form | None = None,
    note_form: forms.Form | None = None,
) -> HttpResponse:
    """The page, with a refused form where one was. Each time it is shown is a reading."""
    log_read([found], by=request.member, how="page")
    member, person = request.member, queries.who_it_is(found)
    said = queries.talk(found, most=queries.MOST if "earlier" in request.GET else queries.NEWEST)
    may_answer = may_handle(found, member)
    context = {
        **_talk_context(request, found, said),
        "person": person,
        "way": queries.way_to(found),
        "contacts": queries.other_contacts(member, found),
        "may_answer": may_answer,
        "may_list": may_list(found, member),
        "on_lists": to_be_rung_of(member, found.actor_id),
        "may_unprotect": found.is_protected and member.may(Permission.PROTECTED_VIEW),
        "answer_form": answer_form or AnswerForm(initial=_ready(request, found)),
        "note_form": note_form or NoteForm(campaigns=_campaigns(request, found), prefix="note"),
        "assign_form": _assign_form(request, found),
        "canned": queries.canned_answers(member) if may_answer else (),
        "size": size_words(found, _ready(request, found).get("text", "")),
        "readings": queries.readings(found)[:10] if found.is_protected else (),
        "crumbs": crumbs(request),
    }
    return render(request, "outreach/inbox/conversation.html", context)


def _talk_context(request: MemberRequest, found: Conversation, said: queries.Talk) -> dict[str, Any]:
    may_file = may_handle(found, request.member)
    campaigns = _campaigns(request, found) if may_file else []
    return {"conversation": found, "talk": said, "may_file": may_file, "campaigns": campaigns}


def _campaigns(request: MemberRequest, found: Conversation) -> list[Any]:
    return list(queries.answered_campaigns(request.member, found)[:50])


def _assign_form(request: MemberRequest, found: Conversation) -> AssignForm:
    initial = {"to": str(found.assignee_id or "")}
    return AssignForm(initial=initial, members=queries.can_answer(request.member, found))


def _ready(request: MemberRequest, found: Conversation) -> dict[str, str]:
    """The ready answer that was chosen, in the person's language."""
    try:
        chosen = UUID(request.GET.get("ready", ""))
    except ValueError:
        return {}
    canned = queries.canned_answers(request.member).filter(pk=chosen).first()
    if canned is None:
        raise Http404
    language = found.actor.language if found.actor else ""
    return {"text": queries.canned_text(canned, language or found.language)}


def size_words(found: Conversation, text: str) -> str:
    """Parts and cost of an answer in words; mail has neither."""
    if found.channel != Channel.SMS:
        return ""
    parts = sms.size(text[:10_000]).parts
    said = ngettext("%(parts)s part", "%(parts)s parts", parts) % {"parts": parts}
    gateway = gateway_for(found.programme, found.channel)
    cost = gateway.prices.of(found.address, parts, region=found.programme.region) if gateway else None
    if gateway is None or cost is None:
        return said
    return f"{said}, {gateway.currency} {cost:.2f}"
