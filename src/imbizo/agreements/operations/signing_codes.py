"""The second factor of signing: a code to the signatory's registered number or mail, beside the link that they hold.

A link can be passed on; the code goes to the address in the register alone, by another channel than the link's where
there is one. Only a keyed hash of it is kept, in the shared cache, for a quarter of an hour.
"""

import secrets
from typing import Final

from django.core.cache import cache
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.queries.subjects import masked
from imbizo.agreements.errors import BadCode, NotReady
from imbizo.agreements.models import Signatory
from imbizo.agreements.queries.signing import addresses_of
from imbizo.base.limits import allow, allow_ever
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, Purpose

LASTS: Final = 15 * 60  # seconds
_DIGITS: Final = 6
_TRIES: Final = 5
_AN_HOUR: Final = 60 * 60  # seconds
_CODES_AN_HOUR: Final = 6

_NO_ADDRESS = gettext_lazy(
    "We have no number or mail of yours to which a code can go. Phone whoever sent you the link; they can add it."
)
_TOO_MANY = gettext_lazy("Too many codes were asked for. Try again in an hour.")
_WRONG = gettext_lazy(
    "This isn't the code that was sent to you, or it is older than 15 minutes. Ask for a new one."
)
_TRIED = gettext_lazy("The code was typed wrong too often. Ask for a new one.")


def send_code(*, signatory: Signatory) -> str:
    """Send a new code, and say where to: "+27 82 ••• 567". Earlier ones open nothing any more. Raises NotReady."""
    owner = signatory.party.agreement.owner
    points = addresses_of(signatory.actor, owner, first=Channel.SMS) if signatory.actor else []
    if not points or signatory.actor is None:
        raise NotReady(_NO_ADDRESS)
    if not allow(f"signing-code:{signatory.pk}", limit=_CODES_AN_HOUR, seconds=_AN_HOUR):
        raise NotReady(_TOO_MANY)
    code = "".join(secrets.choice("0123456789") for _digit in range(_DIGITS))
    language = signatory.actor.language or signatory.party.agreement.document.language
    with translation.override(language):
        text = _("%(code)s is your code to sign “%(title)s”. Tell it to nobody. It holds for 15 minutes.") % {
            "code": code,
            "title": signatory.party.agreement.document.title,
        }
        subject = _("Your code to sign")
    point = points[0]
    draft = Draft(
        channel=Channel(point.channel),
        address=point.address,
        text=text,
        subject=subject if point.channel == Channel.EMAIL else "",
        language=language,
        recipient_id=signatory.actor_id,
    )
    queue(
        programme=signatory.programme,
        drafts=[draft],
        purpose=Purpose.SECURITY,
        source=signatory,
        owner=owner,
    )
    cache.set(_name(signatory), _hash(signatory, code), LASTS)
    return masked(point)


def check_code(*, signatory: Signatory, code: str) -> None:
    """Raise BadCode where this isn't the last code that was sent to them. `use_up` lets it open nothing more.

    However many come at once, a code is tried so often and no more; trying it makes it last no longer.
    """
    sent: str | None = cache.get(_name(signatory))
    if sent is None:
        raise BadCode(_WRONG)
    if not allow_ever(f"signing-code-try:{signatory.pk}:{sent}", limit=_TRIES, seconds=LASTS):
        raise BadCode(_TRIED)
    if not constant_time_compare(sent, _hash(signatory, "".join(code.split()))):
        raise BadCode(_WRONG)


def use_up(*, signatory: Signatory) -> None:
    """The code was used: it opens nothing any more."""
    cache.delete(_name(signatory))


def _name(signatory: Signatory) -> str:
    return f"signing-code:{signatory.pk}"


def _hash(signatory: Signatory, code: str) -> str:
    return salted_hmac("imbizo.agreements.signing", f"{signatory.pk}:{code}", algorithm="sha256").hexdigest()
