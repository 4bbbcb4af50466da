"""Holding a conversation while a verb changes it, for those who may."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.outreach.models import Conversation
from imbizo.outreach.rules.handling import may_handle
from imbizo.programmes.models import Membership

_NOT_YOURS = _("Only members of the organisation that these people wrote to can do this.")


def held(conversation: Conversation, by: Membership) -> Conversation:
    """The row as it is now, held to the end of the transaction. Raises NotAllowed."""
    rows = Conversation.objects.select_related("programme", "owner", "actor")
    current: Conversation = rows.select_for_update(of=("self",)).get(pk=conversation.pk)
    if not may_handle(current, by):
        raise NotAllowed(_NOT_YOURS)
    return current


def write(conversation: Conversation, **values: Any) -> dict[str, list[Any]]:
    """Set these fields and say what changed, as the audit trail wants it."""
    before = {name: getattr(conversation, name) for name in values}
    for name, value in values.items():
        setattr(conversation, name, value)
    conversation.save(update_fields=[*values, "updated_at"])
    return {name: [before[name], value] for name, value in values.items() if before[name] != value}


def told(conversation: Conversation, changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What the trail may say of a change: of a protected conversation nothing but the verb."""
    return {} if conversation.is_protected else changes
