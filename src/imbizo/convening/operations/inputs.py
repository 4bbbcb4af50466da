"""Taking what is said, in the words in which it is said. Nothing here, or anywhere, changes them afterwards."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.registry import Forgotten
from imbizo.base import bulk
from imbizo.base.errors import Conflict
from imbizo.base.models import new_id
from imbizo.calc import codes
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Attendance, Device, Gathering, Input, Table
from imbizo.convening.queries import inputs as queries
from imbizo.convening.registry import DeviceKind, Sent, Took, on_device
from imbizo.convening.rules.came import needed_id
from imbizo.convening.rules.receipts import receipt_hash, receipt_of
from imbizo.convening.rules.speaking import hour_of, takes_words
from imbizo.convening.states import GatheringState, InputState, ItemOutcome, Via
from imbizo.messaging.models import Inbound
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

# By these nobody is noted as having typed them in; whoever said it takes a receipt away.
_WITH_RECEIPT: Final = frozenset({Via.PHONE, Via.SLIP, Via.SMS})
_COLUMNS: Final = tuple(
    field.attname
    for field in Input._meta.concrete_fields
    if field.name not in {"created_at", "updated_at", "touched_at"}
)
_CLOSED = _("This gathering is closed. Nothing more can be sent to it from here.")
_NOT_OPEN = _("This gathering hasn't begun yet. Once it has, this page takes what you say.")
_SLIP = _("taken back by whoever wrote it down")
_NOT_HERE = _("This line isn't among those that came from this device.")
_OTHER_WORDS = _("These words were sent before, and others came under their number. Open the page again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody said, and all that is known of it.

    `item_id` and `question_id` are of its gathering (`queries.inputs.about`). `id` is chosen by the page or the device,
    so that words sent twice are kept once. `is_anonymous` words keep neither
    table, speaker, device nor writer, and only the hour.
    """

    text: str
    via: Via
    id: UUID | None = None
    language: str = ""
    item_id: UUID | None = None
    question_id: UUID | None = None
    table: Table | None = None
    speaker: Attendance | None = None
    said_at: datetime | None = None
    is_anonymous: bool = False
    inbound: Inbound | None = None
    device: Device | None = None


def say(*, gathering: Gathering, words: Words, by: Membership | None) -> tuple[Input, bool]:
    """Keep what was said, and say whether it is new: sent twice under one id it is kept once.

    It waits until a facilitator lets it through. One short transaction with one insert: four hundred phones may do
    this at once. `by` is the member who writes it down, None where people write themselves. Raises NotNow, BadAnswer,
    Conflict.
    """
    _must_take(gathering, from_member=by is not None)
    _must_agree(words.speaker)
    said = _anonymous(gathering, words) if words.is_anonymous else _plain(gathering, words, by)
    try:
        insert(said)
    except IntegrityError:
        queries.must_be_on_the_agenda(said.item_id, said.question_id)
        return _sent_before(said), False
    return said, True


@transaction.atomic
def insert(said: Input) -> None:
    """Write one new input, by a single statement; every instant of an anonymous one is its hour."""
    # Taken here, where SQLite holds the lock: whoever has read one input has met all that were written before it.
    now = hour_of(timezone.now()) if said.is_anonymous else timezone.now()
    values = [getattr(said, name) for name in _COLUMNS]
    bulk.insert_rows(Input, _COLUMNS, [values], created_at=now, updated_at=now, touched_at=now)


def receipt_for(said: Input) -> str:
    """The receipt that goes with it, empty where nobody took one away."""
    return receipt_of(said.pk) if said.receipt_hash else ""


@transaction.atomic
def take_back(*, said: Input, by: Membership) -> Input:
    """A slip of the pen: its writer withdraws what they have just written, while nobody has decided on it.

    Raises NotNow.
    """
    mine = Input.objects.select_for_update(of=("self",)).filter(pk=said.pk, entered_by=by)
    if not mine.filter(state=InputState.WAITING).exists():
        raise NotNow(_("Somebody has worked with this meanwhile. Ask the facilitator to withdraw it."))
    mine.update(state=InputState.WITHDRAWN, withdrawn_because=str(_SLIP), touched_at=timezone.now())
    audit("withdraw", [said], by=by, changes={"state": [InputState.WAITING, InputState.WITHDRAWN]})
    said.refresh_from_db()
    return said


