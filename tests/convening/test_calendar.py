"""The month, the map, and the days that a programme plans around."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from imbizo.base.errors import NotAllowed
from imbizo.convening.errors import BadAnswer
from imbizo.convening.models import CalendarDay
from imbizo.convening.operations.days import ReadDay, Taken, add_day, put_back, remove, take_days
from imbizo.convening.queries.calendar import month
from imbizo.convening.queries.map import features, points
from imbizo.places.models import Place
from tests.cast import Cast, signed_in
from tests.convening.making import MARCH, make_gathering

DAY = MARCH.date()


def url(name: str) -> str:
    return reverse(f"convening:{name}", args=["winelands"])


def council(*days: str) -> bytes:
    """A calendar with a council meeting on each of these days, as a secretary exports it."""
    events = [
        f"BEGIN:VEVENT\r\nUID:{day}@council\r\nDTSTART;VALUE=DATE:{day}\r\nSUMMARY:Council sits\r\nEND:VEVENT\r\n"
        for day in days
    ]
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


def soon(days: int) -> str:
    return f"{timezone.localdate() + dt.timedelta(days=days):%Y%m%d}"


def test_a_month_shows_each_gathering_on_its_day_in_the_programmes_zone(cast: Cast) -> None:
    late = make_gathering(cast, starts_at=dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC))
    april = month(cast.amina, dt.date(2026, 4, 1), today=DAY)
    found = {day.date: day.gatherings for week in april.weeks for day in week if day.gatherings}
    assert found == {dt.date(2026, 4, 1): [late]}


def test_a_gathering_of_two_days_stands_on_both(cast: Cast) -> None:
    make_gathering(cast, ends_at=MARCH + dt.timedelta(days=1))
    march = month(cast.amina, dt.date(2026, 3, 1), today=DAY)
    assert [day.date.day for day in march.days if day.gatherings] == [12, 13]


def test_gatherings_without_a_date_stand_below(cast: Cast) -> None:
    undated = make_gathering(cast, starts_at=None)
    assert month(cast.amina, dt.date(2026, 3, 1), today=DAY).undated == [undated]


def test_a_month_knows_public_holidays_and_where_councils_sit(cast: Cast) -> None:
    place = Place.objects.create(kind="municipality", name="Langeberg", programme=cast.programme)
    add_day(kind="council", name="Council sits", first=DAY, last=DAY, place=place, by=cast.amina)
    march = month(cast.amina, dt.date(2026, 3, 1), today=DAY)
    marks = {day.date.day: day.marks[0].text for day in march.days if day.date.day in {12, 21}}
    assert marks == {12: "Langeberg: Council sits", 21: "Human Rights Day"}


@pytest.mark.parametrize(
    "asked", ["", "?month=2026-03", "?month=nonsense", "?month=0001-01", "?month=9999-12"]
)
def test_any_month_that_is_asked_for_gives_a_page(cast: Cast, asked: str) -> None:
    assert signed_in(cast.amina).get(url("calendar") + asked).status_code == 200


def test_the_map_puts_longitude_first_and_falls_back_on_the_municipality(cast: Cast) -> None:
    here = {"latitude": "-33.37", "longitude": "19.31", "programme": cast.programme}
    area = Place.objects.create(kind="municipality", name="Witzenberg", **here)
    town = Place.objects.create(kind="town", name="Ceres", parent=area, programme=cast.programme)
    make_gathering(cast, place=town, state="held")
    make_gathering(cast, name="Nowhere", code="SECOND", starts_at=None)
    found = points(cast.amina)
    assert [(point.name, point.is_placed) for point in found] == [
        ("Workshop in Ceres", True),
        ("Nowhere", False),
    ]
    drawn = features(found)["features"]
    assert [each["geometry"]["coordinates"] for each in drawn] == [[19.31, -33.37]]


def test_a_day_taken_away_can_be_put_back(cast: Cast) -> None:
    day = add_day(kind="council", name="Council sits", first=DAY, last=DAY, place=None, by=cast.amina)
    entry = remove(record=day, by=cast.amina)
    assert not CalendarDay.objects.exists()
    assert put_back(entry=entry, by=cast.amina) == day
    assert CalendarDay.objects.get().first == DAY


def test_a_day_that_ends_before_it_begins_is_refused(cast: Cast) -> None:
    with pytest.raises(BadAnswer):
        add_day(kind="other", name="X", first=DAY, last=DAY - dt.timedelta(days=1), place=None, by=cast.amina)


def test_an_observer_adds_no_days(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        add_day(kind="other", name="X", first=DAY, last=DAY, place=None, by=cast.chandra)


def test_the_same_days_taken_twice_are_there_once_and_one_that_moved_moves(cast: Cast) -> None:
    read = [ReadDay("a", "Council sits", DAY, DAY)]
    assert take_days(days=read, kind="council", place=None, by=cast.amina) == Taken(1, 0, 0)
    assert take_days(days=read, kind="council", place=None, by=cast.amina) == Taken(0, 0, 1)
    later = DAY + dt.timedelta(days=7)
    moved = [ReadDay("a", "Council sits", later, later)]
    assert take_days(days=moved, kind="council", place=None, by=cast.amina) == Taken(0, 1, 0)
    assert CalendarDay.objects.get().first == later


def test_a_council_calendar_is_looked_at_first_and_taken_as_ticked(cast: Cast) -> None:
    client = signed_in(cast.amina)
    file = SimpleUploadedFile("council.ics", council(soon(10), soon(20)))
    look = client.post(url("calendar-import"), {"file": file, "kind": "council", "place": ""})
    assert (len(look.context["rows"]), CalendarDay.objects.count()) == (2, 0)
    client.post(url("calendar-take"), {"sheet": look.context["sheet"], "rows": ["1"]})
    assert CalendarDay.objects.get().first == timezone.localdate() + dt.timedelta(days=20)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Dear councillor", "This isn&#x27;t a calendar file."),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "This calendar file is damaged or cut off."),
        (council("19990101"), "There is no day in it"),
        (b"", "The submitted file is empty."),
    ],
)
def test_a_file_that_holds_no_calendar_gets_a_sentence(cast: Cast, content: bytes, said: str) -> None:
    given = {"file": SimpleUploadedFile("council.ics", content), "kind": "council"}
    assert said in signed_in(cast.amina).post(url("calendar-import"), given).content.decode()


def test_a_sheet_that_was_tampered_with_takes_nothing(cast: Cast) -> None:
    signed_in(cast.amina).post(url("calendar-take"), {"sheet": "forged:sheet", "rows": ["0"]})
    assert not CalendarDay.objects.exists()
