"""What a signature brings about: a party's path is at its end, and the agreement takes effect by its own rule."""

from datetime import date

from imbizo.agreements.models import AdoptionStep, Agreement, Party
from imbizo.agreements.queries.signing import PartyStanding, standing
from imbizo.agreements.states import AgreementState, StepKind, StepState
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write


def settle(agreement: Agreement, *, by: Membership | None) -> Agreement:
    """Draw the consequences of the signatures as they are; call it in the transaction of each.

    Nothing is taken back: a certificate that is revoked later is said on the page, and people decide.
    """
    found = standing(agreement)
    for each in found.parties:
        if each.is_complete:
            _finish_path(each, by)
    on = found.takes_effect_on
    if on is not None and agreement.state == AgreementState.SIGNING:
        changes = {"state": AgreementState.IN_EFFECT, "took_effect_on": on}
        write(agreement, changes, by=by, verb="take_effect")
    return agreement


def _finish_path(each: PartyStanding, by: Membership | None) -> None:
    """The step *signed* of the party's path is done on the day of its last needed signature."""
    steps = AdoptionStep.objects.filter(path__party=each.party, kind=StepKind.SIGNED)
    for step in steps.exclude(state=StepState.DONE):
        write(step, {"state": StepState.DONE, "done_on": _signed_on(each)}, by=by, verb="finish_step")


def _signed_on(each: PartyStanding) -> date:
    party: Party = each.party
    moments = sorted(
        person.signature.signed_at
        for person in each.signatories
        if hasattr(person, "signature") and person.signature.is_trusted
    )
    return moments[party.signatures_needed - 1].astimezone(party.programme.zone).date()
