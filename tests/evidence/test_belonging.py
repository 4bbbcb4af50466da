"""What the register promises for every person holds for evidence: forgotten, told of, kept in time, handed over."""

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from imbizo.actors.models import Actor
from imbizo.actors.operations.erasure import erase
from imbizo.actors.operations.merging import merge
from imbizo.actors.queries.requests import held_about
from imbizo.actors.registry import timeline_sources
from imbizo.evidence.models import Interview, Practice, Scan, Source
from imbizo.evidence.operations.anonymising import anonymise_programme
from imbizo.evidence.operations.retention import apply_retention
from imbizo.evidence.states import SourceKind
from imbizo.programmes.models import Membership, RetentionRule
from imbizo.programmes.operations.members import hand_over, open_work
from tests.cast import Cast
from tests.convening.making import make_person
from tests.evidence.making import make_source

NAME = "Nonhlanhla Radebe"


@pytest.fixture
def person(cast: Cast) -> Actor:
    return make_person(cast, NAME)


@pytest.fixture
def interview(cast: Cast, person: Actor) -> Interview:
    """With somebody named, on conditions, with the file of what she said."""
    source = make_source(
        cast,
        kind=SourceKind.INTERVIEW,
        title=f"Interview with {NAME}",
        authors=[NAME],
        note=f"{NAME} asked for tea.",
        file=ContentFile(b"words", name="a"),
        file_name="radebe.docx",
    )
    return Interview.objects.create(
        source=source,
        actor=person,
        called=NAME,
        consent="signed",
        consent_on=date(2026, 3, 12),
        conditions=f"Not before {NAME} reads it",
        held_on=date(2026, 3, 12),
        programme=cast.programme,
    )


def written(source: Source) -> str:
    rows = [*Source.objects.filter(pk=source.pk).values(), *Interview.objects.filter(source=source).values()]
    return str(rows)


def test_an_erased_person_is_nowhere_in_an_interview_and_its_words_stay(
    cast: Cast, person: Actor, interview: Interview
) -> None:
    erase(actor=person, by=cast.amina)
    source = Source.objects.get(pk=interview.source_id)
    assert ("Radebe" in written(source), source.title) == (False, "Interview of 12 March 2026")
    assert source.text == "Shop owners pay twice. Nobody answers them."


def test_the_file_of_an_erased_persons_interview_goes(
    cast: Cast, person: Actor, interview: Interview, django_capture_on_commit_callbacks: Any
) -> None:
    name = str(interview.source.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        erase(actor=person, by=cast.amina)
    assert default_storage.exists(name) is False


def test_nobody_is_asked_about_a_practice_any_more(cast: Cast, person: Actor) -> None:
    source = make_source(cast, kind=SourceKind.PRACTICE)
    row = Practice.objects.create(source=source, contact=person, programme=cast.programme)
    erase(actor=person, by=cast.amina)
    row.refresh_from_db()
    assert row.contact is None


def test_an_interview_follows_a_merged_person(cast: Cast, person: Actor, interview: Interview) -> None:
    other = make_person(cast, "N. Radebe")
    merge(survivor=other, absorbed=person, by=cast.amina)
    interview.refresh_from_db()
    assert interview.actor == other


def _rule(cast: Cast) -> None:
    RetentionRule.objects.filter(programme=cast.programme, record_class="interview").delete()
    kept = {"counted_from": "programme_end", "months": 12, "then": "anonymise", "covers": "x"}
    RetentionRule.objects.create(programme=cast.programme, record_class="interview", **kept)
    cast.programme.ends_on = date(2026, 6, 30)
    cast.programme.save()


def test_who_was_interviewed_is_forgotten_in_time_and_only_once(cast: Cast, interview: Interview) -> None:
    _rule(cast)
    early = apply_retention(programme=cast.programme, today=date(2027, 6, 29))
    done = [apply_retention(programme=cast.programme, today=date(2027, 7, 1)) for _ in range(2)]
    assert (early, done, "Radebe" in written(interview.source)) == (0, [1, 0], False)


def test_at_the_end_of_a_programme_interviews_name_nobody(cast: Cast, interview: Interview) -> None:
    anonymise_programme(programme=cast.programme)
    assert ("Radebe" in written(interview.source)) is False


def told_of(actor: Actor, member: Membership) -> list[str]:
    return [str(event.title) for source in timeline_sources() for event in source(actor, member)]


def test_a_persons_timeline_tells_their_own_partner_alone_of_the_interview(
    cast: Cast, person: Actor, interview: Interview
) -> None:
    Source.objects.update(sharing="all")
    told = ["Interviewed" in told_of(person, member) for member in (cast.amina, cast.thandi)]
    assert told == [True, False]


def test_a_persons_own_file_holds_the_interview_in_full(
    cast: Cast, person: Actor, interview: Interview
) -> None:
    notes = "\n".join(str(event.note) for event in held_about(person, cast.amina).elsewhere)
    assert ["Shop owners pay twice." in notes, "Not before" in notes] == [True, True]


def test_scans_pass_to_a_successor(cast: Cast) -> None:
    fields = {"owner": cast.convenor, "programme": cast.programme}
    scan = Scan.objects.create(name="Migration", lead=cast.bo, second=cast.amina, **fields)
    Scan.objects.create(name="Over", lead=cast.bo, closed_on=date(2026, 3, 1), **fields)
    assert [work.records for work in open_work(cast.bo)] == [[scan]]
    hand_over(member=cast.bo, successor=cast.amina, by=cast.amina)
    scan.refresh_from_db()
    assert scan.lead == cast.amina
