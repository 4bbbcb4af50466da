"""The process and its steps."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from imbizo.base.components import Link
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes import operations, queries
from imbizo.programmes.forms import process as forms
from imbizo.programmes.models import Membership, Step
from imbizo.programmes.states import Permission
from imbizo.programmes.views.pages import Words, back_to, form_page, tabs


def _to_process(member: Membership) -> Link:
    return back_to(member, "process", gettext_lazy("Process"))


def _to_step(member: Membership, step: Step) -> Link:
    return back_to(member, "step", step.title, step.key)


@requires(Permission.PROGRAMME_MANAGE)
@require_safe
def process(request: MemberRequest) -> HttpResponse:
    """All phases and steps, for those who shape them."""
    context = {"tabs": tabs(request.member, "process"), "phases": queries.phases(request.member.programme)}
    return render(request, "programmes/process.html", context)


@requires(Permission.PROGRAMME_MANAGE)
def phase_edit(request: MemberRequest, phase: str) -> HttpResponse:
    found = get_object_or_404(queries.phases(request.member.programme), key=phase)
    form = forms.PhaseForm(request.POST or None, instance=found)
    return form_page(
        request,
        form,
        lambda: operations.rename_phase(phase=found, changes=form.changes, by=request.member),
        Words(_("Rename a phase"), _("Save"), _to_process(request.member)),
    )


@requires(Permission.PROGRAMME_MANAGE)
def step_add(request: MemberRequest, phase: str) -> HttpResponse:
    found = get_object_or_404(queries.phases(request.member.programme), key=phase)
    form = forms.NewStepForm(request.POST or None, member=request.member)
    return form_page(
        request,
        form,
        lambda: operations.add_step(phase=found, by=request.member, **form.cleaned_data),
        Words(_("Add a step"), _("Add"), _to_process(request.member), lede=found.title),
    )


@requires(Permission.PROGRAMME_VIEW)
@require_safe
def step(request: MemberRequest, step: str) -> HttpResponse:
    """What is done in a step, how it stands, who does it, and its history."""
    found = get_object_or_404(queries.steps(request.member.programme), key=step)
    context = {
        "step": found,
        "holders": queries.holders(found),
        "crumbs": [
            Link(_("Journey"), request.member.programme.get_absolute_url()),
            Link(found.phase.title, ""),
        ],
        "may_update": request.member.may(Permission.STEPS_UPDATE),
        "may_manage": request.member.may(Permission.PROGRAMME_MANAGE),
        "may_read_history": request.member.may(Permission.ACTIVITY_VIEW),
    }
    return render(request, "programmes/step.html", context)


@requires(Permission.STEPS_UPDATE)
def step_edit(request: MemberRequest, step: str) -> HttpResponse:
    """Say how a step stands, who does it and when it is due."""
    found = get_object_or_404(queries.steps(request.member.programme), key=step)
    title, lede = found.title, found.what
    form = forms.StepStateForm(request.POST or None, instance=found, member=request.member)
    return form_page(
        request,
        form,
        lambda: operations.change_step(step=found, changes=form.changes, by=request.member),
        Words(
            _("How it stands: %(step)s") % {"step": title},
            _("Save"),
            _to_step(request.member, found),
            lede=lede,
        ),
    )


@requires(Permission.PROGRAMME_MANAGE)
def step_change(request: MemberRequest, step: str) -> HttpResponse:
    """Change what a step is."""
    found = get_object_or_404(queries.steps(request.member.programme), key=step)
    back = _to_step(request.member, found)
    form = forms.StepForm(request.POST or None, instance=found)
    return form_page(
        request,
        form,
        lambda: operations.change_step(step=found, changes=form.changes, by=request.member),
        Words(_("Change the step"), _("Save"), back),
    )
