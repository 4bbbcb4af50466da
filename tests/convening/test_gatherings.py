"""The life of a gathering: planned, dated, moved, called off, opened, closed, repeated."""

import datetime as dt
from typing import Any

import pytest

from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.calc import codes
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import AgendaItem, Design, Gathering, Helper, Invitation, Question
from imbizo.convening.operations.agenda_copy import copy_agenda
from imbizo.convening.operations.days import put_back, remove
from imbizo.convening.operations.gatherings import (
    add_gathering,
    add_helper,
    agree_date,
    call_off,
    change_gathering,
    close,
    move,
    open_day,
    place_changed,
    reopen,
    share,
)
from imbizo.convening.operations.meetings import plan_next
from imbizo.convening.rules.repeating import same_weekday_next_month, spaced
from imbizo.programmes.states import Sharing
from imbizo.thread.models import AuditEntry
from tests.cast import Cast
from tests.convening.making import MARCH, make_gathering, make_person

HOURS = dt.timedelta(hours=6)


def tell(cast: Cast, gathering: Gathering, sequence: int = 0) -> Invitation:
    """Somebody who was told of the gathering as it was then."""
    person = make_person(cast, "Sipho Dlamini")
    return Invitation.objects.create(
        gathering=gathering, actor=person, state="accepted", told_sequence=sequence, programme=cast.programme
    )


def test_a_gathering_is_shared_with_all_and_gets_a_code_that_can_be_typed(cast: Cast) -> None:
    made = add_gathering(name=" Workshop  in Ceres ", by=cast.amina)
    assert (made.name, made.sharing, made.state) == ("Workshop in Ceres", "all", "planned")
    assert codes.is_valid(made.code, codes.GROUP)


def test_a_form_sent_twice_plans_one_gathering(cast: Cast) -> None:
    pk = new_id()
    first = add_gathering(name="Workshop", by=cast.amina, id=pk)
    assert add_gathering(name="Workshop", by=cast.amina, id=pk) == first
    assert Gathering.objects.count() == 1


def test_an_id_with_other_content_is_refused(cast: Cast) -> None:
    pk = new_id()
    add_gathering(name="Workshop", by=cast.amina, id=pk)
    with pytest.raises(Conflict):
        add_gathering(name="Dialogue", by=cast.amina, id=pk)


def test_an_observer_plans_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_gathering(name="Workshop", by=cast.chandra)


def test_another_partner_changes_nothing_of_what_it_sees(cast: Cast) -> None:
    gathering = make_gathering(cast, sharing=Sharing.ALL)
    with pytest.raises(NotAllowed):
        change_gathering(gathering=gathering, changes={"name": "Theirs"}, by=cast.thandi)


@pytest.mark.parametrize(
    "moments", [{"starts_at": MARCH, "ends_at": MARCH}, {"starts_at": MARCH, "ends_at": MARCH - HOURS}]
)
def test_it_does_not_end_before_it_begins(cast: Cast, moments: dict[str, Any]) -> None:
    with pytest.raises(BadAnswer, match="It ends before it begins"):
        add_gathering(name="Workshop", by=cast.amina, **moments)


def test_a_first_date_that_nobody_was_told_of_is_no_change_of_calendars(cast: Cast) -> None:
    gathering = make_gathering(cast, starts_at=None)
    agreed = agree_date(
        gathering=gathering,
        starts_at=MARCH,
        ends_at=MARCH + HOURS,
        with_="Ms Mokoena",
        on=dt.date(2026, 2, 1),
        by=cast.amina,
    )
    assert (agreed.starts_at, agreed.date_agreed_with, agreed.sequence) == (MARCH, "Ms Mokoena", 0)


def test_a_date_that_came_after_people_were_told_reaches_their_calendars(cast: Cast) -> None:
    gathering = make_gathering(cast, starts_at=None)
    tell(cast, gathering)
    assert move(gathering=gathering, by=cast.amina, starts_at=MARCH, ends_at=MARCH + HOURS).sequence == 1


@pytest.mark.parametrize(
    ("changes", "sequence"),
    [
        ({"starts_at": MARCH + HOURS / 6}, 1),
        ({"joining_link": "https://meet.example.org/a"}, 1),
        ({"way": "both", "starts_at": MARCH + HOURS / 6}, 1),
        ({"name": "Dialogue in Ceres", "capacity": 40}, 0),
        ({"starts_at": MARCH}, 0),
    ],
)
def test_each_change_of_time_or_place_counts_once(cast: Cast, changes: dict[str, Any], sequence: int) -> None:
    assert move(gathering=make_gathering(cast), by=cast.amina, **changes).sequence == sequence


def test_another_hall_counts_as_a_move_until_it_is_over(cast: Cast) -> None:
    gathering = make_gathering(cast)
    assert place_changed(gathering=gathering, by=cast.amina).sequence == 1
    assert place_changed(gathering=make_gathering(cast, state="held"), by=cast.amina).sequence == 0


def test_what_is_over_is_not_changed(cast: Cast) -> None:
    with pytest.raises(NotNow):
        move(gathering=make_gathering(cast, state="held"), by=cast.amina, starts_at=MARCH + HOURS / 6)


def test_calling_off_keeps_the_reason_and_can_be_undone(cast: Cast) -> None:
    off = call_off(gathering=make_gathering(cast), because=" The hall burnt down ", by=cast.amina)
    assert (off.state, off.called_off_because, off.sequence) == ("called_off", "The hall burnt down", 1)
    back = reopen(gathering=off, by=cast.amina)
    assert (back.state, back.called_off_because, back.sequence) == ("planned", "", 2)


