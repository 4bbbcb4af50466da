"""Whose time is over: people of whom nothing was heard for as long as the programme keeps them."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from imbizo.actors.models import (
    Actor,
    Affiliation,
    Consent,
    ContactPoint,
    ImportBatch,
    ListMember,
    Note,
    RetentionNotice,
    SubjectRequest,
)
from imbizo.actors.states import OFFICIAL_SPHERES, ActorState, Form, Kind, NoticeState, RequestState
from imbizo.programmes.models import Membership, Programme, RetentionRule
from imbizo.programmes.states import CountedFrom, RetentionThen
from imbizo.thread.models import AuditEntry

PRIVATE_PERSON, OFFICE_HOLDER, UPLOADED_FILE = "private_person", "office_holder", "uploaded_file"
PEOPLE = (PRIVATE_PERSON, OFFICE_HOLDER)
NAMES_SHOWN = 100


def rules(programme: Programme, classes: Sequence[str]) -> QuerySet[RetentionRule]:
    """The programme's rules for these classes that have an end."""
    rows = RetentionRule.objects.filter(programme=programme, record_class__in=classes, months__isnull=False)
    return rows.exclude(then=RetentionThen.KEEP)


def due(rule: RetentionRule, *, on: date) -> QuerySet[Actor]:
    """Those whose time under the rule is over on that day. Nobody with an open request is among them."""
    asking = SubjectRequest.objects.filter(actor_id=OuterRef("pk"), state=RequestState.OPEN)
    rows = _of_class(rule.programme, rule.record_class).exclude(Exists(asking)).order_by("sort_name", "id")
    if rule.months is None:
        return rows.none()
    if rule.counted_from == CountedFrom.PROGRAMME_END:
        end = rule.programme.ends_on
        return rows if end and end <= months_before(on, rule.months) else rows.none()
    return _unused_since(rows, _midnight(rule.programme, months_before(on, rule.months)))


def old_files(rule: RetentionRule, *, on: date) -> QuerySet[ImportBatch]:
    """Imports whose uploaded file is kept longer than the rule allows."""
    before = _midnight(rule.programme, months_before(on, rule.months or 0))
    rows: QuerySet[ImportBatch] = ImportBatch.objects.filter(programme=rule.programme, updated_at__lt=before)
    return rows.exclude(file="")


def notices(member: Membership) -> QuerySet[RetentionNotice]:
    """The notices of the member's programme that aren't carried out yet."""
    rows = RetentionNotice.objects.filter(programme_id=member.programme_id).exclude(state=NoticeState.DONE)
    return rows.select_related("programme", "confirmed_by__user")


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def in_thirty_days(day: date) -> date:
    """When what is announced on a day is carried out."""
    return day + timedelta(days=30)


def _of_class(programme: Programme, record_class: str) -> QuerySet[Actor]:
    """People only: those with an office or a place in an organisation, or those who take part for themselves."""
    held = Exists(Affiliation.objects.filter(person_id=OuterRef("pk")))
    office = Q(sphere__in=OFFICIAL_SPHERES) | Q(kind=Kind.CHAPTER9) | Q(held)
    rows: QuerySet[Actor] = Actor.objects.filter(
        programme=programme, form=Form.PERSON, state__in=[ActorState.ACTIVE, ActorState.WITHDRAWN]
    ).select_related("programme")
    return rows.filter(office) if record_class == OFFICE_HOLDER else rows.exclude(office)


def _unused_since(rows: QuerySet[Actor], moment: datetime) -> QuerySet[Actor]:
    """Nothing was written about them, on them or beside them since."""
    rows = rows.filter(updated_at__lt=moment).exclude(
        Exists(AuditEntry.objects.filter(subject_id=OuterRef("pk"), at__gte=moment))
    )
    for model in (ContactPoint, Note, Consent, ListMember):
        rows = rows.exclude(
            Exists(model._default_manager.filter(actor_id=OuterRef("pk"), updated_at__gte=moment))
        )
    return rows.exclude(Exists(Affiliation.objects.filter(person_id=OuterRef("pk"), updated_at__gte=moment)))


def _midnight(programme: Programme, day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=programme.zone)


@dataclass(frozen=True)
class Preview:
    """A notice with whom it means if nothing happens until then: names the member sees, and how many more."""

    notice: RetentionNotice
    rule: RetentionRule | None
    people: tuple[Actor, ...]
    total: int

    @property
    def others(self) -> int:
        return self.total - len(self.people)


def previews(member: Membership) -> list[Preview]:
    """Each open notice of the member's programme, as it would be carried out."""
    ours = {rule.record_class: rule for rule in rules(member.programme, PEOPLE)}
    return [_preview(member, notice, ours.get(notice.record_class)) for notice in notices(member)]


def _preview(member: Membership, notice: RetentionNotice, rule: RetentionRule | None) -> Preview:
    if rule is None:
        return Preview(notice, None, (), 0)
    people = due(rule, on=notice.acts_on)
    seen = people.filter(Actor.objects.sharing_filter(member))[:NAMES_SHOWN]
    return Preview(notice, rule, tuple(seen), people.count())
