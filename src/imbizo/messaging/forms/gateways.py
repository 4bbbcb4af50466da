"""Forms for gateways: which fields and settings there are is said by the kind and the supplier."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordsField, offer
from imbizo.base.forms.idempotent import IdempotentForm
from imbizo.base.forms.versioned import ThreeWayForm
from imbizo.messaging.gateways.settings import Setting, described, settings_for
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.gateways import Told
from imbizo.messaging.states import GatewayKind
from imbizo.programmes.models import Programme

Text = str | Promise
_SETTING = "setting_"
_CURRENCY = re.compile("[A-Z]{3}")
_NAME = re.compile(r"[A-Za-z0-9 ._&-]{1,11}")
_NUMBER = re.compile(r"\+?[0-9]{3,15}")
_LAST_PORT = 65_535
_ADDRESSES = frozenset({"from_address"})

# The fields of the row that each kind has, beside its name.
_LIMITS = ("parts_per_second",)
_COSTS = ("cost_per_part", "cost_abroad", "currency")
_SENDERS = ("senders", "neutral_sender")
_ANSWERS = ("can_receive", "reply_to", "reply_cost")
_FIELDS: Mapping[str, tuple[str, ...]] = {
    GatewayKind.SIMULATOR: ("senders", *_COSTS, "can_receive", "reply_cost", *_LIMITS),
    GatewayKind.SMTP: ("neutral_sender", "can_receive", *_LIMITS),
    GatewayKind.HTTP: (*_SENDERS, *_ANSWERS, *_COSTS, *_LIMITS),
    GatewayKind.SMPP: (*_SENDERS, *_ANSWERS, *_COSTS, *_LIMITS, "binds"),
}
_GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (_("Who it says it is from"), _SENDERS),
    (_("Answers"), _ANSWERS),
    (_("What it costs"), _COSTS),
    (_("How fast it may go"), (*_LIMITS, "binds")),
)


class LinesField(forms.CharField):
    """Short texts, one a line; gives their list, each once."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


