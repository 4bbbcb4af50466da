"""The lists of campaigns, and of the people that one of them meant."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.states import Language, Purpose
from imbizo.base.forms.fields import SearchInput
from imbizo.base.tables import Column, Table
from imbizo.base.templatetags.look import state_badge, when
from imbizo.messaging.states import MessageState, Reason
from imbizo.outreach.models import Campaign, Entry, Recipient
from imbizo.outreach.queries.recipients import became, named, why
from imbizo.outreach.queries.tallies import Tally, tallies
from imbizo.outreach.states import CampaignState, Outside

_BADGES: Mapping[str, str] = {
    CampaignState.REVIEW: "doubtful",
    CampaignState.SCHEDULED: "info",
    CampaignState.PREPARING: "info",
    CampaignState.SENDING: "info",
    CampaignState.PAUSED: "doubtful",
    CampaignState.DONE: "ok",
    CampaignState.STOPPED: "bad",
}
_MESSAGE_BADGES: Mapping[str, str] = {
    MessageState.SENT: "info",
    MessageState.DELIVERED: "ok",
    MessageState.FAILED: "bad",
    MessageState.UNCERTAIN: "doubtful",
    MessageState.EXPIRED: "doubtful",
    MessageState.STOPPED: "doubtful",
}
_ANY = ("", gettext_lazy("any"))


def campaign_badge(campaign: Campaign) -> SafeString:
    """The state of a campaign in a word."""
    return state_badge(_BADGES.get(campaign.state, "none"), str(campaign.get_state_display()))


def _message_badge(recipient: Any) -> SafeString:
    """What became of the message to one person; those who may read it get there from here."""
    message = recipient.message
    if message is None:
        return state_badge("none", _("left out") if recipient.outside else _("being prepared"))
    badge = state_badge(_MESSAGE_BADGES.get(message.state, "none"), str(message.get_state_display()))
    if not recipient.may_read:
        return badge
    return format_html('<a href="{}">{}</a>', message.get_absolute_url(), badge)


class CampaignFilters(forms.Form):
    """What narrows the list of campaigns."""

    q = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=160,
        widget=SearchInput({"dir": "auto", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[_ANY, *CampaignState.choices]
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"), required=False, choices=[_ANY, *Purpose.choices]
    )


def _name(campaign: Campaign) -> SafeString:
    return format_html("<bdi>{}</bdi>", campaign.name)


def _when(campaign: Campaign) -> str:
    """When it left, or is to leave."""
    return when(campaign.started_at or campaign.send_at)


def _people(campaign: Any) -> str:
    count = campaign.tally.people or campaign.estimate.get("people")
    return f"{count:n}" if count else ""


def _delivered(campaign: Any) -> str:
    percent = campaign.tally.delivered_percent
    return "" if percent is None else f"{percent}\N{NARROW NO-BREAK SPACE}%"


def _answered(campaign: Any) -> str:
    return f"{campaign.tally.answered:n}" if campaign.tally.people else ""


def _cost(campaign: Any) -> str:
    tally: Tally = campaign.tally
    return money(tally.cost, tally.currency)


def money(amount: Any, currency: str) -> str:
    """An amount as people write it: "R 98.88" in rand, else with the currency's code. Empty where not known."""
    if amount is None:
        return ""
    return f"{'R' if currency == 'ZAR' else currency}\N{NO-BREAK SPACE}{amount:,.2f}".replace(
        ",", "\N{NARROW NO-BREAK SPACE}"
    )


