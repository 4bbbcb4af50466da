"""What nobody answered yet: listed until somebody does, one by one or many at once, and each answer can be undone."""

import secrets
from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.forms.because import BecauseForm
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.models import Input
from imbizo.evidence.forms.themes import AnswerForm
from imbizo.evidence.operations import themes as theme_operations
from imbizo.evidence.operations import weighing as operations
from imbizo.evidence.queries import spoken
from imbizo.evidence.queries import unanswered as queries
from imbizo.evidence.tables.unanswered import AsideTable, UnansweredTable
from imbizo.evidence.views.frame import address
from imbizo.evidence.views.themes import way
from imbizo.programmes.states import Permission

_HOUR: Final = 3_600  # seconds
_LISTED: Final = 100
ACTIONS: Final = {"themes", "aside", "grave", "again", "ungrave"}


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def unanswered(request: MemberRequest) -> HttpResponse:
    """What was said at gatherings that are over and stands nowhere yet; grave ones first."""
    member = request.member
    may_decide = member.may(Permission.THEMES_DECIDE)
    is_aside = request.GET.get("show") == "aside"
    rows = spoken.for_reading(queries.aside(member) if is_aside else queries.unanswered(member))
    kind: type[UnansweredTable] = AsideTable if is_aside else UnansweredTable
    table = kind(
        request,
        rows,
        bulk_actions=kind.actions if may_decide else (),
        bulk_url=address(request, "unanswered-do"),
    )
    context = {"table": table, "is_aside": is_aside, "aside": queries.aside(member).count()}
    context["grave"] = 0 if is_aside else queries.grave(member).count()
    return render(request, "evidence/unanswered/unanswered.html", context)


@require_POST
@requires(Permission.THEMES_DECIDE)
def unanswered_do(request: MemberRequest) -> HttpResponseBase:
    """Answer the sentences that were ticked: by themes, or by a reason. What takes no words is done at once."""
    said = _ticked(request)
    action = request.POST.get("action", "")
    if not said or action not in ACTIONS:
        return redirect(address(request, "unanswered"))
    if action in {"again", "ungrave"}:
        return _back(request, said, action)
    form = _form(request, action)
    done = attempt(form, lambda data: _ACTS[action](request, said, data)) if form.is_bound else None
    if done is not None:
        return redirect(address(request, "unanswered"))
    heading, lede, verb = _words(action, len(said))
    context = {"form": form, "heading": heading, "lede": lede, "action": verb, "said": said[:_LISTED]}
    context |= {"ids": [each.pk for each in said], "which": action, "crumbs": way(request)}
    return render(request, "evidence/unanswered/answer.html", context)


@require_POST
@requires(Permission.THEMES_DECIDE)
def unanswered_undo(request: MemberRequest, token: str) -> HttpResponseBase:
    """Take back what the last press put into themes or set aside, for an hour."""
    kept = cache.get(_key(request, token))
    if kept is None:
        say_done(
            request, _("It is too long ago to be undone from here. Each sentence can be changed by itself.")
        )
        return redirect(address(request, "unanswered"))
    action, put, ids = kept

    def undo() -> bool:
        with transaction.atomic():
            operations.take_back(
                put=[operations.Put(theme, tuple(said)) for theme, said in put], by=request.member
            )
            undoing: Callable[..., None] = _UNDO.get(action, _nothing)
            undoing(said=_seen(request, ids), by=request.member)
        return True

    if tried(request, undo):
        cache.delete(_key(request, token))
        say_done(request, _("It is undone."))
    return redirect(address(request, "unanswered"))


def _into_themes(request: MemberRequest, said: Sequence[Input], data: dict[str, Any]) -> bool:
    themes = list(data.get("themes") or ())
    if data["title"]:
        themes.append(theme_operations.create_theme(title=data["title"], by=request.member, id=data["id"]))
    put = operations.put_into_themes(said=said, themes=themes, by=request.member)
    text = ngettext("%(number)s sentence is answered.", "%(number)s sentences are answered.", len(said))
    _told(
        request, text % {"number": len(said)}, "themes", [(each.theme, list(each.inputs)) for each in put], []
    )
    return True


def _set_aside(request: MemberRequest, said: Sequence[Input], data: dict[str, Any]) -> bool:
    done = operations.set_aside(said=said, because=data["because"], by=request.member)
    text = ngettext("%(number)s sentence is set aside.", "%(number)s sentences are set aside.", len(done))
    _told(request, text % {"number": len(done)}, "aside", [], [each.pk for each in done])
    return True


def _mark(request: MemberRequest, said: Sequence[Input], data: dict[str, Any]) -> bool:
    done = operations.mark_inputs_grave(said=said, because=data["because"], by=request.member)
    text = ngettext(
        "%(number)s sentence is marked grave.", "%(number)s sentences are marked grave.", len(done)
    )
    _told(request, text % {"number": len(done)}, "grave", [], [each.pk for each in done])
    return True


def _nothing(**_given: Any) -> None:
    """What was put into themes is taken out already."""


_ACTS: Final[dict[str, Callable[[MemberRequest, Sequence[Input], dict[str, Any]], bool]]] = {
    "themes": _into_themes,
    "aside": _set_aside,
    "grave": _mark,
}
_UNDO: Final[dict[str, Callable[..., None]]] = {
    "aside": operations.take_up_again,
    "grave": operations.unmark_inputs,
}


def _back(request: MemberRequest, said: Sequence[Input], action: str) -> HttpResponseBase:
    """No longer set aside, or no longer marked."""
    undo = operations.take_up_again if action == "again" else operations.unmark_inputs
    undo(said=said, by=request.member)
    say_done(request, _("They wait for an answer again.") if action == "again" else _("The mark is off."))
    query = "?show=aside" if action == "again" else ""
    return redirect(address(request, "unanswered") + query)


def _form(request: MemberRequest, action: str) -> Any:
    """The form of an action: bound once it was on a page itself."""
    data = request.POST if "answered" in request.POST else None
    return AnswerForm(data, member=request.member) if action == "themes" else BecauseForm(data)


def _words(action: str, number: int) -> tuple[str, str, str]:
    if action == "themes":
        heading = ngettext(
            "Put %(number)s sentence into themes", "Put %(number)s sentences into themes", number
        )
        return heading % {"number": number}, _("One theme or several."), _("Put them in")
    if action == "grave":
        heading = ngettext("Mark %(number)s sentence grave", "Mark %(number)s sentences grave", number)
        return heading % {"number": number}, _("It stays in sight, however few raised it."), _("Mark them")
    heading = ngettext("Set %(number)s sentence aside", "Set %(number)s sentences aside", number)
    return heading % {"number": number}, _("With the reason, for those who said it."), _("Set aside")


def _ticked(request: MemberRequest) -> list[Input]:
    return _seen(request, request.POST.getlist("selected"))


def _seen(request: MemberRequest, ids: Sequence[Any]) -> list[Input]:
    """Those of the ids that are sentences the member sees."""
    return list(spoken.for_reading(queries.chosen(request.member, [each for each in map(_id, ids) if each])))


def _id(typed: object) -> UUID | None:
    try:
        return UUID(str(typed))
    except ValueError:
        return None


def _told(
    request: MemberRequest, text: str, action: str, put: list[tuple[UUID, list[UUID]]], ids: list[UUID]
) -> None:
    token = secrets.token_urlsafe(12)
    cache.set(_key(request, token), (action, put, ids), _HOUR)
    say_done(request, text, undo=address(request, "unanswered-undo", token))


def _key(request: MemberRequest, token: str) -> str:
    return f"undo-answers:{request.member.pk}:{token}"
