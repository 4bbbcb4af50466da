"""Putting somebody who asks to be rung on a call list, so that whoever rings next reaches them."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.outreach.errors import NotReady
from imbizo.outreach.models import CallList
from imbizo.outreach.operations.calls import add_to_call_list, make_call_list
from imbizo.outreach.operations.ringing import reopen_call
from imbizo.outreach.queries.calls import OPEN, may_ring, why_not
from imbizo.programmes.models import Membership


def call_back(
    *, actor: Actor, call_list: CallList | None, by: Membership, name: str = "", id: UUID | None = None
) -> CallList:
    """Put the actor on the list, or for None on a new one of this name, and return the list.

    Whoever stands on it already, as rung or given up, is to be rung again.
    Raises NotReady (they can't be rung), NotAllowed, NotNow (the list is closed), Conflict.
    """
    if (reason := why_not(actor, by)) is not None:
        raise NotReady(_("They can't be rung: %(reason)s.") % {"reason": reason.label})
    if call_list is None:
        return make_call_list(name=name, actors=[actor], by=by, id=id).call_list
    made = add_to_call_list(call_list=call_list, actors=[actor], by=by)
    rung = call_list.calls.filter(actor=actor).exclude(state__in=OPEN).first()
    if rung is not None and may_ring(by):
        reopen_call(call=rung, by=by)
    return made.call_list
