"""Agreements end: by the clock, by the parties, or because nobody goes on with them; and what ends with them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models.signals import post_save
from django.urls import reverse
from django.utils import timezone

from imbizo.agreements.models import Agreement, ConsentRound
from imbizo.agreements.operations.agreements import end_due, withdraw_agreement
from imbizo.agreements.operations.positions import Said, Speaking, take_positions
from imbizo.agreements.operations.rounds import close_due, open_round
from imbizo.agreements.operations.rounds import remind_due as remind_rounds
from imbizo.agreements.states import AgreementState, Stance
from tests.agreements.making import make_agreement, make_clause, make_institution, make_party
from tests.cast import Cast, signed_in


def _asked(cast: Cast) -> ConsentRound:
    """A round of two parties on one clause."""
    agreement = make_agreement(cast)
    make_clause(agreement)
    for name in ("Witzenberg Municipality", "Cape Winelands District"):
        make_party(agreement, make_institution(cast, name))
    return open_round(agreement=agreement, deadline=timezone.now() + timedelta(days=7), by=cast.amina)


def test_an_agreement_ends_by_the_clock_after_its_last_day_and_not_on_it(cast: Cast) -> None:
    agreement = make_agreement(cast, state=AgreementState.IN_EFFECT, ends_on=date(2026, 8, 31))
    found = [end_due(datetime(2026, month, day, 9, tzinfo=UTC)) for month, day in ((8, 31), (9, 1), (9, 2))]
    agreement.refresh_from_db()
    assert (found, agreement.state) == ([0, 1, 0], AgreementState.ENDED)


def test_one_that_is_withdrawn_meanwhile_keeps_no_other_from_running_out(cast: Cast) -> None:
    for _each in range(2):
        make_agreement(cast, state=AgreementState.IN_EFFECT, ends_on=date(2026, 8, 31))

    def withdraw_the_other(instance: Agreement, **_told: Any) -> None:
        Agreement.objects.exclude(pk=instance.pk).update(state=AgreementState.WITHDRAWN)

    post_save.connect(withdraw_the_other, sender=Agreement)
    try:
        found = end_due(datetime(2026, 9, 1, 9, tzinfo=UTC))
    finally:
        post_save.disconnect(withdraw_the_other, sender=Agreement)
    assert found == 1


def test_a_member_notes_the_end_of_an_agreement_in_effect_alone(cast: Cast) -> None:
    drafted = make_agreement(cast)
    running = make_agreement(cast, state=AgreementState.IN_EFFECT)
    client, here = signed_in(cast.amina), cast.programme.slug
    for each in (drafted, running):
        url = reverse("agreements:agreement-end", args=[here, each.pk])
        client.post(url, {"on": timezone.localdate().isoformat()})
        each.refresh_from_db()
    assert (drafted.state, running.state) == (AgreementState.DRAFTING, AgreementState.ENDED)


def test_a_round_ends_with_an_agreement_that_is_withdrawn(cast: Cast) -> None:
    agreement = _asked(cast).agreement
    withdraw_agreement(agreement=agreement, because="The district goes on alone.", by=cast.amina)
    later = timezone.now() + timedelta(days=30)
    done = (remind_rounds(later), close_due(later))
    agreement.refresh_from_db()
    assert (done, agreement.state) == ((0, 0), AgreementState.WITHDRAWN)


def test_a_round_that_outlasts_the_signing_changes_nothing_in_it(cast: Cast) -> None:
    row = _asked(cast)
    Agreement.objects.update(state=AgreementState.SIGNING)
    for party in row.agreement.parties.all():
        said = Said(None, Stance.CONSENT, row.text.number)
        take_positions(row=row, party=party, said=[said], speaking=Speaking())
    close_due(row.deadline)
    row.agreement.refresh_from_db()
    assert row.agreement.state == AgreementState.SIGNING
