"""What each kind of gateway must be told: one frozen dataclass for each, read by its driver and drawn by its form.

    account = read(BulkSMS, gateway)      # in a driver; raises Trouble(MISCONFIGURED)
    for setting in described(BulkSMS):    # in a form

What may be shown lies in `Gateway.settings`, what may not in its sealed secrets, both under the field's name. Every
HTTP gateway also has the secret `CALLBACK_KEY`, which the supplier shows when it calls us.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.base.sealing import CantUnseal
from imbizo.messaging.gateways.driver import Trouble
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import GatewayKind, Health, Service

Text = str | Promise
Choices = tuple[tuple[str, Text], ...]
CALLBACK_KEY = "callback"
_DESCRIPTION = "setting"


@dataclass(frozen=True)
class Setting:
    """One setting as a form needs to know it. `default` is what holds where nothing is given."""

    name: str
    label: Text
    note: Text
    type: type[str] | type[int] | type[bool]
    default: str | int | bool
    is_secret: bool
    is_required: bool
    choices: Choices


def setting(
    label: Text,
    *,
    default: Any = MISSING,
    note: Text = "",
    secret: bool = False,
    choices: Choices = (),
) -> Any:
    """A field of a settings class. Without a default it must be given."""
    about = {"label": label, "note": note, "is_secret": secret, "choices": choices}
    return field(default=default, metadata={_DESCRIPTION: about})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What any gateway is told: the simulator needs nothing."""


@dataclass(frozen=True, kw_only=True)
class MailServer(Settings):
    """A mail server. Without a host it is the installation's own, whose settings the operator keeps."""

    host: str = setting(_("Server"), default="", note=_("For example mail.example.org."))
    port: int = setting(_("Port"), default=587, note=_("587 with STARTTLS, 465 with TLS from the start."))
    security: str = setting(
        _("Security of the connection"),
        default="tls",
        choices=(
            ("tls", _("STARTTLS")),
            ("ssl", _("TLS from the start")),
            ("", _("none, only inside one machine")),
        ),
    )
    user: str = setting(_("User name"), default="")
    password: str = setting(_("Password"), default="", secret=True)
    from_name: str = setting(_("Sender's name"), default="", note=_("What people see as the sender."))
    from_address: str = setting(_("Sender's address"), default="")
    answers_at: str = setting(
        _("Domain for answers"),
        default="",
        note=_("A domain whose mail comes to Imbizo's own receiver. Answers then stand in the inbox."),
    )


@dataclass(frozen=True, kw_only=True)
class BulkSMS(Settings):
    token_id: str = setting(_("Token ID"), note=_("Made at BulkSMS under Settings, API tokens."))
    token_secret: str = setting(_("Token secret"), secret=True)
    url: str = setting(_("Address of the service"), default="https://api.bulksms.com/v1")


@dataclass(frozen=True, kw_only=True)
class Clickatell(Settings):
    api_key: str = setting(
        _("API key"), secret=True, note=_("That of a One API integration at portal.clickatell.com.")
    )
    url: str = setting(_("Address of the service"), default="https://platform.clickatell.com")


@dataclass(frozen=True, kw_only=True)
class AfricasTalking(Settings):
    username: str = setting(_("User name"), note=_("That of the app; “sandbox” is for trying out."))
    api_key: str = setting(_("API key"), secret=True)
    url: str = setting(_("Address of the service"), default="https://api.africastalking.com/version1")


@dataclass(frozen=True, kw_only=True)
class Twilio(Settings):
    account_sid: str = setting(_("Account SID"), note=_("It begins with AC."))
    auth_token: str = setting(
        _("Auth token"), secret=True, note=_("Twilio also signs its callbacks with it.")
    )
    url: str = setting(_("Address of the service"), default="https://api.twilio.com/2010-04-01")


@dataclass(frozen=True, kw_only=True)
class Kannel(Settings):
    """Kannel's smsbox. It proves its callbacks by the gateway's callback secret, which stands in their address."""

    url: str = setting(_("Address of sendsms"), note=_("For example http://127.0.0.1:13013/cgi-bin/sendsms."))
    username: str = setting(_("User name"), note=_("That of the group sendsms-user."))
    password: str = setting(_("Password"), secret=True)
    dlr_secret: str = setting(
        _("Secret of its reports"),
        default="",
        secret=True,
        note=_("Kannel sends it back with each report. Empty: we choose one."),
    )
    one_receipt: bool = setting(
        _("One report for a whole message"),
        default=False,
        note=_("Only if the network behind Kannel reports a message of several parts once."),
    )


