"""Protecting a conversation, in one press."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.outreach.models import Conversation
from imbizo.outreach.queries.seeing import conversations
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit

_GONE = _("This conversation isn't there any more.")
_OFFICERS = _("Only a protection officer can do this.")


@transaction.atomic
def protect(*, conversation: Conversation, by: Membership) -> Conversation:
    """From now on only protection officers know of it. Whoever sees it may do this, once and at once.

    Nobody is assigned any longer who couldn't read it. The trail says that it was done, and nothing of what it holds.
    Raises NotAllowed.
    """
    current = _seen(conversation, by)
    if current.is_protected:
        return current
    keeps = current.assignee is not None and current.assignee.may(Permission.PROTECTED_VIEW)
    current.assignee = current.assignee if keeps else None
    current.is_protected, current.is_unread = True, True
    current.protected_by, current.protected_at = by, timezone.now()
    current.save()
    audit("protect", [current], by=by)
    return current


@transaction.atomic
def unprotect(*, conversation: Conversation, by: Membership) -> Conversation:
    """It belongs with the others after all. Only a protection officer decides that. Raises NotAllowed."""
    if not by.may(Permission.PROTECTED_VIEW):
        raise NotAllowed(_OFFICERS)
    current = _seen(conversation, by)
    if current.is_protected:
        current.is_protected, current.protected_by, current.protected_at = False, None, None
        current.save()
        audit("unprotect", [current], by=by)
    return current


def _seen(conversation: Conversation, by: Membership) -> Conversation:
    seen = conversations(by).filter(pk=conversation.pk)
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("programme", "assignee")
    found: Conversation | None = rows.filter(pk__in=seen.values("pk")).first()
    if found is None:
        raise NotAllowed(_GONE)
    return found
