"""The plain case: parties agreed in a room, and the record says so."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.agreements.errors import NotReady
from imbizo.agreements.models import Agreement, MeetingRecord, Party
from imbizo.agreements.operations.holding import held
from imbizo.agreements.operations.texts import settle_if_agreed, text_to_ask
from imbizo.agreements.queries.clauses import clauses_of, voices_of
from imbizo.agreements.states import Capacity, PartyRole
from imbizo.base.models import new_id
from imbizo.convening.models import Gathering
from imbizo.drafting.models import Publication
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, link
from imbizo.thread.states import Relation

_NOBODY = _("Tick at least one party that agreed.")
_NO_VOICE = _("Observers and parties that withdrew can't agree to the text.")
_TO_COME = _("This day is still to come.")
_OTHER_DOCUMENT = _("This text is not one of this agreement.")


@transaction.atomic
def record_meeting(
    *,
    agreement: Agreement,
    parties: Sequence[Party],
    by: Membership,
    text: Publication | None = None,
    gathering: Gathering | None = None,
    agreed_on: date | None = None,
    capacity: str = Capacity.SUBJECT,
    words: str = "",
    id: UUID | None = None,
) -> MeetingRecord:
    """Note that these parties agreed on a text at a meeting, subject to council unless they came with a mandate.

    `text` is the document as it stands, published for it where needed, unless another version is named. Where every
    party has agreed to it, it becomes the agreed text. Raises NotAllowed, NotNow, NotReady, Conflict.
    """
    current = held(agreement, by, Permission.AGREEMENTS_DECIDE, before_signing=True)
    agreed_on = agreed_on or timezone.localdate(timezone=current.programme.zone)
    _check(current, parties, text, agreed_on)
    content: dict[str, Any] = {"agreement_id": current.pk, "gathering": gathering, "agreed_on": agreed_on}
    content |= {"capacity": capacity, "words": words.strip()}
    if (before := made_before(MeetingRecord, id, content)) is not None:
        return before
    text = text or text_to_ask(current, by=by)
    record = MeetingRecord(id=id or new_id(), programme=current.programme, text=text, by=by, **content)
    made, is_new = insert(record, content)
    if is_new:
        _keep(current, made, parties, by)
    return made


def _keep(agreement: Agreement, record: MeetingRecord, parties: Sequence[Party], by: Membership) -> None:
    record.parties.set(parties)
    if record.gathering is not None:
        link(record, record.gathering, Relation.EVIDENCES, by=by)
    audit("agree_at_meeting", [record], by=by, changes={"text": [None, str(record.text)]})
    if {each.pk for each in voices_of(agreement)} <= {each.pk for each in parties}:
        _close_reopened(agreement, record, by)
    settle_if_agreed(agreement, by)


def _close_reopened(agreement: Agreement, record: MeetingRecord, by: Membership) -> None:
    """What a council's condition opened is closed again, where all agreed on the words that it has now."""
    agreed = {part["id"]: part["version"] for part in record.text.frozen["sections"]}
    for clause in clauses_of(agreement):
        if clause.is_reopened and agreed.get(str(clause.section_id)) == clause.section.version:
            write(clause, {"is_reopened": False, "reopened_because": ""}, by=by)


def _check(agreement: Agreement, parties: Sequence[Party], text: Publication | None, agreed_on: date) -> None:
    if not parties:
        raise NotReady(_NOBODY, field="parties")
    if any(
        each.agreement_id != agreement.pk or each.role == PartyRole.OBSERVER or each.withdrew_on
        for each in parties
    ):
        raise NotReady(_NO_VOICE, field="parties")
    if text is not None and text.document_id != agreement.document_id:
        raise NotReady(_OTHER_DOCUMENT, field="text")
    if agreed_on > timezone.localdate(timezone=agreement.programme.zone):
        raise NotReady(_TO_COME, field="agreed_on")
