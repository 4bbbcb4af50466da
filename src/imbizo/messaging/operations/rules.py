"""What a programme decides about its messages: in which hours they leave, and its words for STOP, START and HELP."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.messaging.errors import BadGateway
from imbizo.messaging.models import SendingRules
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, differences


@transaction.atomic
def set_sending_rules(*, changes: Mapping[str, Any], by: Membership) -> SendingRules:
    """Write the hours (`hours_from`, `hours_until`) and the `words` by keyword. Raises NotAllowed, BadGateway.

    What waits already leaves by the new hours: the gate asks again when it is sent.
    """
    if not by.may(Permission.GATEWAYS_MANAGE):
        raise NotAllowed(_("Only who sets up gateways and rules in this programme can change this."))
    found = SendingRules.objects.select_for_update().filter(programme=by.programme).first()
    rules = found or SendingRules(programme=by.programme)
    before = {name: getattr(rules, name) for name in changes}
    for name, value in changes.items():
        setattr(rules, name, value)
    if rules.hours_until <= rules.hours_from:
        raise BadGateway(_("The evening hour must come after the morning hour."), field="hours_until")
    if changed := differences(before, {name: getattr(rules, name) for name in changes}):
        rules.save(force_insert=found is None)
        audit("change_rules", [by.programme], by=by, changes=_told(changed))
    return rules


def _told(changed: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The changes in forms that JSON keeps: hours as text."""
    return {
        name: [value if isinstance(value, dict) else str(value) for value in pair]
        for name, pair in changed.items()
    }