def take_from_device(gathering: Gathering, sent: Sent) -> Took:
    """What a device wrote down at a table, perhaps offline: {text, language, about, table, card, anonymous}.

    Raises BadAnswer, NotNow, Conflict: it is kept then, and a person settles it.
    """
    content = sent.content
    text = str(content.get("text", "")).strip()
    if not text:
        raise BadAnswer(_("Nothing is written in it."), field="text")
    item_id, question_id = queries.about(gathering, str(content.get("about", "")))
    speaker, problem = _speaker_on_device(gathering, str(content.get("card", "")))
    words = Words(
        id=sent.id,
        text=text,
        via=Via.PAPER if content.get("paper") else Via.SCRIBE,
        language=str(content.get("language", ""))[:8],
        item_id=item_id,
        question_id=question_id,
        table=queries.table_of(gathering, str(content.get("table", ""))),
        speaker=speaker,
        said_at=sent.at,
        is_anonymous=bool(content.get("anonymous")),
        device=sent.device,
    )
    _said, is_new = say(gathering=gathering, words=words, by=sent.by)
    return Took(ItemOutcome.TAKEN if is_new else ItemOutcome.REPEATED, problem)


def take_back_from_device(gathering: Gathering, sent: Sent) -> Took:
    """A line that the same device takes back, while nobody has decided on it: {input}. Raises NotNow, BadAnswer."""
    wanted = needed_id(sent.content.get("input"))
    said = Input.objects.filter(pk=wanted, gathering=gathering, device=sent.device).first()
    if said is None or sent.device is None:
        raise BadAnswer(_NOT_HERE)
    # Whoever settles it later takes back for the scribe who wrote it.
    take_back(said=said, by=sent.device.opened_by)
    return Took()


def _speaker_on_device(gathering: Gathering, card: str) -> tuple[Attendance | None, str]:
    """Whose card it is; else why the words are kept without it. Whoever said them may have gone home by now."""
    try:
        return speaker_by_card(gathering, card), ""
    except BadAnswer as error:
        return None, str(_("Kept without a speaker. %(problem)s") % {"problem": error})


def speaker_by_card(gathering: Gathering, card: str) -> Attendance | None:
    """Whose card it is, None for no card. Raises BadAnswer for a card that nobody has, or that isn't to be named."""
    if not card.strip():
        return None
    rows = Attendance.objects.filter(gathering=gathering, code=codes.normalise(card), withdrawn_at=None)
    speaker: Attendance | None = rows.first()
    if speaker is None:
        raise BadAnswer(_("Nobody here has this card. Check the code, or leave it out."), field="card")
    _must_agree(speaker)
    return speaker


def forget(forgotten: Forgotten) -> None:
    """Bound to erasing a person: what they said stays, as said, without their name."""
    ids = [actor.pk for actor in forgotten.actors]
    spoken = Input.objects.filter(speaker__actor_id__in=ids, programme=forgotten.programme)
    spoken.update(speaker=None, touched_at=timezone.now())


def _must_take(gathering: Gathering, *, from_member: bool) -> None:
    if not takes_words(gathering.state, from_member=from_member):
        raise NotNow(_NOT_OPEN if gathering.state == GatheringState.PLANNED else _CLOSED)


def _must_agree(speaker: Attendance | None) -> None:
    if speaker is not None and not speaker.agreed_to_be_named:
        text = _(
            "The person with this card hasn't agreed to be named. Leave the card out: the words are kept without it."
        )
        raise BadAnswer(text, field="card")


def _plain(gathering: Gathering, words: Words, by: Membership | None) -> Input:
    said = _begun(gathering, words, words.id or new_id())
    said.table, said.speaker, said.device = words.table, words.speaker, words.device
    said.inbound, said.entered_by = words.inbound, by
    said.said_at = words.said_at or timezone.now()
    return said


def _anonymous(gathering: Gathering, words: Words) -> Input:
    # An id that holds the time (version 7) would give the minute away.
    given = words.id if words.id is not None and words.id.version == 4 else uuid.uuid4()
    said = _begun(gathering, words, given)
    said.is_anonymous, said.said_at = True, hour_of(words.said_at or timezone.now())
    return said


def _begun(gathering: Gathering, words: Words, id: UUID) -> Input:
    return Input(
        id=id,
        programme_id=gathering.programme_id,
        gathering=gathering,
        item_id=words.item_id,
        question_id=words.question_id,
        via=words.via,
        language=words.language,
        text=words.text,
        receipt_hash=receipt_hash(receipt_of(id)) if words.via in _WITH_RECEIPT else "",
    )


def _sent_before(said: Input) -> Input:
    """What the first of two equal submissions made. Raises Conflict where it says something else."""
    same = Q(pk=said.pk)
    if said.inbound_id is not None:
        # A message that the gateway hands on twice is one message.
        same |= Q(inbound_id=said.inbound_id)
    known = Input.objects.filter(same)
    first: Input | None = known.first()
    if first is None or (first.gathering_id, first.text) != (said.gathering_id, said.text):
        raise Conflict(_OTHER_WORDS)
    return first


on_device("input", DeviceKind(take=take_from_device, knows_its_own=True))
on_device("take_back", DeviceKind(take=take_back_from_device))
