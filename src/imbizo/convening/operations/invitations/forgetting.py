"""What invitations keep of an erased person: that somebody was invited and how it ended. Words and needs go."""

from typing import Any, Final

from imbizo.actors.registry import Forgotten
from imbizo.convening.models import Answer, Invitation, OpenQuestion
from imbizo.convening.states import InvitationState
from imbizo.thread.models import AuditEntry, PublicLink

_NEEDS: Final[dict[str, Any]] = {
    "interpreter": "",
    "children": None,
    "needs_transport": None,
    "transport_from": "",
    "diet": "",
    "access": "",
    "data_voucher": "",
    "withdrawn_because": "",
}
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
    """Bound to erasing, in its transaction: their words go, and a place that they held is free."""
    rows = Invitation.objects.filter(
        programme=forgotten.programme, actor__in=[actor.pk for actor in forgotten.actors]
    )
    ids = list(rows.values_list("pk", flat=True))
    Answer.objects.filter(invitation__in=ids).update(words="", instead_name="", instead_number="")
    rows.update(**_NEEDS)
    rows.filter(state__in=_OPEN, gathering__state="planned").update(
        state=InvitationState.WITHDRAWN, place_number=None, waiting_since=None, offer_until=None
    )
    addresses = [address for _channel, address in forgotten.addresses]
    OpenQuestion.objects.filter(programme=forgotten.programme, address__in=addresses).delete()
    PublicLink.objects.filter(record_id__in=ids).delete()
    AuditEntry.objects.filter(subject_id__in=ids).update(changes={})
