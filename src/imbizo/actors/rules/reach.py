"""What somebody wrote as a number or an address, as a contact point keeps it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.actors.errors import BadAddress
from imbizo.actors.states import ContactState, NumberKind
from imbizo.calc import emails, phones
from imbizo.messaging.states import Channel

NUMBERS = frozenset({Channel.SMS, Channel.PHONE, Channel.WHATSAPP})
_REASONS: dict[str, Promise] = {
    "nothing_written": _("nothing was written"),
    "scientific_notation": _("a spreadsheet has damaged it: digits are lost"),
    "rounded": _("a spreadsheet has rounded it: digits are lost"),
    "spreadsheet_error": _("a spreadsheet's error stands there"),
    "not_a_number": _("it isn't a telephone number"),
    "identity_number": _("it looks like an identity number, which we don't keep"),
    "too_short": _("digits are missing"),
    "too_long": _("it is too long"),
    "not_in_use": _("no network uses such numbers"),
    "also_valid_abroad": _("such numbers exist in a neighbouring country too"),
    "country_code_without_plus": _("read as a foreign number, though it has no +"),
    "extension_left_out": _("the extension was left out"),
    "words_left_out": _("words beside the number were left out"),
    "comma_for_dot": _("a comma stands where a dot should"),
    "space_inside": _("a space stands inside it"),
    "double_dot": _("two dots stand side by side"),
    "likely_typo": _("it looks misspelt"),
    "no_at_sign": _("the @ is missing"),
    "no_dot_in_domain": _("the part after the @ isn't whole"),
    "not_an_address": _("it isn't an e-mail address"),
    "wrong_person": _("somebody else answered when we rang"),
}
_NUMBER_KINDS = {phones.Kind.FIXED_OR_MOBILE: NumberKind.MOBILE, phones.Kind.OTHER: NumberKind.UNKNOWN}


@dataclass(frozen=True)
class Reach:
    """An address as it is kept: normalised (E.164, e-mail in lower case), with its state and why."""

    channel: Channel
    address: str
    number_kind: NumberKind = NumberKind.NONE
    state: ContactState = ContactState.OK
    reason: str = ""


def reason_words(reason: str) -> str:
    """Why a number or an address is in doubt, for a sentence; empty for no reason."""
    return str(_REASONS.get(reason, reason))


def read_address(*, channel: str, raw: str, region: str) -> Reach:
    """One number or address that a person wrote. `region` (ISO 3166) reads numbers without a country code.

    A number for SMS that can't get one is kept as a telephone. Raises BadAddress with a sentence.
    """
    if channel in NUMBERS:
        return _read_number(Channel(channel), raw, region)
    if channel == Channel.EMAIL:
        return _read_email(raw)
    written = " ".join(raw.split())
    if not written:
        raise BadAddress(_("Write the address."), field="raw")
    return Reach(Channel(channel), written[:320])


def reach_of(phone: phones.Phone, channel: Channel = Channel.SMS) -> Reach:
    """A parsed number as a contact point keeps it, whatever its state."""
    is_silent = channel != Channel.PHONE and not phone.can_sms
    kind = _NUMBER_KINDS.get(phone.kind) or NumberKind(phone.kind.value)
    return Reach(
        channel=Channel.PHONE if is_silent else channel,
        address=phone.e164 or _dialled(phone),
        number_kind=kind,
        state=ContactState(phone.state.value),
        reason=phone.reasons[0].value if phone.reasons else "",
    )


def _dialled(phone: phones.Phone) -> str:
    """A short code has no international form: its digits are its address."""
    is_short = phone.kind is phones.Kind.SHORT_CODE and phone.state is phones.State.OK
    return "".join(sign for sign in phone.raw if sign.isdigit()) if is_short else ""


def _read_number(channel: Channel, raw: str, region: str) -> Reach:
    found = phones.parse(raw, region=region)
    if len(found) > 1:
        raise BadAddress(_("Write one number here; add the other one after it."), field="raw")
    if found[0].state not in {phones.State.OK, phones.State.DOUBTFUL}:
        raise _refusal(found[0].reasons)
    return reach_of(found[0], channel)


def _read_email(raw: str) -> Reach:
    found = emails.parse(raw)
    if len(found) > 1:
        raise BadAddress(_("Write one address here; add the other one after it."), field="raw")
    mail = found[0]
    if mail.address is None:
        raise _refusal(mail.reasons, suggestion=mail.suggestion or "")
    reason = mail.reasons[0].value if mail.reasons else ""
    return Reach(Channel.EMAIL, mail.address, state=ContactState(mail.state.value), reason=reason)


def _refusal(
    reasons: tuple[phones.Reason, ...] | tuple[emails.Reason, ...], suggestion: str = ""
) -> BadAddress:
    why = reason_words(reasons[0].value) if reasons else ""
    text = str(_("This can't be right: %(why)s. Look at it again.")) % {"why": why}
    meant = str(_("Did you mean %(address)s?")) % {"address": suggestion} if suggestion else ""
    return BadAddress(f"{text} {meant}".strip(), field="raw")
