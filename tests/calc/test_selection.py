"""The draw for open places (engagement.md section 8)."""

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imbizo.calc.errors import (
    MustHavesOverMaximumError,
    NoSelectionError,
    QuotaRangeError,
    RepeatedCandidateError,
    TooManyMustHavesError,
)
from imbizo.calc.selection import Because, Candidate, Chosen, Draw, Fill, Quota, Why, draw, lot, prepare
from imbizo.calc.selectionmodel import solve

FARM_WORKERS = Quota(
    "farm workers, Witzenberg",
    {"sector": frozenset({"farm worker"}), "place": frozenset({"Witzenberg"})},
    minimum=3,
)
WOMEN = Quota("women", {"gender": frozenset({"woman"})}, minimum=2, maximum=3)


def people(count: int, prefix: str = "p", **attributes: str) -> list[Candidate]:
    return [Candidate(f"{prefix}{number:02}", attributes) for number in range(count)]


def ids(drawn: Draw) -> list[str]:
    return [each.id for each in drawn.chosen]


def test_everyone_comes_where_there_are_places_for_all() -> None:
    assert sorted(ids(draw(people(3), 5, [], "seed"))) == ["p00", "p01", "p02"]


def test_without_quotas_the_lowest_lots_are_chosen_and_the_rest_are_reserves_in_order() -> None:
    order = sorted((each.id for each in people(9)), key=lambda name: lot(7, name))
    drawn = draw(people(9), 4, [], 7)
    assert (ids(drawn), [each.id for each in drawn.reserves]) == (order[:4], order[4:])


def test_a_lot_is_the_hash_that_anyone_can_compute() -> None:
    # printf 2026:ann | sha256sum
    assert lot(2026, "ann") == lot("2026", "ann") == int("427d154e9a500", 16) / 16**13


def test_a_quota_on_two_criteria_is_filled_by_those_who_meet_both() -> None:
    workers = people(4, "w", sector="farm worker", place="Witzenberg")
    others = people(9, "x", sector="farm worker", place="Ceres") + people(
        9, "y", sector="trade", place="Witzenberg"
    )
    drawn = draw(workers + others, 3, [FARM_WORKERS], "seed")
    assert [each.fills for each in drawn.chosen] == [
        (Fill("farm workers, Witzenberg", number, 3),) for number in (1, 2, 3)
    ]


def test_a_must_have_comes_first_and_counts_for_the_quotas() -> None:
    mayor = Candidate("mayor", {"gender": "woman"}, is_must_have=True)
    drawn = draw([*people(9, gender="man"), mayor], 3, [WOMEN], "seed")
    assert (drawn.chosen[0].why, drawn.chosen[0].fills, drawn.quotas[0].missing) == (
        Why.MUST_HAVE,
        (Fill("women", 1, 2),),
        1,
    )


def test_who_fills_no_minimum_was_drawn_for_an_open_place() -> None:
    drawn = draw(people(2, "m", gender="man") + people(2, "w", gender="woman"), 3, [WOMEN], "seed")
    assert sorted(each.why for each in drawn.chosen) == [Why.OPEN_PLACE, Why.QUOTA, Why.QUOTA]


def test_a_quota_with_too_few_candidates_says_how_many_are_missing_and_spoils_no_other() -> None:
    workers = people(1, "w", sector="farm worker", place="Witzenberg", gender="man")
    drawn = draw(workers + people(6, gender="woman"), 4, [FARM_WORKERS, WOMEN], "seed")
    assert [(each.met, each.missing, each.available, each.because) for each in drawn.quotas] == [
        (1, 2, 1, Because.TOO_FEW),
        (3, 0, 6, None),
    ]


def test_quotas_that_compete_for_the_places_lack_the_least_together() -> None:
    quotas = [Quota(name, {"place": frozenset({name})}, minimum=2) for name in ("Ceres", "Tulbagh")]
    drawn = draw(people(5, "c", place="Ceres") + people(5, "t", place="Tulbagh"), 3, quotas, "seed")
    assert (drawn.shortfall, {each.because for each in drawn.quotas}) == (1, {None, Because.COMPETING})


