"""What invitations keep of an erased person: that somebody was invited and how it ended.

Their words and needs are emptied with those of the other tables (`operations.forgetting`).
"""

from typing import Final

from imbizo.actors.registry import Forgotten
from imbizo.convening.models import Invitation, OpenQuestion
from imbizo.convening.states import InvitationState
from imbizo.thread.models import PublicLink

_OPEN: Final = (
    InvitationState.READY,
    InvitationState.INVITED,
    InvitationState.DELIVERED,
    InvitationState.ACCEPTED,
    InvitationState.TENTATIVE,
    InvitationState.WAITING,
    InvitationState.OFFERED,
)


def forget(forgotten: Forgotten) -> None:
    """Part of erasing, in its transaction: a place that they held is free, and no question to them is open."""
    rows = Invitation.objects.filter(
        programme=forgotten.programme, actor__in=[actor.pk for actor in forgotten.actors]
    )
    ids = list(rows.values_list("pk", flat=True))
    rows.filter(state__in=_OPEN, gathering__state="planned").update(
        state=InvitationState.WITHDRAWN, place_number=None, waiting_since=None, offer_until=None
    )
    addresses = [address for _channel, address in forgotten.addresses]
    OpenQuestion.objects.filter(programme=forgotten.programme, address__in=addresses).delete()
    PublicLink.objects.filter(record_id__in=ids).delete()
