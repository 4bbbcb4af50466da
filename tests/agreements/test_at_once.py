"""Several officials at the same instant: one voice for each party, one file for each signature, no figure lost."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connections
from django.utils import timezone

from imbizo.agreements.models import Agreement, ConsentRound, Measure, Party, Position, Signatory, Signature
from imbizo.agreements.operations import signing_codes
from imbizo.agreements.operations.measures import add_measure
from imbizo.agreements.operations.positions import Said, Speaking, take_positions
from imbizo.agreements.operations.rounds import call_off_round, close_due, open_round
from imbizo.agreements.operations.signing import begin_signing
from imbizo.agreements.operations.updates import report
from imbizo.agreements.queries.deciding import decided
from imbizo.agreements.states import AgreementState, MeasureState, RoundState, Stance
from imbizo.base.errors import DomainError
from tests.agreements.making import make_agreement, make_clause, make_institution, make_party
from tests.agreements.signing_it import make_ready, name_signatory, newest, sign
from tests.cast import Cast, make_cast

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PARTIES = ("Witzenberg", "Langeberg", "Drakenstein", "Stellenbosch")


def test_one_round_is_opened_and_whoever_speaks_for_a_party_gives_it_one_voice() -> None:
    cast = make_cast()
    agreement = _memorandum(cast)
    until = timezone.now() + timedelta(days=7)
    opened = _at_once(
        [lambda: open_round(agreement=agreement, deadline=until, is_hidden=False, by=cast.amina)] * 4
    )
    row = ConsentRound.objects.get()
    assert opened.count(None) == 3
    stances = (Stance.CONSENT, Stance.OBJECT) * 2
    _at_once([_says(row, party, stance) for party, stance in zip(_parties(row), stances, strict=True)])
    _at_once([_says(row, _parties(row)[0], stance) for stance in stances])
    (result,) = decided(row).decision.clauses
    last = Position.objects.filter(party=_parties(row)[0]).latest("said_at", "id")
    heard = {voice.party: voice.stance for voice in result.voices}
    assert (len(heard), heard[str(last.party_id)]) == (4, last.stance)


def test_a_round_that_is_closed_called_off_and_answered_at_once_ends_in_one_way() -> None:
    cast = make_cast()
    agreement = _memorandum(cast)
    row = open_round(agreement=agreement, deadline=timezone.now() + timedelta(days=7), by=cast.amina)
    after = row.deadline + timedelta(seconds=1)
    _at_once(
        [
            lambda: call_off_round(row=row, because="Talks go on", by=cast.amina),
            lambda: close_due(after),
            *(_says(row, party, Stance.CONSENT) for party in _parties(row)),
            lambda: close_due(after),
        ]
    )
    row.refresh_from_db()
    assert row.state in {RoundState.CLOSED, RoundState.CANCELLED}
    assert bool(row.outcome) is (row.state == RoundState.CLOSED)


def test_reports_on_the_parts_of_a_measure_lose_no_figure() -> None:
    cast = make_cast()
    agreement = make_agreement(cast, state=AgreementState.IN_EFFECT)
    whole = add_measure(agreement=agreement, title="Desks", by=cast.amina)
    parts = [add_measure(agreement=agreement, title=name, parent=whole, by=cast.amina) for name in PARTIES]
    _at_once([partial(report, measure=part, state=MeasureState.DONE, by=cast.amina) for part in parts])
    stands = set(Measure.objects.values_list("state", "reached"))
    assert stands == {("done", Decimal(100))}


def test_of_two_who_sign_the_same_state_at_once_one_signs_and_the_other_signs_next() -> None:
    cast = make_cast()
    agreement = make_ready(cast)
    people = [name_signatory(cast, party, f"Person {party.position}") for party in agreement.parties.all()]
    begin_signing(agreement=agreement, by=cast.amina)
    agreement.refresh_from_db()
    onto, codes = newest(agreement).digest, [_code_for(each) for each in people]
    for each in people:
        each.refresh_from_db()
    press = [partial(sign, each, onto=onto, code=code) for each, code in zip(people, codes, strict=True)]
    _at_once(press * 2)
    assert (Signature.objects.count(), newest(agreement).signatures) == (1, 1)


class Distant(LocMemCache):
    """What is read arrives a little later, as from another machine: others have written meanwhile."""

    def get(self, *args: Any, **told: Any) -> Any:
        found = super().get(*args, **told)
        time.sleep(0.01)
        return found


def test_of_guesses_at_once_five_are_heard_and_no_more(settings: LazySettings) -> None:
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.Distant", "LOCATION": "distant"}}
    signatory = Signatory()
    code = _code_for(signatory)

    def guess() -> bool:
        signing_codes.check_code(signatory=signatory, code=code)
        return True

    assert _at_once([guess] * 12).count(True) == 5


def _memorandum(cast: Cast) -> Agreement:
    agreement = make_agreement(cast)
    make_clause(agreement)
    for name in PARTIES:
        make_party(agreement, make_institution(cast, f"{name} Municipality"))
    return agreement


def _parties(row: ConsentRound) -> list[Party]:
    return list(row.agreement.parties.order_by("position"))


def _says(row: ConsentRound, party: Party, stance: str) -> Callable[[], object]:
    clause = row.agreement.clauses.get()
    said = Said(clause, stance, clause.section.version, "Our budget has no line for it.")
    return lambda: take_positions(row=row, party=party, said=[said], speaking=Speaking())


def _code_for(signatory: Signatory) -> str:
    """A code as it is kept; the message with it has left here, and forgotten it."""
    code = "271828"
    kept = signing_codes._hash(signatory, code)
    cache.set(signing_codes._name(signatory), kept, signing_codes.LASTS)
    return code


def _at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """What each gives; None for those that are refused with a sentence."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except DomainError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
