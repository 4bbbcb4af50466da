"""The agenda of a gathering: as an editor, on a page to print, and as a run sheet."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt
from imbizo.base.files import shown
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.exports.runsheet import run_sheet_pdf
from imbizo.convening.forms.designs import TakeDesignForm
from imbizo.convening.operations.agenda_copy import copy_agenda
from imbizo.convening.queries.agendas import plan_of
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.views.frame import address, found, frame, own
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def agenda(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The sessions of a gathering."""
    return render(request, "convening/agenda/agenda.html", _context(request, pk))


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def agenda_take(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Copy the sessions of a design behind those that the gathering has."""
    gathering = own(request, pk)
    form = TakeDesignForm(request.POST, member=request.member)

    def take(given: dict[str, Any]) -> Any:
        return copy_agenda(design=given["design"], gathering=gathering, by=request.member)

    taken = attempt(form, take)
    if taken is None:
        return render(request, "convening/agenda/agenda.html", _context(request, pk) | {"take_form": form})
    text = ngettext("%(count)s session was copied.", "%(count)s sessions were copied.", len(taken))
    say_done(request, text % {"count": len(taken)})
    return redirect(address(request, "agenda", pk))


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def agenda_print(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The run sheet as a page, for whoever prints from the browser."""
    gathering = found(request, pk)
    context = frame(request, gathering) | {"plan": plan_of(gathering)}
    return render(request, "convening/agenda/print.html", context)


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def agenda_pdf(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The run sheet as PDF."""
    gathering = found(request, pk)
    return shown(run_sheet_pdf(gathering), f"{gathering.name} {_('run sheet')}.pdf")


def _context(request: MemberRequest, pk: UUID) -> dict[str, Any]:
    gathering = found(request, pk)
    may_change = may_plan(request.member, gathering) and not gathering.is_over
    return frame(request, gathering) | {
        "holder": gathering,
        "plan": plan_of(gathering),
        "may_plan": may_change,
        "may_add_design": may_plan(request.member),
        "add_url": address(request, "agenda-session-add", gathering.pk),
        "copy_form": IdempotentForm(auto_id=False),
        "take_form": TakeDesignForm(member=request.member) if may_change else None,
    }
