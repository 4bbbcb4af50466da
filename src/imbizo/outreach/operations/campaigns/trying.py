"""A test to oneself: one message, outside every count of people."""

from django.db import transaction
from django.utils.translation import gettext as _

import imbizo.messaging.operations as messaging
from imbizo.actors.errors import BadAddress
from imbizo.actors.rules import read_address
from imbizo.base.limits import allow
from imbizo.messaging.models import Message
from imbizo.messaging.operations import Draft
from imbizo.messaging.states import Channel, MessageState, Purpose
from imbizo.outreach.errors import BadWording, NotReady
from imbizo.outreach.models import Campaign
from imbizo.outreach.operations.campaigns.holding import may_write
from imbizo.outreach.queries.preview import sample
from imbizo.outreach.queries.ways import ways_of
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

MOST_AN_HOUR = 30  # tests of one member


@transaction.atomic
def send_test(
    *, campaign: Campaign, language: str, channel: str, by: Membership, number: str = ""
) -> Message:
    """Send the text of a language to oneself: to the account's e-mail address, or to a mobile number of one's own.

    It leaves at any hour, costs what it costs, and counts for nobody; so one member sends no more than a few dozen an
    hour, else a campaign could go out past the second pair of eyes. Raises NotAllowed; BadWording for a number that
    can't get SMS; NotReady without a text or a gateway, after too many, or where the address asked us to stop.
    """
    may_write(campaign, by)
    if not allow(f"outreach.test:{by.pk}", limit=MOST_AN_HOUR, seconds=3_600):
        raise NotReady(_("You sent many tests within the last hour. Wait a while before the next one."))
    if not campaign.wordings.filter(language=language).exclude(text="").exists():
        raise NotReady(_("Write the text first."))
    address = by.user.email if channel == Channel.EMAIL else _mobile(number, by)
    shown = sample(campaign, by, language)
    is_mail = channel == Channel.EMAIL
    draft = Draft(
        channel=Channel(channel),
        address=address,
        text=shown.text,
        subject=shown.subject[:300] if is_mail else "",
        language=language,
        sender="" if is_mail else campaign.sender,
    )
    sent = messaging.queue(
        programme=by.programme,
        drafts=[draft],
        purpose=Purpose.ANSWER,
        source=campaign,
        owner=campaign.owner,
        gateway=ways_of(campaign).by(channel),
    )[0]
    if sent.state != MessageState.WAITING:
        raise NotReady(_("It can't be sent there: %(reason)s.") % {"reason": sent.get_reason_display()})
    audit("send_test", [campaign], by=by, changes={"language": [None, language]})
    return sent


def _mobile(number: str, by: Membership) -> str:
    if not number.strip():
        raise BadWording(_("Write the number of your mobile phone."), field="number")
    try:
        found = read_address(channel=Channel.SMS, raw=number, region=by.programme.region)
    except BadAddress as bad:
        raise BadWording(bad.message, field="number") from bad
    if found.channel != Channel.SMS:
        raise BadWording(_("This number can't get SMS. Give a mobile number."), field="number")
    return found.address
