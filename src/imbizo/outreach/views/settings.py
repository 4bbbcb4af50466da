"""Adding, changing and taking away what the programme decides: one way for budget lines and numbers for help."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach.forms.settings import (
    BudgetLineForm,
    HelpNumberForm,
    NewBudgetLineForm,
    NewHelpNumberForm,
)
from imbizo.outreach.models import BudgetLine
from imbizo.outreach.operations import settings as operations
from imbizo.outreach.queries.money import budget_lines
from imbizo.outreach.queries.settings import help_numbers, removals
from imbizo.outreach.views.campaigns_frame import address
from imbizo.programmes.states import Permission


@requires(Permission.GATEWAYS_MANAGE)
def budget_line_add(request: MemberRequest) -> HttpResponse:
    """Add a budget line."""
    form = NewBudgetLineForm(request.POST or None, initial={"currency": request.member.programme.currency})
    return _add(request, form, operations.add_budget_line, _("Add a budget line"), "spending")


@requires(Permission.GATEWAYS_MANAGE)
@transaction.atomic
def budget_line_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a budget line."""
    found = get_object_or_404(budget_lines(request.member).select_for_update(of=("self",)), pk=pk)
    form = BudgetLineForm(request.POST or None, instance=found)
    return _edit(request, form, found, _("Change the budget line"), "spending")


@requires(Permission.GATEWAYS_MANAGE)
@require_POST
def budget_line_remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take away a budget line that pays for nothing."""
    return _remove(request, get_object_or_404(budget_lines(request.member), pk=pk), "spending")


@requires(Permission.GATEWAYS_MANAGE)
def help_number_add(request: MemberRequest) -> HttpResponse:
    """Add a number for help."""
    form = NewHelpNumberForm(request.POST or None, member=request.member)
    return _add(request, form, operations.add_help_number, _("Add a number for help"), "rules")


@requires(Permission.GATEWAYS_MANAGE)
@transaction.atomic
def help_number_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a number for help."""
    found = get_object_or_404(help_numbers(request.member).select_for_update(of=("self",)), pk=pk)
    form = HelpNumberForm(request.POST or None, instance=found, member=request.member)
    return _edit(request, form, found, _("Change the number for help"), "rules")


@requires(Permission.GATEWAYS_MANAGE)
@require_POST
def help_number_remove(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take away a number for help."""
    return _remove(request, get_object_or_404(help_numbers(request.member), pk=pk), "rules")


@requires(Permission.GATEWAYS_MANAGE)
@require_POST
def setting_put_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Undo taking away."""
    entry = get_object_or_404(removals(request.member), pk=pk)
    back = tried(request, lambda: operations.put_setting_back(entry=entry, by=request.member))
    if back is not None:
        say_done(request, _("Put back."))
    return redirect(address(request, "spending" if isinstance(back, BudgetLine) else "rules"))


def _add(
    request: MemberRequest, form: Any, add: Callable[..., object], heading: str, back: str
) -> HttpResponse:
    def save(given: dict[str, Any]) -> object:
        return add(by=request.member, **given)

    if request.method == "POST" and attempt(form, save) is not None:
        say_done(request, _("Saved."))
        return redirect(address(request, back))
    return _page(request, form, heading, _("Add"), back)


def _edit(request: MemberRequest, form: Any, record: Any, heading: str, back: str) -> HttpResponse:
    def change(_given: dict[str, Any]) -> object:
        return operations.change_setting(record=record, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(address(request, back))
    return _page(request, form, heading, _("Save"), back)


def _remove(request: MemberRequest, record: Any, back: str) -> HttpResponse:
    entry = tried(request, lambda: operations.remove_setting(record=record, by=request.member))
    if entry is not None:
        undo = address(request, "setting-put-back", entry.pk)
        say_done(request, _("“%(what)s” was taken away.") % {"what": record}, undo=undo)
    return redirect(address(request, back))


def _page(request: MemberRequest, form: Any, heading: str, action: str, back: str) -> HttpResponse:
    names = {"spending": _("Spending"), "rules": _("Rules")}
    crumbs = [Link(names[back], address(request, back))]
    return form_page(
        request, form, heading=heading, action=action, back_url=address(request, back), crumbs=crumbs
    )
