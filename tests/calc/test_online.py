"""Attendance exports of Zoom and Teams. The people are invented."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.errors import BinaryTableError, MixedDatesError, NoAttendanceError
from imbizo.calc.exporttimes import Order, duration, moment
from imbizo.calc.online import Export, LeftOut, Omission, Person, read

ZOOM = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room"
TEAMS = """1. Summary
Meeting title\tWorkshop
Start time\t7/26/26, 9:00:00 AM

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Naledi Mokoena\t7/26/26, 9:00:00 AM\t7/26/26, 11:00:00 AM\t1h 30m 10s\tnaledi@example.org\tn@example.org\tOrganizer
Jan Botha (Guest)\t7/26/26, 9:30:00 AM\t7/26/26, 10:00:00 AM\t30m\t\t\tPresenter

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Naledi Mokoena\t7/26/26, 9:00:00 AM\t7/26/26, 10:00:00 AM\t1h\tnaledi@example.org\tOrganizer
Naledi Mokoena\t7/26/26, 10:30:00 AM\t7/26/26, 11:00:00 AM\t30m\tnaledi@example.org\tOrganizer
"""


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 7, 26, hour, minute, second, tzinfo=UTC)


def zoom(*rows: str) -> Export:
    return read("\n".join([ZOOM, *rows]).encode(), zone=UTC)


def seen(export: Export) -> list[tuple[str, int, int]]:
    return [(person.name, person.minutes, person.joins) for person in export.people]


def test_a_person_of_zoom_has_name_address_times_and_minutes() -> None:
    export = zoom(
        "Andi (Andiswa Dube),Andi@example.org,07/26/2026 09:00:00 AM,07/26/2026 10:30:00 AM,90,No,No"
    )
    assert export.people == (Person("Andi", "Andiswa Dube", "andi@example.org", at(9), at(10, 30), 90, 1),)


def test_several_joins_add_up_and_overlaps_count_once() -> None:
    rows = [
        f"Bo,bo@example.org,2026-07-26 {a}:00,2026-07-26 {b}:00,1,,No"
        for a, b in (("09:00", "10:00"), ("09:30", "10:15"), ("11:00", "11:05"))
    ]
    assert seen(zoom(*rows)) == [("Bo", 80, 3)]


def test_a_block_about_the_meeting_on_top_is_passed_over() -> None:
    block = (
        "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\n"
        '812 3456,Workshop,"Jul 26, 2026 9:00 AM","Jul 26, 2026 11:00 AM",host@example.org,120,1\n\n'
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
        'Bo,,"Jul 26, 2026 9:00 AM","Jul 26, 2026 11:00 PM",840\n'
    )
    assert seen(read(block.encode(), zone=UTC)) == [("Bo", 840, 1)]


def test_totals_without_times_are_taken_as_they_are() -> None:
    text = "Name (Original Name),User Email,Total Duration (Minutes),Guest\nBo,bo@example.org,75,Yes\n"
    assert read(text.encode(), zone=UTC).people == (Person("Bo", "", "bo@example.org", None, None, 75, 1),)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_the_single_joins_of_teams_count_and_the_summary_adds_whom_they_lack(encoding: str) -> None:
    export = read(TEAMS.encode(encoding), zone=UTC)
    assert (seen(export), export.order, export.ambiguous) == (
        [("Naledi Mokoena", 90, 2), ("Jan Botha", 30, 1)],
        Order.MONTH_FIRST,
        False,
    )


def test_joins_and_leavings_of_the_older_teams_are_paired() -> None:
    text = (
        "Full Name,User Action,Timestamp\n"
        'Bo,Joined,"26/07/2026, 09:00:00"\nCas,Joined before,"26/07/2026, 09:10:00"\n'
        'Bo,Left,"26/07/2026, 09:30:00"\nBo,Joined,"26/07/2026, 09:50:00"\nCas,Left,"26/07/2026, 10:00:00"\n'
    )
    export = read(text.encode(), zone=UTC)
    assert [(person.name, person.minutes, person.was_still_there) for person in export.people] == [
        ("Bo", 40, True),
        ("Cas", 50, False),
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",x@example.org,2026-07-26 09:00:00,2026-07-26 10:00:00,60,,No", Omission.NO_NAME),
        ("Bo,,yesterday,2026-07-26 10:00:00,60,,No", Omission.UNREADABLE_TIME),
        ("Bo,,2026-07-26 11:00:00,2026-07-26 10:00:00,60,,No", Omission.LEAVES_BEFORE_JOINING),
        ("Bo,,2026-07-26 09:00:00,2026-07-26 10:00:00,60,,Yes", Omission.WAITING_ROOM),
    ],
)
def test_a_row_that_is_left_out_comes_back_with_its_reason(row: str, why: Omission) -> None:
    assert zoom(row).left_out == (LeftOut(2, why, tuple(row.split(","))),)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Bo,Left,2026-07-26 09:00", Omission.LEFT_WITHOUT_JOINING),
        ("Bo,Waved,2026-07-26 09:00", Omission.UNKNOWN_ACTION),
        ("Bo,Joined,soon", Omission.UNREADABLE_TIME),
    ],
)
def test_an_action_that_is_left_out_comes_back_with_its_reason(row: str, why: Omission) -> None:
    export = read(f"Full Name,User Action,Timestamp\n{row}\n".encode(), zone=UTC)
    assert (export.people, [each.why for each in export.left_out]) == ((), [why])


def one_date(written: str, held_on: date | None = None, order: Order | None = None) -> tuple[Order, bool]:
    text = f"{ZOOM}\nBo,,{written} 09:00:00,{written} 10:00:00,60,,No"
    export = read(text.encode(), zone=UTC, held_on=held_on, order=order)
    return export.order, export.ambiguous


@pytest.mark.parametrize(
    ("written", "order", "ambiguous"),
    [
        ("26/07/2026", Order.DAY_FIRST, False), ("07/26/2026", Order.MONTH_FIRST, False),
        ("05.07.2026", Order.DAY_FIRST, False), ("05/07/2026", Order.DAY_FIRST, True),
        ("07/07/2026", Order.DAY_FIRST, False), ("2026-07-05", Order.DAY_FIRST, False),
    ],
)  # fmt: skip
def test_day_and_month_are_told_apart_where_the_file_makes_it_certain(
    written: str, order: Order, ambiguous: bool
) -> None:
    assert one_date(written) == (order, ambiguous)


def test_the_day_of_the_gathering_or_a_person_settles_which_number_is_the_day() -> None:
    assert one_date("05/07/2026", held_on=date(2026, 5, 7)) == (Order.MONTH_FIRST, False)
    assert one_date("05/07/2026", held_on=date(2026, 7, 5)) == (Order.DAY_FIRST, False)
    assert one_date("05/07/2026", held_on=date(2026, 1, 1)) == (Order.DAY_FIRST, True)
    assert one_date("05/07/2026", order=Order.MONTH_FIRST) == (Order.MONTH_FIRST, False)


def test_a_file_with_dates_both_ways_is_refused() -> None:
    rows = [f"Bo,,{day} 09:00:00,{day} 10:00:00,60,,No" for day in ("26/07/2026", "07/26/2026")]
    with pytest.raises(MixedDatesError, match="both day first and month first"):
        zoom(*rows)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NoAttendanceError), (b"Dear all,\nsee you there", NoAttendanceError), (b"\xff\xfe", NoAttendanceError),
        (b"Name,Town\nBo,Ceres\n", NoAttendanceError), (b"PK\x03\x04xlsx", BinaryTableError),
        (b'"' + b"x" * 1_100_000, NoAttendanceError),
    ],
)  # fmt: skip
def test_a_file_that_is_no_export_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(data, zone=UTC)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("7/26/26, 12:05:09 AM", at(0, 5, 9)), ("07/26/2026 12:00 p.m.", at(12)), ("7/26/26, 9:00\u202fPM", at(21)),
        ("2026-07-26T09:00:00Z", at(9)), ("2026-07-26 09:00:00", at(9)), ("July 26, 2026 9:00 AM", at(9)),
        ("26/07/2026 09:00", None), ("2/31/2026 09:00", None), ("Foo 26, 2026 9:00 AM", None), ("", None),
        ("9:30 AM", None), ("7/26/26 29:00", None),
    ],
)  # fmt: skip
def test_a_moment_is_read_as_it_is_written(written: str, wanted: datetime | None) -> None:
    assert moment(written, Order.MONTH_FIRST, UTC) == wanted


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1h 27m 51s", 5271), ("47m 3s", 2823), ("5s", 5), ("1 hr 12 min", 4320), ("00:47:03", 2823), ("47:03", 2823),
        ("58", 3480), ("", None), ("long", None), ("7/22/26, 7:02:11 PM", None),
    ],
)  # fmt: skip
def test_a_duration_is_read_as_it_is_written(written: str, seconds: int | None) -> None:
    assert duration(written) == (None if seconds is None else timedelta(seconds=seconds))


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), min_size=1, max_size=8))
def test_minutes_present_are_those_that_any_join_covers(joins: list[tuple[int, int]]) -> None:
    rows = [
        f"Bo,,{at(9) + timedelta(minutes=start):%Y-%m-%d %H:%M:%S},"
        f"{at(9) + timedelta(minutes=start + length):%Y-%m-%d %H:%M:%S},1,,No"
        for start, length in joins
    ]
    covered = {minute for start, length in joins for minute in range(start, start + length)}
    assert seen(zoom(*rows)) == [("Bo", len(covered), len(joins))]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"{ZOOM}\n{text}".encode()))
def test_any_file_is_an_export_or_refused(data: bytes) -> None:
    try:
        export = read(data, zone=UTC)
    except (NoAttendanceError, BinaryTableError, MixedDatesError):
        return
    assert all(person.minutes >= 0 for person in export.people)
