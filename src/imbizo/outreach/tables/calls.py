"""The list of call lists, and the people on one of them."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from imbizo.base.tables import Column, Table
from imbizo.base.templatetags.look import state_badge, when
from imbizo.outreach.forms.calls import CallFilters
from imbizo.outreach.models import Call, CallList
from imbizo.outreach.queries.calls import progress
from imbizo.outreach.states import CallState

_BADGES = {CallState.DONE: "ok", CallState.LATER: "info", CallState.GIVEN_UP: "doubtful"}


def _name(call_list: CallList) -> SafeString:
    of = format_html("<small>{}</small>", call_list.campaign) if call_list.campaign else ""
    return format_html("<bdi>{}</bdi>{}", call_list.name, of)


def _state(call_list: Any) -> SafeString:
    if call_list.closed_at:
        return state_badge("none", _("closed"))
    left = call_list.progress.to_ring + call_list.progress.later
    return state_badge("info", _("open")) if left else state_badge("ok", _("all rung"))


def _reached(call_list: Any) -> str:
    marks = {"reached": call_list.progress.reached, "total": call_list.progress.total}
    return _("%(reached)s of %(total)s") % marks


class CallListsTable(Table[CallList]):
    """Call lists as the member sees them, with how far each is."""

    name = "call-lists"
    label = gettext_lazy("call lists")
    label_of_one = gettext_lazy("call list")
    default_sort = "-added"
    columns = (
        Column("name", gettext_lazy("Call list"), text=_name, url=CallList.get_absolute_url, sort=("name",)),
        Column("state", gettext_lazy("State"), text=_state),
        Column("reached", gettext_lazy("Reached"), text=_reached, is_number=True),
        Column(
            "left",
            gettext_lazy("To be rung"),
            text=lambda each: each.progress.to_ring + each.progress.later,
            is_number=True,
        ),
        Column(
            "until", gettext_lazy("Last day"), text=lambda each: when(each.ring_until), sort=("ring_until",)
        ),
        Column("owner", gettext_lazy("Partner"), text=lambda each: each.owner.label, sort=("owner__name",)),
        Column(
            "added",
            gettext_lazy("Made"),
            text=lambda each: date_format(each.created_at, "j M Y"),
            sort=("created_at",),
        ),
    )

    @cached_property
    def _fetched(self) -> list[CallList]:
        found = super()._fetched
        known = progress(found)
        for each in found:
            each.progress = known[each.pk]  # type: ignore[attr-defined]  # for the columns
        return found


def call_badge(call: Call) -> SafeString:
    """Where ringing somebody stands, in a word."""
    return state_badge(_BADGES.get(CallState(call.state), "none"), str(call.get_state_display()))


def _tries(call: Call) -> SafeString | str:
    made = list(call.tries.all())
    if not made:
        return ""
    count = ngettext("%(count)s try", "%(count)s tries", len(made)) % {"count": len(made)}
    last = made[0]
    who = last.by.user if last.by else _("the system")
    words = {"outcome": last.get_outcome_display(), "who": who, "when": when(last.at)}
    return format_html("{}<small>{}</small>", count, _("%(outcome)s, %(who)s, %(when)s") % words)


class CallsTable(Table[Call]):
    """The people on a call list, with what came of ringing them."""

    label = gettext_lazy("people")
    label_of_one = gettext_lazy("person")
    default_sort = "order"
    filter_form = CallFilters
    columns = (
        Column(
            "order",
            gettext_lazy("Name"),
            text=lambda each: format_html("<bdi>{}</bdi>", each.actor.name),
            url=Call.get_absolute_url,
            sort=("created_at",),
        ),
        Column("state", gettext_lazy("Where it stands"), text=call_badge, sort=("state", "next_try_at")),
        Column("tries", gettext_lazy("Tries"), text=_tries, sort=("tries_count",)),
        Column(
            "next", gettext_lazy("Next try"), text=lambda each: when(each.next_try_at), sort=("next_try_at",)
        ),
    )

    def __init__(self, *args: Any, call_list: CallList, **options: Any) -> None:
        # Each call list remembers its own filters.
        self.name = f"calls-{call_list.pk}"  # type: ignore[misc]  # the class has none
        super().__init__(*args, **options)

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by where ringing them stands."""
        return rows.filter(**chosen)
