"""How the steps of a programme stand that agreements are the tool of."""

from datetime import date, timedelta

from django.utils import timezone

from imbizo.agreements.models import (
    AdoptionPath,
    AdoptionStep,
    Agreement,
    BodyMeeting,
    ConsentRound,
    Measure,
    Party,
    Position,
)
from imbizo.agreements.operations.paths import begin_path
from imbizo.agreements.queries import steps
from imbizo.agreements.states import AgreementState
from imbizo.programmes.states import StepStatus
from tests.agreements.making import make_agreement, make_institution, make_party
from tests.agreements.signing_it import make_text
from tests.cast import Cast


def figures(status: StepStatus | None) -> tuple[str, int | None, int | None] | None:
    return None if status is None else (status.text, status.done, status.total)


def of_two(cast: Cast) -> Agreement:
    agreement = make_agreement(cast)
    for name in ("Langeberg", "Witzenberg"):
        make_party(agreement, make_institution(cast, name))
    return agreement


def council_meets(party: Party, cast: Cast) -> None:
    """Its first step is a council's, which meets in August 2035."""
    AdoptionStep.objects.exclude(kind="council").update(state="skipped")
    BodyMeeting.objects.create(
        institution=party.institution,
        held_on=date(2035, 8, 17),
        agenda_closes_on=date(2035, 8, 3),
        programme=cast.programme,
    )


def test_before_there_is_an_agreement_each_step_says_so(cast: Cast) -> None:
    told = [
        steps.text_status(cast.amina),
        steps.adoption_paths_status(cast.amina),
        steps.consent_rounds_status(cast.amina),
        steps.signatures_status(cast.amina),
    ]
    assert {each.text for each in told if each} == {"No agreement has been begun yet"}


def test_paths_count_once_they_are_confirmed(cast: Cast) -> None:
    party = of_two(cast).parties.all()[0]
    AdoptionPath.objects.create(
        party=party, institution=party.institution, confirmed_on=date(2026, 3, 12), programme=cast.programme
    )
    told = figures(steps.adoption_paths_status(cast.amina))
    assert told == ("1 of 2 parties have confirmed their path; 1 has none yet", 1, 2)


def test_a_measure_counts_with_owner_day_and_a_way_to_tell(cast: Cast) -> None:
    agreement = of_two(cast)
    fields = {"agreement": agreement, "programme": cast.programme, "due_on": date(2026, 1, 1)}
    owner = agreement.parties.all()[0].institution
    Measure.objects.create(title="A desk", institution=owner, indicator="It opens", **fields)
    Measure.objects.create(title="A forum", **fields)
    told = figures(steps.measures_status(cast.amina))
    assert told == (
        "1 of 2 measures have an owner, a day and a way to tell; 2 are overdue",
        1,
        2,
    )


def test_a_round_says_who_has_spoken_and_never_what(cast: Cast) -> None:
    agreement = of_two(cast)
    made = ConsentRound.objects.create(
        agreement=agreement,
        number=2,
        text=make_text(cast, agreement),
        deadline=timezone.now() + timedelta(days=7),
        programme=cast.programme,
    )
    party = agreement.parties.all()[0]
    Position.objects.create(round=made, party=party, version=1, stance="consent", programme=cast.programme)
    status = steps.consent_rounds_status(cast.amina)
    assert status is not None
    assert (status.text.split(" closes")[0], status.text.split("; ")[1]) == (
        "Round 2",
        "1 of 2 parties have spoken",
    )


def test_once_all_agree_the_final_workshop_is_done(cast: Cast) -> None:
    agreement = of_two(cast)
    Agreement.objects.filter(pk=agreement.pk).update(state=AgreementState.AGREED)
    assert figures(steps.consent_rounds_status(cast.amina)) == ("All parties agree on the wording", 1, 1)


def test_signing_says_who_adopted_and_whose_agenda_closes_next(cast: Cast) -> None:
    party = of_two(cast).parties.all()[0]
    begin_path(party=party, institution=party.institution, by=cast.amina)
    council_meets(party, cast)
    status = steps.signatures_status(cast.amina)
    closes = "the agenda of Langeberg closes on Fri 3 August 2035"
    assert figures(status) == (f"0 of 2 parties have adopted, 0 have signed; {closes}", 0, 2)
