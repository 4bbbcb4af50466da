"""The gateways that a campaign leaves by."""

from dataclasses import dataclass

from imbizo.messaging import queries as messaging
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Channel
from imbizo.outreach.models import Campaign
from imbizo.outreach.states import Via


@dataclass(frozen=True, slots=True)
class Ways:
    """The gateway of each channel that the campaign uses; None where there is none."""

    sms: Gateway | None
    mail: Gateway | None

    @property
    def channels(self) -> frozenset[str]:
        """The channels on which anything can leave."""
        found = {Channel.SMS: self.sms, Channel.EMAIL: self.mail}
        return frozenset(channel for channel, gateway in found.items() if gateway is not None)

    def by(self, channel: str) -> Gateway | None:
        return self.sms if channel == Channel.SMS else self.mail

    @property
    def all(self) -> list[Gateway]:
        return [gateway for gateway in (self.sms, self.mail) if gateway is not None]


def ways_of(campaign: Campaign, via: str = "") -> Ways:
    """The gateways chosen, else the programme's first of each channel. A chosen one that is out of use doesn't count.

    `via` stands in for the campaign's own where it goes another way this time.
    """
    chosen = via or campaign.via
    return Ways(
        sms=_way(campaign, Channel.SMS, campaign.sms_gateway) if chosen != Via.EMAIL else None,
        mail=_way(campaign, Channel.EMAIL, campaign.mail_gateway) if chosen != Via.SMS else None,
    )


def _way(campaign: Campaign, channel: Channel, chosen: Gateway | None) -> Gateway | None:
    if chosen is not None and messaging.usable(campaign.programme, channel).filter(pk=chosen.pk).exists():
        return chosen
    return messaging.gateway_for(campaign.programme, channel)
