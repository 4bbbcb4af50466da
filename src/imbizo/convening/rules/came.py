"""What is noted of somebody at the door: read from wherever it was written down, checked, and joined with another's."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from imbizo.calc import codes
from imbizo.calc.folding import fold
from imbizo.convening.errors import BadAnswer
from imbizo.convening.states import Consent, Named, Way

C = TypeVar("C", bound=Enum)
NOUGHT, CENT = Decimal(0), Decimal("0.01")
MOST_MONEY = Decimal(10_000)  # in the programme's currency; beyond it somebody slipped on a key
_TEXTS = {"name": 200, "organisation": 200, "guardian": 200, "code": 40, "language": 8}
_MARKS = ("is_minor", "signed", "wants_word")
_CONSENTS = ("consent", "name_consent", "photo_consent", "guardian_consent")
_CHANGED = _("This was changed on its way to us.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Came:
    """Somebody came. `invitation` or `attendance` where it's known who; `code` as typed from the card.

    It has no room for sex, age or status: those are never asked at the door.
    """

    named: Named = Named.NAME
    invitation: UUID | None = None
    attendance: UUID | None = None
    name: str = ""
    organisation: str = ""
    code: str = ""
    way: Way = Way.HALL
    language: str = ""
    is_minor: bool = False
    guardian: str = ""
    guardian_consent: Consent = Consent.UNASKED
    consent: Consent = Consent.UNASKED
    name_consent: Consent = Consent.UNASKED
    photo_consent: Consent = Consent.UNASKED
    signed: bool = False
    transport_paid: Decimal | None = None
    wants_word: bool = False
    minutes_online: int | None = None


def read_came(content: Mapping[str, Any]) -> Came:
    """What a device wrote. What it doesn't know of is left out. Raises BadAnswer."""
    texts: dict[str, Any] = {name: _text(content.get(name), longest) for name, longest in _TEXTS.items()}
    marks: dict[str, Any] = {name: content.get(name) is True for name in _MARKS}
    consents: dict[str, Any] = {
        name: _choice(Consent, content.get(name), Consent.UNASKED) for name in _CONSENTS
    }
    return Came(
        named=_choice(Named, content.get("named"), Named.NAME),
        way=_choice(Way, content.get("way"), Way.HALL),
        invitation=_id(content.get("invitation")),
        attendance=_id(content.get("attendance")),
        transport_paid=_money(content.get("transport_paid")),
        **texts,
        **marks,
        **consents,
    )


def checked(came: Came) -> Came:
    """As it may be kept. Raises BadAnswer at the field that can't stand."""
    came = _as_they_want_to_be_known(came)
    if came.is_minor and not (came.guardian.strip() and came.guardian_consent == Consent.GIVEN):
        raise BadAnswer(
            _("Somebody under 18 needs a guardian who agrees: write who it is, and that they said yes."),
            field="guardian",
        )
    if not came.is_minor:
        came = replace(came, guardian="", guardian_consent=Consent.UNASKED)
    return replace(came, code=card_code(came.code), transport_paid=_checked_money(came.transport_paid))


def needed_id(value: object) -> UUID:
    """The id that a device names. Raises BadAnswer where it names none."""
    found = _id(value)
    if found is None:
        raise BadAnswer(_CHANGED)
    return found


def _id(value: object) -> UUID | None:
    if not value:
        return None
    try:
        return UUID(str(value))
    except ValueError as error:
        raise BadAnswer(_CHANGED) from error


def card_code(typed: str) -> str:
    """The code of a card as it's kept; empty stays empty. Raises BadAnswer for one that no card can have."""
    if not typed.strip():
        return ""
    if not codes.is_valid(typed, codes.CARD):
        raise BadAnswer(
            _("No card has the code %(code)s. Look at the card again.") % {"code": typed.strip()},
            field="code",
        )
    return codes.normalise(typed)


def refused_wins(before: str, after: str) -> Consent:
    """Two desks asked: a refusal stands whatever the other wrote down."""
    both = {before, after}
    return next((each for each in (Consent.REFUSED, Consent.GIVEN) if each in both), Consent.UNASKED)


def is_same_name(one: str, other: str) -> bool:
    """Whether two names read the same, but for case, accents and gaps. Empty names are nobody's."""
    return bool(one.strip()) and fold(one) == fold(other)


def _as_they_want_to_be_known(came: Came) -> Came:
    if came.named == Named.NAMELESS:
        return replace(came, name="", organisation="", invitation=None)
    name = " ".join(came.name.split())
    if came.named == Named.ALIAS:
        # A name of their choice that leads to their invitation would be their own name again.
        came = replace(came, invitation=None)
    if not name and not came.invitation and not came.attendance:
        raise BadAnswer(_("Write a name, or choose “without a name”."), field="name")
    return replace(came, name=name, organisation=" ".join(came.organisation.split()))


def _checked_money(amount: Decimal | None) -> Decimal | None:
    """The amount in cents; none stays none, which isn't nought."""
    if amount is None:
        return None
    if not NOUGHT <= amount <= MOST_MONEY:
        raise BadAnswer(_("Is this amount right? Write it in rand and cents."), field="transport_paid")
    return amount.quantize(CENT)


def _text(value: object, longest: int) -> str:
    return value[:longest] if isinstance(value, str) else ""


def _choice(choices: type[C], value: object, fallback: C) -> C:
    try:
        return choices(value)
    except ValueError:
        return fallback


def _money(value: object) -> Decimal | None:
    """An amount with cents; empty is "not paid", which isn't nought."""
    if value in (None, ""):
        return None
    try:
        amount = Decimal(str(value)[:40].replace(",", ".").strip()).quantize(CENT)
        amount.compare_signal(NOUGHT)  # "NaN" is a decimal too, and signals here
        return amount
    except InvalidOperation as error:
        raise BadAnswer(_("Write the amount as a number: 50 or 50.00."), field="transport_paid") from error
