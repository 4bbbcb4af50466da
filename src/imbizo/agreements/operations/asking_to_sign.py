"""Writing to signatories: the link on which they sign, word that their turn has come, a reminder each week."""

from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.models import ContactPoint
from imbizo.agreements.errors import NotNow
from imbizo.agreements.models import Agreement, Signatory
from imbizo.agreements.operations.holding import held
from imbizo.agreements.operations.signing import require_begun
from imbizo.agreements.queries import signing as queries
from imbizo.agreements.queries.turns import Waiting, waiting_for
from imbizo.agreements.states import SignatoryState, SignWay
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, MessageState, Purpose
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import add_public_links, audit

LINK_DAYS: Final = 90
REMIND_EVERY: Final = timedelta(days=7)
"""So long after the last word, whoever has been asked and hasn't signed is reminded, while their link holds."""

_DONE = gettext_lazy("They have signed or declined already.")
_ON_PAPER = gettext_lazy("They sign on paper. Print the counterpart for them.")


class Occasion(Enum):
    """Why we write."""

    ASKED = auto()
    TURN = auto()  # those before them have signed since they were asked
    REMINDED = auto()


@transaction.atomic
def ask_to_sign(
    *, signatory: Signatory, by: Membership | None, at: datetime | None = None
) -> tuple[str, bool]:
    """A link on which they read and sign when their turn has come, and whether a message with it is on its way.

    The link is told here once. Raises NotAllowed, NotNow (signing hasn't begun; they signed, declined, use paper).
    """
    current = held(signatory.party.agreement, by, Permission.AGREEMENTS_DECIDE)
    require_begun(current)
    if signatory.state != SignatoryState.WAITING:
        raise NotNow(_DONE)
    if signatory.way == SignWay.PAPER:
        raise NotNow(_ON_PAPER)
    signatory.asked_at = at or timezone.now()
    signatory.save(update_fields=["asked_at", "updated_at"])
    audit("ask_to_sign", [signatory], by=by)
    return _written(signatory, Occasion.ASKED, by)


def remind_due(now: datetime) -> int:
    """For the clock: word to those who were asked and haven't signed, when their turn comes and each week after.

    How many were written to: nobody before somebody here has sent the link, nor after it has run out, nor without an
    address.
    """
    count = 0
    for agreement in queries.being_signed():
        for waiting in waiting_for(agreement, since=now - timedelta(days=LINK_DAYS)):
            count += _remind(agreement, waiting, now)
    return count


@transaction.atomic
def _remind(agreement: Agreement, waiting: Waiting, now: datetime) -> bool:
    """Whether they were due, have an address, and nobody else wrote to them meanwhile."""
    person = waiting.signatory
    person.party.agreement = agreement
    occasion = _occasion(waiting, now)
    # Who has no address is told by people: the page mustn't say that we reminded them.
    if occasion is None or not _addresses(person):
        return False
    rows = Signatory.objects.filter(
        pk=person.pk, state=SignatoryState.WAITING, reminded_at=person.reminded_at
    )
    if not rows.update(reminded_at=now):
        return False
    _link, is_on_its_way = _written(person, occasion, None)
    # One that may not leave stands among the messages with its reason, and is tried again in a week.
    if is_on_its_way:
        audit("remind", [person], by=None)
    return True


def _occasion(waiting: Waiting, now: datetime) -> Occasion | None:
    """Why to write to them now; None where it isn't time."""
    if waiting.is_new_turn:
        return Occasion.TURN
    return Occasion.REMINDED if now - waiting.last_word >= REMIND_EVERY else None


def _addresses(signatory: Signatory) -> list[ContactPoint]:
    """Where they can be written to, as the keeper of the agreement knows; the best first."""
    if signatory.actor is None:
        return []
    return queries.addresses_of(signatory.actor, signatory.party.agreement.owner, first=Channel.EMAIL)


def _written(signatory: Signatory, occasion: Occasion, by: Membership | None) -> tuple[str, bool]:
    """A further link, and whether a message with it is on its way: where the register knows an address."""
    token = add_public_links([signatory], purpose=queries.LINK, days=LINK_DAYS, by=by)[signatory.pk]
    link = f"{settings.ENVIRONMENT.origin}{reverse('agreements:sign', args=[token])}"
    owner = signatory.party.agreement.owner
    points = _addresses(signatory)
    if signatory.actor is None or not points:
        return link, False
    channel = Channel(points[0].channel)
    language = signatory.actor.language or signatory.party.agreement.document.language
    with translation.override(language):
        subject, text = _words(signatory, occasion, link, channel)
    draft = Draft(
        channel=channel,
        address=points[0].address,
        text=text,
        subject=subject if channel == Channel.EMAIL else "",
        language=language,
        recipient_id=signatory.actor_id,
    )
    queued = queue(
        programme=signatory.programme, drafts=[draft], purpose=Purpose.SERVICE, source=signatory, owner=owner
    )
    return link, any(message.state == MessageState.WAITING for message in queued)


def _words(signatory: Signatory, occasion: Occasion, link: str, channel: Channel) -> tuple[str, str]:
    """Subject and text, in the language that is active."""
    told = {
        "sender": signatory.party.agreement.owner.label,
        "title": signatory.party.agreement.document.title,
        "address": link,
        "number": signatory.programme.contact_number,
        "party": signatory.party.institution,
    }
    subject = _subject(occasion) % told
    if channel == Channel.SMS:
        return subject, _("%(sender)s: please read and sign “%(title)s” for %(party)s: %(address)s") % told
    parts = [
        _opening(occasion),
        _("“%(title)s” is ready for you to sign for %(party)s.") % told,
        _("Read it, and sign it or decline, on this page, without an account: %(address)s") % told,
        _("Before you sign, a code is sent to you. Don't pass this link on: it is yours alone."),
        _("To check that this is true, phone %(number)s.") % told if told["number"] else "",
        str(told["sender"]),
    ]
    return subject, "\n\n".join(part for part in parts if part)


def _subject(occasion: Occasion) -> str:
    return {
        Occasion.ASKED: _("Please sign: %(title)s"),
        Occasion.TURN: _("Your turn to sign: %(title)s"),
        Occasion.REMINDED: _("Reminder: please sign %(title)s"),
    }[occasion]


def _opening(occasion: Occasion) -> str:
    return {
        Occasion.ASKED: "",
        Occasion.TURN: _("Those who sign before you have signed. Now it is your turn."),
        Occasion.REMINDED: _("We wrote to you before, and you haven't signed yet."),
    }[occasion]
