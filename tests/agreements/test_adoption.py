"""Adoption: each party's own path, what was resolved about which text, and what to look at."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.agreements.errors import NotReady
from imbizo.agreements.models import AdoptionPath, AdoptionStep, Agreement, Clause, Resolution
from imbizo.agreements.operations.council_dates import add_break, add_meetings
from imbizo.agreements.operations.paths import (
    add_step,
    ask_official,
    begin_path,
    finish_step,
    flag_after_elections,
    hand_in,
    move_step,
    remind_of_agendas,
    skip_step,
)
from imbizo.agreements.operations.resolutions import is_too_late, resolve
from imbizo.agreements.queries.adoption import Stand, checked, hash_to_adopt, of_agreement, stands
from imbizo.agreements.states import AgreementState, BreakKind, Outcome, StepKind
from imbizo.base.errors import NotAllowed
from imbizo.calc.adoption import State
from imbizo.calc.adoptioncautions import Code
from imbizo.calc.adoptiondates import Because
from imbizo.calc.council import Code as VoteCode
from imbizo.drafting.operations.publishing import publish
from imbizo.thread.models import Link
from tests.agreements.making import make_agreement, make_clause, make_institution, make_party
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def path(cast: Cast) -> AdoptionPath:
    """The path of Ceres Municipality to adopt a published memorandum."""
    agreement = make_agreement(cast)
    make_clause(agreement)
    publish(document=agreement.document, by=cast.amina, note="")
    party = make_party(agreement, make_institution(cast))
    return begin_path(party=party, institution=party.institution, by=cast.amina)


def _step(path: AdoptionPath, kind: StepKind) -> AdoptionStep:
    return path.steps.get(kind=kind)


def _stand(path: AdoptionPath, today: date | None = None) -> Stand:
    assert path.party is not None
    (stand,) = stands(of_agreement(path.party.agreement), today or timezone.localdate())
    return stand


def _resolve(
    path: AdoptionPath, cast: Cast, outcome: Outcome = Outcome.ADOPTED, **more: object
) -> Resolution:
    given: dict[str, Any] = {"text_hash": hash_to_adopt(path), "decided_on": timezone.localdate(), **more}
    return resolve(step=_step(path, StepKind.COUNCIL), outcome=outcome, by=cast.amina, **given)


def test_a_path_begins_with_the_steps_of_a_municipality(path: AdoptionPath) -> None:
    kinds = list(path.steps.values_list("kind", flat=True))
    assert kinds == ["received", "legal", "portfolio", "mayoral", "council", "authorised", "signed"]


def test_a_party_has_one_path_however_often_it_is_begun(cast: Cast, path: AdoptionPath) -> None:
    assert begin_path(party=path.party, institution=path.institution, by=cast.amina) == path


def test_another_partner_can_t_begin_one(cast: Cast, path: AdoptionPath) -> None:
    assert path.party is not None
    other = make_party(path.party.agreement, make_institution(cast, "Robertson Municipality"))
    with pytest.raises(NotAllowed):
        begin_path(party=other, institution=other.institution, by=cast.thandi)


def test_changing_the_steps_asks_the_official_again(cast: Cast, path: AdoptionPath) -> None:
    AdoptionPath.objects.filter(pk=path.pk).update(confirmed_on=TODAY, confirmed_name="Zanele")
    path.refresh_from_db()
    add_step(path=path, kind=StepKind.OTHER, name="Ward committees", by=cast.amina)
    path.refresh_from_db()
    assert path.confirmed_on is None


def test_a_step_can_be_moved(cast: Cast, path: AdoptionPath) -> None:
    move_step(step=_step(path, StepKind.LEGAL), is_up=True, by=cast.amina)
    assert list(path.steps.values_list("kind", flat=True))[:2] == ["legal", "received"]


def test_skipping_a_step_needs_a_reason(cast: Cast, path: AdoptionPath) -> None:
    with pytest.raises(NotReady):
        skip_step(step=_step(path, StepKind.PORTFOLIO), because=" ", by=cast.amina)


def test_a_council_s_step_is_done_by_a_resolution_alone(cast: Cast, path: AdoptionPath) -> None:
    with pytest.raises(NotReady):
        finish_step(step=_step(path, StepKind.COUNCIL), on=timezone.localdate(), by=cast.amina)


def test_a_resolution_on_this_text_adopts_it_and_stands_on_the_thread(cast: Cast, path: AdoptionPath) -> None:
    made = _resolve(path, cast)
    assert _stand(path).is_adopted
    assert Link.objects.get(record_id=made.pk).source_kind == "drafting.publication"


def test_a_resolution_on_another_hash_is_kept_but_doesn_t_cover_this_text(
    cast: Cast, path: AdoptionPath
) -> None:
    _resolve(path, cast, text_hash="0" * 64)
    stand = _stand(path)
    row = next(row for row in stand.rows if row.step.kind == StepKind.COUNCIL)
    assert (stand.is_adopted, row.planned.state, row.step.state) == (False, State.NOT_COVERED, "waiting")
    assert Code.OTHER_TEXT in {each.code for each in row.cautions}


def test_a_text_changed_after_adoption_isn_t_the_adopted_one(cast: Cast, path: AdoptionPath) -> None:
    _resolve(path, cast)
    assert path.party is not None
    make_clause(path.party.agreement, "The parties shall meet monthly.")
    publish(document=path.party.agreement.document, by=cast.amina, note="")
    assert not _stand(path).is_adopted


def test_conditions_open_the_clauses_they_name_for_all_parties(cast: Cast, path: AdoptionPath) -> None:
    clause = Clause.objects.get()
    _resolve(path, cast, Outcome.CONDITIONS, conditions="Monthly, not quarterly", clauses=[clause])
    clause.refresh_from_db()
    assert (clause.is_reopened, clause.reopened_because) == (
        True,
        "Ceres Municipality: Monthly, not quarterly",
    )
    held_up = _stand(path).plan.hold_up
    assert held_up is not None
    assert held_up.because == Because.OFFICE


def test_conditions_that_come_while_it_is_signed_are_kept_and_open_nothing(
    cast: Cast, path: AdoptionPath
) -> None:
    Agreement.objects.update(state=AgreementState.SIGNING)
    path.refresh_from_db()
    clause = Clause.objects.get()
    made = _resolve(path, cast, Outcome.CONDITIONS, conditions="Monthly", clauses=[clause])
    clause.refresh_from_db()
    assert (is_too_late(made), clause.is_reopened) == (True, False)


def test_conditions_without_words_are_refused(cast: Cast, path: AdoptionPath) -> None:
    with pytest.raises(NotReady) as refused:
        _resolve(path, cast, Outcome.CONDITIONS)
    assert refused.value.field == "conditions"


@pytest.mark.parametrize("outcome", [Outcome.DEFERRED, Outcome.REJECTED])
def test_what_is_put_off_or_refused_stays_open(cast: Cast, path: AdoptionPath, outcome: Outcome) -> None:
    _resolve(path, cast, outcome)
    assert _step(path, StepKind.COUNCIL).state == "waiting"


def test_figures_that_can_t_be_right_are_warned_of(cast: Cast, path: AdoptionPath) -> None:
    made = _resolve(path, cast, members=30, present=15, in_favour=10, against=5)
    check = checked(made)
    assert check is not None
    assert VoteCode.TOO_FEW_PRESENT in {each.code for each in check.findings}


def test_a_path_says_what_must_be_handed_in_by_when(cast: Cast, path: AdoptionPath) -> None:
    today = timezone.localdate()
    for kind in (StepKind.RECEIVED, StepKind.LEGAL):
        finish_step(step=_step(path, kind), on=today, by=cast.amina)
    for kind in (StepKind.PORTFOLIO, StepKind.MAYORAL):
        skip_step(step=_step(path, kind), because="Straight to council", by=cast.amina)
    meeting = today + timedelta(days=20)
    add_meetings(
        institution=path.institution, body=StepKind.COUNCIL, days=[meeting], closes=10, by=cast.amina
    )
    planned = next(row.planned for row in _stand(path).rows if row.step.kind == StepKind.COUNCIL)
    assert planned.hand_in_by == today + timedelta(days=10)


def test_the_clock_tells_once_that_an_agenda_closes(cast: Cast, path: AdoptionPath) -> None:
    today = timezone.localdate()
    for step in path.steps.exclude(kind__in=[StepKind.COUNCIL, StepKind.AUTHORISED, StepKind.SIGNED]):
        finish_step(step=step, on=today, by=cast.amina)
    days = [today + timedelta(days=12)]
    add_meetings(institution=path.institution, body=StepKind.COUNCIL, days=days, closes=10, by=cast.amina)
    now = timezone.now()
    assert [remind_of_agendas(now), remind_of_agendas(now)] == [1, 0]


def test_what_was_handed_in_waits_on_the_agenda(cast: Cast, path: AdoptionPath) -> None:
    today = timezone.localdate()
    for step in path.steps.exclude(kind__in=[StepKind.COUNCIL, StepKind.AUTHORISED, StepKind.SIGNED]):
        finish_step(step=step, on=today, by=cast.amina)
    days = [today + timedelta(days=12)]
    add_meetings(institution=path.institution, body=StepKind.COUNCIL, days=days, closes=10, by=cast.amina)
    hand_in(step=_step(path, StepKind.COUNCIL), on=today, by=cast.amina)
    held_up = _stand(path).plan.hold_up
    assert held_up is not None
    assert held_up.because == Because.ON_AGENDA


def test_after_an_election_what_was_decided_is_to_be_confirmed_again(cast: Cast, path: AdoptionPath) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    _resolve(path, cast, decided_on=yesterday - timedelta(days=5))
    add_break(
        institution=None, kind=BreakKind.ELECTION, starts_on=yesterday, ends_on=yesterday, by=cast.amina
    )
    assert flag_after_elections(timezone.now()) == 1
    assert _step(path, StepKind.COUNCIL).confirm_again


def test_days_that_are_known_stay_as_they_are(cast: Cast, path: AdoptionPath) -> None:
    given: dict[str, Any] = {"body": StepKind.COUNCIL, "closes": 10, "by": cast.amina}
    given["institution"] = path.institution
    add_meetings(days=[TODAY], **given)
    assert add_meetings(days=[TODAY, TODAY + timedelta(days=28)], **given)[0].held_on == TODAY + timedelta(
        days=28
    )


def test_an_official_confirms_the_path_on_a_page_without_an_account(
    cast: Cast, path: AdoptionPath, client: Client
) -> None:
    link, _is_on_its_way = ask_official(path=path, by=cast.amina)
    answer = client.post(urlsplit(link).path, {"name": "Zanele Mqhayi", "remark": "Legal takes a month"})
    path.refresh_from_db()
    assert (answer.status_code, path.confirmed_name, path.remark) == (
        302,
        "Zanele Mqhayi",
        "Legal takes a month",
    )


def test_a_stranger_with_a_guessed_link_finds_nothing(client: Client) -> None:
    assert client.get(reverse("agreements:open-path", args=["guessed"])).status_code == 404


def test_the_page_says_where_each_party_stands(cast: Cast, path: AdoptionPath) -> None:
    assert path.party is not None
    address = reverse("agreements:adoption", args=[cast.programme.slug, path.party.agreement_id])
    page = signed_in(cast.amina).get(address)
    assert [str(stand.path) for stand in page.context["stands"]] == ["Ceres Municipality"]


def test_a_line_that_is_no_day_is_told_and_what_was_typed_stays(cast: Cast, path: AdoptionPath) -> None:
    address = reverse("agreements:body-meetings-add", args=[cast.programme.slug])
    typed = {
        "institution": "Ceres Municipality",
        "body": "council",
        "days": "2026-07-26\nsoon",
        "closes": "10",
    }
    page = signed_in(cast.amina).post(address, typed)
    assert "soon" in page.context["form"].errors["days"][0]
