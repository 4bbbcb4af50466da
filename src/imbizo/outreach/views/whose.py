"""Saying whose number it is."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.actors.queries import actors
from imbizo.base.attempts import attempt, tried
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach.forms.inbox import NewPersonForm
from imbizo.outreach.models import Conversation
from imbizo.outreach.operations import inbox as operations
from imbizo.outreach.queries import inbox as queries
from imbizo.outreach.views.conversation import find
from imbizo.outreach.views.inbox_links import crumbs
from imbizo.programmes.states import Permission
from imbizo.thread.operations import log_read


@requires(Permission.INBOX_ANSWER)
@require_safe
def whose(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Search the register for whoever wrote, or bring them in."""
    found = find(request, pk)
    log_read([found], by=request.member, how="page")
    return _page(request, found, NewPersonForm())


@requires(Permission.INBOX_ANSWER)
@require_POST
def match(request: MemberRequest, pk: UUID, actor: UUID) -> HttpResponse:
    """It is this person; what the number said moves into their conversation."""
    found = find(request, pk)
    person = get_object_or_404(actors(request.member), pk=actor)
    target = tried(request, lambda: operations.match(conversation=found, actor=person, by=request.member))
    if target is None:
        return redirect("outreach:conversation-whose", request.member.programme.slug, pk)
    return _matched(request, target)


@requires(Permission.INBOX_ANSWER)
def new_person(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Bring whoever wrote into the register, with the number."""
    found = find(request, pk)
    form = NewPersonForm(request.POST or None)

    def add(given: dict[str, Any]) -> Conversation:
        return operations.add_person(conversation=found, by=request.member, **given)

    if request.method == "POST" and (target := attempt(form, add)):
        return _matched(request, target)
    log_read([found], by=request.member, how="page")
    return _page(request, found, form)


@requires(Permission.INBOX_ANSWER)
@require_POST
def unmatch(request: MemberRequest, pk: UUID) -> HttpResponse:
    """It wasn't them."""
    found = find(request, pk)
    target = tried(request, lambda: operations.unmatch(conversation=found, by=request.member))
    if target is None:
        return redirect(found.get_absolute_url())
    say_done(request, _("The messages stand with the number again. Say whose it is when you know."))
    return redirect(target.get_absolute_url())


def _matched(request: MemberRequest, target: Conversation) -> HttpResponse:
    text = _("The messages stand with %(name)s now.") % {"name": target}
    say_done(request, text, undo=target.get_absolute_url() + "unmatch/")
    return redirect(target.get_absolute_url())


def _page(request: MemberRequest, found: Conversation, form: NewPersonForm) -> HttpResponse:
    written = queries.readable(request.GET.get("q", ""))[:100]
    context = {
        "conversation": found,
        "written": written,
        "people": queries.may_be(request.member, found, written),
        "form": form,
        "may_add": request.member.may(Permission.ACTORS_EDIT),
        "crumbs": crumbs(request, found),
    }
    return render(request, "outreach/inbox/whose.html", context)
