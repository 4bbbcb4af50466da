"""Holding an agreement for a verb: its row as it is now, and only where the member may change it."""

from django.utils.translation import gettext_lazy as _

from imbizo.agreements.errors import NotNow
from imbizo.agreements.models import Agreement
from imbizo.agreements.states import OVER, AgreementState
from imbizo.base.errors import NotAllowed
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

_NOT_YOURS = _("Only the partner that keeps this agreement can change it, by those who prepare agreements.")
_OVER = _("This agreement is withdrawn or has ended, so nothing changes in it any more.")
_BEING_SIGNED = _("This text is being signed or in effect already, so it can't change under the signatures.")
SETTLED = frozenset({AgreementState.SIGNING, AgreementState.IN_EFFECT, *OVER})


def held(
    agreement: Agreement,
    by: Membership | None,
    permission: Permission = Permission.AGREEMENTS_WRITE,
    *,
    before_signing: bool = False,
) -> Agreement:
    """The agreement, its row held until the transaction ends. `by` None is the system itself.

    Raises NotAllowed, NotNow (it is over; or, with `before_signing`, it is being signed already).
    """
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("programme", "document", "owner")
    current: Agreement = rows.get(pk=agreement.pk)
    if by is not None and not (by.may(permission) and by.partner_id == current.owner_id):
        raise NotAllowed(_NOT_YOURS)
    if current.state in OVER:
        raise NotNow(_OVER)
    if before_signing and current.state in SETTLED:
        raise NotNow(_BEING_SIGNED)
    return current
