"""The facilitator's page: what waits and what was let through, as it comes in."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from imbizo.base.components import Empty, Link
from imbizo.base.errors import DomainError
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.errors import NotNow
from imbizo.convening.forms.inputs import DecideForm, FilterForm, language_choices, spoken_at
from imbizo.convening.models import Gathering
from imbizo.convening.operations import joining, moderating
from imbizo.convening.operations.moderating import Done
from imbizo.convening.queries import feed, sessions
from imbizo.convening.queries import inputs as queries
from imbizo.convening.rules.speaking import UNDECIDED
from imbizo.convening.states import InputState
from imbizo.convening.views.frame import address, found, frame, own
from imbizo.convening.views.undoing import undo_address, undoable
from imbizo.programmes.states import Permission

# The tabs: a state, or all of them.
_TABS = (
    (InputState.WAITING, "waiting", gettext_lazy("Waiting")),
    (InputState.SHOWN, "shown", gettext_lazy("On the wall")),
    (InputState.HELD, "held", gettext_lazy("Kept off")),
    (InputState.WITHDRAWN, "withdrawn", gettext_lazy("Withdrawn")),
)


@requires(Permission.INPUTS_VIEW)
@never_cache
def stream(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What was said at a gathering; to those who decide, what waits for them first."""
    gathering = found(request, pk)
    is_ours = queries.is_own(gathering, request.member)
    cursor = feed.now_read(gathering)
    chosen = _chosen(request, is_ours=is_ours)
    everything = queries.of_gathering(gathering, request.member)
    rows = list(queries.narrowed(everything, chosen).order_by("said_at", "pk")[: feed.MOST + 1])
    counts = feed.counts(everything) if is_ours else {}
    context = frame(request, gathering) | {
        "rows": rows[: feed.MOST],
        "is_full": len(rows) > feed.MOST,
        "most": feed.MOST,
        "undecided": UNDECIDED,
        "cursor": cursor,
        "chosen": chosen,
        "tabs": _tabs(request, gathering, chosen, counts) if is_ours else [],
        "filters": _filters(request, gathering, is_ours=is_ours),
        "is_filtered": any(value for name, value in chosen.items() if name != "state"),
        "may_decide": is_ours and request.member.may(Permission.INPUTS_DECIDE),
        "may_write": is_ours and request.member.may(Permission.INPUTS_WRITE),
        "query": request.GET.urlencode(),
        "nothing": _nothing(request, gathering, chosen, is_ours=is_ours),
    }
    return render(request, "convening/inputs/stream.html", context)


