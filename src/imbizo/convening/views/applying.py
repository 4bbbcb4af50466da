"""The public call for open places, and a candidate's own page. Neither needs an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from imbizo.base.attempts import attempt
from imbizo.base.errors import DomainError
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.web import public
from imbizo.convening.forms.selection import ApplyForm
from imbizo.convening.operations import applying as operations
from imbizo.convening.queries import selection as queries
from imbizo.convening.queries.own_page import standing
from imbizo.convening.queries.words import span_words
from imbizo.convening.views.guessing import note_wrong, unless_guessing
from imbizo.convening.views.nominating import who_asks
from imbizo.thread.errors import LinkClosed
from imbizo.thread.models import PublicLink
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds


@public
@never_cache
@unless_guessing
@limited(limit=120, seconds=_HOUR)
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, token: str) -> HttpResponseBase:
    """Anybody with the link comes forward. What it answers tells nobody whether somebody did so before."""
    link = _link(request, token, queries.LINK)
    chosen = queries.behind(link) if link else None
    by = queries.opened_by(link) if link else None
    if chosen is None or by is None:
        return link_closed(request)
    form = ApplyForm(request.POST or None, selection=chosen)
    is_open = queries.is_open(chosen)
    came = None
    if is_open:
        came = attempt(
            form, lambda data: operations.apply(selection=chosen, application=form.application, by=by)
        )
    if came is not None:
        text = _(
            "Thank you. A message with the link to your own page goes to you; the result will stand there."
        )
        messages.success(request, text)
        return redirect("convening:apply", token=token)
    context: dict[str, Any] = {
        "selection": chosen,
        "form": form,
        "is_open": is_open,
        "when": span_words(chosen.gathering),
    }
    return render(request, "convening/public/apply.html", context | who_asks(chosen.gathering))


@public
@never_cache
@unless_guessing
@require_http_methods(["GET", "HEAD", "POST"])
def own_candidacy(request: HttpRequest, token: str) -> HttpResponseBase:
    """A candidate looks how they stand and why, or takes it back before the draw."""
    link = _link(request, token, queries.OWN_LINK)
    found = queries.candidate_behind(link) if link else None
    if found is None:
        return link_closed(request)
    if request.method == "POST":
        try:
            operations.step_back(candidate=found)
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("convening:own-candidacy", token=token)
    invitation = queries.invitation_of(found)
    context: dict[str, Any] = {
        "candidate": found,
        "selection": found.selection,
        "why": queries.Words(found.selection, to_themselves=True).why(found),
        "is_open": queries.is_open(found.selection),
        "standing": standing(invitation) if invitation else "",
        "when": span_words(found.selection.gathering),
    }
    return render(request, "convening/public/candidacy.html", context | who_asks(found.selection.gathering))


def _link(request: HttpRequest, token: str, purpose: str) -> PublicLink | None:
    try:
        return open_public_link(token, purpose=purpose)
    except LinkClosed:
        note_wrong(request)
        return None
