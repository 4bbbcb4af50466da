"""Components: what the themes call for."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting import queries
from imbizo.drafting.forms.components import ComponentForm, NewComponentForm
from imbizo.drafting.models import Component
from imbizo.drafting.operations import components as operations
from imbizo.drafting.queries.component_list import made_of, page_of
from imbizo.drafting.queries.themes import calling_for
from imbizo.drafting.rules.writing import may_write
from imbizo.drafting.views.document_frame import who_reads
from imbizo.drafting.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.DRAFTS_VIEW)
@require_safe
def components(request: MemberRequest) -> HttpResponse:
    """The components that the member sees, in their order."""
    context = {"page": page_of(request.member, request.GET.get("page")), "may_add": may_write(request.member)}
    return render(request, "drafting/components/list.html", context)


@requires(Permission.DRAFTS_WRITE)
def component_add(request: MemberRequest) -> HttpResponse:
    """Add a component."""
    form = NewComponentForm(request.POST or None, member=request.member, initial=request.GET.dict())

    def create(given: dict[str, Any]) -> Component:
        return operations.add_component(by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, create)):
        say_done(request, _("The component is added."))
        return redirect(made.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Add a component"),
        lede=_("A component gathers what several themes call for. A section is made of it later."),
        action=_("Add it"),
        back_url=address(request, "components"),
        crumbs=_way(request),
    )


@requires(Permission.DRAFTS_VIEW)
@require_safe
def component(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A component: the themes that call for it, and the sections made of it."""
    shown: Component = get_object_or_404(queries.components(request.member), pk=pk)
    context = {
        "component": shown,
        "crumbs": _way(request),
        "themes": calling_for(shown, request.member),
        "sections": made_of(shown, request.member),
        "may_change": may_write(request.member, shown),
    }
    return render(request, "drafting/components/component.html", context)


@requires(Permission.DRAFTS_WRITE)
@transaction.atomic
def component_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change a component, or which themes call for it."""
    rows = queries.own(queries.components(request.member), request.member)
    shown: Component = get_object_or_404(rows.select_for_update(of=("self",)), pk=pk)
    form = ComponentForm(request.POST or None, instance=shown, member=request.member)

    def change(given: dict[str, Any]) -> Component:
        return operations.change_component(
            component=shown, changes=form.changes, themes=given["themes"], known=form.known, by=request.member
        )

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(shown.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Change the component"),
        action=_("Save"),
        back_url=shown.get_absolute_url(),
        crumbs=_way(request, shown),
    )


@requires(Permission.DRAFTS_WRITE)
def component_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose which partners read a component."""
    shown = _own(request, pk)
    return who_reads(request, shown, _way(request, shown))


@requires(Permission.DRAFTS_WRITE)
@require_POST
def component_move(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Let a component change places with its neighbour."""
    shown, up = _own(request, pk), request.POST.get("to") == "up"
    tried(request, lambda: operations.move_component(component=shown, up=up, by=request.member))
    return redirect(f"{address(request, 'components')}#c-{shown.pk}")


@requires(Permission.DRAFTS_WRITE)
def component_withdraw(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Say that a component isn't pursued."""
    shown = _own(request, pk)
    return because_page(
        request,
        partial(operations.withdraw_component, component=shown),
        done=_("The component is withdrawn."),
        undo=address(request, "component-take-up", shown.pk),
        then=address(request, "components"),
        heading=_("Withdraw “%(title)s”") % {"title": shown.title},
        lede=_("Sections that were made of it stay."),
        action=_("Withdraw it"),
        back_url=shown.get_absolute_url(),
        crumbs=_way(request, shown),
    )


@requires(Permission.DRAFTS_WRITE)
@require_POST
def component_take_up(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Undo withdrawing."""
    shown = _own(request, pk)
    if tried(request, lambda: operations.take_up_component(component=shown, by=request.member)):
        say_done(request, _("The component is taken up again."))
    return redirect(shown.get_absolute_url())


def _own(request: MemberRequest, pk: UUID) -> Component:
    rows = queries.own(queries.components(request.member), request.member)
    shown: Component = get_object_or_404(rows, pk=pk)
    return shown


def _way(request: MemberRequest, shown: Component | None = None) -> list[Link]:
    way = [Link(_("Components"), address(request, "components"))]
    return [*way, Link(shown.title, shown.get_absolute_url())] if shown else way
