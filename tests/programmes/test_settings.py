"""The programme's own matters can be changed, each change with its audit entry."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.programmes.errors import AlreadyThere, BadTemplate, NoSuchRole, NotInProgramme, StillUsed
from imbizo.programmes.models import Operator, Partner, Phase, Programme, RetentionRule, Step
from imbizo.programmes.operations import (
    add_member,
    add_operator,
    add_partner,
    add_step,
    change_member,
    change_operator,
    change_partner,
    change_programme,
    change_retention,
    change_step,
    end_operator,
    remove_partner,
    rename_phase,
    resume_operator,
    start_programme,
)
from imbizo.programmes.queries import free_slug
from imbizo.programmes.states import RetentionThen, StepState
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in


def told(verb: str) -> list[dict[str, list[object]]]:
    """The changes of all entries with that verb, in order."""
    return list(AuditEntry.objects.filter(verb=verb).order_by("id").values_list("changes", flat=True))


def first_step(cast: Cast) -> Step:
    step = Step.objects.filter(programme=cast.programme).first()
    assert step
    return step


def an_operator(cast: Cast) -> Operator:
    given: dict[str, Any] = {"name": "Host", "service": "Keeps the server", "country": "South Africa"}
    return add_operator(programme=cast.programme, by=cast.amina, **given)


def test_a_change_of_the_programme_says_what_it_was_before(cast: Cast) -> None:
    change_programme(programme=cast.programme, changes={"name": "Cape Winelands"}, by=cast.amina)
    assert told("change") == [{"name": ["Winelands", "Cape Winelands"]}]


def test_what_does_not_differ_is_not_told(cast: Cast) -> None:
    change_programme(programme=cast.programme, changes={"name": "Winelands"}, by=cast.amina)
    assert told("change") == []


def test_a_partner_is_renamed(cast: Cast) -> None:
    change_partner(partner=cast.committee, changes={"name": "Committee of farm workers"}, by=cast.amina)
    assert Partner.objects.filter(name="Committee of farm workers", pk=cast.committee.pk).exists()


def test_two_partners_do_not_bear_one_name(cast: Cast) -> None:
    with pytest.raises(AlreadyThere):
        change_partner(partner=cast.committee, changes={"name": "ubambano"}, by=cast.amina)


def test_a_partner_is_not_added_twice(cast: Cast) -> None:
    with pytest.raises(AlreadyThere):
        add_partner(programme=cast.programme, name="UBAMBANO", by=cast.amina)


def test_the_same_form_sent_twice_adds_one_partner(cast: Cast) -> None:
    given: dict[str, Any] = {"programme": cast.programme, "name": "Church council", "id": new_id()}
    assert add_partner(**given, by=cast.amina) == add_partner(**given, by=cast.amina)


def test_an_id_of_another_programme_is_refused(cast: Cast) -> None:
    with pytest.raises(Conflict):
        add_partner(programme=cast.elsewhere, name="Ubambano", id=cast.convenor.pk, by=cast.farid)


def test_a_partner_that_was_added_by_mistake_can_go(cast: Cast) -> None:
    partner = add_partner(programme=cast.programme, name="Mistake", by=cast.amina)
    remove_partner(partner=partner, by=cast.amina)
    assert not Partner.objects.filter(name="Mistake").exists()


def test_a_partner_with_members_stays(cast: Cast) -> None:
    with pytest.raises(StillUsed):
        remove_partner(partner=cast.committee, by=cast.amina)


def test_a_refused_removal_leaves_no_trace(cast: Cast) -> None:
    with pytest.raises(StillUsed):
        remove_partner(partner=cast.committee, by=cast.amina)
    assert told("remove") == []


def test_the_convenor_stays(cast: Cast) -> None:
    with pytest.raises(StillUsed):
        remove_partner(partner=cast.convenor, by=cast.amina)


def test_a_member_gets_other_roles(cast: Cast) -> None:
    member = change_member(
        member=cast.bo, roles=["observer", "facilitator"], partner=cast.convenor, by=cast.amina
    )
    assert member.roles == ["facilitator", "observer"]


def test_a_member_is_not_moved_into_a_partner_that_has_members(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        change_member(member=cast.bo, roles=["facilitator"], partner=cast.committee, by=cast.amina)


def test_a_member_is_not_moved_into_another_programme(cast: Cast) -> None:
    with pytest.raises(NotInProgramme):
        change_member(member=cast.bo, roles=["facilitator"], partner=cast.farid.partner, by=cast.amina)


def test_nobody_is_a_member_twice(cast: Cast) -> None:
    with pytest.raises(AlreadyThere):
        add_member(user=cast.bo.user, partner=cast.committee, roles=["observer"], by=cast.amina)


def test_a_role_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(NoSuchRole):
        add_member(user=cast.dede, partner=cast.committee, roles=["king"], by=cast.amina)


def test_an_operator_is_changed(cast: Cast) -> None:
    operator = change_operator(operator=an_operator(cast), changes={"country": "Ireland"}, by=cast.amina)
    assert Operator.objects.get(pk=operator.pk).country == "Ireland"


def test_an_operator_that_ended_stays_listed_and_can_go_on(cast: Cast) -> None:
    operator = end_operator(operator=an_operator(cast), by=cast.amina)
    ended = operator.ended_on
    resume_operator(operator=operator, by=cast.amina)
    assert (ended is not None, Operator.objects.get().ended_on) == (True, None)


def test_how_long_a_class_is_kept_is_changed(cast: Cast) -> None:
    rule = RetentionRule.objects.filter(programme=cast.programme).exclude(months=None).first()
    assert rule
    change_retention(rule=rule, changes={"months": 3}, by=cast.amina)
    rule.refresh_from_db()
    assert rule.months == 3


def test_a_phase_is_renamed(cast: Cast) -> None:
    phase = Phase.objects.filter(programme=cast.programme)[0]
    rename_phase(phase=phase, changes={"title": "Begin"}, by=cast.amina)
    assert Phase.objects.get(pk=phase.pk).title == "Begin"


def test_a_step_that_is_done_has_its_day(cast: Cast) -> None:
    step = change_step(step=first_step(cast), changes={"state": StepState.DONE}, by=cast.bo)
    assert Step.objects.get(pk=step.pk).done_on is not None


def test_a_step_that_is_begun_again_has_no_day(cast: Cast) -> None:
    step = change_step(step=first_step(cast), changes={"state": StepState.DONE}, by=cast.bo)
    change_step(step=step, changes={"state": StepState.ACTIVE}, by=cast.bo)
    assert Step.objects.get(pk=step.pk).done_on is None


def test_only_a_coordinator_says_that_a_step_is_not_needed(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        change_step(step=first_step(cast), changes={"state": StepState.SKIPPED}, by=cast.bo)


def test_a_step_is_not_given_to_someone_of_another_programme(cast: Cast) -> None:
    with pytest.raises(NotInProgramme):
        change_step(step=first_step(cast), changes={"assignee": cast.farid}, by=cast.amina)


def test_steps_of_ones_own_come_last_in_their_phase(cast: Cast) -> None:
    phase = first_step(cast).phase
    added = [add_step(phase=phase, title=title, by=cast.amina) for title in ("One more", "And another")]
    assert list(phase.steps.order_by("position"))[-2:] == added


def test_the_first_coordinator_begins_a_programme(cast: Cast) -> None:
    member = start_programme(
        name="Precinct",
        template="area-coordination",
        starts_on=date(2026, 1, 5),
        partner="City",
        coordinator=cast.dede,
    )
    assert (member.roles, member.partner.is_convenor, member.programme.slug) == (
        ["coordinator"],
        True,
        "precinct-2",
    )


def test_a_process_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(BadTemplate):
        start_programme(
            name="X", template="none", starts_on=date(2026, 1, 5), partner="City", coordinator=cast.dede
        )


@pytest.mark.parametrize(
    ("name", "slug"), [("Cape!", "cape"), ("Winelands", "winelands-2"), ("移民", "programme")]
)
def test_addresses_are_made_from_names(cast: Cast, name: str, slug: str) -> None:
    assert free_slug(name) == slug


@pytest.mark.parametrize(
    ("then", "months", "refused"),
    [
        (RetentionThen.KEEP, "", False),
        (RetentionThen.KEEP, "12", True),
        (RetentionThen.DELETE, "", True),
        (RetentionThen.DELETE, "12", False),
    ],
)
def test_only_what_is_kept_has_no_months(cast: Cast, then: str, months: str, refused: bool) -> None:
    from imbizo.programmes.forms.settings import RetentionForm

    rule = RetentionRule.objects.filter(programme=cast.programme)[0]
    shown = RetentionForm(instance=rule)["snapshot"].initial
    data = {"counted_from": "closed", "months": months, "then": then, "snapshot": shown}
    assert RetentionForm(data, instance=rule).is_valid() is not refused


def test_the_end_does_not_come_before_the_beginning(cast: Cast) -> None:
    from imbizo.programmes.forms.settings import ProgrammeForm

    shown = ProgrammeForm(instance=cast.programme)["snapshot"].initial
    data = {"starts_on": "2026-03-02", "ends_on": "2026-03-01", "snapshot": shown}
    form = ProgrammeForm(data, instance=cast.programme)
    assert form.errors["ends_on"] == ["The end can't come before the beginning."]


def test_only_those_who_look_after_the_installation_begin_programmes(cast: Cast) -> None:
    assert signed_in(cast.amina).get(reverse("programmes:new")).status_code == 403


def test_beginning_a_programme_on_its_page(cast: Cast) -> None:
    cast.dede.is_staff = True
    cast.dede.save()
    data = {
        "template": "sector-mapping",
        "name": "Sector map",
        "partner": "Mapping Lab",
        "starts_on": "2026-03-02",
        "languages": ["en", "fr"],
    }
    signed_in(cast.dede).post(reverse("programmes:new"), data)
    made = Programme.objects.get(slug="sector-map")
    assert (made.languages, made.responsible_party) == (["en", "fr"], "Mapping Lab")
