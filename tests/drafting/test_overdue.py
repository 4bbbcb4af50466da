"""Sections whose day has passed: the writer hears of it, and every page that shows the section says so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from imbizo.desk.models import Notification
from imbizo.drafting.models import Section
from imbizo.drafting.operations.overdue import tell_of_overdue
from imbizo.drafting.queries.next_step import next_step
from imbizo.drafting.queries.outline import outline
from imbizo.drafting.queries.overdue import figures_of_mine
from imbizo.drafting.queries.steps import strategy_status
from imbizo.drafting.states import SectionState
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in
from tests.drafting.making import make_document, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(cast: Cast) -> Section:
    """The second of two sections that Bo writes; its day was yesterday."""
    document = make_document(cast)
    make_section(document, writer=cast.bo)
    return make_section(document, writer=cast.bo, due_on=_day(-1))


def _day(off: int) -> object:
    return timezone.localdate() + timedelta(days=off)


def _told() -> list[object]:
    return list(Notification.objects.filter(verb="section_overdue").values_list("member", flat=True))


def test_the_writer_hears_once_that_the_day_has_passed(cast: Cast, late: Section) -> None:
    assert (tell_of_overdue(timezone.now()), tell_of_overdue(timezone.now())) == (1, 0)
    assert _told() == [cast.bo.pk]


def test_where_nobody_writes_it_those_who_decide_hear_of_it(cast: Cast, late: Section) -> None:
    Section.objects.update(writer=None)
    tell_of_overdue(timezone.now())
    assert set(_told()) == {cast.amina.pk, cast.bo.pk}


def test_the_day_on_which_the_writer_heard_is_that_of_the_programme(cast: Cast, late: Section) -> None:
    """In Auckland the day after it was due has begun at noon; in Greenwich it hasn't."""
    type(cast.programme).objects.update(time_zone="Pacific/Auckland")
    Section.objects.filter(pk=late.pk).update(due_on=date(2026, 11, 18))
    noon = datetime(2026, 11, 18, 12, tzinfo=UTC)
    assert tell_of_overdue(noon) == 1
    AuditEntry.objects.filter(verb="section_overdue").update(at=noon)
    assert tell_of_overdue(noon + timedelta(minutes=10)) == 0


@pytest.mark.parametrize("state", [SectionState.READY, SectionState.AGREED])
def test_a_section_that_is_ready_is_not_late(cast: Cast, late: Section, state: str) -> None:
    Section.objects.update(state=state)
    assert (tell_of_overdue(timezone.now()), outline(late.document)[1].is_late) == (0, False)


def test_what_is_late_comes_next_and_is_counted(cast: Cast, late: Section) -> None:
    found = next_step(late.document, outline(late.document), without_section=0, waiting=0)
    assert found is not None
    assert (found.url, found.text) == (late.get_absolute_url(), "2 sections aren't ready. 1 section is late.")
    status = strategy_status(cast.amina)
    assert status is not None
    assert status.text == "0 of 2 sections ready; 1 section is late"


def test_the_journey_counts_what_the_member_is_to_write_within_a_week(cast: Cast, late: Section) -> None:
    make_section(late.document, writer=cast.bo, due_on=_day(3))
    make_section(late.document, writer=cast.bo, due_on=_day(30))
    assert [figure.value for figure in figures_of_mine(cast.bo)] == [2]
    assert figures_of_mine(cast.amina) == []


def test_the_pages_of_the_document_the_section_and_the_writer_say_it(cast: Cast, late: Section) -> None:
    pages = [
        late.document.get_absolute_url(),
        late.get_absolute_url(),
        reverse("drafting:my-sections", args=["winelands"]),
    ]
    client = signed_in(cast.bo)
    assert [client.get(page).content.decode().count("late since") for page in pages] == [1, 1, 1]
