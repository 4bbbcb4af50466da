from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from imbizo.desk import registry
from imbizo.desk.queries import Journey
from imbizo.outreach.queries.steps import campaigns_status
from imbizo.programmes.models import Programme, Step
from imbizo.programmes.operations import add_member
from imbizo.programmes.states import StepStatus
from imbizo.thread.operations import link
from imbizo.thread.states import Relation
from tests.cast import Cast, member_in, signed_in
from tests.desk.people import person

ADDRESS = "/p/winelands/"


@pytest.fixture
def march(monkeypatch: pytest.MonkeyPatch) -> date:
    """Today, as the journey takes it."""
    today = date(2026, 3, 25)
    monkeypatch.setattr("imbizo.desk.queries.journey.timezone.localdate", lambda **_zone: today)
    return today


def coverage(text: str, **more: Any) -> dict[str, Any]:
    return {"actors.coverage": lambda member: StepStatus(text, **more)}


def line(journey: Journey, key: str) -> Any:
    assert journey.shown is not None
    return next(line for line in journey.shown.lines if line.step.key == key)


def test_phases_and_the_steps_of_the_current_one_are_shown(cast: Cast) -> None:
    page = signed_in(cast.bo).get(ADDRESS).content.decode()
    assert ["Reach the actors" in page, "Find the key actors" in page, "first step due" in page] == [True] * 3


def test_another_phase_can_be_looked_at(cast: Cast) -> None:
    journey = Journey(cast.bo, phase="workshops")
    assert [(stage.key, stage.is_shown) for stage in journey.stages][1] == ("workshops", True)


def test_a_phase_that_there_is_none_of_shows_the_current_one(cast: Cast) -> None:
    journey = Journey(cast.bo, phase="nonsense")
    assert journey.shown == next(stage for stage in journey.stages if stage.is_current)


def test_a_step_shows_what_its_tool_says(cast: Cast, march: date, monkeypatch: pytest.MonkeyPatch) -> None:
    status = coverage("3 of 5 found", done=3, total=5, url="/there/", action="Find who is missing")
    monkeypatch.setattr(registry, "_tools", status)
    found = line(Journey(cast.bo), "identify-actors")
    assert (found.sentence, found.url, found.has_progress) == ("3 of 5 found", "/there/", True)


def test_the_next_step_offers_its_tools_action(
    cast: Cast, march: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        registry, "_tools", coverage("3 of 5", done=3, total=5, url="/there/", action="Find them")
    )
    banner = Journey(cast.bo).banner
    assert banner is not None
    assert (banner.title, banner.url, banner.action, banner.is_calm) == (
        "Find the key actors", "/there/", "Find them", False
    )  # fmt: skip


