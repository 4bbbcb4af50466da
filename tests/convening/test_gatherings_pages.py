"""The pages of gatherings: who sees what, what comes next, what stands in the way."""

import datetime as dt
from typing import Any

from django.urls import reverse

from imbizo.actors.models import Actor
from imbizo.actors.states import Form
from imbizo.convening.models import Booking, CalendarDay, Gathering, Invitation, Venue
from imbizo.convening.operations.gatherings import add_helper
from imbizo.convening.queries.clashes import clashes
from imbizo.convening.queries.next_step import next_step, stages
from imbizo.convening.queries.steps import dates_status, venues_status, workshops_status
from imbizo.convening.queries.words import span_words
from imbizo.places.models import Place, WorkArea
from imbizo.programmes.models import Membership
from tests.cast import Cast, member_in, signed_in
from tests.convening.making import MARCH, make_gathering, make_person

FAR = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def url(name: str, *rest: object) -> str:
    return reverse(f"convening:{name}", args=["winelands", *rest])


def shown(member: Membership, address: str) -> str:
    return signed_in(member).get(address).content.decode()


def texts(member: Membership, gathering: Gathering) -> list[str]:
    return [clash.text for clash in clashes(member, gathering)]


def following(member: Membership, gathering: Gathering) -> str:
    found = next_step(gathering, stages(member, gathering, now=FAR))
    return found.action if found else ""


def invite(cast: Cast, gathering: Gathering, actor: Actor, **fields: Any) -> Invitation:
    return Invitation.objects.create(gathering=gathering, actor=actor, programme=cast.programme, **fields)


def test_a_gathering_kept_to_itself_is_not_seen_to_exist_by_others(cast: Cast) -> None:
    gathering = make_gathering(cast)
    thandi = signed_in(member_in(cast, "coordinator", cast.committee))
    assert thandi.get(gathering.get_absolute_url()).status_code == 404
    assert "Workshop in Ceres" not in shown(cast.thandi, url("gatherings"))


def test_who_sees_a_shared_gathering_sees_no_names_no_code_and_no_link_to_join(cast: Cast) -> None:
    gathering = make_gathering(
        cast, sharing="all", code="K7M2QX", joining_link="https://meet.example.org/secret"
    )
    invite(cast, gathering, make_person(cast, "Sipho Dlamini"))
    add_helper(gathering=gathering, by=cast.amina, member=cast.bo, role="notes")
    page = shown(cast.thandi, gathering.get_absolute_url())
    assert [word in page for word in ("Ceres", "Sipho", "K7M2QX", "secret", "notes")] == [
        True, False, False, False, False,
    ]  # fmt: skip


def test_a_stranger_meets_nothing(cast: Cast) -> None:
    assert signed_in(cast.dede).get(make_gathering(cast).get_absolute_url()).status_code == 404


def test_times_are_those_of_the_programme_whatever_the_reader_is_used_to(cast: Cast) -> None:
    assert span_words(make_gathering(cast)) == "Thu 12 March, 09:00 to 15:00"
    cast.programme.time_zone = "America/New_York"
    # Daylight saving began on 8 March there.
    assert span_words(make_gathering(cast, code="OTHER", programme=cast.programme)) == (
        "Thu 12 March, 03:00 to 09:00"
    )


def test_a_form_plans_a_gathering_with_its_hours_in_the_programmes_zone(cast: Cast) -> None:
    page = signed_in(cast.amina).get(url("gathering-add"))
    given = {"id": str(page.context["form"]["id"].value()), "name": "Workshop", "kind": "workshop"}
    more = {"way": "hall", "sharing": "all", "day": "2026-03-12", "from_": "09:00", "until": "15:00"}
    signed_in(cast.amina).post(url("gathering-add"), given | more)
    assert Gathering.objects.get().starts_at == MARCH


def test_what_was_typed_stays_where_an_hour_is_missing(cast: Cast) -> None:
    given = {"name": "Workshop in Ceres", "day": "2026-03-12", "from_": "09:00"}
    page = signed_in(cast.amina).post(url("gathering-add"), given).content.decode()
    assert "Give both hours: when it begins and when it ends." in page
    assert 'value="Workshop in Ceres"' in page


