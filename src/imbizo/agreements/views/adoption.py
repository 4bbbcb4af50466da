"""Adoption: where each party stands, its path, and what is noted on each step."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.agreements import queries as seeing
from imbizo.agreements.forms.adoption import (
    FinishForm,
    HandInForm,
    NewPathForm,
    NewStepForm,
    PathForm,
    StepForm,
    initial_of,
)
from imbizo.agreements.models import AdoptionPath, AdoptionStep
from imbizo.agreements.operations import paths as operations
from imbizo.agreements.queries import adoption as queries
from imbizo.agreements.states import StepKind
from imbizo.agreements.views.frame import address, found, frame, own, path_crumbs
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting.queries.seeing import documents
from imbizo.programmes.states import Permission


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def adoption(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Where each party stands on its way, what must be handed in by when, and what holds it up."""
    agreement = found(request, pk)
    today = queries.today_of(request.member.programme)
    context = frame(request, agreement) | {
        "stands": queries.stands(queries.of_agreement(agreement), today),
        "without": queries.without_path(agreement),
    }
    return render(request, "agreements/adoption/adoption.html", context)


@requires(Permission.DRAFTS_VIEW)
def document_adoption(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The same for a strategy: the institutions that adopt it, and a form for one more."""
    document = get_object_or_404(documents(request.member), pk=pk)
    is_ours = document.owner_id == request.member.partner_id
    may_write = is_ours and request.member.may(Permission.AGREEMENTS_WRITE)
    form = NewPathForm(request.POST or None, member=request.member) if may_write else None
    if form is not None:
        made = attempt(form, lambda data: operations.begin_path(document=document, by=request.member, **data))
        if made is not None:
            return redirect(made.get_absolute_url())
    today = queries.today_of(request.member.programme)
    context = {
        "document": document,
        "stands": queries.stands(queries.of_document(document), today),
        "form": form,
        "may_write": may_write,
        "crumbs": [Link(str(document), document.get_absolute_url())],
    }
    return render(request, "agreements/adoption/document.html", context)


@require_POST
@requires(Permission.AGREEMENTS_WRITE)
def paths_begin(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A path for every party that has none."""
    agreement = own(request, pk)
    tried(request, lambda: operations.begin_all(parties=queries.without_path(agreement), by=request.member))
    return redirect(address(request, "adoption", pk))


@requires(Permission.AGREEMENTS_VIEW)
@require_safe
def path(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One path: its steps, what was resolved, what to look at."""
    one = get_object_or_404(queries.whole(seeing.paths(request.member)), pk=pk)
    (stand,) = queries.stands([one], queries.today_of(request.member.programme))
    may_write = (
        request.member.may(Permission.AGREEMENTS_WRITE)
        and operations.owner_of(one).pk == request.member.partner_id
    )
    context = {
        "stand": stand,
        "path": one,
        "may_write": may_write,
        "council": StepKind.COUNCIL,
        "title": queries.title_of(one),
        "crumbs": path_crumbs(request, one),
    }
    return render(request, "agreements/adoption/path.html", context)


@requires(Permission.AGREEMENTS_WRITE)
def path_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Another official, or a remark."""
    one = _own(request, pk)
    form = PathForm(request.POST or None, member=request.member, initial=initial_of(one))
    done = attempt(form, lambda data: operations.change_path(path=one, changes=data, by=request.member))
    return _back(request, one, form, done, (_("Who confirms it"), _("Save")))


@require_POST
@requires(Permission.AGREEMENTS_WRITE)
def path_ask(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A link by which the official confirms the path."""
    one = _own(request, pk)
    link, is_on_its_way = operations.ask_official(path=one, by=request.member)
    if is_on_its_way:
        say_done(request, _("The official is asked to confirm it."))
    text = _("Their page, to hand over yourself (shown only now): %(link)s")
    messages.info(request, text % {"link": link})
    return redirect(one.get_absolute_url())


@requires(Permission.AGREEMENTS_WRITE)
def step_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """One more step, at the end; it can be moved."""
    one = _own(request, pk)
    form = NewStepForm(request.POST or None)
    done = attempt(
        form,
        lambda data: operations.add_step(
            path=one, kind=StepKind(data["kind"]), name=data["name"], by=request.member
        ),
    )
    return _back(request, one, form, done, (_("One more step"), _("Add it")))


@requires(Permission.AGREEMENTS_WRITE)
def step_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """What it is called there, with whom it lies, what holds it up."""
    step = _step(request, pk)
    initial = {name: getattr(step, name) for name in StepForm.base_fields}
    form = StepForm(request.POST or None, initial=initial)
    done = attempt(form, lambda data: operations.change_step(step=step, changes=data, by=request.member))
    return _back(request, step.path, form, done, (str(step), _("Save")))


@requires(Permission.AGREEMENTS_WRITE)
def step_hand_in(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """It was handed in for an agenda."""
    return _noted(request, pk, HandInForm, operations.hand_in, _("Handed in"))


@requires(Permission.AGREEMENTS_WRITE)
def step_finish(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """An office or a committee is done with it."""
    return _noted(request, pk, FinishForm, operations.finish_step, _("Done"))


@requires(Permission.AGREEMENTS_WRITE)
def step_skip(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """It isn't needed there, because."""
    step = _step(request, pk)
    return because_page(
        request,
        partial(operations.skip_step, step=step),
        heading=_("“%(step)s” isn't needed") % {"step": step},
        lede=f"{step.path.institution}: {queries.title_of(step.path)}",
        action=_("Not needed"),
        back_url=step.path.get_absolute_url(),
        crumbs=path_crumbs(request, step.path),
    )


@require_POST
@requires(Permission.AGREEMENTS_WRITE)
def step_move(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Up or down by one."""
    step = _step(request, pk)
    tried(request, lambda: operations.move_step(step=step, is_up="up" in request.POST, by=request.member))
    return redirect(step.get_absolute_url())


@require_POST
@requires(Permission.AGREEMENTS_WRITE)
def step_take_up(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """It is needed after all, or wasn't done."""
    step = _step(request, pk)
    tried(request, lambda: operations.take_up_step(step=step, by=request.member))
    return redirect(step.get_absolute_url())


def _noted(
    request: MemberRequest,
    pk: UUID,
    kind: type[forms.Form],
    verb: Callable[..., AdoptionStep],
    action: str,
) -> HttpResponseBase:
    step = _step(request, pk)
    form = kind(request.POST or None, initial={"on": queries.today_of(step.programme)})
    done = attempt(form, lambda data: verb(step=step, by=request.member, **data))
    return _back(request, step.path, form, done, (str(step), action))


def _back(
    request: MemberRequest, one: AdoptionPath, form: forms.BaseForm, done: Any, words: tuple[str, str]
) -> HttpResponseBase:
    """To the path once it is done, else the form again; `words` are its heading and the verb on its button."""
    if done is not None:
        return redirect(one.get_absolute_url())
    heading, action = words
    return form_page(
        request, form, heading=heading, action=action, lede=f"{one.institution}: {queries.title_of(one)}",
        back_url=one.get_absolute_url(), crumbs=path_crumbs(request, one),
    )  # fmt: skip


def _own(request: MemberRequest, pk: UUID) -> AdoptionPath:
    one: AdoptionPath = get_object_or_404(queries.whole(queries.own_paths(request.member)), pk=pk)
    return one


def _step(request: MemberRequest, pk: UUID) -> AdoptionStep:
    step: AdoptionStep = get_object_or_404(queries.own_steps(request.member), pk=pk)
    return step
