"""Those a campaign meant, and what they said: as far as a member sees the people themselves."""

from django.db.models import Case, F, Q, QuerySet, When

from imbizo.actors.queries.seeing import sees
from imbizo.calc import folding
from imbizo.messaging.states import MessageState
from imbizo.outreach.models import Campaign, Entry, Recipient
from imbizo.outreach.queries.seeing import conversations
from imbizo.outreach.queries.untold import untold
from imbizo.programmes.models import Membership

_MOST_WORDS = 6
_UNREACHED = (MessageState.REFUSED, MessageState.EXPIRED, MessageState.STOPPED, MessageState.FAILED)


def recipients(campaign: Campaign, member: Membership) -> QuerySet[Recipient]:
    """The people of the campaign's audience whom the member sees, each with their message and `told_at`."""
    rows = Recipient.objects.filter(sees(member, "actor"), campaign=campaign)
    kept = untold([campaign.pk])[campaign.pk] if campaign.started_at else set()
    told = {"told_at": Case(When(actor_id__in=kept, then=None), default=F("answered_at"))}
    rows = rows.annotate(**told)
    return rows.select_related("actor__programme", "message__programme")


def became(state: str) -> Q:
    """Of `recipients`, by what became of the message: a state of messages, "answered", "silent" or "outside".

    Silent are those who got it, as far as we know, and haven't answered.
    """
    if state == "answered":
        return Q(told_at__isnull=False)
    if state == "silent":
        return Q(message__isnull=False, told_at=None) & ~Q(message__state__in=_UNREACHED)
    if state == "outside":
        return ~Q(outside="")
    return Q(message__state=state)


def named(words: str) -> Q:
    """Recipients in whose name, folded as the register folds names, each of the words stands."""
    whole = Q()
    for word in folding.words(words)[:_MOST_WORDS]:
        whole &= Q(actor__sort_name__contains=word)
    return whole


def why(reason: str) -> Q:
    """Recipients who didn't get it for this reason: a value of Outside or of a message's Reason."""
    return Q(outside=reason) | Q(message__reason=reason)


def answers(campaign: Campaign, member: Membership) -> QuerySet[Entry]:
    """What people answered to the campaign, by whatever channel, the newest first.

    Protected conversations stay out, for protection officers too: each reading of them is logged where it happens.
    """
    seen = conversations(member).filter(is_protected=False)
    rows = Entry.objects.filter(campaign=campaign, conversation__in=seen.values("pk"))
    related = ("inbound", "conversation__programme", "conversation__actor__programme", "by__user")
    return rows.select_related(*related).order_by("-at")