def test_a_person_who_serves_two_quotas_is_preferred_where_places_are_few() -> None:
    both = Candidate("both", {"gender": "woman", "place": "Ceres"})
    crowd = people(9, "c", gender="man", place="Ceres") + people(9, "w", gender="woman", place="Tulbagh")
    quotas = [Quota("women", WOMEN.conditions, 1), Quota("Ceres", {"place": frozenset({"Ceres"})}, 1)]
    assert ids(draw([*crowd, both], 1, quotas, "seed")) == ["both"]


def test_a_maximum_is_kept_even_where_places_stay_empty_and_says_whom_it_keeps_out() -> None:
    drawn = draw(people(6, gender="woman"), 5, [WOMEN], "seed")
    assert (len(drawn.chosen), drawn.places_left, {each.blocked_by for each in drawn.reserves}) == (
        3,
        2,
        {("women",)},
    )


def test_a_reserve_says_which_quotas_it_could_fill() -> None:
    drawn = draw(people(4, gender="woman"), 2, [WOMEN], "seed")
    assert [(each.place, each.could_fill) for each in drawn.reserves] == [(1, ("women",)), (2, ("women",))]


def test_when_somebody_leaves_the_quotas_that_then_lack_people_are_named() -> None:
    drawn = draw(people(2, "w", gender="woman") + people(2, "m", gender="man"), 3, [WOMEN], "seed")
    man = next(each.id for each in drawn.chosen if not each.counts_for)
    assert (drawn.needed_without(["w00"]), drawn.needed_without([man])) == (
        frozenset({"women"}),
        frozenset[str](),
    )


def test_more_places_than_anyone_could_fill_leave_the_lots_exact() -> None:
    quota = Quota("few", {}, maximum=2)
    assert ids(draw(people(50), 10**9, [quota], 1)) == ids(draw(people(50), 2, [], 1))


def test_whoever_is_excluded_stays_out_with_the_reason() -> None:
    gone = Candidate("gone", {}, is_must_have=True, excluded="declined")
    drawn = draw([*people(1), gone], 5, [], "seed")
    assert (ids(drawn), [(each.id, each.reason) for each in drawn.excluded]) == (
        ["p00"],
        [("gone", "declined")],
    )


def test_no_candidates_lack_every_minimum() -> None:
    drawn = draw([], 5, [WOMEN], "seed")
    assert (drawn.chosen, drawn.shortfall, draw([], 5, [], "seed").chosen) == ((), 2, ())


def test_more_must_haves_than_places_are_refused_with_their_number() -> None:
    with pytest.raises(TooManyMustHavesError, match="3 must-haves for 2 places"):
        draw([Candidate(name, {}, is_must_have=True) for name in "abc"], 2, [], "seed")


def test_must_haves_over_a_maximum_are_refused_with_the_quota() -> None:
    women = [Candidate(name, {"gender": "woman"}, is_must_have=True) for name in "abcd"]
    with pytest.raises(MustHavesOverMaximumError, match="4 must-haves in 'women', which allows 3"):
        draw(women, 9, [WOMEN], "seed")


@pytest.mark.parametrize(("minimum", "maximum"), [(-1, None), (2, 1)])
def test_a_quota_that_no_number_meets_is_refused(minimum: int, maximum: int | None) -> None:
    with pytest.raises(QuotaRangeError):
        draw(people(3), 2, [Quota("odd", {}, minimum, maximum)], "seed")


def test_a_candidate_who_stands_in_the_list_twice_is_refused() -> None:
    with pytest.raises(RepeatedCandidateError, match="p00"):
        draw([*people(2), *people(1)], 2, [], "seed")


def test_a_model_without_a_solution_is_no_selection() -> None:
    model = prepare(people(3), 2, [], "seed").model
    with pytest.raises(NoSelectionError):
        solve(replace(model, upper=model.upper - 9))


