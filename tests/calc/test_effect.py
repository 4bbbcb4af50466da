"""Taking effect and signing in order (drafting-and-agreements.md section 3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.effect import (
    Effect,
    Missing,
    Party,
    Refusal,
    Rule,
    Signatory,
    Signature,
    effect,
    refusal,
    turn,
)


def day(number: int) -> date:
    return date(2026, 9, number)


DISTRICT = Party("district", (Signatory("manager", 1), Signatory("mayor", 1)), needed=1)
VALLEY = Party("valley", (Signatory("valley manager", 2),))
RIVER = Party("river", (Signatory("river manager", 2), Signatory("river mayor", 3)))
ALL = (DISTRICT, VALLEY, RIVER)
MANAGER, MAYOR = Signature("manager", day(1)), Signature("mayor", day(2))
VALLEY_SIGNED = Signature("valley manager", day(5))
RIVER_FIRST, RIVER_SECOND = Signature("river manager", day(3)), Signature("river mayor", day(9))
SIGNED = [MANAGER, RIVER_FIRST, VALLEY_SIGNED, RIVER_SECOND]


def test_the_last_needed_signature_makes_the_date_for_all_parties() -> None:
    found = effect(ALL, SIGNED)
    assert found == Effect(day(9), RIVER_SECOND, ("district", "valley", "river"), (), 0)


def test_two_of_three_parties_are_enough_where_the_rule_says_so() -> None:
    found = effect(ALL, SIGNED[:3], Rule(needed=2))
    assert (found.on, found.made_by, found.missing) == (
        day(5),
        VALLEY_SIGNED,
        (Missing("river", ("river mayor",), 1),),
    )


def test_before_the_last_signature_it_says_who_still_needs_to_sign() -> None:
    assert effect(ALL, [VALLEY_SIGNED]) == Effect(
        None,
        None,
        ("valley",),
        (Missing("district", ("manager", "mayor"), 1), Missing("river", ("river manager", "river mayor"), 2)),
        2,
    )


@pytest.mark.parametrize(("fixed", "on", "waits"), [(20, 20, True), (9, 9, False), (2, 9, False)])
def test_a_fixed_date_holds_unless_the_last_signature_is_later(fixed: int, on: int, waits: bool) -> None:
    found = effect(ALL, SIGNED, Rule(not_before=day(fixed)))
    assert (found.on, found.waits_for_date) == (day(on), waits)


def test_a_fixed_date_alone_brings_nothing_into_effect() -> None:
    found = effect(ALL, [], Rule(not_before=day(1)))
    assert (found.on, found.waits_for_date, found.is_in_force(day(30))) == (None, False, False)


@pytest.mark.parametrize(("today", "in_force"), [(8, False), (9, True)])
def test_an_agreement_is_in_force_from_its_date(today: int, in_force: bool) -> None:
    assert effect(ALL, SIGNED).is_in_force(day(today)) is in_force


def test_a_second_signature_of_the_same_person_or_party_moves_nothing() -> None:
    again = [
        MANAGER,
        MAYOR,
        *SIGNED[1:],
        Signature("valley manager", day(28)),
        Signature("stranger", day(29)),
    ]
    assert effect(ALL, again).on == day(9)


@pytest.mark.parametrize("needed", [0, 4])
def test_a_rule_that_these_parties_cannot_fulfil_is_refused(needed: int) -> None:
    with pytest.raises(ValueError, match="of 3 parties"):
        effect(ALL, [], Rule(needed=needed))


@pytest.mark.parametrize(("people", "needed"), [(2, 0), (2, 3), (0, None)])
def test_a_party_cannot_need_more_signatories_than_it_has(people: int, needed: int | None) -> None:
    with pytest.raises(ValueError, match="signatories"):
        Party("district", tuple(Signatory(str(at)) for at in range(people)), needed)


@pytest.mark.parametrize(
    ("signed", "names"),
    [
        ([], ("manager", "mayor")),
        ([MAYOR], ("valley manager", "river manager")),
        ([MAYOR, RIVER_FIRST], ("valley manager",)),
        ([MAYOR, RIVER_FIRST, VALLEY_SIGNED], ("river mayor",)),
        (SIGNED, ()),
    ],
)
def test_it_is_the_turn_of_those_first_in_order_who_are_still_needed(
    signed: list[Signature], names: tuple[str, ...]
) -> None:
    assert turn(ALL, signed) == names


@pytest.mark.parametrize(
    ("signatory", "why"),
    [
        ("stranger", Refusal.NOT_A_SIGNATORY),
        ("manager", Refusal.SIGNED_ALREADY),
        ("mayor", Refusal.ENOUGH),
        ("river mayor", Refusal.NOT_YET),
        ("river manager", None),
    ],
)
def test_a_copied_link_signs_nothing_out_of_turn(signatory: str, why: Refusal | None) -> None:
    assert refusal(ALL, [MANAGER], signatory) is why


PEOPLE = [signatory.id for party in ALL for signatory in party.signatories]


@given(st.lists(st.builds(Signature, st.sampled_from(PEOPLE), st.integers(1, 28).map(day))))
def test_it_takes_effect_exactly_when_nobody_is_needed_any_more(signatures: list[Signature]) -> None:
    found = effect(ALL, signatures)
    assert (
        (found.on is None) == bool(found.missing) == bool(turn(ALL, signatures)) == bool(found.still_needed)
    )
