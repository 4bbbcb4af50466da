"""The flow of a literature scan: figures that add up, disagreements, and nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.prisma import (
    Conflict,
    Place,
    Record,
    Stage,
    Verdict,
    conflicts,
    flow,
    lost,
    outcome,
    pairs,
    place,
)

SCREEN, TEXT = Stage.SCREENING, Stage.FULL_TEXT
YES, NO = Verdict("ann", True), Verdict("ann", False, "not on migration")
BEN_YES, BEN_NO = Verdict("ben", True), Verdict("ben", False, "not on the Cape")


def record(
    *screening: Verdict, text: tuple[Verdict, ...] = (), retrieved: bool | None = None, study: str = ""
) -> Record:
    return Record(
        "1", "Scopus", verdicts={SCREEN: screening, TEXT: text}, is_retrieved=retrieved, study=study
    )


@pytest.mark.parametrize(
    ("found", "at"),
    [
        (Record("1", "Scopus", duplicate_of="2"), Place.DUPLICATE),
        (Record("1", "Scopus", removed_for="retracted"), Place.REMOVED),
        (Record("1", "Scopus"), Place.TO_SCREEN),
        (record(NO), Place.SCREENED_OUT),
        (record(YES), Place.TO_RETRIEVE),
        (record(YES, retrieved=False), Place.NOT_RETRIEVED),
        (record(YES, retrieved=True), Place.TO_ASSESS),
        (record(YES, text=(NO,)), Place.ASSESSED_OUT),
        (record(YES, text=(YES,), retrieved=False), Place.INCLUDED),
        (record(YES, text=(YES, BEN_NO)), Place.TO_ASSESS),
        (record(NO, YES), Place.TO_RETRIEVE),
    ],
)
def test_every_record_is_in_one_place(found: Record, at: Place) -> None:
    assert place(found) is at


def test_two_reviewers_are_waited_for_where_two_are_asked_for() -> None:
    assert [place(record(YES), 2), place(record(YES, BEN_YES), 2)] == [Place.TO_SCREEN, Place.TO_RETRIEVE]


def test_a_disagreement_waits_until_it_is_settled() -> None:
    open_one = record(YES, BEN_NO)
    settled = Record("2", "Scopus", verdicts=open_one.verdicts, settled={SCREEN: Verdict("cas", True)})
    assert [place(open_one), place(settled)] == [Place.TO_SCREEN, Place.TO_RETRIEVE]
    assert conflicts([open_one, settled]) == (Conflict("1", SCREEN, (YES, BEN_NO)),)


def test_records_that_left_the_flow_have_no_conflict() -> None:
    verdicts = {SCREEN: (YES, BEN_NO)}
    gone = [
        Record("1", "Scopus", "2", verdicts=verdicts),
        Record("2", "Scopus", removed_for="retracted", verdicts=verdicts),
    ]
    assert conflicts(gone) == ()


def test_the_first_reason_counts_where_reviewers_exclude_for_different_ones() -> None:
    assert outcome(record(Verdict("cas", False), NO, BEN_NO), SCREEN, 3) == NO


def test_reasons_and_sources_are_counted_the_most_frequent_first() -> None:
    found = flow(
        [record(BEN_NO), record(NO), record(NO), record(YES, text=(BEN_NO,)), Record("5", "a website")]
    )
    assert list(found.identified.items()) == [("Scopus", 4), ("a website", 1)]
    assert list(found.screened_out_for.items()) == [("not on migration", 2), ("not on the Cape", 1)]
    assert (found.assessed_out_for, found.is_finished) == ({"not on the Cape": 1}, False)


def test_reports_of_one_study_are_one_study() -> None:
    kept = [record(YES, text=(YES,), study="census"), record(YES, text=(YES,), study="census")]
    alone = Record("9", "Scopus", verdicts={SCREEN: (YES,), TEXT: (YES,)})
    found = flow([*kept, alone])
    assert (found.places[Place.INCLUDED], found.studies, found.is_finished) == (3, 2, True)


def test_two_reviewers_are_compared_on_what_both_judged() -> None:
    records = [record(YES, BEN_NO), record(NO, BEN_NO), record(YES)]
    assert pairs(records, SCREEN, "ann", "ben") == [(True, False), (False, False)]


def test_duplicates_whose_original_is_not_kept_are_named() -> None:
    records = [
        Record("1", "Scopus"),
        Record("2", "Scopus", "1"),
        Record("3", "Scopus", "gone"),
        Record("4", "Scopus", "5"),
        Record("5", "Scopus", "4"),
    ]
    assert lost(records) == ("3", "4", "5")


VERDICTS = st.lists(
    st.builds(Verdict, st.sampled_from("abc"), st.booleans(), st.sampled_from(["", "x"])), max_size=3
)
RECORDS = st.builds(
    Record,
    id=st.uuids().map(str),
    source=st.sampled_from(["Scopus", "SciELO"]),
    duplicate_of=st.none() | st.just("other"),
    removed_for=st.sampled_from(["", "retracted"]),
    verdicts=st.fixed_dictionaries({SCREEN: VERDICTS.map(tuple), TEXT: VERDICTS.map(tuple)}),
    is_retrieved=st.none() | st.booleans(),
)


@given(st.lists(RECORDS, max_size=12), st.integers(1, 3))
def test_the_picture_always_adds_up(records: list[Record], reviewers: int) -> None:
    found = flow(records, reviewers)
    before = sum(found.places[each] for each in (Place.DUPLICATE, Place.REMOVED, Place.TO_SCREEN))
    assert found.found == len(records) == before + found.screened
    assert sum(found.removed_for.values()) == found.places[Place.REMOVED]
    assert sum(found.screened_out_for.values()) == found.places[Place.SCREENED_OUT]
    assert sum(found.assessed_out_for.values()) == found.places[Place.ASSESSED_OUT]
