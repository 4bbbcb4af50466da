"""What is sent from the programme's pages is saved, or comes back with what is wrong."""

from typing import Any

import pytest
from django.urls import reverse

from imbizo.base.models import new_id
from imbizo.places.models import Place
from imbizo.places.operations import load_places
from imbizo.programmes.models import Membership, Operator, Partner, Phase, Programme, RetentionRule, Step
from imbizo.programmes.operations import add_operator, areas_of, invite_member
from imbizo.programmes.queries import pending_invitations
from imbizo.programmes.states import StepState
from tests.cast import Cast, signed_in


def send(cast: Cast, name: str, /, *args: object, by: Membership | None = None, **data: Any) -> Any:
    """Open the page as Amina (or another), fill in what it asks for, and send it; a page with a note carries it."""
    url = reverse(f"programmes:{name}", args=[cast.programme.slug, *args])
    client = signed_in(by or cast.amina)
    form = client.get(url).context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    return client.post(url, {**hidden, **data})


def press(cast: Cast, name: str, *args: object, by: Membership | None = None) -> Any:
    """Press a button that has no form."""
    url = reverse(f"programmes:{name}", args=[cast.programme.slug, *args])
    return signed_in(by or cast.amina).post(url, follow=True)


def a_step(cast: Cast) -> Step:
    return Step.objects.filter(programme=cast.programme)[0]


def test_the_programme_is_changed(cast: Cast) -> None:
    data: dict[str, Any] = {
        "name": "Cape",
        "starts_on": "2026-03-02",
        "languages": ["en", "xh"],
        "region": "za",
    }
    send(cast, "settings-edit", **data, currency="zar", time_zone="Africa/Johannesburg")
    saved = Programme.objects.get(pk=cast.programme.pk)
    assert (saved.name, saved.languages, saved.region, saved.currency) == ("Cape", ["en", "xh"], "ZA", "ZAR")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("region", "XX", "There is no such country. South Africa is ZA, Lesotho LS, Zimbabwe ZW."),
        ("currency", "R", "Write three letters: ZAR for rand, USD for US dollars."),
        ("time_zone", "Mars/Base", "There is no such time zone. Write it as Africa/Johannesburg."),
        ("languages", [], "Choose at least one language."),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(cast: Cast, field: str, value: Any, said: str) -> None:
    response = send(cast, "settings-edit", **{field: value})
    assert response.context["form"].errors[field] == [said]


def test_what_two_people_changed_is_put_to_the_second(cast: Cast) -> None:
    url = reverse("programmes:responsibility-edit", args=[cast.programme.slug])
    client = signed_in(cast.amina)
    note = client.get(url).context["form"]["snapshot"].value()
    Programme.objects.filter(pk=cast.programme.pk).update(information_officer="Bo")
    page = client.post(url, {"snapshot": note, "responsible_party": "", "information_officer": "Amina"})
    assert [(conflict.mine, conflict.theirs) for conflict in page.context["form"].conflicts] == [
        ("Amina", "Bo")
    ]


def test_who_answers_for_the_data_is_named(cast: Cast) -> None:
    send(cast, "responsibility-edit", responsible_party="Ubambano", information_officer="Amina")
    saved = Programme.objects.get(pk=cast.programme.pk)
    assert (saved.responsible_party, saved.information_officer) == ("Ubambano", "Amina")


def test_what_becomes_of_the_data_is_chosen(cast: Cast) -> None:
    send(cast, "end-edit", after_end="hand_over")
    assert Programme.objects.get(pk=cast.programme.pk).after_end == "hand_over"


def test_areas_are_chosen_on_their_page(cast: Cast) -> None:
    load_places()
    send(cast, "areas", areas=[Place.objects.get(code="WC022").pk])
    assert [area.name for area in areas_of(cast.programme)] == ["Witzenberg"]


