"""Keeping people no longer than the programme says: announced for thirty days, then carried out by the clock.

Nobody is forgotten without notice. The clock announces a class of people whose time will be over in thirty days;
the journey and the retention page show it to the coordinators from then on. On the day, or earlier if a coordinator
confirms it, those of whom nothing was heard meanwhile are anonymised. Whoever was in touch, or has an open request,
stays. Uploaded files go without notice: they are promised to.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

import imbizo.messaging.operations as messaging
from imbizo.actors.models import (
    Actor,
    ActorList,
    ActorName,
    Affiliation,
    Assignment,
    Consent,
    ContactPoint,
    ImportBatch,
    ImportRow,
    Merge,
    Note,
    Objection,
    Pair,
    RetentionNotice,
    SubjectRequest,
)
from imbizo.actors.operations import emptying
from imbizo.actors.operations.erasure import anonymise
from imbizo.actors.queries import retention as queries
from imbizo.actors.states import BatchState, Because, NoticeState
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership, Programme, RetentionRule
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit

AT_ONCE = 20  # people in one transaction
MOST_PER_RUN = 500  # people in one run of the clock, which goes on with the rest the next time
CHUNK = 1_000
_UNFINISHED = (
    BatchState.UPLOADED,
    BatchState.READING,
    BatchState.MAPPING,
    BatchState.CHECKING,
    BatchState.READY,
)


def keep_to_retention(now: datetime) -> None:
    """What the clock does: every programme's rules, on the programme's own day."""
    for programme in Programme.objects.filter(anonymised_at=None):
        apply_retention(programme=programme, today=now.astimezone(programme.zone).date())


def apply_retention(*, programme: Programme, today: date) -> int:
    """Drop old files, announce whose time will be over, carry out what is due; returns how many were anonymised.

    Doing it twice on a day does it once.
    """
    for rule in queries.rules(programme, [queries.UPLOADED_FILE]):
        _drop_old_files(rule, today)
    return sum(_keep_to(rule, today) for rule in queries.rules(programme, queries.PEOPLE))


@transaction.atomic
def confirm_notice(*, notice: RetentionNotice, by: Membership) -> RetentionNotice:
    """Have it carried out at the clock's next round, before its day. Confirming it twice is harmless."""
    if notice.state == NoticeState.ANNOUNCED:
        notice.state, notice.confirmed_by = NoticeState.CONFIRMED, by
        notice.save(update_fields=["state", "confirmed_by", "updated_at"])
        audit("confirm", [notice], by=by, changes={"state": [NoticeState.ANNOUNCED, notice.state]})
    return notice


def anonymise_programme(*, programme: Programme, by: Membership | None) -> None:
    """Empty the whole register: names, addresses, notes, staged rows, audit values. Counts and stubs stay.

    In chunks, each in its own transaction: after a kill it goes on where it stopped, and done twice it does nothing.
    """
    for rows, empty in _emptied_by_update(programme):
        _update_in_chunks(rows, empty)
    for gone in (ActorName, Pair, ImportRow):
        _delete_in_chunks(gone._default_manager.filter(programme=programme))
    _forget_words_of_lists(programme)
    with transaction.atomic():
        emptying.drop_files(ImportBatch.objects.filter(programme=programme).exclude(file=""))
    messaging.forget_every_source(programme=programme)
    _empty_all_actors(programme, by)
    entries = AuditEntry.objects.filter(programme=programme, subject_kind__startswith="actors.")
    _update_in_chunks(entries.exclude(verb="erase").exclude(changes={}), {"changes": {}})


def _drop_old_files(rule: RetentionRule, today: date) -> None:
    with transaction.atomic():
        batches = list(queries.old_files(rule, on=today))
        emptying.drop_files(batches)
        # What wasn't brought in while its file was there can't be any more.
        stale = [batch for batch in batches if batch.state in _UNFINISHED]
        ImportRow.objects.filter(batch__in=stale).delete()
        ImportBatch.objects.filter(pk__in=[batch.pk for batch in stale]).update(state=BatchState.DISCARDED)
        audit("drop_file", batches, by=None, changes={"file": [None, None]})


