"""Whom it concerns what happens with evidence, drafts and agreements."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model

from imbizo.agreements.models import (
    AdoptionPath,
    AdoptionStep,
    Agreement,
    ConsentRound,
    Measure,
    MeasureUpdate,
    Signatory,
)
from imbizo.agreements.operations.paths import owner_of
from imbizo.drafting.models import Circulation, Comment, Section
from imbizo.evidence.models import CodingRound, Scan
from imbizo.programmes import queries as programmes
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.models import AuditEntry

Members = Iterable[UUID | None]


def _those_who_may(record: Any, owner_id: UUID, permission: Permission) -> Members:
    """The members of one partner who may do something."""
    everybody = programmes.members(Membership(programme_id=record.programme_id)).filter(partner_id=owner_id)
    return [member.pk for member in everybody if member.may(permission)]


# Evidence


def _reviewers(record: Scan, entry: AuditEntry) -> Members:
    """Who does a scan, and who screens beside them, when it is given to them."""
    fields = ("lead", "second")
    if entry.verb == "create":
        return [record.lead_id, record.second_id]
    return [getattr(record, f"{name}_id") for name in fields if name in entry.changes]


def _coders(record: CodingRound, entry: AuditEntry) -> Members:
    """Those who code in a round, when it is compared or settled."""
    if entry.verb not in {"compare", "finish_round"}:
        return []
    found: list[UUID] = list(record.coders.values_list("pk", flat=True))
    return found


# Drafts


def _writer(record: Section, entry: AuditEntry) -> Members:
    """Who writes a section, when it is given to them, is to be written by another day, or its day has passed; where
    nobody writes it, those who decide on drafts hear of the day.
    """
    if entry.verb == "section_overdue" and record.writer_id is None:
        return _those_who_may(record, record.document.owner_id, Permission.DRAFTS_DECIDE)
    is_given = entry.verb == "create" or {"writer", "due_on"} & entry.changes.keys()
    return [record.writer_id] if is_given else []


def _commented(record: Comment, entry: AuditEntry) -> Members:
    """Who writes the section, or whose comment is answered; where nobody writes it, those who decide on comments."""
    if entry.verb not in {"comment", "receive_comment"}:
        return []
    told = [record.section.writer_id if record.section else None]
    told.append(record.answers.member_id if record.answers else None)
    if any(told):
        return told
    return _those_who_may(record, record.document.owner_id, Permission.DRAFTS_DECIDE)


def _circulating(record: Circulation, entry: AuditEntry) -> Members:
    """Those who decide on comments, when readers were reminded and when the time to answer is over."""
    if entry.verb not in {"remind_readers", "close"}:
        return []
    owner_id = record.publication.document.owner_id
    return _those_who_may(record, owner_id, Permission.DRAFTS_DECIDE)


# Agreements


def _keepers_of(agreement: Agreement) -> Members:
    """Those of its own partner who decide on agreements."""
    return _those_who_may(agreement, agreement.owner_id, Permission.AGREEMENTS_DECIDE)


def _in_effect(record: Agreement, entry: AuditEntry) -> Members:
    """Everybody who sees it, when an agreement takes effect."""
    if entry.verb != "take_effect":
        return []
    return [member.pk for member in programmes.members(Membership(programme_id=record.programme_id))]


def _signed(record: Signatory, entry: AuditEntry) -> Members:
    """Those who keep the agreement, when somebody signs it or says that they don't."""
    return _keepers_of(record.party.agreement) if entry.verb in {"sign", "decline_to_sign"} else []


def _asked(record: ConsentRound, entry: AuditEntry) -> Members:
    """Those who keep the agreement, when a round is about to close and when it has."""
    return _keepers_of(record.agreement) if entry.verb in {"remind", "close_round"} else []


def _adopting(record: AdoptionStep, entry: AuditEntry) -> Members:
    """Those who follow the path, when an agenda closes soon, a step stays open or another council sits."""
    return _followers(record.path) if entry.verb in {"agenda_closes", "leave_open", "confirm_again"} else []


def _confirmed(record: AdoptionPath, entry: AuditEntry) -> Members:
    """The same, when an official confirms the path on their own page."""
    return _followers(record) if entry.verb == "confirm_path" else []


def _followers(path: AdoptionPath) -> Members:
    return _those_who_may(path, owner_of(path).pk, Permission.AGREEMENTS_WRITE)


def _overdue(record: Measure, entry: AuditEntry) -> Members:
    """Those who keep the measures, when the day of one has passed."""
    if entry.verb != "measure_overdue":
        return []
    return _those_who_may(record, record.agreement.owner_id, Permission.AGREEMENTS_WRITE)


def _reported(record: MeasureUpdate, entry: AuditEntry) -> Members:
    """The same, when its owner reports on the light page."""
    if entry.verb != "report" or entry.by_id is not None:
        return []
    return _those_who_may(record, record.measure.agreement.owner_id, Permission.AGREEMENTS_WRITE)


RULES: dict[type[Model], Callable[[Any, AuditEntry], Members]] = {
    AdoptionPath: _confirmed,
    AdoptionStep: _adopting,
    Agreement: _in_effect,
    Circulation: _circulating,
    CodingRound: _coders,
    Comment: _commented,
    ConsentRound: _asked,
    Measure: _overdue,
    MeasureUpdate: _reported,
    Scan: _reviewers,
    Section: _writer,
    Signatory: _signed,
}
