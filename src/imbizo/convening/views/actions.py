"""Actions: all of them, one, and the page on which somebody without an account says how theirs stands."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imbizo.base.attempts import attempt
from imbizo.base.components import Link
from imbizo.base.documents.workbooks import as_csv
from imbizo.base.files import saved
from imbizo.base.form_pages import form_page
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.convening.exports.actions import sheet
from imbizo.convening.forms.afterwards import ActionForm, OwnStandForm, StandForm
from imbizo.convening.models import Action, Gathering
from imbizo.convening.operations import actions as operations
from imbizo.convening.queries import afterwards as queries
from imbizo.convening.states import ActionState
from imbizo.convening.tables.actions import ActionTable
from imbizo.convening.views.frame import address, crumbs, own
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds
_FIELDS = ("text", "member", "actor", "due_on", "decision")


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def actions(request: MemberRequest) -> HttpResponse:
    """What is to be done, across gatherings."""
    context = {"table": _table(request), "tally": queries.tally(request.member)}
    return render(request, "convening/afterwards/actions.html", context)


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def actions_file(request: MemberRequest) -> HttpResponseBase:
    """The same list, with its filters, for spreadsheets."""
    return saved(as_csv(sheet(_table(request).queryset)), "actions.csv")


@requires(Permission.GATHERINGS_PLAN)
def action_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Note who does what by when."""
    gathering = own(request, pk)
    initial = {"decision": request.GET.get("decision")}
    form = ActionForm(request.POST or None, gathering=gathering, member=request.member, initial=initial)
    made = attempt(form, lambda data: operations.add_action(gathering=gathering, by=request.member, **data))
    if made is None:
        return _page(request, gathering, form, (_("Note an action"), _("Note it")))
    if made.actor is not None:
        _ask(request, made)
    return redirect(address(request, "afterwards", pk))


@requires(Permission.GATHERINGS_PLAN)
def action_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Another owner, another day, other words."""
    action = _own(request, pk)
    initial = {"id": action.pk} | {name: getattr(action, name) for name in _FIELDS}
    form = ActionForm(
        request.POST or None, gathering=action.gathering, member=request.member, initial=initial
    )

    def change(data: dict[str, Any]) -> Action:
        wanted = {name: data[name] for name in _FIELDS}
        return operations.change_action(action=action, wanted=wanted, by=request.member)

    if attempt(form, change) is None:
        return _page(request, action.gathering, form, (_("Change the action"), _("Save")))
    return redirect(address(request, "afterwards", action.gathering_id))


@requires(Permission.GATHERINGS_VIEW)
def action_stand(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Say how it stands: its owner, or whoever plans the gathering."""
    action = get_object_or_404(queries.answerable(request.member), pk=pk)
    initial = {"state": action.state, "note": action.note}
    form = StandForm(request.POST or None, initial=initial)
    done = attempt(form, lambda data: _stand(action, data, request))
    if done is None:
        return _page(request, action.gathering, form, (action.text[:120], _("Save")))
    say_done(request, _("Saved. Everybody who sees the gathering sees how it stands."))
    return redirect(address(request, "actions"))


@require_POST
@requires(Permission.GATHERINGS_PLAN)
def action_remind(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Ask its owner how it stands."""
    action = _own(request, pk)
    if action.state == ActionState.OPEN:
        _ask(request, action)
    return redirect(address(request, "afterwards", action.gathering_id))


@public
@never_cache
@limited(limit=60, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def open_action(request: HttpRequest, token: str) -> HttpResponseBase:
    """Somebody without an account says how what they took on stands."""
    action = _behind(token)
    if action is None:
        return link_closed(request)
    initial = {"state": action.state, "note": action.note}
    form = OwnStandForm(request.POST or None, initial=initial)
    done = attempt(form, lambda data: _stand(action, data))
    if done is not None:
        messages.success(request, _("Thank you. It is noted."))
        return redirect("convening:open-action", token=token)
    programme = action.programme
    context: dict[str, Any] = {"action": action, "form": form, "programme_name": programme.name}
    context |= {"asked_by": action.gathering.owner.name, "check_number": programme.contact_number}
    context |= {"held_url": reverse("actors:ask", args=[programme.slug])}
    return render(request, "convening/public/action.html", context)


def _behind(token: str) -> Action | None:
    try:
        return queries.behind_action(open_public_link(token, purpose=operations.LINK))
    except LinkClosed:
        return None


def _stand(action: Action, data: dict[str, Any], request: MemberRequest | None = None) -> Action:
    by = request.member if request is not None else None
    return operations.stand(action=action, state=ActionState(data["state"]), note=data["note"], by=by)


def _ask(request: MemberRequest, action: Action) -> None:
    link, is_on_its_way = operations.remind(action=action, by=request.member)
    if is_on_its_way:
        say_done(request, _("They are asked how it stands."))
    if link:
        text = _("Their page, to hand over yourself (shown only now): %(link)s")
        messages.info(request, text % {"link": link})
    elif not is_on_its_way:
        messages.info(request, _("Nobody does this yet. Say who, and they can be asked."))


def _table(request: MemberRequest) -> ActionTable:
    exports = [Link("CSV", address(request, "actions-file"))]
    return ActionTable(request, queries.actions(request.member), member=request.member, exports=exports)


def _own(request: MemberRequest, pk: UUID) -> Action:
    action: Action = get_object_or_404(queries.own_actions(request.member), pk=pk)
    return action


def _page(request: MemberRequest, gathering: Gathering, form: Any, words: tuple[str, str]) -> HttpResponse:
    heading, verb = words
    way = crumbs(request, gathering)
    back = address(request, "afterwards", gathering.pk)
    return form_page(request, form, heading=heading, action=verb, back_url=back, crumbs=way)
