"""That an invitation was delivered, as the gateway's reports say."""

from datetime import datetime

from django.db import transaction

from imbizo.convening.models import Invitation
from imbizo.convening.states import InvitationState
from imbizo.messaging.states import MessageState


@transaction.atomic
def note_delivered(now: datetime) -> int:
    """For the clock: those whose message arrived; how many. Their own rows are the history."""
    rows = Invitation.objects.filter(state=InvitationState.INVITED, message__state=MessageState.DELIVERED)
    ids = list(rows.values_list("pk", flat=True)[:5_000])
    return Invitation.objects.filter(pk__in=ids, state=InvitationState.INVITED).update(
        state=InvitationState.DELIVERED, updated_at=now
    )
