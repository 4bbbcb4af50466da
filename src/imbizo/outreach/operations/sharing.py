"""Noting that somebody shared a campaign's text by hand."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.outreach.models import Campaign, GroupShare
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, link
from imbizo.thread.states import Relation


@transaction.atomic
def note_share(
    *,
    campaign: Campaign,
    group: str,
    language: str,
    by: Membership,
    people: int | None = None,
    id: UUID | None = None,
) -> GroupShare:
    """Note where the text was shared, in which language, to about how many; None where nobody knows.

    Members of partners with whom the campaign is shared note theirs too. Raises NotAllowed, Conflict.
    """
    if not by.may(Permission.CALLS_MAKE):
        raise NotAllowed(_("You can't note this in this programme."))
    content: dict[str, Any] = {
        "programme_id": campaign.programme_id,
        "campaign_id": campaign.pk,
        "group": " ".join(group.split())[:160],
        "language": language,
        "people": people,
        "by_id": by.pk,
    }
    if (before := made_before(GroupShare, id, content)) is not None:
        return before
    share, is_new = insert(GroupShare(id=id or new_id(), **content), content)
    if is_new:
        audit("create", [share], by=by, changes={"group": [None, share.group]})
        link(share, campaign, Relation.DELIVERS, by=by)
    return share


@transaction.atomic
def take_back_share(*, share: GroupShare, by: Membership) -> GroupShare:
    """It was noted by mistake. Raises NotAllowed unless the member, or one of the campaign's owner, noted it."""
    is_own = share.by_id == by.pk or share.campaign.owner_id == by.partner_id
    if not (is_own and by.may(Permission.CALLS_MAKE)):
        raise NotAllowed(_("Somebody else noted this. Ask them to take it back."))
    GroupShare.objects.filter(pk=share.pk).delete()
    audit("remove", [share], by=by, changes={"group": [share.group, None]})
    return share
