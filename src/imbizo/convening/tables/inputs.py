"""The list of what was put to institutions."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Empty
from imbizo.base.tables import Column, Table
from imbizo.base.templatetags.look import state_badge, when
from imbizo.convening.models import PutTo
from imbizo.convening.states import PutState

_LOOK = {
    PutState.WAITING: "info",
    PutState.OVERDUE: "doubtful",
    PutState.ANSWERED: "ok",
    PutState.WITHDRAWN: "none",
}


class PutFilters(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=[("", _("all")), *PutState.choices], required=False)


class PutTable(Table[PutTo]):
    """What waits longest first."""

    name = "put-to"
    label = _("inputs put to institutions")
    label_of_one = _("input put to an institution")
    default_sort = "by"
    filter_form = PutFilters
    empty = Empty(
        _("Nothing was put to an institution yet"),
        _("On the page of something that was said, choose “Put it to an institution” and a day."),
        icon="arrow-forward-up",
    )
    columns = (
        Column(
            "what",
            _("What was said"),
            text=lambda put: Truncator(put.question or put.input.text).chars(90),
            url=PutTo.get_absolute_url,
        ),
        Column("to", _("Put to"), text=lambda put: put.institution.name, sort=("institution__sort_name",)),
        Column("by", _("Answer by"), text=lambda put: when(put.answer_by), sort=("answer_by",)),
        Column(
            "state",
            _("State"),
            text=lambda put: state_badge(_LOOK[PutState(put.state)], put.get_state_display()),
        ),
        Column(
            "gathering",
            _("Gathering"),
            text=lambda put: put.input.gathering.name,
            sort=("input__gathering__starts_at",),
        ),
    )

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """By state."""
        return rows.filter(state=chosen["state"]) if chosen.get("state") else rows
