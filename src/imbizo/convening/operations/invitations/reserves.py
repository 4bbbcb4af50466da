"""A reserve of a draw who moves up by themselves: onto the list, with whoever leads the gathering told of it."""

from datetime import datetime

from imbizo.convening.models import Candidate, Gathering, Invitation
from imbizo.thread.operations import audit


def put_reserve(reserve: Candidate, current: Gathering, *, invited_at: datetime | None) -> Invitation:
    """Put a reserve on the list of a gathering that is held; they aren't on it. Whom a place is offered was invited."""
    made = Invitation.objects.create(
        programme=current.programme,
        gathering=current,
        actor=reserve.actor,
        is_open_place=True,
        invited_at=invited_at,
    )
    audit("list_add", [made], by=None, changes={"gathering": [None, current.name]})
    audit("move_up", [reserve], by=None)
    return made
