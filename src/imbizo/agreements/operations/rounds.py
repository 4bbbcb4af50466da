"""Consent rounds: opened by rules that are fixed from then on, closed by the clock or when all have spoken."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.agreements.errors import NotNow, NotReady
from imbizo.agreements.models import Agreement, ConsentRound
from imbizo.agreements.operations.asking import ask
from imbizo.agreements.operations.holding import held
from imbizo.agreements.operations.parties import LINK
from imbizo.agreements.operations.texts import settle_if_agreed, text_to_ask
from imbizo.agreements.queries.clauses import AGREED, clauses_of, outcome_as_json, voices_of
from imbizo.agreements.queries.deciding import decided, is_open
from imbizo.agreements.queries.rounds import due_to_close, due_to_remind
from imbizo.agreements.states import RoundState
from imbizo.base.models import new_id
from imbizo.calc.consent import Outcome
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, revoke_public_links

REMIND_BEFORE: Final = timedelta(days=3)
"""So long before the close those who are silent are reminded, once."""
_RUNS = _("A round is open already. Wait until it closes, or call it off.")
_NO_CLAUSES = _("There are no clauses to ask about yet.")
_NO_PARTIES = _("At least two parties with a voice are needed.")
_PAST = _("It must close at a time to come.")
_NO_QUORUM = _("Say how many parties must answer: in percent, or as a number.")
_TOO_MANY = _("So many parties with a voice there aren't. The quorum could never be reached.")
_NO_REASON = _("Say why it is called off: the parties read it.")
_NO_REASON_TO_CLOSE = _("Say why it closes before its day: the parties read it.")
_STILL_SILENT = _(
    "Not everybody has answered on every clause: %(parties)s. A round closes before its day only when nobody is silent."
)
_CLOSED = _("This round isn't open any more.")
_ALL_SAID = _("Everybody has answered already.")


@transaction.atomic
def open_round(
    *,
    agreement: Agreement,
    deadline: datetime,
    by: Membership,
    quorum_percent: int | None = 60,
    quorum_count: int | None = None,
    silence_consents: bool = False,
    is_hidden: bool = True,
    message: str = "",
    id: UUID | None = None,
    at: datetime | None = None,
) -> ConsentRound:
    """Ask all parties about each clause. The rules stay as they are from here on: there is no verb that changes them.

    The text is published first where it isn't, and a clause stands on every section of it. `announce` writes to the
    officials. Raises NotAllowed, NotNow (one is open, it is being signed), NotReady, Conflict.
    """
    current = held(agreement, by, Permission.AGREEMENTS_DECIDE, before_signing=True)
    content: dict[str, Any] = {"agreement_id": current.pk}
    content |= {"quorum_percent": quorum_percent, "quorum_count": quorum_count}
    content |= {"silence_consents": silence_consents, "is_hidden": is_hidden, "deadline": deadline}
    if (before := made_before(ConsentRound, id, content)) is not None:
        return before
    opened_at = at or timezone.now()
    _check_rules(current, deadline, opened_at, quorum_percent, quorum_count)
    _check_none_open(current, opened_at)
    text = text_to_ask(current, by=by)
    versions = {str(each.pk): each.section.version for each in clauses_of(current)}
    if not versions:
        raise NotReady(_NO_CLAUSES)
    number = (current.rounds.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    row = ConsentRound(
        id=id or new_id(), programme=current.programme, number=number, text=text, opened_at=opened_at,
        message=message.strip(), versions=versions, **content,
    )  # fmt: skip
    made, is_new = insert(row, content)
    if is_new:
        audit("open_round", [made], by=by, changes={"deadline": [None, deadline]})
    return made


@transaction.atomic
def call_off_round(*, row: ConsentRound, because: str, by: Membership) -> ConsentRound:
    """Nobody is asked any more; what was said stays hidden if it was. Raises NotAllowed, NotNow, NotReady."""
    held(row.agreement, by, Permission.AGREEMENTS_DECIDE)
    current = held_round(row)
    if not is_open(current, timezone.now()):
        raise NotNow(_CLOSED)
    if not because.strip():
        raise NotReady(_NO_REASON, field="because")
    changes = {"state": RoundState.CANCELLED, "called_off_because": because.strip()[:300]}
    write(current, changes | {"closed_at": timezone.now()}, by=by, verb="call_off")
    for party in voices_of(current.agreement):
        revoke_public_links(party, purpose=LINK)
    return current


@transaction.atomic
def end_rounds(*, agreement: Agreement, because: str, by: Membership) -> None:
    """No round outlasts an agreement that nobody works on any more: open ones are called off."""
    for row in agreement.rounds.filter(state=RoundState.OPEN):
        if is_open(row, timezone.now()):
            call_off_round(row=row, because=because, by=by)
        else:
            close_round(row=row, now=timezone.now())


@transaction.atomic
def close_early(*, row: ConsentRound, because: str, by: Membership) -> ConsentRound:
    """End it before its day, which nobody may do while a party is silent: silence is told only when the time is over.

    What was said stands as at the day itself; the moment is the new end of the round, with the old one in the trail.
    Raises NotAllowed, NotNow, NotReady.
    """
    held(row.agreement, by, Permission.AGREEMENTS_DECIDE)
    current, now = held_round(row), timezone.now()
    found = decided(current, now=now)
    if not found.is_open:
        raise NotNow(_CLOSED)
    if found.silent:
        names = ", ".join(str(each.institution) for each in found.silent)
        raise NotNow(_STILL_SILENT % {"parties": names})
    if not because.strip():
        raise NotReady(_NO_REASON_TO_CLOSE, field="because")
    changes = {"deadline": now, "closed_early_because": because.strip()[:300]}
    write(current, changes, by=by, verb="close_early")
    return close_round(row=current, now=now)


@transaction.atomic
def remind_round(*, row: ConsentRound, by: Membership | None, now: datetime | None = None) -> int:
    """Write once more to the officials of parties that are silent; how many get a message.

    Raises NotAllowed, NotNow (it is closed, or all have answered).
    """
    now = now or timezone.now()
    held(row.agreement, by, Permission.AGREEMENTS_DECIDE)
    current = held_round(row)
    found = decided(current, now=now)
    if not found.is_open:
        raise NotNow(_CLOSED)
    if not found.silent:
        raise NotNow(_ALL_SAID)
    current.reminded_at = now
    current.save(update_fields=["reminded_at", "updated_at"])
    reached = ask(row=current, parties=found.silent, by=by, reminds=True)
    audit("remind", [current], by=by, changes={"reminded": [None, len(reached)]})
    return len(reached)


def close_due(now: datetime) -> int:
    """For the clock: write down what came of rounds whose time is over. Pages show it before that too."""
    rows = list(due_to_close(now))
    for row in rows:
        close_round(row=row, now=now)
    return len(rows)


def remind_due(now: datetime) -> int:
    """For the clock: remind the silent parties of each round, once, three days before it closes."""
    count = 0
    for row in due_to_remind(now, now + REMIND_BEFORE):
        if decided(row, now=now).silent:
            count += remind_round(row=row, by=None, now=now)
    return count


@transaction.atomic
def close_round(*, row: ConsentRound, now: datetime) -> ConsentRound:
    """Write down what came of a round whose time is over; whoever comes second finds it done."""
    # First the agreement, as every verb here does: two that held one and waited for the other would never end.
    Agreement.objects.select_for_update().get(pk=row.agreement_id)
    current = held_round(row)
    if current.state != RoundState.OPEN or now < current.deadline:
        return current
    current.outcome = outcome_as_json(current)
    current.state, current.closed_at = RoundState.CLOSED, current.deadline
    current.save(update_fields=["outcome", "state", "closed_at", "updated_at"])
    audit("close_round", [current], by=None, changes={"state": [RoundState.OPEN, RoundState.CLOSED]})
    _take_up(current)
    return current


def held_round(row: ConsentRound) -> ConsentRound:
    """The round, its row held: positions, calling off and closing come one after another."""
    rows = ConsentRound.objects.select_for_update(of=("self",))
    found: ConsentRound = rows.select_related(
        "programme", "agreement__owner", "agreement__document", "text"
    ).get(pk=row.pk)
    return found


def _take_up(row: ConsentRound) -> None:
    """Clauses that were agreed are no longer open; where all of them are, the text is."""
    agreement = row.agreement
    for clause in clauses_of(agreement):
        told = row.outcome["clauses"].get(str(clause.pk))
        is_agreed = told is not None and Outcome(told["outcome"]) in AGREED
        if clause.is_reopened and is_agreed and told["version"] == clause.section.version:
            write(clause, {"is_reopened": False, "reopened_because": ""}, by=None)
    settle_if_agreed(agreement, None)


def _check_none_open(agreement: Agreement, now: datetime) -> None:
    """One round at a time; one whose time is over is closed first, whether or not a worker ran."""
    for each in agreement.rounds.filter(state=RoundState.OPEN):
        if each.deadline > now:
            raise NotNow(_RUNS)
        close_round(row=each, now=timezone.now())


def _check_rules(
    agreement: Agreement, deadline: datetime, now: datetime, percent: int | None, count: int | None
) -> None:
    if deadline <= now:
        raise NotReady(_PAST, field="deadline")
    voices = len(voices_of(agreement))
    if voices < 2:
        raise NotReady(_NO_PARTIES)
    if (percent is None) == (count is None) or (percent or count or 0) < 1:
        raise NotReady(_NO_QUORUM, field="quorum")
    if (percent or 0) > 100 or (count or 0) > voices:
        raise NotReady(_TOO_MANY, field="quorum")