class _GatewayFields(forms.Form):
    """The fields of every kind of gateway; those that the kind hasn't are taken out."""

    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Give the gateway a name.")}
    )
    senders = LinesField(
        label=_("Sender names and numbers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line, as the supplier allows them. A name has at most 11 letters; the first is the usual one."
        ),
    )
    neutral_sender = forms.CharField(
        label=_("Neutral sender"),
        max_length=60,
        required=False,
        help_text=_(
            "For numbers that others may read: a name or number that doesn't say who writes, or what about."
        ),
    )
    can_receive = forms.BooleanField(
        label=_("People can answer"),
        required=False,
        help_text=_("Without it no campaign that asks something leaves by this gateway."),
    )
    reply_to = forms.CharField(
        label=_("Number that answers go to"),
        max_length=120,
        required=False,
        help_text=_("As people dial it."),
    )
    reply_cost = forms.DecimalField(
        label=_("What an answer costs the person"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        help_text=_("0 where you pay. Empty where you don't know."),
    )
    cost_per_part = forms.DecimalField(
        label=_("A part costs"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=4,
        help_text=_("For example 0.24. Empty means not known, and no campaign can say what it will cost."),
    )
    cost_abroad = forms.DecimalField(
        label=_("A part to other countries costs"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=4,
        help_text=_("Empty: the same."),
    )
    currency = forms.CharField(label=_("Currency"), max_length=3, help_text=_("Three letters, such as ZAR."))
    parts_per_second = forms.DecimalField(
        label=_("Parts a second, at most"),
        min_value=Decimal("0.01"),
        max_digits=7,
        decimal_places=2,
        help_text=_("What the supplier allows. It is never passed, in any second."),
    )
    binds = forms.IntegerField(label=_("Connections at once"), min_value=1, max_value=20)

    kind: str
    service: str

    def settings_told(self) -> list[Setting]:
        """The settings that this kind of gateway has."""
        return described(settings_for(self.kind, self.service))

    def told(self) -> Told:
        """What the form says, for the operation. A hidden field counts as said: what is empty is emptied."""
        given = self.cleaned_data
        fields = {name: given[name] for name in ("name", *_FIELDS[self.kind]) if name in given}
        shown = [each for each in self.settings_told() if not each.is_secret]
        secrets = [each for each in self.settings_told() if each.is_secret]
        return Told(
            fields=fields,
            settings={each.name: _or_default(each, given[_SETTING + each.name]) for each in shown},
            secrets={each.name: given[_SETTING + each.name] for each in secrets},
        )

    def groups(self) -> Iterator[tuple[Text, list[BoundField]]]:
        """The visible fields under their headings."""
        settings = [_SETTING + each.name for each in self.settings_told()]
        for title, names in ((_("The account"), ("name", *settings)), *_GROUPS):
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield title, fields

    def field_of(self, setting: str) -> str | None:
        """The field of a setting that an operation names."""
        return _SETTING + setting if _SETTING + setting in self.fields else None

    def clean_currency(self) -> str:
        """Three capital letters."""
        given = str(self.cleaned_data["currency"]).upper()
        if not _CURRENCY.fullmatch(given):
            raise ValidationError(_("Write the currency as three letters, such as ZAR."))
        return given

    def clean_senders(self) -> list[str]:
        """Names and numbers that phones can show."""
        given: list[str] = self.cleaned_data["senders"]
        for each in given:
            if not _NAME.fullmatch(each) and not _NUMBER.fullmatch(each):
                words = _("“%(sender)s” can't be a sender: use at most 11 plain letters, or a number.")
                raise ValidationError(words, params={"sender": each[:60]})
        return given

    def clean_neutral_sender(self) -> str:
        """As the senders, for SMS; any name for mail."""
        given = str(self.cleaned_data["neutral_sender"]).strip()
        is_sms = self.kind != GatewayKind.SMTP
        if given and is_sms and not _NAME.fullmatch(given) and not _NUMBER.fullmatch(given):
            raise ValidationError(_("Use at most 11 plain letters, or a number."))
        return given

    def _suit(self, gateway: Gateway | None) -> None:
        """Leave the fields of the kind and add its settings."""
        wanted = {"id", "snapshot", "name", *_FIELDS[self.kind]}
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]
        if self.kind == GatewayKind.SMTP:
            self.fields["parts_per_second"].label = _("Mails a second, at most")
        for each in self.settings_told():
            self.fields[_SETTING + each.name] = _setting_field(each, gateway)


class NewGatewayForm(IdempotentForm, _GatewayFields):
    """A new gateway of a kind."""

    def __init__(self, *args: Any, kind: str, service: str, programme: Programme, **options: Any) -> None:
        usual = {"currency": programme.currency, "parts_per_second": 10, "binds": 1, "senders": []}
        options["initial"] = {**usual, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.kind, self.service = kind, service
        self._suit(None)


class GatewayForm(ThreeWayForm, _GatewayFields):
    """A gateway that is there."""

    class Meta:
        model = Gateway
        fields = (
            "name",
            "senders",
            "neutral_sender",
            "can_receive",
            "reply_to",
            "reply_cost",
            "cost_per_part",
            "cost_abroad",
            "currency",
            "parts_per_second",
            "binds",
        )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind, self.service = self.instance.kind, self.instance.service
        self._suit(self.instance)


class LendForm(forms.Form):
    """Which other programmes send by the gateway too."""

    programmes = RecordsField[Programme](
        label=_("These programmes send by it too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, choices: Iterable[Programme], **options: Any) -> None:
        super().__init__(*args, **options)
        ids = [programme.pk for programme in choices]
        offer(self, programmes=Programme.objects.filter(pk__in=ids).order_by("name"))


def _setting_field(each: Setting, gateway: Gateway | None) -> forms.Field:
    if each.is_secret:
        return _secret_field(each, gateway)
    kept = each.default if gateway is None else gateway.settings.get(each.name, each.default)
    shared: dict[str, Any] = {"label": each.label, "help_text": each.note, "initial": kept}
    if each.choices:
        return forms.ChoiceField(choices=each.choices, required=False, **shared)
    if each.type is bool:
        return forms.BooleanField(required=False, **shared)
    if each.type is int:
        return forms.IntegerField(min_value=1, max_value=_LAST_PORT, **shared)
    validators = [_must_be_web] if each.name == "url" else [_must_be_mail] if each.name in _ADDRESSES else []
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    # A setting with a default may be emptied: the default holds then.
    return forms.CharField(
        max_length=300, required=each.is_required, widget=widget, validators=validators, **shared
    )


def _secret_field(each: Setting, gateway: Gateway | None) -> forms.Field:
    """Never shows what is kept; left empty it stays."""
    is_kept = gateway is not None and gateway.has_secret(each.name)
    return forms.CharField(
        label=str(each.label),
        help_text=_("One is kept. Leave this empty to keep it.") if is_kept else str(each.note),
        max_length=300,
        required=each.is_required and not is_kept,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


def _or_default(each: Setting, value: Any) -> Any:
    """What was emptied has its default again, but for a choice whose empty value means something."""
    return each.default if value == "" and not each.choices else value


def _must_be_web(value: str) -> None:
    try:
        parts = urlsplit(value)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole:
        raise ValidationError(_("Write a whole address that begins with https:// or http://."))
    if "@" in parts.netloc or parts.query or parts.fragment:
        # Everybody who looks after the gateway reads the address, and so does the trail.
        words = _(
            "Write the address alone. User name, password and keys have fields of their own, or aren't needed."
        )
        raise ValidationError(words)


def _must_be_mail(value: str) -> None:
    forms.EmailField().clean(value)
