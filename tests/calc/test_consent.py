"""Rounds of consent (drafting-and-agreements.md section 3): who counts, what is agreed, what stays hidden."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.consent import (
    Because,
    Capacity,
    Clause,
    Decision,
    Outcome,
    Party,
    Position,
    Quorum,
    Result,
    Round,
    Stance,
    decide,
    faults,
    is_hidden,
    is_open,
    visible,
)

OPENS = datetime(2026, 8, 3, 8, tzinfo=UTC)
CLOSES = datetime(2026, 8, 17, 15, tzinfo=UTC)
DURING = OPENS + timedelta(days=2)
MINUTE = timedelta(minutes=1)
NAMES = ("Breede Valley", "Drakenstein", "Langeberg", "Stellenbosch", "Witzenberg")
FIVE = tuple(Party(name) for name in NAMES)
FUNDING = Clause("4.2", version=3)
LETTERS = {
    "y": Stance.CONSENT,
    "r": Stance.RESERVATION,
    "a": Stance.ABSTAIN,
    "o": Stance.OBJECT,
    "b": Stance.BLOCK,
}
ROUND = Round(OPENS, CLOSES, Quorum(60), FIVE, (FUNDING,))


def say(name: str, stance: Stance, at: datetime = DURING, version: int = 3) -> Position:
    return Position(name, "4.2", version, stance, at, reason="No money is set aside for it")


def said(letters: str) -> list[Position]:
    """`"yo-"`: the first party consents, the second objects, the third is silent."""
    return [say(name, LETTERS[each]) for name, each in zip(NAMES, letters, strict=False) if each in LETTERS]


def result(positions: list[Position], consent_round: Round = ROUND, now: datetime = CLOSES) -> Result:
    return decide(consent_round, positions, now).clauses[0]


@pytest.mark.parametrize(
    ("letters", "outcome"),
    [
        ("yyy--", Outcome.AGREED),
        ("yy---", Outcome.NO_QUORUM),
        ("yya--", Outcome.AGREED),
        ("yyr--", Outcome.WITH_RESERVATIONS),
        ("yyyyo", Outcome.NOT_AGREED),
        ("yyyyb", Outcome.BLOCKED),
        ("ob---", Outcome.BLOCKED),
        ("o----", Outcome.NOT_AGREED),
        ("aaa--", Outcome.NOT_AGREED),
        ("-----", Outcome.NO_QUORUM),
    ],
)
def test_each_mix_of_positions_has_one_outcome(letters: str, outcome: Outcome) -> None:
    assert result(said(letters)).outcome is outcome


@pytest.mark.parametrize(
    ("quorum", "parties", "needed"),
    [
        (Quorum(60), 5, 3),
        (Quorum(60), 6, 4),
        (Quorum(1), 6, 1),
        (Quorum(100), 6, 6),
        (Quorum(60), 0, 1),
        (Quorum(4, is_percent=False), 5, 4),
        (Quorum(4, is_percent=False), 3, 4),
    ],
)
def test_a_quorum_is_computed_in_whole_parties(quorum: Quorum, parties: int, needed: int) -> None:
    assert quorum.needed(parties) == needed


@given(st.integers(1, 100), st.integers(1, 500))
def test_the_quorum_in_percent_is_the_smallest_number_that_reaches_it(percent: int, parties: int) -> None:
    needed = Quorum(percent).needed(parties)
    assert (needed * 100 >= percent * parties, (needed - 1) * 100 < percent * parties) == (True, True)


@pytest.mark.parametrize(("number", "is_percent"), [(0, True), (101, True), (0, False)])
def test_a_quorum_that_means_nothing_is_refused(number: int, is_percent: bool) -> None:
    with pytest.raises(ValueError, match="quorum"):
        Quorum(number, is_percent)


def test_silence_is_recorded_as_silence() -> None:
    clause = result(said("yyy--"))
    assert (clause.silent, clause.voices[3].is_silent, clause.voices[3].stance) == (NAMES[3:], True, None)


def test_silence_is_consent_where_the_round_says_so_and_is_recorded_all_the_same() -> None:
    clause = result([], replace(ROUND, silence_is_consent=True))
    assert (clause.outcome, clause.present, clause.silent) == (Outcome.AGREED, 5, NAMES)


def test_all_abstaining_agree_to_nothing_even_where_silence_would_be_consent() -> None:
    assert result(said("aaaaa"), replace(ROUND, silence_is_consent=True)).outcome is Outcome.NOT_AGREED


def test_an_objection_says_who_made_it_and_why() -> None:
    clause = result(said("yyyob"))
    assert [(each.party, each.reason) for each in clause.objections] == [
        ("Stellenbosch", "No money is set aside for it"),
        ("Witzenberg", "No money is set aside for it"),
    ]


def test_positions_on_earlier_words_are_kept_and_not_counted() -> None:
    clause = result([say(name, Stance.CONSENT, version=2) for name in NAMES])
    assert (clause.outcome, {each.because for each in clause.uncounted}, len(clause.uncounted)) == (
        Outcome.NO_QUORUM,
        {Because.OTHER_VERSION},
        5,
    )


def test_a_clause_changed_a_minute_before_the_close_is_not_agreed_in_silence() -> None:
    late = replace(FUNDING, changed_at=CLOSES - MINUTE)
    consent_round = replace(ROUND, clauses=(late,), silence_is_consent=True)
    before = [say(name, Stance.CONSENT, version=2) for name in NAMES]
    clause = result(before, consent_round)
    assert (clause.outcome, clause.silence_counts, clause.silent) == (Outcome.NO_QUORUM, False, NAMES)


def test_words_that_stood_when_the_round_opened_can_be_agreed_in_silence() -> None:
    stood = replace(FUNDING, changed_at=OPENS)
    assert result([], replace(ROUND, clauses=(stood,), silence_is_consent=True)).outcome is Outcome.AGREED


def test_a_party_that_withdraws_after_consenting_stops_counting_and_is_recorded() -> None:
    gone = Party("Langeberg", withdrew_at=CLOSES - MINUTE)
    decision = decide(replace(ROUND, parties=(*FIVE[:2], gone, *FIVE[3:])), said("yyy--"), CLOSES)
    clause = decision.clauses[0]
    assert (clause.outcome, clause.present, clause.needed, clause.parties) == (Outcome.NO_QUORUM, 2, 3, 4)
    assert ([each.because for each in clause.uncounted], decision.withdrawn) == ([Because.WITHDRAWN], (gone,))


def test_what_was_decided_at_the_close_can_still_be_asked_after_a_withdrawal() -> None:
    gone = Party("Langeberg", withdrew_at=CLOSES + MINUTE)
    parties = (*FIVE[:2], gone, *FIVE[3:])
    consent_round = replace(ROUND, parties=parties)
    outcomes = [decide(consent_round, said("yyy--"), now).outcome for now in (CLOSES, CLOSES + MINUTE)]
    assert outcomes == [Outcome.AGREED, Outcome.NO_QUORUM]


def test_an_observer_and_a_stranger_have_no_voice() -> None:
    watching = replace(ROUND, parties=(*FIVE[:4], Party("Witzenberg", is_observer=True)))
    clause = result([say("Witzenberg", Stance.BLOCK), say("Cape Town", Stance.BLOCK)], watching)
    assert (clause.parties, [each.because for each in clause.uncounted]) == (4, [Because.NO_VOICE] * 2)


def test_the_last_word_of_a_party_counts_in_whatever_order_they_come() -> None:
    words = [say("Langeberg", Stance.CONSENT, DURING + MINUTE), say("Langeberg", Stance.BLOCK)]
    clause = result(words)
    assert (clause.voices[2].stance, [(each.position.stance, each.because) for each in clause.uncounted]) == (
        Stance.CONSENT,
        [(Stance.BLOCK, Because.REPLACED)],
    )


@pytest.mark.parametrize(
    ("at", "because"),
    [(OPENS - MINUTE, [Because.TOO_EARLY]), (OPENS, []), (CLOSES - MINUTE, []), (CLOSES, [Because.TOO_LATE])],
)
def test_positions_count_from_the_opening_until_before_the_close(
    at: datetime, because: list[Because]
) -> None:
    assert [each.because for each in result([say("Langeberg", Stance.CONSENT, at)]).uncounted] == because


def test_a_position_given_after_the_moment_asked_about_is_not_known_yet() -> None:
    assert result([say("Langeberg", Stance.CONSENT, DURING)], now=DURING - MINUTE).present == 0


@pytest.mark.parametrize(
    ("now", "open_then"), [(OPENS - MINUTE, False), (OPENS, True), (CLOSES - MINUTE, True), (CLOSES, False)]
)
def test_a_round_opens_and_closes_by_the_clock(now: datetime, open_then: bool) -> None:
    assert is_open(ROUND, now) is open_then


@pytest.mark.parametrize(
    ("closed_at", "ends_at"), [(DURING, DURING), (CLOSES + MINUTE, CLOSES), (None, CLOSES)]
)
def test_a_round_closed_by_hand_ends_then_and_never_later(
    closed_at: datetime | None, ends_at: datetime
) -> None:
    assert replace(ROUND, closed_at=closed_at).ends_at == ends_at


def test_before_the_close_nothing_is_decided_even_by_a_block() -> None:
    assert decide(ROUND, said("b"), CLOSES - MINUTE).outcome is Outcome.OPEN


def test_hidden_positions_show_after_the_close_and_until_then_to_their_own_party() -> None:
    hidden, words = replace(ROUND, hidden_until_close=True), said("yo")
    assert [visible(hidden, words, DURING), visible(hidden, words, DURING, "Drakenstein")] == [
        (),
        (words[1],),
    ]
    assert visible(hidden, words, CLOSES) == tuple(words)


def test_a_hidden_round_tells_who_is_silent_and_nothing_else() -> None:
    hidden = replace(ROUND, hidden_until_close=True)
    clause = result([*said("yo"), say("Langeberg", Stance.BLOCK, version=2)], hidden, CLOSES - MINUTE)
    assert (is_hidden(hidden, CLOSES - MINUTE), clause.voices, clause.uncounted, clause.silent) == (
        True,
        (),
        (),
        NAMES[2:],
    )


def test_only_a_mandate_commits_a_party() -> None:
    mandate = replace(say("Langeberg", Stance.CONSENT), capacity=Capacity.MANDATED, resolution="C 41/2026")
    refusal = replace(mandate, party="Witzenberg", stance=Stance.OBJECT)
    subject = replace(say("Drakenstein", Stance.RESERVATION), capacity=Capacity.SUBJECT_TO_COUNCIL)
    clause = result([mandate, subject, say("Stellenbosch", Stance.CONSENT), refusal])
    assert (clause.committed, clause.uncommitted) == (("Langeberg",), ("Drakenstein", "Stellenbosch"))


OBJECTION = say("Langeberg", Stance.OBJECT)
MANDATE = replace(OBJECTION, capacity=Capacity.MANDATED)


@pytest.mark.parametrize(
    ("position", "wrong"),
    [
        (OBJECTION, ()),
        (replace(OBJECTION, reason=" "), (Because.NO_REASON,)),
        (replace(OBJECTION, stance=Stance.BLOCK, reason=""), (Because.NO_REASON,)),
        (replace(OBJECTION, stance=Stance.ABSTAIN, reason=""), ()),
        (MANDATE, (Because.NO_RESOLUTION,)),
        (replace(MANDATE, resolution="C 41/2026"), ()),
        (replace(OBJECTION, clause="9"), (Because.OTHER_VERSION,)),
        (replace(OBJECTION, at=CLOSES, reason=""), (Because.TOO_LATE, Because.NO_REASON)),
    ],
)
def test_a_position_is_refused_with_all_that_is_wrong_with_it(
    position: Position, wrong: tuple[Because, ...]
) -> None:
    assert faults(ROUND, position) == wrong


def test_the_whole_round_is_as_good_as_its_worst_clause() -> None:
    both = replace(ROUND, clauses=(FUNDING, Clause("5.1", 1)))
    other = [replace(each, clause="5.1", version=1) for each in said("yyyyo")]
    decision: Decision = decide(both, [*said("yyyyy"), *other], CLOSES)
    assert (decision.outcome, [each.outcome for each in decision.clauses]) == (
        Outcome.NOT_AGREED,
        [Outcome.AGREED, Outcome.NOT_AGREED],
    )


def test_a_round_without_clauses_agrees_to_nothing() -> None:
    assert decide(replace(ROUND, clauses=()), [], CLOSES).outcome is Outcome.NOT_AGREED


@given(st.text(alphabet="yraob-", min_size=5, max_size=5), st.booleans())
def test_every_voice_is_told_once_and_a_refusal_is_never_agreed(letters: str, silence: bool) -> None:
    clause = result(said(letters), replace(ROUND, silence_is_consent=silence))
    agreed = clause.outcome in {Outcome.AGREED, Outcome.WITH_RESERVATIONS}
    assert tuple(voice.party for voice in clause.voices) == NAMES
    assert len(clause.silent) == letters.count("-")
    assert not (agreed and clause.objections)
