"""When people have gone: what was decided, who does what, and where the rest of it is."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imbizo.base.attempts import attempt
from imbizo.base.form_pages import because_page, form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.afterwards import DecisionForm
from imbizo.convening.models import Decision, Gathering
from imbizo.convening.operations import decisions as operations
from imbizo.convening.queries import afterwards as queries
from imbizo.convening.queries import proceedings
from imbizo.convening.queries.attended import figures
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.views.frame import address, crumbs, found, frame, own
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def afterwards(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Decisions and actions, who came in figures, and the way to proceedings and certificates."""
    gathering = found(request, pk)
    decided = list(queries.decisions(gathering))
    tied = queries.tied(decided)
    context = frame(request, gathering) | {
        "decisions": [(each, tied.get(each.pk, [])) for each in decided],
        "actions": queries.as_seen_by(request.member, queries.actions_of(gathering)),
        "last_time": queries.from_last_time(gathering, request.member),
        "figures": figures(gathering, request.member),
        "proceedings": proceedings.for_reader(gathering, request.member),
        "may_plan": may_plan(request.member, gathering),
        "answerable": queries.answerable_ids(request.member, gathering),
    }
    return render(request, "convening/afterwards/afterwards.html", context)


@requires(Permission.GATHERINGS_PLAN)
def decision_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Note what was decided."""
    gathering = own(request, pk)
    form = DecisionForm(request.POST or None, gathering=gathering)
    made = attempt(form, lambda data: operations.add_decision(gathering=gathering, by=request.member, **data))
    if made is None:
        return _page(request, gathering, form, (_("Note a decision"), _("Note it")))
    say_done(request, _("The decision is noted. Now say who does what."))
    return redirect(address(request, "afterwards", pk))


@requires(Permission.GATHERINGS_PLAN)
def decision_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Mend what was noted, or tie more to it."""
    decision = _own(request, pk)
    tied = queries.tied([decision]).get(decision.pk, [])
    initial = {"id": decision.pk, "text": decision.text, "how": decision.how, "item": decision.item}
    initial["inputs"] = [each.pk for each in tied]
    form = DecisionForm(request.POST or None, gathering=decision.gathering, initial=initial)

    def change(data: dict[str, Any]) -> Decision:
        wanted = {name: data[name] for name in ("text", "how", "item")}
        return operations.change_decision(
            decision=decision, wanted=wanted, inputs=data["inputs"], by=request.member
        )

    if attempt(form, change) is None:
        return _page(request, decision.gathering, form, (_("Change the decision"), _("Save")))
    return redirect(address(request, "afterwards", decision.gathering_id))


@requires(Permission.GATHERINGS_PLAN)
def decision_withdraw(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """It doesn't hold any more."""
    decision = _own(request, pk)
    return because_page(
        request,
        partial(operations.withdraw_decision, decision=decision),
        heading=_("Withdraw the decision"),
        action=_("Withdraw it"),
        back_url=address(request, "afterwards", decision.gathering_id),
        crumbs=crumbs(request, decision.gathering),
    )


def _own(request: MemberRequest, pk: UUID) -> Decision:
    decision: Decision = get_object_or_404(queries.own_decisions(request.member), pk=pk)
    return decision


def _page(request: MemberRequest, gathering: Gathering, form: Any, words: tuple[str, str]) -> HttpResponse:
    heading, action = words
    return form_page(
        request,
        form,
        heading=heading,
        action=action,
        back_url=address(request, "afterwards", gathering.pk),
        crumbs=crumbs(request, gathering),
    )
