"""How the steps stand that campaigns are the tool of."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.counts import count_text
from imbizo.messaging.states import MessageState
from imbizo.outreach.models import Recipient
from imbizo.outreach.queries.seeing import campaigns
from imbizo.outreach.states import CampaignState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, StepStatus

_REACHED = (MessageState.SENT, MessageState.DELIVERED)


def campaigns_status(member: Membership) -> StepStatus | None:
    """How many campaigns went out and whom they reached: "2 campaigns sent; 1,240 people reached; 3 uncertain".

    None for members who see no campaigns: to them it can't be said that none has gone out.
    """
    if not member.may(Permission.OUTREACH_VIEW):
        return None
    url = reverse("outreach:campaigns", args=[member.programme.slug])
    gone = campaigns(member).filter(state__in=(CampaignState.SENDING, CampaignState.DONE))
    ids = list(gone.values_list("pk", flat=True))
    if not ids:
        return StepStatus(_("No campaign has gone out yet"), None, None, url, _("Write a campaign"))
    found = Recipient.objects.filter(campaign__in=ids).aggregate(
        reached=Count("actor", distinct=True, filter=Q(message__state__in=_REACHED)),
        uncertain=Count("pk", filter=Q(message__state=MessageState.UNCERTAIN)),
    )
    return StepStatus("; ".join(_said(len(ids), found["reached"], found["uncertain"])), None, None, url, "")


def _said(sent: int, reached: int, uncertain: int) -> list[str]:
    said = [
        ngettext("%(count)s campaign sent", "%(count)s campaigns sent", sent) % {"count": count_text(sent)},
        ngettext("%(count)s person reached", "%(count)s people reached", reached)
        % {"count": count_text(reached)},
    ]
    if uncertain:
        words = ngettext("%(count)s uncertain", "%(count)s uncertain", uncertain)
        said.append(words % {"count": count_text(uncertain)})
    return said