def test_calling_off_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(BadAnswer):
        call_off(gathering=make_gathering(cast), because=" ", by=cast.amina)


def test_a_day_is_opened_closed_and_opened_again(cast: Cast) -> None:
    gathering = open_day(gathering=make_gathering(cast), by=cast.bo)
    assert gathering.opened_at is not None
    gathering = close(gathering=gathering, by=cast.bo)
    assert (gathering.state, gathering.closed_at is None) == ("held", False)
    gathering = reopen(gathering=gathering, by=cast.bo)
    assert (gathering.state, gathering.closed_at) == ("open", None)


@pytest.mark.parametrize(
    ("verb", "fields", "refusal"),
    [
        (open_day, {"starts_at": None}, NotReady),
        (open_day, {"state": "open"}, NotNow),
        (close, {}, NotNow),
        (reopen, {}, NotNow),
    ],
)
def test_a_turn_that_makes_no_sense_now_is_refused(
    cast: Cast, verb: Any, fields: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        verb(gathering=make_gathering(cast, **fields), by=cast.amina)


def test_every_turn_is_in_the_trail(cast: Cast) -> None:
    gathering = open_day(gathering=make_gathering(cast), by=cast.amina)
    close(gathering=gathering, by=cast.amina)
    verbs = AuditEntry.objects.filter(subject_id=gathering.pk).order_by("at", "id")
    assert list(verbs.values_list("verb", flat=True)) == ["open", "close"]


def test_sharing_with_named_partners_needs_names(cast: Cast) -> None:
    gathering = make_gathering(cast)
    with pytest.raises(BadAnswer):
        share(record=gathering, sharing=Sharing.NAMED, by=cast.amina)
    share(record=gathering, sharing=Sharing.NAMED, partners=[cast.committee], by=cast.amina)
    assert list(gathering.shared_with.all()) == [cast.committee]


def test_a_helper_is_a_member_or_a_person_and_can_be_put_back(cast: Cast) -> None:
    gathering = make_gathering(cast)
    with pytest.raises(BadAnswer):
        add_helper(gathering=gathering, by=cast.amina, role="interprets")
    helper = add_helper(gathering=gathering, by=cast.amina, member=cast.bo, role="facilitates")
    entry = remove(record=helper, by=cast.amina)
    assert not Helper.objects.exists()
    put_back(entry=entry, by=cast.amina)
    assert Helper.objects.get().role == "facilitates"


def test_the_agenda_of_a_design_is_copied_with_its_questions(cast: Cast) -> None:
    design = Design.objects.create(name="One day", owner=cast.convenor, programme=cast.programme)
    item = AgendaItem.objects.create(
        design=design,
        position=1,
        kind="group",
        title="What we live with",
        minutes=90,
        programme=cast.programme,
    )
    Question.objects.create(item=item, text="What do you see?", programme=cast.programme)
    copied = copy_agenda(design=design, gathering=make_gathering(cast), by=cast.amina)
    assert [(each.title, each.minutes) for each in copied] == [("What we live with", 90)]
    assert copied[0].questions.get().text == "What do you see?"


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (dt.date(2026, 3, 12), dt.date(2026, 4, 9)),  # the second Thursday
        (dt.date(2026, 1, 29), dt.date(2026, 2, 26)),  # a fifth Thursday: the last one
        (dt.date(2026, 12, 1), dt.date(2027, 1, 5)),
    ],
)
def test_the_next_month_has_the_same_weekday(day: dt.date, then: dt.date) -> None:
    assert same_weekday_next_month(day) == then


def test_days_of_a_round_keep_their_distance_and_skip_what_is_taken() -> None:
    days = spaced(dt.date(2026, 3, 2), 3, 7, {dt.date(2026, 3, 9)})
    assert days == [dt.date(2026, 3, 2), dt.date(2026, 3, 10), dt.date(2026, 3, 17)]


def test_the_next_meeting_has_the_same_hour_people_and_agenda(cast: Cast) -> None:
    answer_by = dt.datetime(2026, 3, 5, 16, tzinfo=dt.UTC)
    meeting = make_gathering(cast, kind="meeting", capacity=12, answer_by=answer_by)
    add_helper(gathering=meeting, by=cast.amina, member=cast.bo)
    AgendaItem.objects.create(
        gathering=meeting, position=1, kind="plenary", title="Minutes", minutes=10, programme=cast.programme
    )
    pk = new_id()
    following = plan_next(gathering=meeting, by=cast.amina, id=pk)
    assert plan_next(gathering=meeting, by=cast.amina, id=pk) == following
    assert following.starts_at == dt.datetime(2026, 4, 9, 7, tzinfo=dt.UTC)
    assert following.answer_by == dt.datetime(2026, 4, 2, 16, tzinfo=dt.UTC)
    assert (following.capacity, following.items.get().title) == (12, "Minutes")
    assert following.helpers.get().member == cast.bo


def test_nobody_is_asked_to_answer_after_it_has_begun(cast: Cast) -> None:
    gathering = make_gathering(cast)
    assert gathering.starts_at
    late = {"answer_by": gathering.starts_at + dt.timedelta(hours=1)}
    with pytest.raises(BadAnswer, match="can't answer once it has begun"):
        change_gathering(gathering=gathering, changes=late, by=cast.amina)
