"""What those who come need."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from imbizo.convening.models import Invitation
from imbizo.convening.operations.invitations.held import may_write
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit, differences

NEEDS: Final = ("interpreter", "children", "needs_transport", "transport_from", "diet", "access")


@transaction.atomic
def set_needs(*, invitation: Invitation, needs: Mapping[str, Any], by: Membership | None) -> Invitation:
    """Write what somebody needs; `by` is None where they said so themselves. Raises NotAllowed."""
    if by is not None:
        may_write(invitation.gathering, by)
    current: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    given = {name: needs[name] for name in NEEDS if name in needs}
    before = {name: getattr(current, name) for name in given}
    changed = differences(before, given)
    if changed:
        Invitation.objects.filter(pk=current.pk).update(**given)
        if by is not None:
            # What somebody eats or can't climb is told by the record, not by the trail.
            audit("change_needs", [current], by=by, changes={})
    return current