def test_two_editors_of_different_fields_both_keep_theirs(cast: Cast) -> None:
    gathering = make_gathering(cast, languages=["en"])
    form = signed_in(cast.amina).get(url("gathering-edit", gathering.pk)).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    Gathering.objects.filter(pk=gathering.pk).update(capacity=80)
    signed_in(cast.amina).post(url("gathering-edit", gathering.pk), given | {"name": "Dialogue"})
    gathering.refresh_from_db()
    assert (gathering.name, gathering.capacity, gathering.languages) == ("Dialogue", 80, ["en"])


def test_a_host_is_found_by_name_and_a_wrong_name_is_told(cast: Cast) -> None:
    gathering = make_gathering(cast)
    keys = {"sort_name": "witzenberg municipality", "match_key": "witzenberg"}
    host = Actor.objects.create(
        form=Form.ORGANISATION,
        name="Witzenberg Municipality",
        owner=cast.convenor,
        programme=cast.programme,
        **keys,
    )
    Gathering.objects.filter(pk=gathering.pk).update(host=host)
    form = signed_in(cast.amina).get(url("gathering-edit", gathering.pk)).context["form"]
    assert form["host"].value() == "Witzenberg Municipality"
    page = signed_in(cast.amina).post(url("gathering-edit", gathering.pk), {"host": "Nobody at all"})
    assert "This name isn&#x27;t in the register." in page.content.decode()


def test_a_date_that_somebody_else_set_meanwhile_is_not_overwritten(cast: Cast) -> None:
    gathering = make_gathering(cast)
    given = {"day": "2026-03-19", "from_": "09:00", "until": "15:00", "was": "2026-03-01T07:00:00+00:00"}
    page = signed_in(cast.amina).post(url("gathering-date", gathering.pk), given)
    assert "Somebody else has set its date meanwhile." in page.content.decode()


def test_moving_the_date_warns_of_those_who_were_told_the_old_one(cast: Cast) -> None:
    gathering = make_gathering(cast)
    assert gathering.starts_at
    assert gathering.ends_at
    told = {"starts": gathering.starts_at.isoformat(), "ends": gathering.ends_at.isoformat()}
    invite(cast, gathering, make_person(cast, "Sipho Dlamini"), state="accepted", told_sequence=0, told=told)
    given = {"day": "2026-03-19", "from_": "09:00", "until": "15:00", "was": gathering.starts_at.isoformat()}
    signed_in(cast.amina).post(url("gathering-date", gathering.pk), given)
    assert "1 person was told Thu 12 March, 09:00." in shown(cast.amina, gathering.get_absolute_url())


def test_what_comes_next_goes_from_the_date_to_the_hall_to_the_people(cast: Cast) -> None:
    gathering = make_gathering(cast, starts_at=None)
    assert following(cast.amina, gathering) == "Set the date"
    gathering = make_gathering(cast, code="SECOND")
    assert following(cast.amina, gathering) == "Book a venue"
    hall = Venue.objects.create(name="Hall", owner=cast.convenor, programme=cast.programme)
    moments = {"starts_at": gathering.starts_at, "ends_at": gathering.ends_at}
    Booking.objects.create(
        venue=hall, gathering=gathering, state="confirmed", programme=cast.programme, **moments
    )
    assert following(cast.amina, gathering) == "Choose whom to invite"


def test_after_a_gathering_was_held_only_its_proceedings_are_left(cast: Cast) -> None:
    gathering = make_gathering(cast, state="held", opened_at=MARCH, closed_at=MARCH)
    assert following(cast.amina, gathering) == "Write the proceedings"


def test_nothing_comes_next_where_it_was_called_off(cast: Cast) -> None:
    assert following(cast.amina, make_gathering(cast, state="called_off")) == ""


def test_public_holidays_sundays_and_council_days_stand_in_the_way(cast: Cast) -> None:
    freedom_day = dt.datetime(2026, 4, 27, 7, tzinfo=dt.UTC)
    assert texts(cast.amina, make_gathering(cast, starts_at=freedom_day)) == ["Freedom Day"]
    valley = Place.objects.create(kind="municipality", name="Breede Valley", programme=cast.programme)
    town = Place.objects.create(kind="town", name="Worcester", parent=valley, programme=cast.programme)
    day = {"first": MARCH.date(), "last": MARCH.date(), "kind": "council", "programme": cast.programme}
    CalendarDay.objects.create(name="council sits", place=valley, **day)
    there = make_gathering(cast, place=town, code="THERE")
    elsewhere = Place.objects.create(kind="municipality", name="Langeberg", programme=cast.programme)
    assert texts(cast.amina, there) == ["Breede Valley: council sits"]
    there.place = elsewhere
    assert texts(cast.amina, there) == []


