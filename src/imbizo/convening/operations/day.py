"""Closing the day: who said they would come and did or didn't, and devices that forget."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from imbizo.convening.models import Attendance, Gathering, Invitation
from imbizo.convening.operations import gatherings
from imbizo.convening.operations.devices import close_devices
from imbizo.convening.registry import after_closing
from imbizo.convening.states import InvitationState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit


@transaction.atomic
def close_day(*, gathering: Gathering, by: Membership, at: datetime | None = None) -> Gathering:
    """End the day. Who accepted has come or stayed away from now on; other answers stand. Devices drop their names.

    Then what else was registered for it (`registry.after_closing`). Raises NotAllowed, NotNow (it isn't open).
    """
    at = at or timezone.now()
    closed = gatherings.close(gathering=gathering, by=by, at=at)
    _note_who_came(closed, by)
    close_devices(gathering=closed, by=by, at=at)
    for act in after_closing:
        act(closed, by)
    return closed


@transaction.atomic
def reopen_day(*, gathering: Gathering, by: Membership) -> Gathering:
    """Undo closing: who came or stayed away has accepted again. Devices have to be opened anew."""
    opened = gatherings.reopen(gathering=gathering, by=by)
    came = list(opened.invitations.select_for_update().filter(state=InvitationState.ATTENDED))
    away = list(opened.invitations.select_for_update().filter(state=InvitationState.ABSENT))
    _turn_invitations(came, InvitationState.ACCEPTED, by)
    _turn_invitations(away, InvitationState.ACCEPTED, by)
    _give_places(opened)
    return opened


def _note_who_came(gathering: Gathering, by: Membership) -> None:
    accepted = gathering.invitations.select_for_update().filter(state=InvitationState.ACCEPTED)
    present = Attendance.objects.filter(gathering=gathering, withdrawn_at=None, invitation__isnull=False)
    came = set(present.values_list("invitation_id", flat=True))
    rows = list(accepted)
    _turn_invitations([each for each in rows if each.pk in came], InvitationState.ATTENDED, by)
    _turn_invitations([each for each in rows if each.pk not in came], InvitationState.ABSENT, by)


def _turn_invitations(invitations: list[Invitation], state: InvitationState, by: Membership) -> None:
    """A place is held by those who come; who stayed away holds none."""
    if not invitations:
        return
    before = invitations[0].state
    changes = {"state": state} | ({"place_number": None} if state == InvitationState.ABSENT else {})
    ids = [each.pk for each in invitations]
    Invitation.objects.filter(pk__in=ids).update(**changes, updated_at=timezone.now())
    audit("change", invitations, by=by, changes={"state": [before, state]})


def _give_places(gathering: Gathering) -> None:
    """Those who stayed away get a place again: the next numbers, since theirs may have been given on."""
    last = gathering.invitations.aggregate(last=Max("place_number"))["last"] or 0
    without = gathering.invitations.filter(state=InvitationState.ACCEPTED, place_number=None)
    for number, invitation in enumerate(
        without.order_by(F("answered_at").asc(nulls_last=True), "pk"), last + 1
    ):
        invitation.place_number = number
        invitation.save(update_fields=["place_number", "updated_at"])
