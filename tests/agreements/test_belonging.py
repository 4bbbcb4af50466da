"""What the register promises for every person holds for agreements: joined, forgotten, told of; and told in time."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.actors.operations.erasure import erase
from imbizo.actors.operations.merging import merge, undo_merge
from imbizo.actors.queries.requests import held_about
from imbizo.actors.registry import timeline_sources
from imbizo.agreements.models import (
    AdoptionPath,
    AdoptionStep,
    Agreement,
    ConsentRound,
    Measure,
    MeasureUpdate,
    Party,
    Position,
    Resolution,
    Signatory,
)
from imbizo.agreements.operations.anonymising import anonymise_programme
from imbizo.agreements.operations.overdue import tell_of_overdue
from imbizo.desk.queries import notices
from imbizo.drafting.operations.publishing import publish
from imbizo.programmes.models import Membership, Programme
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit
from tests.agreements.making import make_agreement, make_institution, make_party
from tests.cast import Cast
from tests.convening.making import make_person
from tests.drafting.making import make_section

NAME = "Nonhlanhla Radebe"
IN_MARCH = date(2026, 3, 12)


@pytest.fixture
def person(cast: Cast) -> Actor:
    return make_person(cast, NAME)


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    return make_agreement(cast)


def a_round(cast: Cast, agreement: Agreement, **changes: Any) -> ConsentRound:
    make_section(agreement.document)
    text = publish(document=agreement.document, by=cast.amina)
    fields: dict[str, Any] = {"number": 1, "text": text, "deadline": timezone.now() + timedelta(days=7)}
    return ConsentRound.objects.create(
        agreement=agreement, programme=agreement.programme, **(fields | changes)
    )


def know(agreement: Agreement, person: Actor, cast: Cast) -> Party:
    """Every kind of row that says something of an official, with her name as she wrote it."""
    here = {"programme": cast.programme}
    party = make_party(agreement, make_institution(cast), official=person)
    Position.objects.create(
        round=a_round(cast, agreement), party=party, version=1, stance="consent", said_by=NAME, **here
    )
    institution = party.institution
    path = AdoptionPath.objects.create(
        party=party, institution=institution, official=person, confirmed_name=NAME, **here
    )
    AdoptionStep.objects.create(path=path, kind="council", who=NAME, **here)
    measure = Measure.objects.create(
        agreement=agreement, title="A desk", institution=institution, official=person, **here
    )
    MeasureUpdate.objects.create(measure=measure, state="under_way", text="It is open", name=NAME, **here)
    Signatory.objects.create(party=party, actor=person, name=NAME, office="Mayor", **here)
    return party


def names() -> dict[str, str]:
    """Where a name is written beside what its bearer did."""
    return {
        "position": Position.objects.get().said_by,
        "path": AdoptionPath.objects.get().confirmed_name,
        "update": MeasureUpdate.objects.get().name,
        "signatory": Signatory.objects.get().name,
    }


def test_an_erased_official_is_named_nowhere(cast: Cast, agreement: Agreement, person: Actor) -> None:
    know(agreement, person, cast)
    erase(actor=person, by=cast.amina)
    assert names() == {"position": "", "path": "", "update": "", "signatory": "–"}
    assert (Party.objects.get().official, Measure.objects.get().official) == (None, None)


def test_whoever_signed_stays_named_as_the_law_wants(cast: Cast, agreement: Agreement, person: Actor) -> None:
    know(agreement, person, cast)
    Signatory.objects.update(state="signed")
    erase(actor=person, by=cast.amina)
    assert names()["signatory"] == NAME


def test_at_the_end_of_a_programme_only_signatures_name_people(
    cast: Cast, agreement: Agreement, person: Actor
) -> None:
    know(agreement, person, cast)
    Signatory.objects.update(state="signed")
    anonymise_programme(programme=cast.programme)
    assert names() == {"position": "", "path": "", "update": "", "signatory": NAME}
    assert AdoptionStep.objects.get().who == ""


def told_of(actor: Actor, member: Membership) -> list[str]:
    return [str(event.title) for source in timeline_sources() for event in source(actor, member)]


def test_the_timeline_of_an_official_tells_what_they_are_asked(
    cast: Cast, agreement: Agreement, person: Actor
) -> None:
    know(agreement, person, cast)
    told = {
        "Speaks for a party in Memorandum of understanding",
        "Confirms how Ceres Municipality adopts a text",
        "Named to sign Memorandum of understanding for Ceres Municipality",
        "Reports on A desk",
    }
    assert told <= set(told_of(person, cast.amina))


def test_other_partners_read_none_of_it(cast: Cast, agreement: Agreement, person: Actor) -> None:
    know(agreement, person, cast)
    assert told_of(person, cast.thandi) == []


def test_an_officials_own_file_holds_what_they_reported(
    cast: Cast, agreement: Agreement, person: Actor
) -> None:
    know(agreement, person, cast)
    notes = "\n".join(str(event.note) for event in held_about(person, cast.amina).elsewhere)
    assert ["what was done: It is open" in notes, f"reported by: {NAME}" in notes] == [True, True]


# Two records of one institution


@pytest.fixture
def two(cast: Cast, agreement: Agreement) -> tuple[Party, Party]:
    """The survivor's party and the absorbed's, each with a path; the absorbed's council has adopted."""
    parties = tuple(make_party(agreement, make_institution(cast, name)) for name in ("Ceres", "Ceres Mun."))
    for party in parties:
        path = AdoptionPath.objects.create(
            party=party, institution=party.institution, programme=cast.programme
        )
        AdoptionStep.objects.create(path=path, kind="council", programme=cast.programme)
    done = AdoptionStep.objects.get(path__party=parties[1])
    AdoptionStep.objects.filter(pk=done.pk).update(state="done", outcome="adopted", done_on=IN_MARCH)
    Resolution.objects.create(
        step=done, decided_on=IN_MARCH, outcome="adopted", text_hash="a", programme=cast.programme
    )
    return parties[0], parties[1]


