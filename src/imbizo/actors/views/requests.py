"""What people asked about their own data: the list with its clock, and everything staff do with one request."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imbizo.actors.forms.requests import AnswerForm, CheckedForm, HandlerForm, MatchForm, RequestForm
from imbizo.actors.models import Actor, SubjectRequest
from imbizo.actors.operations import requests as operations
from imbizo.actors.queries import register
from imbizo.actors.queries import requests as queries
from imbizo.actors.states import RequestKind, RequestState
from imbizo.actors.views.frame import address
from imbizo.base.attempts import is_done
from imbizo.base.components import Empty, Link
from imbizo.base.errors import DomainError
from imbizo.base.files import saved
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission


@requires(Permission.REQUESTS_HANDLE)
@require_safe
def requests(request: MemberRequest) -> HttpResponse:
    """What waits for an answer, the first due on top, and what was answered."""
    rows = list(queries.requests(request.member).order_by("due_on", "received_at"))
    context = {
        "open": [each for each in rows if each.state == RequestState.OPEN],
        "closed": [each for each in rows if each.state != RequestState.OPEN][::-1],
        "kept_back": queries.requests_kept_back(request.member),
        "ask_url": request.build_absolute_uri(reverse("actors:ask", args=[request.member.programme.slug])),
        "nothing": Empty(
            _("Nobody waits for an answer"),
            _(
                "When somebody asks what you hold about them, it stands here with the day by which they get an answer."
            ),
            _("Take down a request"),
            address(request, "request-add"),
            "shield-check",
        ),
    }
    return render(request, "actors/requests/requests.html", context)


@requires(Permission.REQUESTS_HANDLE)
def request_add(request: MemberRequest) -> HttpResponse:
    """Take down a request that came by phone, in person or by letter."""
    actor = _actor_asked(request)
    form = RequestForm(request.POST or None, initial={"said_name": actor.name} if actor else {})
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "received_on"}
        try:
            asked = operations.record_request(
                programme=request.member.programme, by=request.member, received_at=form.received_at, **given
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            say_done(request, _("Taken down. The answer is due within thirty days."))
            return redirect(asked)
    words = _(
        "Everybody may ask what is held about them, and have it corrected or deleted. It costs them nothing."
    )
    return form_page(
        request,
        form,
        heading=_("Take down a request"),
        lede=words,
        action=_("Take it down"),
        back_url=address(request, "requests"),
    )


@requires(Permission.REQUESTS_HANDLE)
@require_safe
def request(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One request: what was asked, whom it is about, what is to be done."""
    asked = _request_or_404(request, pk)
    is_open = asked.state == RequestState.OPEN
    context = {
        "asked": asked,
        "is_open": is_open,
        "due_words": queries.due_in_words(asked.due_on),
        "match_form": MatchForm(actors=queries.likely(request.member, asked)) if is_open else None,
        "handler_form": HandlerForm(
            initial={"handler": asked.handler_id}, members=queries.handlers(request.member)
        ),
        "partners": queries.partners_to_ask(request.member),
        "crumbs": _crumbs(request, capfirst(str(asked))),
    }
    return render(request, "actors/requests/request.html", context)


