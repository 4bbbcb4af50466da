"""Capacity and the waiting list (engagement.md section 8)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.places import Accepted, Offer, Promotion, Proposal, Steps, Waiting, lowered, steps

NOW = datetime(2026, 7, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def waiting(names: str, matching: str = "") -> list[Waiting[str]]:
    return [Waiting(name, matches=name in matching) for name in names]


def test_the_first_of_the_waiting_list_are_offered_the_lowest_free_numbers() -> None:
    assert steps(4, {1, 3}, waiting("abc"), [], NOW) == Steps(
        expire=(), promote=(Promotion("a", 2), Promotion("b", 4)), free=0
    )


def test_an_open_offer_holds_its_place_up_to_its_deadline() -> None:
    assert steps(2, {1}, waiting("ab"), [Offer("a", 2, NOW)], NOW) == Steps((), (), 0)


def test_an_offer_past_its_deadline_expires_and_the_next_in_line_moves_up() -> None:
    late = Offer("a", 2, NOW - timedelta(microseconds=1))
    assert steps(2, {1}, waiting("ab"), [late], NOW) == Steps((late,), (Promotion("b", 2),), 0)


def test_who_lets_an_offer_lapse_is_not_offered_the_same_place_again_at_once() -> None:
    late = Offer("a", 1, NOW - HOUR)
    assert steps(1, set(), waiting("a"), [late], NOW) == Steps((late,), (), 1)


def test_nobody_has_two_offers() -> None:
    assert steps(3, set(), waiting("aab"), [Offer("b", 1, NOW + HOUR)], NOW).promote == (Promotion("a", 2),)


def test_those_who_match_the_quotas_come_first_where_asked() -> None:
    promoted = steps(2, set(), waiting("abc", matching="bc"), [], NOW, matching_first=True).promote
    assert [each.id for each in promoted] == ["b", "c"]


def test_a_lowered_capacity_promotes_nobody() -> None:
    assert steps(2, {1, 2, 9}, waiting("a"), [], NOW) == Steps((), (), 0)


@given(
    st.integers(0, 8),
    st.sets(st.integers(1, 10)),
    st.text("abcdefgh", max_size=8),
    st.lists(st.tuples(st.sampled_from("abcxyz"), st.integers(-2, 2)), max_size=4),
)
def test_capacity_is_never_passed_and_no_number_is_given_twice(
    capacity: int, taken: set[int], names: str, open_offers: list[tuple[str, int]]
) -> None:
    offers = [Offer(name, 20 + at, NOW + hours * HOUR) for at, (name, hours) in enumerate(open_offers)]
    now = steps(capacity, taken, waiting(names), offers, NOW)
    held = [offer.number for offer in offers if offer not in now.expire]
    numbers = [*taken, *held, *(each.number for each in now.promote)]
    assert len(numbers) == len(set(numbers))
    assert not now.promote or len(numbers) <= capacity


def accepted(names: str, must_have: str = "") -> list[Accepted[str]]:
    return [Accepted(name, NOW + at * HOUR, name in must_have) for at, name in enumerate(names)]


def test_the_last_accepted_are_over_first_and_must_haves_never() -> None:
    people = accepted("abcd", must_have="d")
    assert lowered(2, people) == Proposal(over=2, withdraw=(), ask=(people[2], people[1]), unresolved=0)


def test_open_offers_are_taken_back_before_anyone_who_accepted_is_asked() -> None:
    people, early, late = accepted("ab"), Offer("x", 3, NOW), Offer("y", 4, NOW + HOUR)
    assert lowered(1, people, [early, late]) == Proposal(3, (late, early), (people[1],), 0)


def test_must_haves_over_capacity_are_left_to_a_person() -> None:
    assert lowered(1, accepted("abc", must_have="abc")) == Proposal(2, (), (), 2)


def test_a_capacity_that_holds_proposes_nothing() -> None:
    assert lowered(3, accepted("abc")) == Proposal(0, (), (), 0)