class CampaignsTable(Table[Campaign]):
    """Campaigns as the member sees them, the newest first."""

    name = "campaigns"
    label = gettext_lazy("campaigns")
    label_of_one = gettext_lazy("campaign")
    default_sort = "-when"
    filter_form = CampaignFilters
    columns = (
        Column("name", gettext_lazy("Campaign"), text=_name, url=Campaign.get_absolute_url, sort=("name",)),
        Column("state", gettext_lazy("State"), text=campaign_badge, sort=("state", "-created_at")),
        Column(
            "purpose",
            gettext_lazy("Purpose"),
            text=lambda each: each.get_purpose_display(),
            sort=("purpose", "-created_at"),
        ),
        Column("when", gettext_lazy("When"), text=_when, sort=("created_at",)),
        Column("people", gettext_lazy("People"), text=_people, is_number=True),
        Column("delivered", gettext_lazy("Delivered"), text=_delivered, is_number=True),
        Column("answered", gettext_lazy("Answered"), text=_answered, is_number=True),
        Column("cost", gettext_lazy("Cost"), text=_cost, is_number=True),
    )

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by a piece of the name, by state and purpose."""
        plain = dict(chosen)
        piece = plain.pop("q", "")
        return rows.filter(name__icontains=piece, **plain)

    @cached_property
    def _fetched(self) -> list[Campaign]:
        found = super()._fetched
        known = tallies(found)
        for each in found:
            each.tally = known.get(each.pk, Tally())  # type: ignore[attr-defined]  # for the last columns
        return found


class RecipientFilters(forms.Form):
    """What narrows the people of a campaign."""

    q = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=200,
        widget=SearchInput({"dir": "auto", "autocomplete": "off"}),
    )
    became = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        required=False,
        choices=[
            _ANY,
            *((state.value, state.label) for state in MessageState),
            ("answered", gettext_lazy("answered")),
            ("silent", gettext_lazy("no answer yet")),
            ("outside", gettext_lazy("left out")),
        ],
    )
    why = forms.ChoiceField(
        label=gettext_lazy("Why"),
        required=False,
        choices=[
            _ANY,
            (gettext_lazy("Left out"), Outside.choices),
            (gettext_lazy("Not delivered"), Reason.choices),
        ],
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("By"),
        required=False,
        choices=[_ANY, ("sms", gettext_lazy("SMS")), ("email", gettext_lazy("e-mail"))],
    )


def _why(recipient: Recipient) -> str:
    if recipient.message is None:
        return str(recipient.get_outside_display())
    return str(recipient.message.get_reason_display())


def _language(recipient: Recipient) -> str:
    code = recipient.language
    return str(Language(code).label) if code in Language.values else code


def _by(recipient: Recipient) -> str:
    """The channel in one line; nothing for those who were left out."""
    label = recipient.get_channel_display()
    return format_html('<span class="nowrap">{}</span>', label) if label else ""


class RecipientsTable(Table[Recipient]):
    """The people that a campaign meant, with what became of their message."""

    label = gettext_lazy("people")
    label_of_one = gettext_lazy("person")
    default_sort = "name"
    filter_form = RecipientFilters
    columns = (
        Column(
            "name",
            gettext_lazy("Name"),
            text=lambda each: format_html("<bdi>{}</bdi>", each.actor.name),
            url=lambda each: each.actor.get_absolute_url(),
            sort=("actor__sort_name",),
        ),
        Column("by", gettext_lazy("By"), text=_by, sort=("channel",)),
        Column("language", gettext_lazy("Language"), text=_language, sort=("language",)),
        Column(
            "became",
            gettext_lazy("What became of it"),
            text=_message_badge,
            sort=("message__state", "outside"),
        ),
        Column("why", gettext_lazy("Why"), text=_why),
        Column(
            "answered",
            gettext_lazy("Answered"),
            text=lambda each: when(each.told_at),
            sort=("told_at",),
        ),
    )

    def __init__(self, *args: Any, campaign: Campaign, may_read: bool, **options: Any) -> None:
        # Each campaign remembers its own filters.
        self.name = f"recipients-{campaign.pk}"  # type: ignore[misc]
        self._may_read = may_read
        super().__init__(*args, **options)

    @cached_property
    def _fetched(self) -> list[Recipient]:
        found = super()._fetched
        for each in found:
            each.may_read = self._may_read  # type: ignore[attr-defined]  # for the column of what became of it
        return found

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by what became of the message, why, and the channel."""
        return narrowed(rows, chosen)


def narrowed(rows: QuerySet[Any], chosen: Mapping[str, Any]) -> QuerySet[Any]:
    """The recipients who match the filters chosen."""
    if chosen.get("q"):
        rows = rows.filter(named(chosen["q"]))
    if chosen.get("became"):
        rows = rows.filter(became(chosen["became"]))
    if chosen.get("why"):
        rows = rows.filter(why(chosen["why"]))
    return rows.filter(channel=chosen["channel"]) if chosen.get("channel") else rows


def _who(entry: Entry) -> str:
    actor = entry.conversation.actor
    return actor.name if actor else entry.conversation.address


def _how(entry: Entry) -> str:
    if entry.by is None:
        return str(entry.get_kind_display())
    return _("%(kind)s, noted by %(name)s") % {"kind": entry.get_kind_display(), "name": entry.by.user}


class AnswersTable(Table[Entry]):
    """What people answered to a campaign, by whatever channel."""

    name = "answers"
    label = gettext_lazy("answers")
    label_of_one = gettext_lazy("answer")
    default_sort = "-when"
    columns = (
        Column(
            "who",
            gettext_lazy("Person"),
            text=lambda each: format_html("<bdi>{}</bdi>", _who(each)),
            url=lambda each: each.get_absolute_url(),
        ),
        Column(
            "said",
            gettext_lazy("What they said"),
            text=lambda each: format_html('<span dir="auto">{}</span>', each.words),
        ),
        Column("how", gettext_lazy("How"), text=_how, sort=("kind", "-at")),
        Column("when", gettext_lazy("When"), text=lambda each: when(each.at), sort=("at",)),
    )
