"""Rounds of consent: fixed rules, one voice for each party, hidden until the close, closed by the clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from imbizo.agreements import queries
from imbizo.agreements.errors import Closed, NotNow, NotReady
from imbizo.agreements.models import Agreement, ConsentRound, Party, Position
from imbizo.agreements.operations.parties import withdraw_party
from imbizo.agreements.operations.positions import Said, Speaking, take_positions
from imbizo.agreements.operations.rounds import (
    call_off_round,
    close_due,
    close_early,
    close_round,
    open_round,
)
from imbizo.agreements.queries.clauses import standing
from imbizo.agreements.queries.deciding import decided
from imbizo.agreements.states import AgreementState, Capacity, PartyRole, Stance
from imbizo.base.errors import NotAllowed
from imbizo.calc.consent import Because, Outcome
from imbizo.drafting.operations.sections import write
from tests.agreements.making import make_agreement, make_clause, make_institution, make_party
from tests.cast import Cast

NAMES = ("Witzenberg", "Breede Valley", "Langeberg", "Stellenbosch", "Drakenstein")


def _memorandum(cast: Cast, parties: int = 3) -> Agreement:
    agreement = make_agreement(cast)
    make_clause(agreement)
    for name in NAMES[:parties]:
        make_party(agreement, make_institution(cast, f"{name} Municipality"))
    return agreement


def _opened(cast: Cast, agreement: Agreement | None = None, **rules: object) -> ConsentRound:
    given: dict[str, Any] = {"deadline": timezone.now() + timedelta(days=7), "by": cast.amina, **rules}
    return open_round(agreement=agreement or _memorandum(cast), **given)


def _say(row: ConsentRound, party: Party, stance: str = Stance.CONSENT, reason: str = "", **how: str) -> None:
    clause = row.agreement.clauses.get()
    said = Said(clause, stance, clause.section.version, reason)
    take_positions(row=row, party=party, said=[said], speaking=Speaking(**how))


def _parties(row: ConsentRound) -> list[Party]:
    return list(row.agreement.parties.order_by("position"))


def _outcome(row: ConsentRound) -> Outcome:
    return decided(row, now=row.deadline).decision.outcome


def test_three_of_five_make_a_quorum_of_sixty_percent(cast: Cast) -> None:
    row = _opened(cast, _memorandum(cast, 5))
    for party in _parties(row)[:3]:
        _say(row, party)
    assert _outcome(row) == Outcome.AGREED


def test_two_of_five_do_not(cast: Cast) -> None:
    row = _opened(cast, _memorandum(cast, 5))
    for party in _parties(row)[:2]:
        _say(row, party)
    assert _outcome(row) == Outcome.NO_QUORUM


def test_one_objection_stands_in_the_way(cast: Cast) -> None:
    row = _opened(cast)
    for party, stance in zip(_parties(row), (Stance.CONSENT, Stance.CONSENT, Stance.OBJECT), strict=True):
        _say(row, party, stance, "Our budget has no line for it.")
    assert _outcome(row) == Outcome.NOT_AGREED


def test_a_round_closes_before_its_day_once_nobody_is_silent(cast: Cast) -> None:
    row = _opened(cast)
    *others, last = _parties(row)
    for party in others:
        _say(row, party)
    with pytest.raises(NotNow, match=str(last.institution)):
        close_early(row=row, because="All are here", by=cast.amina)
    _say(row, last)
    closed = close_early(row=row, because="All are here", by=cast.amina)
    assert (closed.state, closed.closed_at, closed.outcome["outcome"]) == (
        "closed",
        closed.deadline,
        "agreed",
    )


def test_what_is_said_after_an_early_close_comes_too_late(cast: Cast) -> None:
    row = _opened(cast)
    for party in _parties(row):
        _say(row, party)
    close_early(row=row, because="All are here", by=cast.amina)
    with pytest.raises(Closed):
        _say(row, _parties(row)[0], Stance.OBJECT, "We think again.")


@pytest.mark.parametrize("stance", [Stance.OBJECT, Stance.BLOCK, Stance.RESERVATION])
def test_what_stands_in_the_way_needs_a_reason(cast: Cast, stance: Stance) -> None:
    row = _opened(cast)
    with pytest.raises(NotReady):
        _say(row, _parties(row)[0], stance)


def test_a_mandate_names_its_resolution(cast: Cast) -> None:
    row = _opened(cast)
    with pytest.raises(NotReady) as refused:
        _say(row, _parties(row)[0], capacity=Capacity.MANDATED)
    assert refused.value.field == "resolution_number"


def test_an_observer_has_no_voice(cast: Cast) -> None:
    agreement = _memorandum(cast)
    observer = make_party(agreement, make_institution(cast, "Committee of shops"), role=PartyRole.OBSERVER)
    with pytest.raises(NotAllowed):
        _say(_opened(cast, agreement), observer)


def test_it_closes_by_the_clock_though_nothing_ran(cast: Cast) -> None:
    row = _opened(cast)
    ConsentRound.objects.filter(pk=row.pk).update(deadline=timezone.now() - timedelta(seconds=1))
    row.refresh_from_db()
    assert not decided(row).is_open
    with pytest.raises(Closed):
        _say(row, _parties(row)[0])


def test_silence_is_silence(cast: Cast) -> None:
    row = _opened(cast, quorum_percent=None, quorum_count=1)
    first, second, third = _parties(row)
    _say(row, first)
    assert decided(row, now=row.deadline).silent == (second, third)


def test_silence_consents_only_where_the_round_said_so(cast: Cast) -> None:
    row = _opened(cast, silence_consents=True)
    _say(row, _parties(row)[0])
    assert _outcome(row) == Outcome.AGREED


def test_a_party_changes_its_mind_until_the_close(cast: Cast) -> None:
    row = _opened(cast)
    for party in _parties(row):
        _say(row, party)
    _say(row, _parties(row)[0], Stance.BLOCK, "Our council says no.")
    assert _outcome(row) == Outcome.BLOCKED


def test_the_same_said_twice_is_kept_once(cast: Cast) -> None:
    row = _opened(cast)
    _say(row, _parties(row)[0])
    _say(row, _parties(row)[0])
    assert Position.objects.count() == 1


def test_a_clause_changed_a_minute_before_the_close_resets_its_consents(cast: Cast) -> None:
    row = _opened(cast)
    for party in _parties(row):
        _say(row, party)
    section = row.agreement.clauses.get().section
    write(section=section, html="<p>The parties shall meet monthly.</p>", base_version=1, by=cast.amina)
    [result] = decided(row, now=row.deadline).decision.clauses
    assert (result.outcome, {each.because for each in result.uncounted}) == (
        Outcome.NO_QUORUM,
        {Because.OTHER_VERSION},
    )


def test_silence_does_not_consent_to_words_that_came_after_the_opening(cast: Cast) -> None:
    row = _opened(cast, silence_consents=True)
    section = row.agreement.clauses.get().section
    write(section=section, html="<p>The parties shall pay.</p>", base_version=1, by=cast.amina)
    assert _outcome(row) == Outcome.NO_QUORUM


def test_words_that_changed_while_somebody_read_are_read_again(cast: Cast) -> None:
    row = _opened(cast)
    clause = row.agreement.clauses.get()
    write(section=clause.section, html="<p>The parties shall pay.</p>", base_version=1, by=cast.amina)
    with pytest.raises(NotReady, match="changed while you were reading"):
        take_positions(
            row=row, party=_parties(row)[0], said=[Said(clause, Stance.CONSENT, 1)], speaking=Speaking()
        )


def test_a_position_on_the_whole_is_one_on_each_clause(cast: Cast) -> None:
    agreement = _memorandum(cast)
    make_clause(agreement, "The district calls the meetings.")
    row = _opened(cast, agreement)
    for party in _parties(row):
        take_positions(row=row, party=party, said=[Said(None, Stance.CONSENT, 1)], speaking=Speaking())
    assert [each.outcome for each in decided(row, now=row.deadline).decision.clauses] == [Outcome.AGREED] * 2


def test_a_party_that_withdraws_after_consenting_has_no_voice_left(cast: Cast) -> None:
    row = _opened(cast)
    for party in _parties(row)[:2]:
        _say(row, party)
    withdraw_party(
        party=_parties(row)[0], because="The council decided so.", on=timezone.localdate(), by=cast.amina
    )
    [result] = decided(row, now=row.deadline).decision.clauses
    assert (result.parties, result.present, result.uncounted[0].because) == (2, 1, Because.WITHDRAWN)


def test_positions_are_hidden_from_everybody_until_the_close(cast: Cast) -> None:
    row = _opened(cast)
    _say(row, _parties(row)[0])
    assert list(queries.positions(cast.amina)) == []
    ConsentRound.objects.filter(pk=row.pk).update(deadline=timezone.now())
    assert queries.positions(cast.amina).count() == 1


def test_the_close_is_written_down_once_and_makes_the_text_agreed(cast: Cast) -> None:
    row = _opened(cast)
    for party in _parties(row):
        _say(row, party)
    ConsentRound.objects.filter(pk=row.pk).update(deadline=timezone.now())
    assert (close_due(timezone.now()), close_due(timezone.now())) == (1, 0)
    agreement = Agreement.objects.get()
    assert (agreement.state, agreement.text) == (AgreementState.AGREED, row.text)


def test_a_clause_agreed_and_changed_is_to_be_asked_again(cast: Cast) -> None:
    row = _opened(cast)
    for party in _parties(row):
        _say(row, party)
    ConsentRound.objects.filter(pk=row.pk).update(deadline=timezone.now())
    close_round(row=row, now=timezone.now())
    section = row.agreement.clauses.get().section
    write(section=section, html="<p>The parties shall pay.</p>", base_version=1, by=cast.amina)
    [found] = standing(row.agreement)
    assert (found.is_agreed, found.words) == (False, "changed since: ask again (on v1)")


def test_one_round_runs_at_a_time(cast: Cast) -> None:
    row = _opened(cast)
    with pytest.raises(NotNow):
        _opened(cast, row.agreement)


def test_a_round_called_off_takes_no_more_positions(cast: Cast) -> None:
    row = _opened(cast)
    call_off_round(row=row, because="The text is negotiated again.", by=cast.amina)
    row.refresh_from_db()
    with pytest.raises(Closed):
        _say(row, _parties(row)[0])


@pytest.mark.parametrize("rules", [{"quorum_percent": 101}, {"quorum_percent": None, "quorum_count": 4}])
def test_a_quorum_that_can_never_be_reached_is_refused(cast: Cast, rules: dict[str, Any]) -> None:
    with pytest.raises(NotReady):
        _opened(cast, **rules)


def test_it_cannot_close_before_it_opens(cast: Cast) -> None:
    with pytest.raises(NotReady) as refused:
        _opened(cast, deadline=datetime(2026, 1, 1, tzinfo=UTC))
    assert refused.value.field == "deadline"
