"""Money for transport: what the paper says against what was noted; and data vouchers."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from imbizo.base.errors import NotAllowed
from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.queries.attendance import payments
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit


@transaction.atomic
def reconcile_payments(*, gathering: Gathering, total: Decimal, by: Membership) -> Decimal:
    """Lay the sheet's total beside what was noted, and keep both in the trail. What is missing from what was noted.

    Below nought where more was noted than the sheet adds up to. Raises NotAllowed.
    """
    _check_ours(gathering, by)
    noted = payments(gathering).noted
    audit("reconcile", [gathering], by=by, changes={"transport_paid": [noted, total]})
    return total - noted


@transaction.atomic
def note_voucher(*, invitation: Invitation, voucher: str, by: Membership) -> Invitation:
    """Note the data voucher that somebody got. Raises NotAllowed."""
    _check_ours(invitation.gathering, by)
    before, invitation.data_voucher = invitation.data_voucher, voucher.strip()[:120]
    if before != invitation.data_voucher:
        invitation.save(update_fields=["data_voucher", "updated_at"])
        audit("change", [invitation], by=by, changes={"data_voucher": [before, invitation.data_voucher]})
    return invitation


def _check_ours(gathering: Gathering, by: Membership) -> None:
    if gathering.owner_id != by.partner_id or not by.may(Permission.DAY_REGISTER):
        raise NotAllowed(_("Only the partner that convenes it does this."))
