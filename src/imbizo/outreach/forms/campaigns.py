"""Campaigns: beginning one, and the steps in which it is written."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from imbizo.actors import queries as people
from imbizo.actors.models import ActorList
from imbizo.actors.states import Language, Purpose
from imbizo.base.forms.choosing import RecordField, RecordsField, offer
from imbizo.base.forms.fields import DateField, MomentField, PhoneInput, TagInput
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import SALT, ThreeWayForm
from imbizo.calc import sms
from imbizo.messaging.models import Gateway
from imbizo.messaging.queries import gateway_for, usable
from imbizo.messaging.states import Channel
from imbizo.outreach.forms.campaigns_audience import ConditionsField
from imbizo.outreach.models import BudgetLine, Campaign, Wording
from imbizo.outreach.queries.money import in_choices
from imbizo.outreach.queries.paying import lines_to_pay_from
from imbizo.outreach.states import Via
from imbizo.programmes.models import Membership

EVERY_COSTLY = "all"

_LAW = {
    Purpose.SERVICE: _(
        "Dates, places and news that those in the programme need. Goes to those with a lawful basis on record."
    ),
    Purpose.INVITATION: _(
        "Asks people to come to something. Goes to those with a lawful basis for invitations on record."
    ),
    Purpose.DIRECT_MARKETING: _(
        "Asks for money or promotes something. Goes only to those who said yes, within the hours of the law."
    ),
}
_VIA = {
    Via.PREFERENCE: _("SMS to those who prefer it or have no e-mail address, e-mail to the others."),
    Via.SMS: _("Those without a mobile number are left out."),
    Via.EMAIL: _("Costs nothing. Those without an e-mail address are left out."),
}


class ExplainedRadio(forms.RadioSelect):
    """A choice in which each option says in a line below what it means."""

    def __init__(self, prose: Mapping[Any, Any]) -> None:
        super().__init__()
        self.prose = prose

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **options: Any) -> dict[str, Any]:
        """The option with its explanation."""
        text = str(label)
        explained = format_html(
            '<span class="explained"><b>{}</b><small>{}</small></span>',
            text[:1].upper() + text[1:],
            self.prose.get(value, ""),
        )
        return super().create_option(name, value, explained, *args, **options)


def _purpose_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("What it is for"),
        choices=Purpose.choices,
        widget=ExplainedRadio(_LAW),
        error_messages={"required": _("Say what it is for: the law asks more of some messages.")},
    )


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Name of the campaign"),
        help_text=_("For you and your colleagues. Those who get it don't see it."),
        max_length=160,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Give the campaign a name.")},
    )


class NewCampaignForm(IdempotentForm):
    """A campaign to begin."""

    name = _name_field()
    purpose = _purpose_field()
    field_order = ("id", "name", "purpose")


class ListsField(RecordsField[ActorList]):
    """Lists of the register, each with how many are on it."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)
        self._counts: dict[Any, int] = {}

    def offer(self, member: Membership) -> bool:
        """Let the member choose among the lists that they see; whether there are any."""
        seen = people.lists(member)
        self.queryset = seen
        self._counts = people.counts(member, list(seen))
        return bool(self._counts)

    def label_from_instance(self, obj: ActorList) -> str:
        return f"{obj.name} ({self._counts.get(obj.pk, 0):n})"


class WhoForm(ThreeWayForm):
    """To whom a campaign goes, and why."""

    name = _name_field()
    purpose = _purpose_field()
    everybody = forms.BooleanField(label=_("Everybody in the register"), required=False)
    lists = ListsField(label=_("The people on these lists"))
    conditions = ConditionsField(label=_("And those in the register who match this filter"))
    excluded = ListsField(
        label=_("Leave out the people on these lists"),
        help_text=_("For example those who are hostile to the matter, or who know already."),
    )

    class Meta:
        model = Campaign
        fields = ("name", "purpose", "everybody", "lists", "conditions", "excluded")

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("lists", "excluded"):
            field = self.fields[name]
            assert isinstance(field, ListsField)
            if not field.offer(member):
                del self.fields[name]
        conditions = self.fields["conditions"]
        assert isinstance(conditions, ConditionsField)
        conditions.offer(member)