@requires(Permission.INPUTS_DECIDE)
@never_cache
def news(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What has changed since the page's cursor, as rows to put into it."""
    gathering = own(request, pk)
    everything = queries.of_gathering(gathering, request.member)
    chosen = _chosen(request, is_ours=True)
    shown = queries.narrowed(everything, chosen)
    since = feed.Cursor.read(request.GET.get("since", ""))
    fresh = feed.news(gathering, shown, since)
    context = {"news": fresh, "counts": feed.counts(everything), "gathering": gathering, "chosen": chosen}
    context |= {"may_decide": True, "is_ours": True, "undecided": UNDECIDED}
    return render(request, "convening/inputs/news.html", context)


@require_POST
@requires(Permission.INPUTS_DECIDE)
def decide(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Let through, keep off, put back, mark or merge: one line, or all that are ticked."""
    gathering = own(request, pk)
    form = DecideForm(request.POST)
    try:
        if not form.is_valid():
            raise NotNow(" ".join(str(error) for errors in form.errors.values() for error in errors))
        text, done = _do(request, gathering, **form.cleaned_data)
    except DomainError as error:
        return _answer(request, gathering, error=str(error))
    return _answer(request, gathering, text, undo=undo_address(request, gathering, done))


@require_POST
@requires(Permission.INPUTS_DECIDE)
def undo(request: MemberRequest, pk: UUID, token: str) -> HttpResponseBase:
    """Put back what one press changed."""
    gathering = own(request, pk)
    done = undoable(request, gathering, token)
    try:
        if done is None:
            raise NotNow(_("This can't be undone any more. Look for it in the list and change it there."))
        moderating.undo(gathering=gathering, done=done, by=request.member)
    except DomainError as error:
        return _answer(request, gathering, error=str(error))
    return _answer(request, gathering, _("Undone."))


def _do(
    request: MemberRequest, gathering: Gathering, *, verb: str, ids: list[UUID], seen: str, **_rest: Any
) -> tuple[str, Done]:
    nothing = Done({}, "")
    if verb == "merge":
        _whole, done = joining.merge(gathering=gathering, ids=ids, by=request.member)
        return _("Merged. The originals keep their words."), done
    if verb in {"mark", "unmark"}:
        moderating.mark(gathering=gathering, ids=ids, is_marked=verb == "mark", by=request.member)
        return (_("Marked.") if verb == "mark" else _("The mark is taken away.")), nothing
    if verb not in InputState.values:
        raise NotNow(_("This page was changed on its way to you. Open it again."))
    done = moderating.decide(gathering=gathering, ids=ids, to=InputState(verb), seen=seen, by=request.member)
    return _said(done), done


def _said(done: Done) -> str:
    texts = {
        InputState.SHOWN: ngettext(
            "%(count)s is on the wall.", "%(count)s are on the wall.", len(done.before)
        ),
        InputState.HELD: ngettext(
            "%(count)s is kept off the wall.", "%(count)s are kept off the wall.", len(done.before)
        ),
        InputState.WAITING: ngettext("%(count)s waits again.", "%(count)s wait again.", len(done.before)),
    }
    parts = [texts[InputState(done.after)] % {"count": len(done.before)}] if done.before else []
    if done.left:
        parts.append(
            ngettext(
                "%(count)s was decided on by somebody else just now, and stays as they left it.",
                "%(count)s were decided on by somebody else just now, and stay as they left them.",
                done.left,
            )
            % {"count": done.left}
        )
    return " ".join(parts) or _("Nothing had to be changed.")


def _answer(
    request: MemberRequest, gathering: Gathering, text: str = "", *, undo: str = "", error: str = ""
) -> HttpResponseBase:
    """To the page's own script in JSON; else back to where the button stood."""
    if request.headers.get("X-Live"):
        return JsonResponse({"text": text, "undo": undo, "error": error})
    if error:
        messages.error(request, error)
    else:
        say_done(request, text, undo=undo)
    back = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_here else address(request, "inputs", gathering.pk))


def _chosen(request: MemberRequest, *, is_ours: bool) -> dict[str, Any]:
    """The filters in force. What waits comes first where nothing was chosen; others see what was let through alone."""
    chosen: dict[str, Any] = {name: request.GET.get(name, "") for name in FilterForm.base_fields}
    if not is_ours:
        return chosen | {"state": "", "table": "", "marked": ""}
    state = request.GET.get("state", InputState.WAITING)
    return chosen | {"state": state if state in InputState.values else ""}


def _filters(request: MemberRequest, gathering: Gathering, *, is_ours: bool) -> FilterForm:
    form = FilterForm(request.GET)
    fields = form.fields
    agenda = sessions.agenda(gathering, timezone.now())
    fields["about"].widget.choices = [("", _("all")), *agenda.choices()[1:]]
    fields["language"].widget.choices = [
        ("", _("all")),
        *language_choices(spoken_at(gathering))[1:],
    ]
    tables = [(str(table.pk), table.name) for table in queries.tables(gathering)] if is_ours else []
    fields["table"].widget.choices = [("", _("all")), *tables]
    del fields["state"]
    for name in () if is_ours else ("table", "marked"):
        del fields[name]
    return form


def _tabs(
    request: MemberRequest, gathering: Gathering, chosen: dict[str, Any], counts: dict[str, int]
) -> list[dict[str, Any]]:
    here = address(request, "inputs", gathering.pk)
    kept = {name: value for name, value in chosen.items() if value and name != "state"}
    tabs = [(str(state), key, label, counts.get(state, 0)) for state, key, label in _TABS]
    return [
        {
            "label": label,
            "key": key,
            "count": count,
            "url": f"{here}?{urlencode(kept | {'state': state})}",
            "is_current": chosen["state"] == state,
        }
        for state, key, label, count in [*tabs, ("all", "all", _("Everything"), sum(counts.values()))]
    ]


def _nothing(request: MemberRequest, gathering: Gathering, chosen: dict[str, Any], *, is_ours: bool) -> Empty:
    if any(value for name, value in chosen.items() if name != "state"):
        return Empty(_("Nothing said fits these filters"), icon="filter")
    if is_ours and request.member.may(Permission.INPUTS_WRITE):
        text = _("What scribes, groups and slips bring stands here as soon as it is written.")
        url = address(request, "tables", gathering.pk)
        return Empty(_("Nothing waits here"), text, action=_("Set up tables"), url=url, icon="quote")
    return Empty(_("Nothing was let through yet"), icon="quote")


def crumbs_of(request: MemberRequest, gathering: Gathering) -> list[Link]:
    """The way to what hangs below this page."""
    way: list[Link] = frame(request, gathering)["crumbs"]
    return [*way, Link(_("What was said"), address(request, "inputs", gathering.pk))]
