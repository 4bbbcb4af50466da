"""Somebody's own page: answering an invitation without an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from imbizo.base.link_pages import link_closed
from imbizo.base.public_language import speak
from imbizo.base.web import public
from imbizo.convening.forms.answering import OwnAnswerForm, own_answer_form
from imbizo.convening.models import Answer, Invitation
from imbizo.convening.operations import invitations as operations
from imbizo.convening.queries import own_page as queries
from imbizo.convening.queries.taking import invitation_and_language
from imbizo.convening.states import AnswerOutcome, Said
from imbizo.convening.views.guessing import note_wrong, unless_guessing
from imbizo.thread.errors import LinkClosed
from imbizo.thread.models import PublicLink
from imbizo.thread.operations import open_public_link


@public
@never_cache
@unless_guessing
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page of whoever holds the link. A guess meets a closed page, and many guesses a wait."""
    link = _link(token)
    if link is None:
        note_wrong(request)
        return _closed(request)
    taken = _pressed(request, link, token) if request.method == "POST" else None
    return taken or _page(request, link)


def _pressed(request: HttpRequest, link: PublicLink, token: str) -> HttpResponseBase | None:
    """Take what they say, and lead back to the page; None where the page has to say why that can't be."""
    found, form = invitation_and_language(link.record_id), OwnAnswerForm(request.POST)
    if found is None or not form.is_valid():
        return None
    invitation, language = found
    speak(request, language)
    answer = _answered(invitation, form)
    if answer.outcome == AnswerOutcome.WITHDRAWN:
        return None
    messages.success(request, _outcome(answer))
    return redirect("convening:answer", token=token)


def _page(request: HttpRequest, link: PublicLink) -> HttpResponseBase:
    invitation = queries.invitation_behind(link)
    if invitation is None:
        return _closed(request)
    speak(request, invitation.actor.language)
    context = {
        "page": queries.own_page(invitation),
        "form": own_answer_form(invitation, request.POST or None),
        "is_late": queries.is_past_deadline(invitation),
    }
    return render(request, "convening/public/own_page.html", context | _who_asks(invitation))


def _closed(request: HttpRequest) -> HttpResponseBase:
    return link_closed(request)


def _answered(invitation: Invitation, form: OwnAnswerForm) -> Answer:
    return operations.answer_on_page(
        invitation=invitation,
        said=Said(form.cleaned_data["said"]),
        needs=form.needs,
        instead_name=form.cleaned_data["instead_name"],
        instead_number=form.cleaned_data["instead_number"],
    )


def _outcome(answer: Answer) -> str:
    """What became of it, in one sentence."""
    if answer.outcome == AnswerOutcome.CLOSED:
        return _("The time to answer is over, so this could not be taken. You can phone us.")
    if answer.outcome == AnswerOutcome.WAITING:
        return _("Thank you. You are on the waiting list now.")
    return _("Thank you, we have your answer. You can change it here.")


def _link(token: str) -> PublicLink | None:
    try:
        return open_public_link(token, purpose=operations.LINK_PURPOSE)
    except LinkClosed:
        return None


def _who_asks(invitation: Invitation) -> dict[str, object]:
    programme = invitation.gathering.programme
    return {
        "programme_name": programme.name,
        "asked_by": invitation.gathering.owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }
