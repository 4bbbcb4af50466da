"""Telling members what concerns them: fed by the audit trail, in the transaction of what is written."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from imbizo.actors.models import Assignment, ImportBatch, RetentionNotice, SubjectRequest
from imbizo.convening.models import (
    Action,
    Booking,
    Candidate,
    DatePoll,
    Device,
    Gathering,
    Invitation,
    PutTo,
    SafetySheet,
    Telling,
)
from imbizo.convening.queries.safety import deciders
from imbizo.convening.states import TellingState
from imbizo.desk.models import Notification
from imbizo.desk.operations import told_of_texts
from imbizo.desk.queries import notifications_of
from imbizo.outreach.models import BudgetLine, Conversation
from imbizo.programmes import queries as programmes
from imbizo.programmes.models import Membership, Step
from imbizo.programmes.states import Permission
from imbizo.thread import registry
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations.audit import Audited

BATCH = 500
# A change of very many records at once (an import) concerns nobody in particular.
MOST_RECORDS = 200

# Done by the worker in the name of whoever asked for it, perhaps hours ago: the asker wants to hear of it.
BY_WORKER = frozenset({"ready", "refuse", "bring_in", "undone"})

Members = Iterable[UUID | None]


def notify_audited(audited: Audited) -> None:
    """Notify the members whom these entries concern, but nobody of their own acts or of what they can't see."""
    if len(audited.records) > MOST_RECORDS:
        return
    rule = _rule(registry.get(audited.kind).model, audited.verb)
    if rule is None:
        return
    concerned = {
        (entry, member_id)
        for record, entry in zip(audited.records, audited.entries, strict=True)
        for member_id in rule(record, entry)
        if member_id
    }
    if concerned:
        _write(audited.kind, concerned)


@transaction.atomic
def mark_read(*, by: Membership, ids: Sequence[UUID] | None = None) -> None:
    """Mark the member's notifications as read: those of these ids, or all of them for None."""
    unread = notifications_of(by).filter(read_at=None)
    (unread if ids is None else unread.filter(pk__in=ids)).update(read_at=timezone.now())


def _write(kind: str, concerned: set[tuple[AuditEntry, UUID]]) -> None:
    members = Membership.objects.active().select_related("user", "partner", "programme")
    found = {
        member.pk: member for member in members.filter(pk__in={member_id for _entry, member_id in concerned})
    }
    Notification.objects.bulk_create(
        [
            Notification(
                member=found[member_id],
                verb=entry.verb,
                subject_kind=kind,
                subject_id=entry.subject_id,
                by=entry.by,
            )
            for entry, member_id in sorted(concerned, key=lambda pair: (pair[0].pk, pair[1]))
            if member_id in found and _is_for(found[member_id], entry)
        ],
        batch_size=BATCH,
    )


def _is_for(member: Membership, entry: AuditEntry) -> bool:
    if entry.by_id == member.user_id and entry.verb not in BY_WORKER:
        return False
    return entry.subject_id in registry.visible(member, entry.subject_kind, [entry.subject_id])


def _rule(model: type[Model], verb: str) -> Callable[[Any, AuditEntry], Members] | None:
    return _successor if verb == "hand_over" else RULES.get(model)


def _successor(record: Any, entry: AuditEntry) -> Members:
    """Whoever now holds what was handed over: the value after, in each field that changed."""
    return [
        UUID(after)
        for _before, after in entry.changes.values()
        if isinstance(after, str) and len(after) == 36
    ]


def _assignee(record: Any, entry: AuditEntry) -> Members:
    """The one asked, when newly asked."""
    is_new = entry.verb in {"create", "assign"} or {"assignee", "assignee_id"} & entry.changes.keys()
    return [record.assignee_id] if is_new else []


def _request(record: Any, entry: AuditEntry) -> Members:
    """The one who answers; while nobody does, all who may."""
    if record.handler_id:
        return [record.handler_id]
    everybody = programmes.members(Membership(programme_id=record.programme_id))
    return [member.pk for member in everybody if member.may(Permission.REQUESTS_HANDLE)]


def _managers(record: Any, entry: AuditEntry) -> Members:
    """Those who run the programme, when it is announced that people will be forgotten."""
    everybody = programmes.members(Membership(programme_id=record.programme_id))
    is_new = entry.verb == "announce"
    return [member.pk for member in everybody if is_new and member.may(Permission.PROGRAMME_MANAGE)]


def _uploader(record: Any, entry: AuditEntry) -> Members:
    """The one who uploaded the file, when the worker is done with it."""
    return [record.uploaded_by_id] if entry.verb in BY_WORKER else []


def _member(record: Any, entry: AuditEntry) -> Members:
    return [record.pk]


def _spenders(record: Any, entry: AuditEntry) -> Members:
    """Those who write campaigns or run the programme, when a budget line runs low."""
    everybody = programmes.members(Membership(programme_id=record.programme_id))
    is_warning = entry.verb in {"budget_warned", "budget_overspent"}
    return [member.pk for member in everybody if is_warning and member.may(Permission.CAMPAIGNS_WRITE)]


def _organiser(record: Any, entry: AuditEntry) -> Members:
    """Who leads the gathering, else those of its partner who plan, when its venue or its date poll turns."""
    turns = {"bump", "close", "confirm", "not_free", "other_time", "refuse"}
    return _leaders(record.gathering) if entry.verb in turns else []


def _chooser(record: Any, entry: AuditEntry) -> Members:
    """Who leads the gathering, when a reserve of its draw has moved up."""
    return _leaders(record.selection.gathering) if entry.verb == "move_up" else []


def _inviter(record: Any, entry: AuditEntry) -> Members:
    """Who leads the gathering, when somebody must be rung, because no message tells them that a place is free."""
    return _leaders(record.gathering) if entry.verb == "offer_unheard" else []


def _told_office(record: Any, entry: AuditEntry) -> Members:
    """Who leads the gathering, when an office that was told objects or asks for more."""
    is_open = record.state in {TellingState.OBJECTS, TellingState.ASKS}
    return _leaders(record.gathering) if entry.verb == "answer" and is_open else []


def _keeper(record: Any, entry: AuditEntry) -> Members:
    """Who leads the gathering, when something that a device sent waits for a person."""
    return _leaders(record.gathering) if entry.verb == "items_wait" else []


def _asker(record: Any, entry: AuditEntry) -> Members:
    """Who put it to the institution, when it answers, or doesn't in time."""
    if entry.verb not in {"answer", "overdue"}:
        return []
    return [record.put_by_id] if record.put_by_id else _leaders(record.input.gathering)


def _leaders(gathering: Gathering | None) -> list[UUID | None]:
    """Who leads it, else those of its partner who plan."""
    if gathering is None:
        return []
    if gathering.contact_id:
        return [gathering.contact_id]
    everybody = programmes.members(Membership(programme_id=gathering.programme_id))
    planners = everybody.filter(partner_id=gathering.owner_id)
    return [member.pk for member in planners if member.may(Permission.GATHERINGS_PLAN)]


def _doer(record: Any, entry: AuditEntry) -> Members:
    """The member who is to do it, when it is given to them or asked after."""
    is_asked = entry.verb in {"create", "remind_of"} or {"member", "due_on"} & entry.changes.keys()
    return [record.member_id] if is_asked else []


def _deciders(record: Any, entry: AuditEntry) -> Members:
    """Those who decide whether a gathering is safe to hold, on the day before and when its sheet is decided on."""
    if entry.verb not in {"safety_due", "decide"}:
        return []
    everybody = programmes.members(Membership(programme_id=record.programme_id))
    return [member.pk for member in deciders(record.gathering, list(everybody))]


RULES: dict[type[Model], Callable[[Any, AuditEntry], Members]] = {
    Action: _doer,
    Assignment: _assignee,
    Booking: _organiser,
    BudgetLine: _spenders,
    Candidate: _chooser,
    Conversation: _assignee,
    DatePoll: _organiser,
    Device: _keeper,
    ImportBatch: _uploader,
    Invitation: _inviter,
    Membership: _member,
    PutTo: _asker,
    RetentionNotice: _managers,
    SafetySheet: _deciders,
    Step: _assignee,
    SubjectRequest: _request,
    Telling: _told_office,
    **told_of_texts.RULES,
}
