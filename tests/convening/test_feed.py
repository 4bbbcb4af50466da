"""The private calendar address of a member, as calendar programs meet it."""

import datetime as dt

from django.test import Client
from django.urls import reverse
from icalendar import Calendar, Event

from imbizo.convening.operations.gatherings import call_off, move
from imbizo.convening.operations.subscription import end_calendar, renew_calendar
from imbizo.programmes.models import Membership
from tests.cast import Cast, signed_in
from tests.convening.making import MARCH, make_gathering, make_person
from tests.parts.calendars import CalendarServer, single_events

# Far enough ahead to be within the months that a feed shows, whenever the tests run.
AHEAD = dt.datetime.now(dt.UTC).replace(hour=7, minute=0, second=0, microsecond=0) + dt.timedelta(days=30)


def feed(member: Membership) -> str:
    return reverse("convening:feed", args=[renew_calendar(by=member)])


def events(content: bytes | str) -> list[Event]:
    calendar = Calendar.from_ical(content)
    assert isinstance(calendar, Calendar)
    return calendar.events


def names(client: Client, url: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(client.get(url).content)]


def test_it_shows_what_its_member_sees_and_no_more(cast: Cast, client: Client) -> None:
    make_gathering(cast, starts_at=AHEAD)
    make_gathering(cast, name="Shared", sharing="all", starts_at=AHEAD, code="SECOND")
    make_gathering(cast, name="Undated", starts_at=None, code="THIRD")
    assert names(client, feed(cast.amina)) == ["Workshop in Ceres", "Shared"]
    assert names(client, feed(cast.thandi)) == ["Shared"]


def test_it_is_a_calendar_that_names_no_person(cast: Cast, client: Client) -> None:
    gathering = make_gathering(cast, starts_at=AHEAD, contact=cast.amina)
    gathering.invitations.create(actor=make_person(cast, "Sipho Dlamini"), programme=cast.programme)
    answer = client.get(feed(cast.amina))
    assert answer["Content-Type"] == "text/calendar; charset=UTF-8"
    assert [name in answer.content.decode() for name in ("Sipho", "Amina", "ATTENDEE")] == [False] * 3


def test_a_move_raises_the_sequence_and_calling_off_cancels(cast: Cast, client: Client) -> None:
    gathering, url = make_gathering(cast, starts_at=AHEAD), feed(cast.amina)
    moved = {"starts_at": AHEAD + dt.timedelta(hours=1), "ends_at": AHEAD + dt.timedelta(hours=5)}
    call_off(gathering=move(gathering=gathering, by=cast.amina, **moved), because="Rain", by=cast.amina)
    (event,) = events(client.get(url).content)
    assert (event["SEQUENCE"], str(event["STATUS"]), event.start) == (
        2,
        "CANCELLED",
        moved["starts_at"],
    )
    assert str(event["UID"]) == f"{gathering.pk}@imbizo"


def test_what_did_not_change_is_not_sent_again(cast: Cast, client: Client) -> None:
    gathering, url = make_gathering(cast, starts_at=AHEAD), feed(cast.amina)
    etag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-none-match": etag}).status_code == 304
    move(gathering=gathering, by=cast.amina, starts_at=AHEAD + dt.timedelta(hours=1))
    assert client.get(url, headers={"if-none-match": etag}).status_code == 200


def test_a_program_may_ask_for_the_head_alone(cast: Cast, client: Client) -> None:
    answer = client.head(feed(cast.amina))
    assert (answer.status_code, "ETag" in answer, "Last-Modified" in answer) == (200, True, True)


def test_a_guess_and_an_address_of_another_purpose_meet_nothing(cast: Cast, client: Client) -> None:
    assert client.get(reverse("convening:feed", args=["guess"])).status_code == 404


def test_a_new_address_closes_the_old_one(cast: Cast, client: Client) -> None:
    old, new = feed(cast.amina), feed(cast.amina)
    assert [client.get(url).status_code for url in (old, new)] == [404, 200]


def test_ending_it_closes_it(cast: Cast, client: Client) -> None:
    url = feed(cast.amina)
    end_calendar(by=cast.amina)
    assert client.get(url).status_code == 404


def test_it_closes_when_its_member_leaves(cast: Cast, client: Client) -> None:
    url = feed(cast.bo)
    Membership.objects.filter(pk=cast.bo.pk).update(left_on=MARCH.date())
    assert client.get(url).status_code == 404


def test_the_address_is_shown_once(cast: Cast) -> None:
    client = signed_in(cast.amina)
    page = reverse("convening:calendar-address", args=["winelands"])
    shown = client.post(reverse("convening:calendar-address-new", args=["winelands"])).context["url"]
    assert client.get(shown.removeprefix("http://testserver")).status_code == 200
    assert client.get(page).context["url"] == ""


def test_a_calendar_server_takes_it_and_gives_its_events_back(
    cast: Cast, client: Client, radicale: CalendarServer
) -> None:
    make_gathering(cast, starts_at=AHEAD, purpose="To hear each other; eKapa, naseMzantsi. Ké nako.")
    (stored,) = single_events(client.get(feed(cast.amina)).content)
    assert radicale.put("workshop", stored) == 201
    (event,) = events(radicale.get("workshop"))
    assert event.start == AHEAD
    assert str(event["DESCRIPTION"]) == "To hear each other; eKapa, naseMzantsi. Ké nako."