def test_another_seed_draws_others() -> None:
    assert len({frozenset(ids(draw(people(30), 5, [], seed))) for seed in range(10)}) == 10


def test_candidates_whom_the_quotas_do_not_tell_apart_are_drawn_about_equally_often() -> None:
    candidates = people(4, "m", gender="man") + people(4, "w", gender="woman")
    drawn = [ids(draw(candidates, 4, [WOMEN], seed)) for seed in range(100)]
    counts = [sum(f"m{number:02}" in each for each in drawn) for number in range(4)]
    assert max(counts) - min(counts) < 32


VALUES = st.sampled_from(["a", "b", "c"])
CANDIDATES = st.lists(
    st.tuples(VALUES, VALUES, st.integers(0, 7).map(lambda number: number == 0)), min_size=1, max_size=8
).map(
    lambda rows: [
        Candidate(str(at), {"x": x, "y": y}, is_must_have=must) for at, (x, y, must) in enumerate(rows)
    ]
)
CONDITIONS = st.dictionaries(st.sampled_from("xy"), st.frozensets(VALUES, min_size=1), min_size=1)
QUOTAS = st.lists(
    st.builds(
        lambda conditions, minimum, room: Quota("q", conditions, minimum, None if room > 2 else minimum + room),
        CONDITIONS, st.integers(0, 4), st.integers(0, 5),
    ),
    max_size=5,
)  # fmt: skip


def fits(candidate: Candidate, quota: Quota) -> bool:
    return all(candidate.attributes[name] in wanted for name, wanted in quota.conditions.items())


def worth(chosen: tuple[Candidate, ...], quotas: list[Quota], seed: int) -> tuple[int, int, float] | None:
    """Shortfall, places filled (negative) and lots, all the less the better; None where it isn't allowed."""
    counts = [sum(fits(each, quota) for each in chosen) for quota in quotas]
    if any(
        quota.maximum is not None and count > quota.maximum
        for count, quota in zip(counts, quotas, strict=True)
    ):
        return None
    missing = sum(max(0, quota.minimum - count) for count, quota in zip(counts, quotas, strict=True))
    return missing, -len(chosen), sum(lot(seed, each.id) for each in chosen)


def best(
    candidates: list[Candidate], places: int, quotas: list[Quota], seed: int
) -> tuple[int, int, float] | None:
    """By trying every selection."""
    must = [each for each in candidates if each.is_must_have]
    rest = [each for each in candidates if not each.is_must_have]
    tried = (
        worth((*must, *more), quotas, seed)
        for size in range(places - len(must) + 1)
        for more in combinations(rest, size)
    )
    return min((each for each in tried if each is not None), default=None)


@settings(max_examples=150, deadline=None)
@given(CANDIDATES, st.integers(0, 6), QUOTAS, st.integers(0, 99), st.randoms())
def test_no_allowed_selection_is_better_and_the_order_of_the_list_does_not_count(
    candidates: list[Candidate], places: int, quotas: list[Quota], seed: int, random: Random
) -> None:
    wanted = best(candidates, places, quotas, seed)
    if wanted is None:
        with pytest.raises((TooManyMustHavesError, MustHavesOverMaximumError)):
            draw(candidates, places, quotas, seed)
        return
    drawn = draw(candidates, places, quotas, seed)
    by_id = {each.id: each for each in candidates}
    got = worth(tuple(by_id[name] for name in ids(drawn)), quotas, seed)
    assert got is not None
    assert (got[:2], drawn.shortfall) == (wanted[:2], wanted[0])
    assert got[2] == pytest.approx(wanted[2], abs=1e-5)
    assert draw(random.sample(candidates, len(candidates)), places, quotas, seed) == drawn


def test_the_result_is_made_of_plain_values() -> None:
    drawn = draw(people(1, gender="woman"), 1, [WOMEN], "seed")
    fills = (Fill("women", 1, 2),)
    assert drawn.chosen == (Chosen("p00", Why.QUOTA, fills, ("women",), lot("seed", "p00")),)
    assert type(drawn.quotas[0].met) is int
