"""What came back on paper: the signed register, the payment sheet, a list with ticks."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from imbizo.convening.errors import Taken
from imbizo.convening.models import Attendance, Gathering, Invitation
from imbizo.convening.operations.attendance import Registered, register_at_the_desk, register_came
from imbizo.convening.queries.attendance import on_the_list
from imbizo.convening.rules.came import Came, card_code, is_same_name
from imbizo.convening.states import Named
from imbizo.programmes.models import Membership


@transaction.atomic
def note_paper(*, gathering: Gathering, came: Came, by: Membership, id: UUID) -> Registered:
    """Type one line of the register. A known card adds to whoever holds it; a known name to who is on the list.

    An amount that the door noted too is the same money; a different one waits for a person. Raises as `register_came`,
    and Taken where card and name don't belong together.
    """
    holder = _holder(gathering, card_code(came.code))
    if holder is not None:
        came = _about(holder, came)
    elif came.named == Named.NAME:
        came = replace(came, invitation=_listed(gathering, came.name))
    known = holder or _registered(gathering, came)
    if known is not None and known.transport_paid == came.transport_paid:
        came = replace(came, transport_paid=None)
    return register_at_the_desk(gathering=gathering, came=came, by=by, id=id)


@transaction.atomic
def tick_came(*, gathering: Gathering, invitations: Iterable[Invitation], by: Membership) -> int:
    """Register those ticked on the list, and say how many are new. Nobody is taken back."""
    done = [
        register_came(gathering=gathering, came=Came(invitation=each.pk), by=by)
        for each in invitations
        if each.gathering_id == gathering.pk
    ]
    return sum(each.is_new for each in done)


def _holder(gathering: Gathering, code: str) -> Attendance | None:
    """Who holds the card; nobody who was registered with it by mistake."""
    rows = Attendance.objects.filter(gathering=gathering, withdrawn_at=None)
    return rows.filter(code=code).first() if code else None


def _about(holder: Attendance, came: Came) -> Came:
    if came.name.strip() and not is_same_name(came.name, holder.name):
        text = _("Card %(code)s belongs to %(name)s. Look at the line again.")
        raise Taken(text % {"code": holder.code, "name": holder.name or _("somebody without a name")})
    return replace(came, attendance=holder.pk, named=Named(holder.named), code="")


def _listed(gathering: Gathering, name: str) -> UUID | None:
    """The invitation of that name, where exactly one on the list has it."""
    found = [each.pk for each in on_the_list(gathering) if is_same_name(each.actor.name, name)]
    return found[0] if len(found) == 1 else None


def _registered(gathering: Gathering, came: Came) -> Attendance | None:
    """Who came by this invitation; nobody who was registered by mistake."""
    rows = Attendance.objects.filter(gathering=gathering, withdrawn_at=None)
    return rows.filter(invitation=came.invitation).first() if came.invitation else None