def test_one_institution_has_one_voice_and_what_either_council_decided(
    cast: Cast, two: tuple[Party, Party]
) -> None:
    merge(survivor=two[0].institution, absorbed=two[1].institution, by=cast.amina)
    step = AdoptionStep.objects.get(path__party=two[0])
    voices = Party.objects.filter(withdrew_on=None)
    assert (list(voices), step.outcome, step.resolutions.count()) == ([two[0]], "adopted", 1)


def test_undoing_it_gives_each_what_it_had(cast: Cast, two: tuple[Party, Party]) -> None:
    done = merge(survivor=two[0].institution, absorbed=two[1].institution, by=cast.amina)
    undo_merge(merge=done, by=cast.amina)
    states = dict(AdoptionStep.objects.values_list("path__party", "state"))
    assert states == {two[0].pk: "waiting", two[1].pk: "done"}
    assert Party.objects.filter(withdrew_on=None).count() == 2
    assert Resolution.objects.get().step.path.party == two[1]


def test_what_an_absorbed_party_said_is_the_survivors(
    cast: Cast, agreement: Agreement, two: tuple[Party, Party]
) -> None:
    said = Position.objects.create(
        round=a_round(cast, agreement), party=two[1], version=1, stance="consent", programme=cast.programme
    )
    merge(survivor=two[0].institution, absorbed=two[1].institution, by=cast.amina)
    said.refresh_from_db()
    assert said.party == two[0]


# Who is told


def told(member: Membership) -> list[str]:
    return [notice.sentence for notice in notices(member) if "member" not in notice.sentence]


def overdue(agreement: Agreement, **changes: Any) -> Measure:
    fields: dict[str, Any] = {"title": "A desk", "due_on": IN_MARCH}
    return Measure.objects.create(agreement=agreement, programme=agreement.programme, **(fields | changes))


def noon(day: date, cast: Cast) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=cast.programme.zone)


def test_a_measure_whose_day_has_passed_is_told_once_to_those_who_keep_it(
    cast: Cast, agreement: Agreement
) -> None:
    overdue(agreement)
    now = timezone.now()
    assert [tell_of_overdue(now), tell_of_overdue(now)] == [1, 0]
    assert told(cast.amina) == ["The day has passed for the measure A desk"]


def test_a_measure_told_of_just_after_midnight_isn_t_told_of_again(cast: Cast, agreement: Agreement) -> None:
    Programme.objects.filter(pk=cast.programme.pk).update(time_zone="Pacific/Auckland")
    overdue(agreement)
    past_midnight = datetime(2026, 3, 13, 0, 30, tzinfo=ZoneInfo("Pacific/Auckland"))  # the 12th elsewhere
    first = tell_of_overdue(past_midnight)
    AuditEntry.objects.filter(verb="measure_overdue").update(at=past_midnight)
    assert (first, tell_of_overdue(past_midnight)) == (1, 0)


def test_on_its_day_and_when_done_a_measure_isn_t_overdue(cast: Cast, agreement: Agreement) -> None:
    overdue(agreement)
    overdue(agreement, state="done", due_on=date(2026, 1, 1))
    assert tell_of_overdue(noon(IN_MARCH, cast)) == 0


def test_a_round_that_is_about_to_close_is_told_to_those_who_keep_the_agreement(
    cast: Cast, agreement: Agreement
) -> None:
    audit("remind", [a_round(cast, agreement)], by=None)
    assert [len(told(member)) for member in (cast.amina, cast.thandi)] == [1, 0]


def test_an_agenda_that_closes_is_told_to_those_who_follow_the_path(
    cast: Cast, two: tuple[Party, Party]
) -> None:
    audit("agenda_closes", [AdoptionStep.objects.all()[0]], by=None)
    assert told(cast.amina) == ["An agenda closes soon for the step of adoption council"]


def test_what_an_owner_reports_on_their_page_is_told(cast: Cast, agreement: Agreement) -> None:
    update = MeasureUpdate.objects.create(
        measure=overdue(agreement), state="under_way", text="It is open", programme=cast.programme
    )
    audit("report", [update], by=None)
    assert len(told(cast.amina)) == 1