def test_a_leader_and_helpers_cannot_be_in_two_places(cast: Cast) -> None:
    ceres = make_gathering(cast, contact=cast.amina)
    worcester = make_gathering(cast, name="Workshop in Worcester", contact=cast.amina, code="SECOND")
    add_helper(gathering=ceres, by=cast.amina, member=cast.bo)
    add_helper(gathering=worcester, by=cast.amina, member=cast.bo)
    assert texts(cast.amina, ceres) == [
        "Amina also leads “Workshop in Worcester” that day",
        "Bo also works at “Workshop in Worcester” that day",
    ]


def test_people_invited_to_both_are_counted_for_those_who_may_know(cast: Cast) -> None:
    ceres, other = make_gathering(cast), make_gathering(cast, name="Dialogue", code="SECOND")
    for name in ("Sipho Dlamini", "Thandeka Moyo"):
        person = make_person(cast, name)
        invite(cast, ceres, person)
        invite(cast, other, person)
    assert texts(cast.amina, ceres) == ["2 people are invited to “Dialogue” that day too"]


def test_a_day_later_is_no_clash(cast: Cast) -> None:
    ceres = make_gathering(cast, contact=cast.amina)
    make_gathering(cast, contact=cast.amina, starts_at=MARCH + dt.timedelta(days=1), code="SECOND")
    assert texts(cast.amina, ceres) == []


def test_the_list_is_narrowed_by_municipality_with_its_towns_and_by_days(cast: Cast) -> None:
    area = Place.objects.create(kind="municipality", name="Witzenberg", programme=cast.programme)
    town = Place.objects.create(kind="town", name="Ceres", parent=area, programme=cast.programme)
    WorkArea.objects.create(place=area, programme=cast.programme)
    make_gathering(cast, name="Inside", place=town)
    make_gathering(cast, name="Outside", code="SECOND")
    make_gathering(cast, name="Later", place=town, starts_at=MARCH + dt.timedelta(days=9), code="THIRD")
    query = f"?place={area.pk}&from_=2026-03-12&until=2026-03-12"
    rows = signed_in(cast.amina).get(url("gatherings") + query).context["table"].rows
    assert [each.name for each in rows] == ["Inside"]


def test_the_file_holds_the_filtered_rows_in_the_programmes_hours_and_runs_no_formula(cast: Cast) -> None:
    make_gathering(cast, name="=1+1")
    file = b"".join(signed_in(cast.amina).get(url("gatherings-export", "csv"))).decode("utf-8-sig")
    assert file.splitlines()[1].startswith("'=1+1,workshop,planned,2026-03-12,09:00,2026-03-12,15:00")


def test_steps_of_the_journey_count_what_is_dated_booked_and_held(cast: Cast) -> None:
    make_gathering(cast, state="held")
    make_gathering(cast, starts_at=None, code="SECOND")
    make_gathering(cast, state="called_off", code="THIRD")
    told = [status(cast.amina) for status in (dates_status, venues_status, workshops_status)]
    assert [(each.done, each.total) for each in told if each] == [(1, 2), (0, 2), (1, 2)]


def test_a_step_of_the_journey_says_nothing_to_who_may_not_see_gatherings(cast: Cast) -> None:
    cast.chandra.roles = []
    assert dates_status(cast.chandra) is None


def test_closing_and_opening_again_from_its_page_settle_who_came(cast: Cast) -> None:
    gathering = make_gathering(cast, state="open", opened_at=MARCH)
    invitation = invite(cast, gathering, make_person(cast, "Sipho Dlamini"), state="accepted", place_number=1)
    signed_in(cast.amina).post(url("gathering-close", gathering.pk))
    invitation.refresh_from_db()
    assert invitation.state == "absent"
    signed_in(cast.amina).post(url("gathering-reopen", gathering.pk))
    invitation.refresh_from_db()
    assert invitation.state == "accepted"