def _keep_to(rule: RetentionRule, today: date) -> int:
    notice = (
        RetentionNotice.objects.filter(programme=rule.programme, record_class=rule.record_class)
        .exclude(state=NoticeState.DONE)
        .first()
    )
    if notice is None:
        _announce(rule, today)
        return 0
    if notice.state == NoticeState.ANNOUNCED and notice.acts_on > today:
        return 0
    return _carry_out(rule, notice)


@transaction.atomic
def _announce(rule: RetentionRule, today: date) -> None:
    acts_on = queries.in_thirty_days(today)
    people = queries.due(rule, on=acts_on).count()
    if people:
        notice = RetentionNotice.objects.create(
            programme=rule.programme,
            record_class=rule.record_class,
            announced_on=today,
            acts_on=acts_on,
            people=people,
        )
        audit("announce", [notice], by=None, changes={"people": [None, people], "acts_on": [None, acts_on]})


def _carry_out(rule: RetentionRule, notice: RetentionNotice) -> int:
    """Anonymise a run's worth; when nobody is left the notice is done."""
    people = list(queries.due(rule, on=notice.acts_on)[:MOST_PER_RUN])
    for start in range(0, len(people), AT_ONCE):
        anonymise(actors=people[start : start + AT_ONCE], because=Because.RETENTION, by=notice.confirmed_by)
    if len(people) < MOST_PER_RUN:
        with transaction.atomic():
            notice.state = NoticeState.DONE
            notice.save(update_fields=["state", "updated_at"])
            audit("carry_out", [notice], by=notice.confirmed_by, changes={"state": [None, notice.state]})
    return len(people)


def _emptied_by_update(programme: Programme) -> Sequence[tuple[QuerySet[Any], dict[str, Any]]]:
    """Rows that still say something, and what makes them say nothing."""
    ours = {"programme": programme}
    return (
        (ContactPoint.objects.filter(**ours).exclude(raw="", address=""), emptying.EMPTY_CONTACT),
        (Note.objects.filter(**ours).exclude(text=""), {"text": ""}),
        (Affiliation.objects.filter(**ours).exclude(position=""), {"position": ""}),
        (Consent.objects.filter(**ours).exclude(how="", withdrawn_how=""), {"how": "", "withdrawn_how": ""}),
        (Objection.objects.filter(**ours).exclude(how=""), {"how": ""}),
        (SubjectRequest.objects.filter(**ours).exclude(**emptying.EMPTY_REQUEST), emptying.EMPTY_REQUEST),
        (Assignment.objects.filter(**ours).exclude(who="", note=""), {"who": "", "note": ""}),
        (Merge.objects.filter(**ours).exclude(before={}, moved=[]), {"before": {}, "moved": []}),
    )


def _update_in_chunks(rows: QuerySet[Any], empty: dict[str, Any]) -> None:
    """Each update makes its rows fall out of `rows`, and so the loop ends."""
    while ids := list(rows.order_by().values_list("pk", flat=True)[:CHUNK]):
        rows.model._base_manager.filter(pk__in=ids).update(**empty)


def _delete_in_chunks(rows: QuerySet[Any]) -> None:
    while ids := list(rows.order_by().values_list("pk", flat=True)[:CHUNK]):
        rows.model._base_manager.filter(pk__in=ids).delete()


@transaction.atomic
def _forget_words_of_lists(programme: Programme) -> None:
    named = [each for each in ActorList.objects.filter(programme=programme) if each.conditions.get("q")]
    for each in named:
        each.conditions = {**each.conditions, "q": new_id().hex}
    ActorList.objects.bulk_update(named, ["conditions"])


def _empty_all_actors(programme: Programme, by: Membership | None) -> None:
    rows = Actor.objects.filter(~Q(name=emptying.NAMELESS) | ~Q(sort_name=""), programme=programme).order_by(
        "pk"
    )
    while actors := list(rows.select_related("programme")[: CHUNK // 2]):
        _empty_some(actors, by)


@transaction.atomic
def _empty_some(actors: Iterable[Actor], by: Membership | None) -> None:
    whole = list(actors)
    emptying.close_links(whole)
    emptying.empty_actors(whole)
    for emptied in (whole, *emptying.emptied_parts(whole)):
        audit("erase", emptied, by=by, changes={"reason": [None, Because.PROGRAMME_END]})
