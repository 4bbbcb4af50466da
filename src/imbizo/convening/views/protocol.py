"""Who is told first in each place, and the letterhead."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.protocol import FirstForm, LetterheadForm, NewFirstForm
from imbizo.convening.models import Letterhead
from imbizo.convening.operations import protocol as operations
from imbizo.convening.queries.protocol import firsts, letterhead_of
from imbizo.convening.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_PLAN)
@require_safe
def protocol(request: MemberRequest) -> HttpResponse:
    """Each place with those who must be told first of a gathering there."""
    rows = list(firsts(request.member))
    places: dict[Any, list[Any]] = {}
    for first in rows:
        if first.ended_on is None:
            places.setdefault(first.place, []).append(first)
    context = {
        "places": places.items(),
        "ended": [first for first in rows if first.ended_on],
        "letterhead": letterhead_of(request.member.partner),
    }
    return render(request, "convening/protocol/list.html", context)


@requires(Permission.GATHERINGS_PLAN)
def first_add(request: MemberRequest) -> HttpResponse:
    """Add an office to tell first."""
    form = NewFirstForm(request.POST or None, member=request.member, initial=request.GET.dict())

    def add(given: dict[str, Any]) -> Any:
        return operations.add_first(by=request.member, **given)

    if request.method == "POST" and (made := attempt(form, add)):
        say_done(request, _("%(office)s is told first from now on.") % {"office": made})
        return redirect(made.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Somebody to tell first"),
        lede=_("Before the public is invited, they get a letter. Inviting earlier asks for a reason."),
        action=_("Add"),
        back_url=address(request, "protocol"),
        crumbs=_way(request),
    )


@requires(Permission.GATHERINGS_PLAN)
@transaction.atomic
def first_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change who is told first."""
    first = get_object_or_404(firsts(request.member).select_for_update(of=("self",)), pk=pk)
    form = FirstForm(request.POST or None, instance=first, member=request.member)

    def change(_given: dict[str, Any]) -> Any:
        return operations.change_first(first=first, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(address(request, "protocol"))
    return form_page(
        request,
        form,
        heading=str(first),
        action=_("Save"),
        back_url=address(request, "protocol"),
        crumbs=_way(request),
    )


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def first_end(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take an office off the list."""
    first = get_object_or_404(firsts(request.member), pk=pk)
    if tried(request, lambda: operations.end_first(first=first, by=request.member)):
        undo = address(request, "first-resume", first.pk)
        say_done(request, _("%(office)s isn't told first any more.") % {"office": first}, undo=undo)
    return redirect(address(request, "protocol"))


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def first_resume(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Put an office back on the list."""
    first = get_object_or_404(firsts(request.member), pk=pk)
    if tried(request, lambda: operations.resume_first(first=first, by=request.member)):
        say_done(request, _("%(office)s is told first from now on.") % {"office": first})
    return redirect(address(request, "protocol"))


@requires(Permission.GATHERINGS_PLAN)
@transaction.atomic
def letterhead(request: MemberRequest) -> HttpResponse:
    """The letterhead of the member's partner."""
    partner = request.member.partner
    head = letterhead_of(partner) or Letterhead(owner=partner, programme=partner.programme, name=partner.name)
    form = LetterheadForm(request.POST or None, request.FILES or None, instance=head)

    def write(_given: dict[str, Any]) -> Any:
        return operations.set_letterhead(by=request.member, changes=form.written)

    if request.method == "POST" and attempt(form, write) is not None:
        say_done(request, _("Your letters are written on this letterhead."))
        return redirect(address(request, "protocol"))
    return form_page(
        request,
        form,
        heading=_("Letterhead of %(partner)s") % {"partner": partner.label},
        lede=_("Letters that have gone keep the number and the name they were signed with."),
        action=_("Save"),
        back_url=address(request, "protocol"),
        crumbs=_way(request),
    )


def _way(request: MemberRequest) -> list[Link]:
    return [Link(_("First to tell"), address(request, "protocol"))]