def test_where_a_note_says_how_the_next_step_stands_the_step_is_opened(
    cast: Cast, march: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_tools", coverage("Nothing yet", url="/plan/", action="Plan a round"))
    step = Step.objects.get(programme=cast.programme, key="identify-actors")
    Step.objects.filter(pk=step.pk).update(state="active", note="Somebody else plans it.", due_on=march)
    banner = Journey(cast.bo).banner
    assert banner is not None
    assert (banner.action, banner.url) == ("Open the step", step.get_absolute_url())


def test_what_nobody_does_is_given_to_somebody_by_those_who_may(cast: Cast, march: date) -> None:
    step = Step.objects.get(programme=cast.programme, key="identify-actors")
    Step.objects.filter(programme=cast.programme).exclude(pk=step.pk).update(due_on=None)
    Step.objects.filter(pk=step.pk).update(owner_role="focal_point", due_on=march)
    offered = [Journey(member).banner for member in (cast.amina, cast.bo)]
    assert [(each.url, each.action) for each in offered if each] == [
        (step.get_absolute_url(), "Say who does it"),
        (step.get_absolute_url(), "Open the step"),
    ]


def test_a_late_step_says_by_how_much(cast: Cast, march: date) -> None:
    assert line(Journey(cast.bo), "identify-actors").due == "2 days late"


def test_a_step_due_tomorrow_says_so(cast: Cast, march: date) -> None:
    Step.objects.filter(key="identify-actors").update(due_on=march + timedelta(days=1))
    assert line(Journey(cast.bo), "identify-actors").due == "tomorrow"


def test_the_note_of_a_step_by_hand_is_how_it_stands(cast: Cast) -> None:
    Step.objects.filter(key="scan-literature").update(note="Forty sources read")
    assert line(Journey(cast.bo), "scan-literature").sentence == "Forty sources read"


def test_a_skipped_step_says_that_it_is_not_needed(cast: Cast) -> None:
    Step.objects.filter(key="scan-literature").update(state="skipped")
    assert line(Journey(cast.bo), "scan-literature").sentence == "Not needed."


def test_a_step_is_owned_by_whoever_holds_its_role(cast: Cast) -> None:
    assert line(Journey(cast.bo), "identify-actors").owner == "Coordinator: Amina"


def test_a_step_is_owned_by_its_assignee_before_its_role(cast: Cast) -> None:
    Step.objects.filter(key="identify-actors").update(assignee=cast.bo)
    assert line(Journey(cast.bo), "identify-actors").owner == "Bo"


def test_a_role_that_nobody_holds_is_vacant(cast: Cast) -> None:
    type(cast.amina).objects.filter(pk=cast.amina.pk).update(left_on=date(2026, 3, 1))
    found = line(Journey(cast.bo), "identify-actors")
    assert (found.owner, found.is_vacant) == ("vacant: coordinator", True)


def test_a_finished_process_is_calm(cast: Cast) -> None:
    Step.objects.update(state="done", done_on=date(2026, 3, 4))
    banner = Journey(cast.bo).banner
    assert banner is not None
    assert (banner.title, banner.is_calm) == ("Every step is done.", True)


def test_the_programme_is_told_in_numbers(cast: Cast) -> None:
    assert Journey(cast.bo).lede.startswith("2 partners, 4 phases, 0 of 23 steps done.")


def test_what_became_of_something_is_shown_beside(cast: Cast) -> None:
    theme, voice = person(cast.amina, "Theme: seasonal work"), person(cast.amina, "A voice")
    link(theme, voice, Relation.INFORMS, by=cast.amina)
    assert "Theme: seasonal work" in signed_in(cast.bo).get(ADDRESS).content.decode()


def test_figures_that_a_role_may_not_see_are_left_out(cast: Cast) -> None:
    reader = member_in(cast, "reference_group_member")
    assert len(Journey(reader).figures) == 3


def test_more_steps_cost_no_more_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = signed_in(cast.bo)
    client.get(ADDRESS)
    with django_assert_max_num_queries(60):
        assert client.get(ADDRESS, {"phase": "workshops"}).status_code == 200


# Home


def test_a_member_of_one_programme_goes_straight_to_its_journey(cast: Cast) -> None:
    assert signed_in(cast.bo).get("/").headers["Location"] == ADDRESS


def test_a_member_of_two_chooses(cast: Cast) -> None:
    neighbour = cast.farid.partner
    add_member(user=cast.bo.user, partner=neighbour, roles=["observer"], by=None)
    page = signed_in(cast.bo).get("/").content.decode()
    assert ["Winelands" in page, "Precinct" in page, "0 of 23 steps done" in page] == [True] * 3


def test_a_stranger_is_told_kindly(cast: Cast) -> None:
    assert "You are not a member of a programme yet" in signed_in(cast.dede).get("/").content.decode()


@pytest.mark.django_db
def test_someone_who_is_not_signed_in_is_asked_to() -> None:
    assert Client().get("/").headers["Location"].startswith(reverse("account_login"))


def test_a_programme_without_a_process_still_opens(cast: Cast) -> None:
    Step.objects.filter(programme=cast.elsewhere).delete()
    Programme.objects.filter(pk=cast.elsewhere.pk).update(name="Bare")
    page = signed_in(cast.farid).get("/p/precinct/").content.decode()
    assert "no steps yet" in page


def test_a_step_says_nothing_of_campaigns_to_those_who_see_none(cast: Cast) -> None:
    said = {name: campaigns_status(getattr(cast, name)) is not None for name in ("amina", "chandra")}
    assert said == {"amina": True, "chandra": False}
