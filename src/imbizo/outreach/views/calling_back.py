"""Putting somebody who wrote on a call list."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from imbizo.actors.queries import actors
from imbizo.base.attempts import attempt
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach.forms.calls import CallBackForm
from imbizo.outreach.models import CallList
from imbizo.outreach.operations import calling_back as operations
from imbizo.outreach.views.conversation import find
from imbizo.outreach.views.inbox_links import crumbs
from imbizo.programmes.states import Permission


@requires(Permission.CALLS_MAKE)
def call_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose a call list for the person of a conversation, or make one; first of all, say who it is.

    Those of protected conversations are rung by their officers alone.
    """
    found = find(request, pk)
    if found.is_protected:
        raise Http404
    if found.actor_id is None:
        return redirect("outreach:conversation-whose", request.member.programme.slug, pk)
    person = get_object_or_404(actors(request.member), pk=found.actor_id)
    form = CallBackForm(request.POST or None, member=request.member)

    def put(given: dict[str, Any]) -> CallList:
        return operations.call_back(actor=person, by=request.member, **given)

    if request.method == "POST" and (chosen := attempt(form, put)):
        say_done(
            request, _("%(name)s is on the call list “%(list)s”.") % {"name": person, "list": chosen.name}
        )
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Put %(name)s on a call list") % {"name": person},
        action=_("Put them on it"),
        lede=_("Whoever rings next sees them there, and nobody is rung twice at once."),
        back_url=found.get_absolute_url(),
        crumbs=crumbs(request, found),
    )
