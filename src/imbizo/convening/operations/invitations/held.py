"""Holding a gathering while its invitations change: whoever changes one waits for whoever changes another."""

from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.convening.models import Gathering
from imbizo.convening.queries.taking import gathering_to_hold
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

NOT_YOURS = _("Only the partner that convenes it can do this, by those who may write to the invited.")


def held(gathering: Gathering, by: Membership | None) -> Gathering:
    """The gathering as it is now, its row held to the end of the transaction. Raises NotAllowed."""
    if by is not None:
        may_write(gathering, by)
    return gathering_to_hold(gathering.pk)


def may_write(gathering: Gathering, by: Membership) -> None:
    """Raises NotAllowed where the member doesn't write to the invited for its partner."""
    if not by.may(Permission.INVITED_WRITE) or by.partner_id != gathering.owner_id:
        raise NotAllowed(NOT_YOURS)