def test_a_partner_is_added_and_renamed(cast: Cast) -> None:
    send(cast, "partner-add", name="Church council", short_name="")
    partner = Partner.objects.get(name="Church council")
    send(cast, "partner-edit", partner.pk, name="Council of churches", short_name="Churches")
    partner.refresh_from_db()
    assert str(partner.label) == "Churches"


def test_a_name_that_is_taken_is_told_at_the_form(cast: Cast) -> None:
    response = send(cast, "partner-add", name="ubambano", short_name="")
    assert response.context["form"].non_field_errors() == ["There is a partner of this name already."]


def test_a_partner_that_cannot_go_says_why(cast: Cast) -> None:
    page = press(cast, "partner-remove", cast.committee.pk).content.decode()
    assert "has, or had, members or records of its own" in page


def test_an_operator_is_named_changed_ended_and_resumed(cast: Cast) -> None:
    send(
        cast, "operator-add", name="Host", service="Server", country="South Africa", agreement_on="2026-01-05"
    )
    operator = Operator.objects.get()
    send(cast, "operator-edit", operator.pk, name="Host 2", service="Server", country="South Africa")
    press(cast, "operator-end", operator.pk)
    ended = Operator.objects.get().ended_on
    press(cast, "operator-resume", operator.pk)
    now = Operator.objects.get()
    assert (now.name, ended is not None, now.ended_on) == ("Host 2", True, None)


def test_ending_an_operator_can_be_undone_from_the_message(cast: Cast) -> None:
    operator = add_operator(programme=cast.programme, name="Host", service="S", country="ZA", by=cast.amina)
    page = press(cast, "operator-end", operator.pk).content.decode()
    assert reverse("programmes:operator-resume", args=[cast.programme.slug, operator.pk]) in page


def test_a_retention_rule_is_changed(cast: Cast) -> None:
    rule = RetentionRule.objects.filter(programme=cast.programme)[0]
    send(cast, "retention-edit", rule.pk, counted_from="closed", months="5", then="delete")
    rule.refresh_from_db()
    assert (rule.counted_from, rule.months, rule.then) == ("closed", 5, "delete")


def test_a_phase_is_renamed_on_its_page(cast: Cast) -> None:
    phase = Phase.objects.filter(programme=cast.programme)[0]
    send(cast, "phase-edit", phase.key, title="Reach them", short="Reach")
    phase.refresh_from_db()
    assert (phase.title, phase.short) == ("Reach them", "Reach")


def test_a_step_is_added_on_its_phase(cast: Cast) -> None:
    phase = Phase.objects.filter(programme=cast.programme)[0]
    send(cast, "step-add", phase.key, title="Ring the chief", due_on="2026-05-01", assignee=cast.bo.pk)
    step = Step.objects.get(title="Ring the chief")
    assert (step.phase, step.assignee, step.key) == (phase, cast.bo, "own-1")


def test_a_facilitator_says_how_a_step_stands(cast: Cast) -> None:
    step = a_step(cast)
    send(cast, "step-edit", step.key, by=cast.bo, state="done", note="All found.", assignee=cast.bo.pk)
    step.refresh_from_db()
    assert (step.state, step.note, step.assignee) == (StepState.DONE, "All found.", cast.bo)


def test_a_facilitator_is_not_offered_to_skip_a_step(cast: Cast) -> None:
    response = send(cast, "step-edit", a_step(cast).key, by=cast.bo, state="skipped")
    assert list(response.context["form"].errors) == ["state"]


def test_a_coordinator_skips_a_step(cast: Cast) -> None:
    step = a_step(cast)
    send(cast, "step-edit", step.key, state="skipped")
    step.refresh_from_db()
    assert step.state == StepState.SKIPPED


def test_a_step_is_not_given_to_a_member_of_another_programme(cast: Cast) -> None:
    response = send(cast, "step-edit", a_step(cast).key, state="active", assignee=cast.farid.pk)
    said = ["Choose someone who is a member of this programme now."]
    assert response.context["form"].errors["assignee"] == said


