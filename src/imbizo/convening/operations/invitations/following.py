"""What is known to have reached the invited: by the gateway's reports, or because somebody told them."""

from datetime import datetime

from django.db import transaction

from imbizo.convening.models import Invitation
from imbizo.convening.queries import told
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


def note_told(invitation: Invitation) -> None:
    """Somebody told them in so many words what holds now: late news concerns them from here on, and no older one.

    Part of the caller's transaction, which holds the gathering and writes the audit entry.
    """
    gathering = invitation.gathering
    invitation.told, invitation.told_sequence = told.facts(gathering).told_to(invitation), gathering.sequence
    invitation.save(update_fields=["told", "told_sequence", "updated_at"])