class WordingForm(ThreeWayForm):
    """The text in one language. `with_mail` asks for the subject of an e-mail as well.

    Where a button to replace was pressed, `replace` names the costly character, or EVERY_COSTLY.
    """

    subject = forms.CharField(
        label=_("Subject of the e-mail"),
        max_length=200,
        required=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        required=False,
        strip=False,
        widget=forms.Textarea({"dir": "auto", "rows": 8}),
    )

    class Meta:
        model = Wording
        fields = ("subject", "text")

    def __init__(self, *args: Any, with_mail: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["lang"] = self.instance.language
        if not with_mail:
            del self.fields["subject"]

    def clean_text(self) -> str:
        """The text with the line ends of this house, and without the characters that are to be replaced."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").rstrip()
        char = str(self.data.get("replace", ""))
        if not char:
            return text
        return sms.simplify(text, None if char == EVERY_COSTLY else [char])

    @property
    def _salt(self) -> str:
        # Two people may begin the same language at once, when it has no row yet.
        return f"{SALT}:wording:{self.instance.campaign_id}:{self.instance.language}"


class CheckedForm(forms.Form):
    """Which speaker of the language read the text, and when."""

    speaker = forms.CharField(
        label=_("Speaker who read it"),
        max_length=120,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Write the name of the speaker who read it.")},
    )
    on = DateField(label=_("Read on"), required=False, help_text=_("Leave it empty for today."))


class FallbackForm(ThreeWayForm):
    """Which text those read whose own language has none."""

    fallback = forms.ChoiceField(label=_("Those whose own language has no text read"))

    class Meta:
        model = Campaign
        fields = ("fallback",)

    def __init__(self, *args: Any, languages: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["fallback"]
        assert isinstance(field, forms.ChoiceField)
        offered = dict.fromkeys([self.instance.fallback, *languages])
        field.choices = [(code, language_name(code)) for code in offered]


def language_name(code: str) -> str:
    """A language in words; its code where it has none here."""
    return str(Language(code).label) if code in Language.values else code


def gateway_words(gateway: Gateway) -> list[str]:
    """What a part costs, whether people can answer, and at whose cost."""
    words = []
    if gateway.cost_per_part is not None:
        price = {"currency": gateway.currency, "cost": f"{gateway.cost_per_part.normalize():f}"}
        words.append(gettext("%(currency)s %(cost)s a part") % price)
    if not gateway.can_receive:
        return [*words, gettext("people can't answer")]
    if gateway.reply_cost is None:
        return [*words, gettext("people can answer at their own cost")]
    if not gateway.reply_cost:
        return [*words, gettext("people can answer free of charge")]
    cost = {"currency": gateway.currency, "cost": gateway.reply_cost}
    return [*words, gettext("an answer costs the person %(currency)s %(cost)s") % cost]


def _gateway_field(label: Any) -> RecordField[Gateway]:
    """A gateway, with its price and whether people can answer."""
    return RecordField(words=_in_full, label=label, required=False, empty_label=_("the usual one"))


def _in_full(gateway: Gateway) -> str:
    return ", ".join([gateway.name, *gateway_words(gateway)])


class BudgetLineField(RecordField[BudgetLine]):
    """A budget line, with how much of it is used."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, empty_label=_("no budget line"), **options)
        self.used: dict[UUID, str] = {}

    def label_from_instance(self, obj: BudgetLine) -> str:
        return self.used.get(obj.pk, str(obj))


class WhenForm(ThreeWayForm):
    """By which way a campaign goes, and when."""

    via = forms.ChoiceField(label=_("By"), choices=Via.choices, widget=ExplainedRadio(_VIA))
    asks = forms.CharField(
        label=_("What people are asked"),
        help_text=_(
            "One question in short, so that answers can be told apart. Leave it empty if no answer is expected."
        ),
        max_length=300,
        required=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    sms_gateway = _gateway_field(_("SMS leave by"))
    sender = forms.CharField(
        label=_("Sender shown on the phone"),
        help_text=_("Leave it empty for the gateway's own."),
        max_length=60,
        required=False,
    )
    mail_gateway = _gateway_field(_("E-mail leaves by"))
    send_at = MomentField(
        required=False,
        label=_("Send at"),
        help_text=_("Leave it empty to send as soon as you press Send."),
    )
    use_by = MomentField(
        required=False,
        label=_("Not after"),
        help_text=_("What hasn't left by then isn't sent: “tomorrow at 9” must not arrive the day after."),
    )
    budget_line = BudgetLineField(label=_("Paid from"))

    class Meta:
        model = Campaign
        fields = (
            "via", "asks", "sms_gateway", "sender", "mail_gateway", "send_at", "use_by", "budget_line",
        )  # fmt: skip

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        by_sms = self._offer_gateways("sms_gateway", member, Channel.SMS)
        self._offer_gateways("mail_gateway", member, Channel.EMAIL)
        senders = dict.fromkeys(str(sender) for gateway in by_sms for sender in gateway.senders)
        self.fields["sender"].widget = TagInput({"dir": "auto", "autocomplete": "off"}, suggestions=senders)
        self._offer_lines(member)

    def _offer_gateways(self, name: str, member: Membership, channel: Channel) -> list[Gateway]:
        """The gateways of a channel; what the usual one costs is said even where nobody chooses."""
        usual = gateway_for(member.programme, channel)
        field = self.fields[name]
        if usual is not None and isinstance(field, RecordField):
            words = {"gateway": _in_full(usual)}
            field.empty_label = gettext("the usual one: %(gateway)s") % words
        return self._offer(name, usable(member.programme, channel))

    def _offer_lines(self, member: Membership) -> None:
        field, lines = self.fields["budget_line"], self._offer("budget_line", lines_to_pay_from(member))
        if not lines:
            del self.fields["budget_line"]
        elif isinstance(field, BudgetLineField):
            field.used = in_choices(lines)

    def _offer(self, name: str, rows: Any) -> list[Any]:
        offer(self, **{name: rows})
        return list(rows)


class SendBackForm(forms.Form):
    """Why an approver sends a campaign back to its writer."""

    because = forms.CharField(
        label=_("Why you send it back"),
        max_length=300,
        widget=forms.Textarea({"dir": "auto", "rows": 2}),
        error_messages={"required": _("Say in a sentence what should change.")},
    )


class TestForm(forms.Form):
    """To whom a test goes: oneself, by e-mail or on a phone."""

    language = forms.ChoiceField(label=_("Text"))
    channel = forms.ChoiceField(
        label=_("By"), choices=[(Channel.SMS, _("SMS")), (Channel.EMAIL, _("e-mail"))]
    )
    number = forms.CharField(
        label=_("Your mobile number"),
        help_text=_("For a test by SMS."),
        max_length=40,
        required=False,
        widget=PhoneInput(),
    )

    def __init__(self, *args: Any, campaign: Campaign, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        language, channel = self.fields["language"], self.fields["channel"]
        assert isinstance(language, forms.ChoiceField)
        written = campaign.wordings.exclude(text="").values_list("language", flat=True)
        language.choices = [(code, language_name(code)) for code in written]
        channel.initial = Channel.EMAIL if campaign.via == Via.EMAIL else Channel.SMS
        channel.help_text = gettext("E-mail goes to %(address)s.") % {"address": member.user.email}
