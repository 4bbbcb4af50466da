"""What was put to institutions: the list of all, asking, and the page on which they answer without an account."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.errors import DomainError
from imbizo.base.form_pages import form_page
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.convening.forms.inputs_tables import AnswerForm, NotedAnswerForm, PutForm, UntilForm
from imbizo.convening.models import PutTo
from imbizo.convening.operations import putting as operations
from imbizo.convening.queries import inputs
from imbizo.convening.queries import putting as queries
from imbizo.convening.states import PutState
from imbizo.convening.tables.inputs import PutTable
from imbizo.convening.views.inputs import crumbs_of
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds


@requires(Permission.INPUTS_VIEW)
def put_to(request: MemberRequest) -> HttpResponse:
    """Everything that was put to institutions, across gatherings: what is overdue first."""
    context = {
        "table": PutTable(request, inputs.puts(request.member)),
        "tally": queries.tally(request.member),
    }
    return render(request, "convening/inputs/put_to.html", context)


@requires(Permission.INPUTS_DECIDE)
def put(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Put an input to an institution, with a day."""
    rows = inputs.own_inputs(request.member).select_related("gathering__programme", "gathering__owner")
    said = get_object_or_404(rows, pk=pk)
    form = PutForm(request.POST or None, member=request.member)
    asked = attempt(form, lambda data: operations.put_to(said=said, by=request.member, **data))
    if asked is not None:
        _announce(request, asked)
        return redirect(said.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Put it to an institution"),
        lede=_("They get a page on which they answer without an account, by mail where we have it."),
        action=_("Put it to them"),
        back_url=said.get_absolute_url(),
        crumbs=[*crumbs_of(request, said.gathering), Link(str(said), said.get_absolute_url())],
        template="convening/inputs/form.html",
        said=said,
    )


@require_POST
@requires(Permission.INPUTS_DECIDE)
def put_link(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """One more link to hand over, and the message once more."""
    asked = _own(request, pk)
    if asked.state in {PutState.WAITING, PutState.OVERDUE}:
        _announce(request, asked)
    return redirect(asked.get_absolute_url())


@requires(Permission.INPUTS_DECIDE)
def put_noted(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Note what they answered by telephone, letter or in person."""
    asked = _own(request, pk)
    today = queries.same_day(asked.input.gathering)
    form = NotedAnswerForm(request.POST or None, initial={"answered_on": today, "answer": asked.answer})
    done = attempt(
        form,
        lambda data: operations.answer(
            put=asked, text=data["answer"], answered_on=data["answered_on"], by=request.member
        ),
    )
    if done is None:
        lede = _("It is told to those who said it, so write it as the institution said it.")
        return _form(request, asked, form, _("Note their answer"), lede)
    say_done(request, _("The answer is noted."))
    return redirect(asked.get_absolute_url())


@requires(Permission.INPUTS_DECIDE)
def put_until(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Give them another day."""
    asked = _own(request, pk)
    form = UntilForm(request.POST or None)
    done = attempt(
        form,
        lambda data: operations.give_until(put=asked, answer_by=data["answer_by"], by=request.member),
    )
    if done is None:
        return _form(
            request, asked, form, _("Give them more time"), _("They are reminded three days before.")
        )
    return redirect(asked.get_absolute_url())


@require_POST
@requires(Permission.INPUTS_DECIDE)
def put_back(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """It isn't asked any more."""
    asked = _own(request, pk)
    if tried(request, lambda: operations.take_back_put(put=asked, by=request.member)) is not None:
        say_done(request, _("It isn't asked of them any more. Their link is closed."))
    return redirect(asked.get_absolute_url())


@public
@never_cache
@limited(limit=60, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def put_answer(request: HttpRequest, token: str) -> HttpResponseBase:
    """The institution reads what was put to it, and answers."""
    asked = _behind(token)
    if asked is None:
        return link_closed(request)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            operations.answer(put=asked, text=form.cleaned_data["answer"], by=None)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("convening:put-answer", token=token)
    programme = asked.programme
    context: dict[str, Any] = {
        "asked": asked,
        "form": form,
        "programme_name": programme.name,
        "asked_by": asked.input.gathering.owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }
    return render(request, "convening/public/put_answer.html", context)


def _behind(token: str) -> PutTo | None:
    try:
        return queries.behind(open_public_link(token, purpose=queries.LINK))
    except LinkClosed:
        return None


def _own(request: MemberRequest, pk: UUID) -> PutTo:
    found: PutTo = get_object_or_404(
        queries.own_puts(request.member).select_related(
            "programme", "institution", "input__gathering__owner", "input__gathering__programme"
        ),
        pk=pk,
    )
    return found


def _announce(request: MemberRequest, asked: PutTo) -> None:
    link, is_on_its_way = operations.announce(put=asked, by=request.member)
    if is_on_its_way:
        say_done(
            request,
            _("%(institution)s gets a message with a link to answer.") % {"institution": asked.institution},
        )
    text = _("Their page, to hand over yourself (shown only now): %(link)s")
    messages.info(request, text % {"link": link})


def _form(request: MemberRequest, asked: PutTo, form: Any, heading: str, lede: str) -> HttpResponse:
    said = asked.input
    return form_page(
        request,
        form,
        heading=heading,
        lede=lede,
        action=_("Save"),
        back_url=said.get_absolute_url(),
        crumbs=crumbs_of(request, said.gathering),
        template="convening/inputs/form.html",
        said=said,
    )
