"""People are kept no longer than the programme says, and nobody is forgotten without notice."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from imbizo.actors.models import Actor, ImportBatch, RetentionNotice
from imbizo.actors.operations.requests import record_request
from imbizo.actors.operations.retention import apply_retention, confirm_notice, keep_to_retention
from imbizo.actors.queries.consent import consent_status
from imbizo.actors.queries.retention import months_before
from imbizo.desk.models import Notification
from imbizo.programmes.models import RetentionRule
from imbizo.thread.models import AuditEntry
from tests.actors.register import official, organisation, person
from tests.cast import Cast, signed_in

TODAY = date(2026, 6, 1)
LONG_AGO = datetime(2024, 6, 15, tzinfo=ZoneInfo("Africa/Johannesburg"))  # 24 months before 15 June 2026


def unused(actor: Actor) -> Actor:
    """Nothing has been heard of them since."""
    for relation in (actor.contacts, actor.notes, actor.consents, actor.affiliations):
        relation.update(updated_at=LONG_AGO)
    AuditEntry.objects.filter(subject_id=actor.pk).update(at=LONG_AGO)
    Actor.objects.filter(pk=actor.pk).update(updated_at=LONG_AGO)
    return actor


def apply(cast: Cast, day: date = TODAY) -> int:
    return apply_retention(programme=cast.programme, today=day)


def state_of(actor: Actor) -> str:
    return Actor.objects.get(pk=actor.pk).state


def test_what_is_due_is_announced_thirty_days_before(cast: Cast) -> None:
    actor = unused(person(cast.amina))
    assert apply(cast) == 0
    notice = RetentionNotice.objects.get()
    assert (notice.record_class, notice.people, notice.acts_on) == ("private_person", 1, date(2026, 7, 1))
    assert state_of(actor) == "active"


def test_on_the_day_they_are_anonymised_and_the_notice_is_done(cast: Cast) -> None:
    actor = unused(person(cast.amina))
    apply(cast)
    assert (apply(cast, date(2026, 6, 30)), apply(cast, date(2026, 7, 1))) == (0, 1)
    assert (state_of(actor), RetentionNotice.objects.get().state) == ("erased", "done")


def test_doing_it_again_on_the_same_day_changes_nothing(cast: Cast) -> None:
    unused(person(cast.amina))
    for day in (TODAY, TODAY, date(2026, 7, 1), date(2026, 7, 1)):
        apply(cast, day)
    assert RetentionNotice.objects.count() == 1


def test_whoever_was_heard_of_meanwhile_stays(cast: Cast) -> None:
    actor = unused(person(cast.amina))
    apply(cast)
    Actor.objects.filter(pk=actor.pk).update(updated_at=LONG_AGO + timedelta(days=400))
    assert (apply(cast, date(2026, 7, 1)), state_of(actor)) == (0, "active")


def test_whoever_has_an_open_request_stays(cast: Cast) -> None:
    actor = unused(person(cast.amina))
    record_request(programme=cast.programme, actor=actor, kind="access", came_by="phone", by=cast.amina)
    apply(cast)
    assert RetentionNotice.objects.count() == 0


def test_organisations_and_officials_are_not_private_persons(cast: Cast) -> None:
    unused(organisation(cast.amina))
    unused(official(cast.amina))
    apply(cast)
    assert RetentionNotice.objects.count() == 0


def test_office_holders_are_counted_from_the_programmes_end(cast: Cast) -> None:
    unused(official(cast.amina))
    cast.programme.ends_on = date(2023, 6, 30)
    cast.programme.save()
    apply(cast)
    assert RetentionNotice.objects.get().record_class == "office_holder"


def test_a_rule_without_an_end_keeps(cast: Cast) -> None:
    unused(person(cast.amina))
    RetentionRule.objects.filter(programme=cast.programme, record_class="private_person").update(months=None)
    apply(cast)
    assert RetentionNotice.objects.count() == 0


def test_a_confirmed_notice_is_carried_out_at_once(cast: Cast) -> None:
    actor = unused(person(cast.amina))
    apply(cast)
    confirm_notice(notice=RetentionNotice.objects.get(), by=cast.amina)
    assert (apply(cast), state_of(actor)) == (1, "erased")


def test_an_old_file_goes_and_what_was_not_brought_in_is_discarded(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    batch = ImportBatch.objects.create(
        programme=cast.programme,
        owner=cast.convenor,
        filename="a.csv",
        file=ContentFile(b"x", "a.csv"),
        digest="d",
    )
    ImportBatch.objects.update(updated_at=LONG_AGO)
    with django_capture_on_commit_callbacks(execute=True):
        apply(cast)
    batch.refresh_from_db()
    assert (batch.file.name, batch.state) == ("", "discarded")


def test_the_clock_keeps_to_the_rules_of_every_programme(cast: Cast) -> None:
    unused(person(cast.amina))
    unused(person(cast.farid))
    keep_to_retention(datetime(2026, 6, 1, 12, tzinfo=ZoneInfo("UTC")))
    assert {notice.programme for notice in RetentionNotice.objects.all()} == {cast.programme, cast.elsewhere}


def test_the_journey_tells_the_coordinator_before_it_happens(cast: Cast) -> None:
    unused(person(cast.amina))
    apply(cast)
    assert "1 person is anonymised on 1 July" in consent_status(cast.amina).text


def test_those_who_run_the_programme_are_notified(cast: Cast) -> None:
    unused(person(cast.amina))
    apply(cast)
    told = Notification.objects.filter(subject_kind="actors.notice")
    assert [notification.member for notification in told] == [cast.amina]


def test_the_page_names_whom_it_means_and_counts_whom_partners_keep(cast: Cast) -> None:
    unused(person(cast.amina))
    unused(person(cast.thandi, "Hidden", "Person"))
    apply(cast)
    page = signed_in(cast.amina).get(reverse("actors:retention", args=["winelands"])).content.decode()
    assert ("Tendai Moyo" in page, "Hidden Person" in page, "1 more that" in page) == (True, False, True)


def test_the_coordinator_confirms_on_the_page(cast: Cast) -> None:
    unused(person(cast.amina))
    apply(cast)
    here = reverse("actors:retention-confirm", args=["winelands", RetentionNotice.objects.get().pk])
    assert signed_in(cast.bo).post(here).status_code == 403
    assert signed_in(cast.amina).post(here).status_code == 302
    assert RetentionNotice.objects.get().confirmed_by == cast.amina


def test_another_programmes_notice_is_not_found(cast: Cast) -> None:
    unused(person(cast.amina))
    apply(cast)
    here = reverse("actors:retention-confirm", args=["precinct", RetentionNotice.objects.get().pk])
    assert signed_in(cast.farid).post(here).status_code == 404


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 12, 1), 24, date(2024, 12, 1)),
    ],
)
def test_months_are_counted_back_to_the_same_day(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before