_TON: Choices = (
    ("0", _("0, unknown")),
    ("1", _("1, international")),
    ("2", _("2, national")),
    ("3", _("3, network specific, for short codes")),
    ("5", _("5, letters")),
)
_NPI: Choices = (("0", _("0, unknown")), ("1", _("1, telephone numbers (E.164)")))


@dataclass(frozen=True, kw_only=True)
class SMPP(Settings):
    """An SMS centre that speaks SMPP 3.4. TON and NPI say what kind of number an address is; kept as digits."""

    host: str = setting(_("Server"))
    port: int = setting(_("Port"), default=2775)
    system_id: str = setting(
        _("System ID"), note=_("The supplier calls it user name, too. At most 15 letters.")
    )
    password: str = setting(_("Password"), secret=True, note=_("SMPP 3.4 takes at most 8 letters."))
    system_type: str = setting(_("System type"), default="", note=_("Often empty."))
    tls: bool = setting(_("Over TLS"), default=False)
    source_ton: str = setting(_("Sender's type of number (TON)"), default="5", choices=_TON)
    source_npi: str = setting(_("Sender's numbering plan (NPI)"), default="0", choices=_NPI)
    destination_ton: str = setting(_("Receiver's type of number (TON)"), default="1", choices=_TON)
    destination_npi: str = setting(_("Receiver's numbering plan (NPI)"), default="1", choices=_NPI)
    alphabet: str = setting(
        _("Plain text is sent as"),
        default="gsm",
        choices=(
            ("gsm", _("GSM 03.38, data coding 0")),
            ("latin1", _("Latin-1, data coding 3")),
            ("latin1-0", _("Latin-1, data coding 0")),
        ),
        note=_("Ask the supplier. If @ arrives as another letter, it is the wrong one."),
    )
    one_receipt: bool = setting(
        _("One receipt for the whole message"),
        default=False,
        note=_("Some centres report a message of several parts once."),
    )
    window: int = setting(
        _("Messages on their way at once"), default=50, note=_("Without an answer, on each connection.")
    )


_BY_KIND: Mapping[str, type[Settings]] = {
    GatewayKind.SIMULATOR: Settings,
    GatewayKind.SMTP: MailServer,
    GatewayKind.SMPP: SMPP,
}
_BY_SERVICE: Mapping[str, type[Settings]] = {
    Service.BULKSMS: BulkSMS,
    Service.CLICKATELL: Clickatell,
    Service.AFRICASTALKING: AfricasTalking,
    Service.TWILIO: Twilio,
    Service.KANNEL: Kannel,
}
Kept = TypeVar("Kept", bound=Settings)


def settings_for(kind: str, service: str = "") -> type[Settings]:
    """The settings class of a kind of gateway, and of a supplier over the web."""
    return _BY_SERVICE[service] if kind == GatewayKind.HTTP else _BY_KIND[kind]


def described(settings: type[Settings]) -> list[Setting]:
    """The settings of a class in order, as a form needs to know them."""
    return [_described(each) for each in fields(settings)]


def read(settings: type[Kept], gateway: Gateway) -> Kept:
    """What the gateway was told. Raises Trouble(MISCONFIGURED) that names the settings that are missing or damaged."""
    values: dict[str, Any] = {}
    wrong = []
    for each in described(settings):
        try:
            values[each.name] = _value(each, gateway)
        except (CantUnseal, TypeError, ValueError):
            wrong.append(each.name)
    if wrong:
        raise Trouble(Health.MISCONFIGURED, ", ".join(wrong))
    return settings(**values)


def _described(each: Field[Any]) -> Setting:
    return Setting(
        name=each.name,
        type=each.type if isinstance(each.type, type) else str,
        default="" if each.default is MISSING else each.default,
        is_required=each.default is MISSING,
        **each.metadata[_DESCRIPTION],
    )


def _value(each: Setting, gateway: Gateway) -> str | int | bool:
    """The value of one setting. Raises ValueError where it is missing, and CantUnseal where its key is gone."""
    kept = gateway.secret(each.name) if each.is_secret else gateway.settings.get(each.name, each.default)
    if each.is_required and not kept:
        raise ValueError(each.name)
    return each.type(kept)
