"""Protecting a conversation, in one press."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import tried
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach.operations import inbox as operations
from imbizo.outreach.queries import inbox as queries
from imbizo.outreach.views.conversation import find
from imbizo.outreach.views.inbox_links import crumbs
from imbizo.programmes.states import Permission


@requires(Permission.INBOX_VIEW)
@require_POST
def protect(request: MemberRequest, pk: UUID) -> HttpResponse:
    """From now on only protection officers know of it; whoever pressed is told whom to phone."""
    found = find(request, pk)
    tried(request, lambda: operations.protect(conversation=found, by=request.member))
    return redirect("outreach:protected", request.member.programme.slug)


@requires(Permission.INBOX_VIEW)
@require_POST
def unprotect(request: MemberRequest, pk: UUID) -> HttpResponse:
    """It belongs with the others after all. Whoever is no officer doesn't find it."""
    found = find(request, pk)
    if tried(request, lambda: operations.unprotect(conversation=found, by=request.member)):
        say_done(request, _("The conversation stands with the others again."))
    return redirect("outreach:inbox", request.member.programme.slug)


@requires(Permission.INBOX_VIEW)
@require_safe
def protected(request: MemberRequest) -> HttpResponse:
    """What happens now, and whom to phone. It names nobody, so that it can stand open on a screen."""
    member = request.member
    context = {
        "numbers": queries.help_numbers(member.programme),
        "officers": queries.officers(member),
        "crumbs": crumbs(request),
    }
    return render(request, "outreach/inbox/protected.html", context)
