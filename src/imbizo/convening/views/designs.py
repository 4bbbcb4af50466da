"""Designs: agendas to use again."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imbizo.base.attempts import attempt
from imbizo.base.components import Empty, Fact, Link
from imbizo.base.files import shown
from imbizo.base.form_pages import form_page, sharing_page
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening import queries
from imbizo.convening.exports.runsheet import run_sheet_pdf
from imbizo.convening.forms.designs import DesignForm, NewDesignForm
from imbizo.convening.models import Design
from imbizo.convening.operations import designs as operations
from imbizo.convening.operations.gatherings import share
from imbizo.convening.queries.agendas import listed, plan_of
from imbizo.convening.queries.design_files import design_file
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.tables.designs import DesignsTable
from imbizo.convening.views.frame import address
from imbizo.programmes.queries import other_partners
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def designs(request: MemberRequest) -> HttpResponse:
    """The designs that the member sees."""
    may_add = may_plan(request.member)
    empty = Empty(
        _("No designs yet"),
        _("A design is an agenda to use again. Begin from one that comes with the system."),
        _("Add a design") if may_add else "",
        address(request, "design-add") if may_add else "",
        "layout-list",
    )
    table = DesignsTable(request, listed(request.member), empty=empty)
    return render(request, "convening/designs/list.html", {"table": table, "may_add": may_add})


@requires(Permission.GATHERINGS_PLAN)
def design_add(request: MemberRequest) -> HttpResponse:
    """Add a design."""
    form = NewDesignForm(request.POST or None, member=request.member, initial=_begun(request))

    def create(given: dict[str, Any]) -> Design:
        return operations.add_design(by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, create)):
        say_done(request, _("The design is there. Change its sessions as you need them."))
        return redirect(made.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Add a design"),
        action=_("Add it"),
        back_url=address(request, "designs"),
        crumbs=_way(request),
    )


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def design(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One design with its sessions."""
    found: Design = get_object_or_404(queries.designs(request.member), pk=pk)
    context = {
        "design": found,
        "holder": found,
        "plan": plan_of(found),
        "may_plan": may_plan(request.member, found),
        "may_use": may_plan(request.member),
        "add_url": address(request, "design-session-add", found.pk),
        "copy_form": IdempotentForm(auto_id=False),
        "crumbs": _way(request),
        "facts": _facts(found),
    }
    return render(request, "convening/designs/design.html", context)


@requires(Permission.GATHERINGS_PLAN)
@transaction.atomic
def design_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change what is known of a design beside its sessions."""
    rows = queries.designs(request.member).filter(owner_id=request.member.partner_id)
    found: Design = get_object_or_404(rows.select_for_update(of=("self",)), pk=pk)
    form = DesignForm(request.POST or None, instance=found)

    def change(_given: dict[str, Any]) -> Design:
        return operations.change_design(design=found, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Change the design"),
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=_way(request, found),
    )


@requires(Permission.GATHERINGS_PLAN)
def design_sharing(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Choose which partners may use a design."""
    rows = queries.designs(request.member).filter(owner_id=request.member.partner_id)
    found: Design = get_object_or_404(rows, pk=pk)
    return sharing_page(
        request,
        found,
        partial(share, record=found),
        partners=other_partners(request.member),
        heading=_("Who may use “%(name)s”?") % {"name": found.name},
        lede=_("They can plan gatherings from it and copy it. Only you change it."),
        crumbs=_way(request, found),
    )


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def design_pdf(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The run sheet of a design."""
    found: Design = get_object_or_404(queries.designs(request.member), pk=pk)
    return shown(run_sheet_pdf(found), f"{found.name} run sheet.pdf")


def _begun(request: MemberRequest) -> dict[str, Any]:
    """What the form begins with: what the address names, and the words of a file that is chosen there."""
    given: dict[str, Any] = request.GET.dict()
    kind, _colon, key = given.get("begun_from", "").partition(":")
    if kind == "file" and (file := design_file(key)):
        given |= {"name": _(file.name), "kind": file.kind, "purpose": _(file.purpose)}
    if kind == "design" and (found := _copied(request, key)):
        given |= {
            "name": _("Copy of %(name)s") % {"name": found.name},
            "kind": found.kind,
            "purpose": found.purpose,
        }
    return given


def _copied(request: MemberRequest, key: str) -> Design | None:
    try:
        wanted = UUID(key)
    except ValueError:
        return None
    found: Design | None = queries.designs(request.member).filter(pk=wanted).first()
    return found


def _facts(found: Design) -> list[Fact]:
    file = design_file(found.template)
    facts = [
        Fact(_("For a"), str(found.get_kind_display())),
        Fact(_("Owner"), found.owner.label),
        Fact(_("Shared with"), str(found.get_sharing_display())),
    ]
    return [*facts, Fact(_("Begun from"), _(file.name))] if file else facts


def _way(request: MemberRequest, found: Design | None = None) -> list[Link]:
    way = [Link(_("Designs"), address(request, "designs"))]
    return [*way, Link(found.name, found.get_absolute_url())] if found else way
