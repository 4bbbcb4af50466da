"""The list of actions across gatherings."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Empty
from imbizo.base.tables import Column, Table
from imbizo.base.templatetags.look import state_badge, when
from imbizo.convening.models import Action
from imbizo.convening.queries import afterwards as queries
from imbizo.convening.states import ActionState
from imbizo.programmes.models import Membership

_LOOK = {ActionState.OPEN: "info", ActionState.DONE: "ok", ActionState.DROPPED: "none"}


class ActionFilters(forms.Form):
    whose = forms.ChoiceField(
        label=_("Whose"), choices=[("", _("everybody's")), ("mine", _("mine"))], required=False
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("all")), ("late", _("late")), *ActionState.choices],
        required=False,
    )


def badge(action: Action) -> SafeString:
    """How it stands, with late ones told apart."""
    if (
        action.state == ActionState.OPEN
        and action.due_on
        and action.due_on < queries.today_of(action.programme)
    ):
        return state_badge("doubtful", _t("late"))
    return state_badge(_LOOK[ActionState(action.state)], action.get_state_display())


class ActionTable(Table[Action]):
    """What is due first stands first."""

    name = "actions"
    label = _("actions")
    label_of_one = _("action")
    default_sort = "by"
    filter_form = ActionFilters
    empty = Empty(
        _("There are no actions yet"),
        _("On a gathering's page “Afterwards”, note who does what by when. It stands here for everybody."),
        icon="clipboard-check",
    )
    columns = (
        Column(
            "what", _("What is to be done"), text=lambda row: Truncator(row.text).chars(100),
            url=lambda row: f"{row.get_absolute_url()}#action-{row.pk}",
        ),
        Column("who", _("Who"), text=queries.owner_words, sort=("member__user__name", "actor__sort_name")),
        Column("by", _("By"), text=lambda row: when(row.due_on), sort=("due_on",)),
        Column("state", _("State"), text=badge),
        Column("gathering", _("Gathering"), text=lambda row: row.gathering.name, sort=("gathering__starts_at",)),
    )  # fmt: skip

    def __init__(
        self, request: HttpRequest, queryset: QuerySet[Any], *, member: Membership, **options: Any
    ) -> None:
        self.member = member
        super().__init__(request, queryset, **options)

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """By whose they are, and how they stand."""
        return queries.narrowed(rows, chosen, self.member)
