"""The invited of a gathering, as a list."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Empty
from imbizo.base.tables import Column, Table
from imbizo.base.templatetags.look import state_badge, when
from imbizo.convening.models import Invitation
from imbizo.convening.states import InvitationState
from imbizo.messaging.states import MessageState

_LOOKS = {
    InvitationState.ACCEPTED: "ok",
    InvitationState.ATTENDED: "ok",
    InvitationState.TENTATIVE: "doubtful",
    InvitationState.WAITING: "doubtful",
    InvitationState.OFFERED: "info",
    InvitationState.INVITED: "info",
    InvitationState.DELIVERED: "info",
    InvitationState.ABSENT: "bad",
}


def state_of(invitation: Invitation) -> SafeString:
    """Where it stands, as a badge."""
    state = InvitationState(invitation.state)
    return state_badge(_LOOKS.get(state, ""), str(state.label))


def _place(invitation: Invitation) -> str:
    return "" if invitation.place_number is None else str(invitation.place_number)


def _message(invitation: Invitation) -> str:
    """What became of the last message; a reason where it didn't leave or arrive."""
    message = invitation.message
    if message is None:
        return ""
    if message.state in (MessageState.REFUSED, MessageState.FAILED) and message.reason:
        return f"{message.get_state_display()}: {message.get_reason_display()}"
    return f"{message.get_channel_display()}, {message.get_state_display()}"


def _answered(invitation: Invitation) -> str:
    if invitation.answered_at is None:
        return ""
    return f"{when(invitation.answered_at)}, {invitation.get_answered_via_display()}"


def _why(invitation: Invitation) -> str:
    """Why they are on the list, where there is more to say than that they are."""
    if invitation.substitute_for is not None:
        return translated("instead of %(name)s") % {"name": invitation.substitute_for.actor}
    if invitation.proposed_by is not None:
        return translated("named by %(name)s") % {"name": invitation.proposed_by}
    return translated("must be there") if invitation.is_required else ""


class InvitedFilters(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("all")), *InvitationState.choices], required=False
    )


class InvitedTable(Table[Invitation]):
    """One line a person."""

    name = "invited"
    label = _("people")
    label_of_one = _("person")
    columns: ClassVar = (
        Column("name", _("Name"), text=str, url=Invitation.get_absolute_url, sort=("actor__sort_name",)),
        Column("state", _("State"), text=state_of, sort=("state", "actor__sort_name")),
        Column("answered", _("Answered"), text=_answered, sort=("answered_at",)),
        Column("message", _("Last message"), text=_message),
        Column("place", _("Place"), text=_place, sort=("place_number",), is_number=True),
        Column("why", _("Note"), text=_why),
    )
    default_sort = "name"
    filter_form = InvitedFilters
    empty = Empty(
        _("Nobody is on the list yet"),
        _("Put people on it from a list of the register, or one by one; then invite them together."),
        icon="users-group",
    )

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        return rows.filter(state=chosen["state"]) if chosen.get("state") else rows
