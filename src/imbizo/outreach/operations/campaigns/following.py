"""What is done for those whom an SMS didn't reach: e-mail, or a call."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.base import bulk
from imbizo.messaging.states import Channel, MessageState
from imbizo.outreach.errors import NotNow, NotReady
from imbizo.outreach.models import CallList, Campaign, Recipient
from imbizo.outreach.operations.calls import make_call_list
from imbizo.outreach.operations.campaigns.holding import held, may_write
from imbizo.outreach.operations.campaigns.preparing import CHUNK, drafts_of, queue_all
from imbizo.outreach.queries.audience import Audience
from imbizo.outreach.rules import message_id
from imbizo.outreach.states import CampaignState, Via
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_TURN = "email"
_AFTER = (CampaignState.SENDING, CampaignState.DONE)


def failed_to_email(*, campaign: Campaign, by: Membership) -> int:
    """Write by e-mail to those whose SMS failed and who have an address that may be used; how many.

    The failed SMS stays on the thread and is paid for; the person counts by the e-mail from now on. Pressed twice, or
    taken up again after an interruption, it writes to nobody twice. Raises NotAllowed, NotNow, NotReady (nobody).
    """
    may_write(campaign, by)
    if campaign.use_by is not None and campaign.use_by <= timezone.now():
        raise NotNow(_("Its time has passed: it isn't worth sending any more."))
    audience = Audience(campaign, via=Via.EMAIL)
    ids = _failed(campaign)
    done = sum(_email_chunk(audience, ids[start : start + CHUNK], by) for start in range(0, len(ids), CHUNK))
    if not done:
        raise NotReady(_("None of them has an e-mail address that may be used."))
    return done


def failed_to_call_list(*, campaign: Campaign, by: Membership) -> CallList:
    """Make a call list of those whom it didn't reach by SMS. Raises NotAllowed, and NotReady where there is nobody."""
    may_write(campaign, by)
    actors = Actor.objects.visible_to(by).filter(pk__in=_failed(campaign))
    name = _("Not reached: %(campaign)s") % {"campaign": campaign.name}
    return make_call_list(name=name[:160], actors=actors, campaign=campaign, by=by).call_list


def _failed(campaign: Campaign) -> list[UUID]:
    rows = Recipient.objects.filter(
        campaign=campaign, message__state=MessageState.FAILED, message__channel=Channel.SMS
    )
    return list(rows.order_by("actor_id").values_list("actor_id", flat=True))


@transaction.atomic
def _email_chunk(audience: Audience, ids: Sequence[UUID], by: Membership) -> int:
    campaign = held(audience.campaign, by, *_AFTER)
    reached = [reach for reach in audience.look(ids) if reach.is_reached]
    queued = {message.pk for message in queue_all(audience, drafts_of(audience, reached, _TURN))}
    new = [reach for reach in reached if message_id(campaign.pk, reach.actor_id, _TURN) in queued]
    if not new:
        return 0
    _repoint(campaign, {reach.actor_id: reach.language for reach in new})
    campaign.state, campaign.ended_at = CampaignState.SENDING, None
    campaign.save(update_fields=["state", "ended_at", "updated_at"])
    audit("failed_to_email", [campaign], by=by, changes={"people": [None, len(new)]})
    return len(new)


def _repoint(campaign: Campaign, languages: dict[UUID, str]) -> None:
    """The person's message is the e-mail from now on."""
    recipients = Recipient.objects.filter(campaign=campaign, actor_id__in=languages)
    rows = [
        (message_id(campaign.pk, actor, _TURN), Channel.EMAIL, languages[actor], pk)
        for pk, actor in recipients.values_list("pk", "actor_id")
    ]
    bulk.update_rows(Recipient, ["message_id", "channel", "language"], rows)