@requires(Permission.REQUESTS_HANDLE)
def request_match(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say whom the request is about. `?name=` looks for others than those that seem likely."""
    asked = _request_or_404(request, pk)
    words = request.GET.get("name", "").strip()
    actors = queries.likely(request.member, asked)
    if words:
        actors = register.matching(request.member, {"q": words}).order_by("sort_name", "id")[:50]
    if request.method == "POST":
        actors = register.actors(request.member)
    form = MatchForm(request.POST or None, actors=actors)
    if is_done(form, lambda given: operations.match_request(request=asked, by=request.member, **given)):
        say_done(request, _("Now it is clear whom the request is about."))
        return redirect(asked)
    context = {
        "asked": asked,
        "form": form,
        "words": words,
        "crumbs": _crumbs(request, capfirst(str(asked)), asked),
    }
    return render(request, "actors/requests/match.html", context)


@requires(Permission.REQUESTS_HANDLE)
def request_handler(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Give the request to a member to answer."""
    asked = _request_or_404(request, pk)
    form = HandlerForm(
        request.POST or None, initial={"handler": asked.handler_id}, members=queries.handlers(request.member)
    )
    if is_done(form, lambda given: operations.assign_handler(request=asked, by=request.member, **given)):
        say_done(request, _("They have been asked to answer."))
        return redirect(asked)
    return form_page(
        request,
        form,
        heading=_("Who answers"),
        lede=str(asked),
        action=_("Save"),
        back_url=asked.get_absolute_url(),
    )


@requires(Permission.REQUESTS_HANDLE)
def request_answer(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Answer the request."""
    asked = _request_or_404(request, pk)
    form = AnswerForm(request.POST or None)
    if is_done(form, lambda given: operations.answer_request(request=asked, by=request.member, **given)):
        say_done(request, _("Answered."))
        return redirect(asked)
    return form_page(
        request,
        form,
        heading=_("Answer"),
        lede=str(asked),
        action=_("Answer"),
        back_url=asked.get_absolute_url(),
    )


@requires(Permission.REQUESTS_HANDLE)
def request_refuse(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Refuse the request, with the reason."""
    asked = _request_or_404(request, pk)
    form = AnswerForm(request.POST or None)
    form.fields["answer"].label = _("Why is it refused?")
    if is_done(
        form,
        lambda given: operations.refuse_request(request=asked, by=request.member, reason=given["answer"]),
    ):
        say_done(request, _("Refused, with the reason."))
        return redirect(asked)
    words = _("They may complain to the Information Regulator. Tell them so.")
    return form_page(
        request,
        form,
        heading=_("Refuse"),
        lede=words,
        action=_("Refuse it"),
        back_url=asked.get_absolute_url(),
    )


@requires(Permission.REQUESTS_HANDLE)
@require_safe
def request_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """One readable file with all that is held about the person, to check and then to hand over."""
    asked = get_object_or_404(_requests(request).exclude(actor=None).exclude(checked_how=""), pk=pk)
    context = {"held": queries.held_about(asked.actor, request.member), "asked": asked}
    page = render(request, "actors/requests/file.html", context)
    return saved(page.content, f"{asked.actor.name}.html")


@requires(Permission.REQUESTS_HANDLE)
def request_erase(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Erase whom a deletion request is about; it can't be undone, so it is asked once more."""
    asked = get_object_or_404(_requests(request).filter(kind=RequestKind.DELETION).exclude(actor=None), pk=pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if is_done(form, lambda _given: operations.carry_out_deletion(request=asked, by=request.member)):
        say_done(
            request,
            _("Erased. Their numbers and addresses stay stopped, as a code that nobody can read back."),
        )
        return redirect(address(request, "requests"))
    context = {
        "question": _("Erase %(name)s for good?") % {"name": asked.actor},
        "consequence": _(
            "Name, numbers, notes, what changed and what was imported all go, whichever partner holds them. "
            "Counts stay true. Nobody can bring it back."
        ),
        "form": form,
        "action": _("Erase for good"),
        "back_url": asked.get_absolute_url(),
        "is_danger": True,
    }
    return render(request, "base/confirm.html", context)


@requires(Permission.REQUESTS_HANDLE)
def subject_link(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Make the link to a person's own page, after checking who they are. It is shown once."""
    actor = get_object_or_404(register.actors(request.member).select_related("programme"), pk=pk)
    form = CheckedForm(request.POST or None)
    if not form.is_valid():
        words = _("On it they see what is held about them, and can ask for it to be corrected or deleted.")
        heading = _("Make a page for %(name)s") % {"name": actor}
        return form_page(
            request,
            form,
            heading=heading,
            lede=words,
            action=_("Make the link"),
            back_url=actor.get_absolute_url(),
        )
    how = form.cleaned_data["checked_how"]
    token = operations.issue_subject_link(actor=actor, checked_how=how, by=request.member)
    context = {
        "actor": actor,
        "days": operations.LINK_DAYS,
        "address": request.build_absolute_uri(reverse("actors:my-data", args=[token])),
    }
    response = render(request, "actors/requests/link.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _requests(request: MemberRequest) -> Any:
    return queries.requests(request.member)


def _request_or_404(request: MemberRequest, pk: UUID) -> SubjectRequest:
    found: SubjectRequest = get_object_or_404(_requests(request), pk=pk)
    return found


def _actor_asked(request: MemberRequest) -> Actor | None:
    """The actor whose page led here, to begin the form with."""
    try:
        return register.actors(request.member).filter(pk=UUID(request.GET.get("actor", ""))).first()
    except ValueError:
        return None


def _crumbs(request: MemberRequest, here: str, asked: SubjectRequest | None = None) -> list[Link]:
    crumbs = [Link(_("Requests"), address(request, "requests"))]
    return [*crumbs, Link(here, asked.get_absolute_url() if asked else "")]
