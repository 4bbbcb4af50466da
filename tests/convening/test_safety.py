"""The safety sheet: what must be known, who decides, and the second look on the day before."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from freezegun import freeze_time

from imbizo.base.errors import NotAllowed
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import Gathering, SafetySheet, Venue
from imbizo.convening.operations import safety as operations
from imbizo.convening.operations.gatherings import move
from imbizo.convening.queries.safety import known_numbers, sheet_of, standing
from imbizo.convening.states import BookingState, GatheringState, Neutrality, Verdict
from imbizo.desk.models import Notification
from imbizo.outreach.models import HelpNumber
from imbizo.places.models import Place
from imbizo.programmes.models import Membership
from tests.cast import Cast, member_in, signed_in
from tests.convening.making import MARCH, make_gathering
from tests.convening.planning_the_day import KNOWN, know

WEEK_BEFORE, DAY_BEFORE = MARCH - timedelta(days=7), MARCH - timedelta(days=1)


@pytest.fixture
def gathering(cast: Cast) -> Gathering:
    return make_gathering(cast)


def _go(gathering: Gathering, by: Membership, at: datetime, verdict: str = Verdict.GO) -> SafetySheet:
    with freeze_time(at):
        return operations.decide(gathering=gathering, verdict=verdict, by=by)


def test_what_is_missing_is_named_before_anybody_says_go(cast: Cast, gathering: Gathering) -> None:
    know(cast, gathering, no_papers=False, way_home="")
    with pytest.raises(NotReady) as refused:
        _go(gathering, cast.amina, WEEK_BEFORE)
    missing = "The sheet doesn't say yet: that nobody is asked for papers at the door, the way home."
    assert str(refused.value) == missing


def test_go_is_noted_with_who_said_so(cast: Cast, gathering: Gathering) -> None:
    know(cast, gathering)
    sheet = _go(gathering, cast.amina, WEEK_BEFORE)
    assert (sheet.verdict, sheet.decided_by, sheet.looked_again_on) == (Verdict.GO, cast.amina, None)


def test_go_with_changes_says_which(cast: Cast, gathering: Gathering) -> None:
    know(cast, gathering)
    with pytest.raises(BadAnswer):
        _go(gathering, cast.amina, WEEK_BEFORE, Verdict.CHANGE)
    know(cast, gathering, changes="It ends at two.")
    assert _go(gathering, cast.amina, WEEK_BEFORE, Verdict.CHANGE).verdict == Verdict.CHANGE


def test_what_is_dangerous_is_not_simply_held(cast: Cast, gathering: Gathering) -> None:
    know(cast, gathering, tension="dangerous")
    with pytest.raises(NotReady, match="dangerous"):
        _go(gathering, cast.amina, WEEK_BEFORE)


def test_calling_off_calls_the_gathering_off_with_its_reason(cast: Cast, gathering: Gathering) -> None:
    operations.decide(
        gathering=gathering, verdict=Verdict.CALL_OFF, because="Stones were thrown.", by=cast.amina
    )
    gathering.refresh_from_db()
    found = (gathering.state, gathering.called_off_because)
    assert found == (GatheringState.CALLED_OFF, "Stones were thrown.")


def test_without_a_reason_nothing_is_called_off(cast: Cast, gathering: Gathering) -> None:
    with pytest.raises(BadAnswer):
        operations.decide(gathering=gathering, verdict=Verdict.CALL_OFF, by=cast.amina)
    assert not SafetySheet.objects.exists()


def test_what_is_over_is_not_decided_on(cast: Cast) -> None:
    over = make_gathering(cast, state=GatheringState.HELD)
    with pytest.raises(NotNow):
        know(cast, over)


def test_another_partner_neither_writes_nor_decides(cast: Cast, gathering: Gathering) -> None:
    with pytest.raises(NotAllowed):
        operations.write_sheet(gathering=gathering, changes=KNOWN, by=cast.thandi)
    with pytest.raises(NotAllowed):
        _go(gathering, cast.thandi, WEEK_BEFORE)


def test_the_second_look_is_on_the_day_before_and_not_earlier(cast: Cast, gathering: Gathering) -> None:
    know(cast, gathering)
    _go(gathering, cast.amina, WEEK_BEFORE)
    with freeze_time(WEEK_BEFORE), pytest.raises(NotNow, match="too early"):
        operations.look_again(gathering=gathering, by=cast.amina)
    with freeze_time(DAY_BEFORE):
        assert operations.look_again(gathering=gathering, by=cast.bo).looked_again_on == DAY_BEFORE.date()


def test_a_decision_on_the_day_before_is_the_second_look_too(cast: Cast, gathering: Gathering) -> None:
    know(cast, gathering)
    assert _go(gathering, cast.amina, DAY_BEFORE).looked_again_by == cast.amina


def test_a_change_after_the_second_look_opens_it_again(cast: Cast, gathering: Gathering) -> None:
    know(cast, gathering)
    _go(gathering, cast.amina, DAY_BEFORE)
    know(cast, gathering, tension="tense")
    sheet = sheet_of(gathering)
    assert (sheet.verdict, sheet.looked_again_on) == (Verdict.GO, None)
    assert standing(sheet, DAY_BEFORE).waits


def test_on_another_day_it_is_looked_at_again(cast: Cast, gathering: Gathering) -> None:
    know(cast, gathering)
    _go(gathering, cast.amina, DAY_BEFORE)
    later = {"starts_at": MARCH + timedelta(days=7), "ends_at": MARCH + timedelta(days=7, hours=6)}
    move(gathering=gathering, by=cast.amina, **later)
    assert sheet_of(gathering).looked_again_on is None


def test_red_is_kept_for_danger(cast: Cast, gathering: Gathering) -> None:
    sheet = know(cast, gathering, tension="tense")
    assert standing(sheet, WEEK_BEFORE).look == "none"
    assert standing(know(cast, gathering, tension="dangerous"), WEEK_BEFORE).look == "bad"


def test_those_who_decide_are_reminded_once_on_the_day_before(cast: Cast, gathering: Gathering) -> None:
    officer = member_in(cast, "protection_officer")
    with freeze_time(DAY_BEFORE):
        assert [operations.remind_due(DAY_BEFORE), operations.remind_due(DAY_BEFORE)] == [1, 0]
    told = {each.member_id for each in Notification.objects.filter(verb=operations.REMINDER)}
    assert told == {cast.amina.pk, cast.bo.pk, officer.pk}


def test_nobody_is_reminded_of_what_was_looked_at_or_is_far_away(cast: Cast, gathering: Gathering) -> None:
    assert operations.remind_due(WEEK_BEFORE) == 0
    know(cast, gathering)
    _go(gathering, cast.amina, DAY_BEFORE)
    assert operations.remind_due(DAY_BEFORE) == 0


def test_the_numbers_of_the_place_stand_on_a_new_sheet(cast: Cast) -> None:
    town = Place.objects.create(name="Ceres", kind="town")
    gathering = make_gathering(cast, place=town)
    for place, name in (
        (None, "Everywhere"),
        (town, "Clinic"),
        (Place.objects.create(name="Paarl", kind="town"), "No"),
    ):
        HelpNumber.objects.create(programme=cast.programme, place=place, name=name, number="060 000 0002")
    venue = Venue.objects.create(
        programme=cast.programme,
        owner=cast.convenor,
        name="Hall",
        caretaker="Oom Piet",
        caretaker_number="060 000 0003",
    )
    times = {"starts_at": gathering.starts_at, "ends_at": gathering.ends_at, "state": BookingState.CONFIRMED}
    gathering.bookings.create(programme=cast.programme, venue=venue, **times)
    lines = ["Clinic 060 000 0002", "Everywhere 060 000 0002", "Oom Piet 060 000 0003"]
    assert known_numbers(gathering).splitlines() == lines


def test_the_sheet_is_written_and_decided_on_at_its_page(cast: Cast, gathering: Gathering) -> None:
    client, url = signed_in(cast.amina), _url(cast, "safety", gathering)
    form = client.get(url).context["form"]
    client.post(url, {**KNOWN, "no_papers": "on", "snapshot": form["snapshot"].value()})
    client.post(_url(cast, "safety-decide", gathering), {"verdict": "go"})
    assert (sheet_of(gathering).verdict, sheet_of(gathering).no_papers) == (Verdict.GO, True)


def test_two_who_fill_in_a_new_sheet_lose_nothing(cast: Cast, gathering: Gathering) -> None:
    client, url = signed_in(cast.amina), _url(cast, "safety", gathering)
    form = client.get(url).context["form"]
    know(cast, gathering, who_stops="Bo")
    page = client.post(url, {"who_stops": "Amina", "snapshot": form["snapshot"].value()})
    assert [each.theirs for each in page.context["form"].conflicts] == ["Bo"]


def test_the_page_shows_what_the_register_says_of_the_venue(cast: Cast, gathering: Gathering) -> None:
    venue = Venue.objects.create(
        programme=cast.programme, owner=cast.convenor, name="Hall", neutrality=Neutrality.AVOID
    )
    times = {"starts_at": gathering.starts_at, "ends_at": gathering.ends_at, "state": BookingState.ASKED}
    gathering.bookings.create(programme=cast.programme, venue=venue, **times)
    page = signed_in(cast.amina).get(_url(cast, "safety", gathering)).content.decode()
    assert "Hall is noted as: some won&#x27;t come here." in page


def test_another_partner_does_not_find_the_sheet(cast: Cast) -> None:
    shared = make_gathering(cast, sharing="all")
    assert signed_in(cast.thandi).get(_url(cast, "safety", shared)).status_code == 404


def _url(cast: Cast, name: str, gathering: Gathering) -> str:
    return reverse(f"convening:{name}", args=[cast.programme.slug, gathering.pk])


def test_who_decides_on_safety_may_stop_it_without_planning_it(cast: Cast, gathering: Gathering) -> None:
    officer = member_in(cast, "protection_officer")
    operations.decide(gathering=gathering, verdict=Verdict.CALL_OFF, because="Stones.", by=officer)
    assert Gathering.objects.get().state == GatheringState.CALLED_OFF


def test_whether_everybody_can_walk_in_stays_as_it_was_chosen(cast: Cast, gathering: Gathering) -> None:
    know(cast, gathering, venue_is_neutral=False)
    form = signed_in(cast.amina).get(_url(cast, "safety", gathering)).context["form"]
    assert '<option value="false" selected>no</option>' in str(form["venue_is_neutral"])