def test_what_a_step_is_can_be_changed(cast: Cast) -> None:
    step = a_step(cast)
    send(cast, "step-change", step.key, title="Find them all", what="Everyone.", owner_role="facilitator")
    step.refresh_from_db()
    assert (step.title, step.owner_role) == ("Find them all", "facilitator")


def test_a_member_is_invited_from_the_page(cast: Cast) -> None:
    send(cast, "invite", name="Noma", email="noma@example.org", partner=cast.convenor.pk, roles=["observer"])
    assert pending_invitations(cast.programme).get().email == "noma@example.org"


def test_a_partner_that_invites_its_own_is_not_offered(cast: Cast) -> None:
    data: dict[str, Any] = {"name": "Noma", "email": "noma@example.org", "roles": ["observer"]}
    response = send(cast, "invite", **data, partner=cast.committee.pk)
    assert response.context["form"].errors["partner"] == [
        "This partner invites its own members. Ask one of them."
    ]


def test_a_partner_is_not_offered_the_roles_of_the_programme(cast: Cast) -> None:
    data: dict[str, Any] = {"name": "Noma", "email": "noma@example.org", "partner": cast.committee.pk}
    response = send(cast, "invite", by=cast.thandi, **data, roles=["coordinator"])
    assert list(response.context["form"].errors) == ["roles"]


def test_a_partner_sees_only_its_own_invitations(cast: Cast) -> None:
    given: dict[str, Any] = {"name": "Noma", "roles": ["observer"]}
    ours = invite_member(partner=cast.convenor, email="a@example.org", by=cast.amina, **given)
    own = invite_member(partner=cast.committee, email="b@example.org", by=cast.thandi, **given)
    answers = [
        press(cast, "invitation-withdraw", each.pk, by=cast.thandi).status_code for each in (ours, own)
    ]
    assert answers == [404, 200]


def test_invitations_are_sent_again_and_withdrawn_by_a_press(cast: Cast) -> None:
    given: dict[str, Any] = {
        "partner": cast.convenor,
        "email": "a@example.org",
        "name": "Noma",
        "roles": ["observer"],
    }
    invitation = invite_member(**given, by=cast.amina)
    press(cast, "invitation-resend", invitation.pk)
    press(cast, "invitation-withdraw", invitation.pk)
    invitation.refresh_from_db()
    assert invitation.revoked_at is not None


def test_roles_are_changed_on_the_page(cast: Cast) -> None:
    send(cast, "member-edit", cast.bo.pk, partner=cast.convenor.pk, roles=["focal_point"])
    cast.bo.refresh_from_db()
    assert cast.bo.roles == ["focal_point"]


def test_a_member_is_not_moved_into_a_rival_on_the_page(cast: Cast) -> None:
    response = send(cast, "member-edit", cast.bo.pk, partner=cast.committee.pk, roles=["focal_point"])
    assert list(response.context["form"].errors) == ["partner"]


def test_a_member_hands_over_on_the_page(cast: Cast) -> None:
    send(cast, "hand-over", cast.bo.pk, successor=cast.amina.pk, roles=["facilitator"])
    cast.amina.refresh_from_db()
    assert cast.amina.roles == ["coordinator", "facilitator"]


def test_the_last_coordinator_is_told_why_they_stay(cast: Cast) -> None:
    response = send(cast, "hand-over", cast.amina.pk, successor="")
    assert response.context["form"].non_field_errors()[0].startswith("Amina is the only coordinator.")


def test_a_successor_of_another_programme_is_not_offered(cast: Cast) -> None:
    response = send(cast, "hand-over", cast.bo.pk, successor=cast.farid.pk)
    assert list(response.context["form"].errors) == ["successor"]


def test_a_form_for_something_new_carries_its_own_id(cast: Cast) -> None:
    given = new_id()
    for _ in range(2):
        send(cast, "partner-add", id=given, name="Church council", short_name="")
    assert Partner.objects.filter(name="Church council").count() == 1
