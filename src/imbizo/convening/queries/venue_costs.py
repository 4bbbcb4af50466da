"""What halls cost: for one gathering, and for all of its round."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from imbizo.convening.models import Booking, Gathering
from imbizo.convening.queries.halls import bookings
from imbizo.convening.states import HOLDING, DepositState
from imbizo.programmes.models import Membership


@dataclass(frozen=True)
class Costs:
    """In the programme's currency: rent and lost deposits together; deposits that are due or paid and come back.

    `unknown` counts the bookings whose rent nobody has noted: the total is then too low by theirs.
    """

    total: Decimal
    deposits: Decimal
    unknown: int
    count: int


def costs(rows: Iterable[Booking]) -> Costs:
    """What these bookings cost. One that was given back or lost costs no rent; its deposit may be lost all the same."""
    found = list(rows)
    holding = [each for each in found if each.state in HOLDING]
    kept = [each.deposit for each in found if each.deposit_state == DepositState.KEPT and each.deposit]
    return Costs(
        total=sum((each.cost for each in holding if each.cost is not None), Decimal(0))
        + sum(kept, Decimal(0)),
        deposits=sum((each.deposit for each in found if each.deposit and _is_out(each)), Decimal(0)),
        unknown=sum(each.cost is None for each in holding),
        count=len(holding),
    )


def _is_out(booking: Booking) -> bool:
    """Whether its deposit was paid, or is still to be: nobody pays one for a hall that was lost."""
    is_due = booking.deposit_state == DepositState.DUE and booking.state in HOLDING
    return is_due or booking.deposit_state == DepositState.PAID


def costs_of_round(member: Membership, gathering: Gathering) -> Costs | None:
    """What the halls of its whole round cost the partner; None where it stands alone."""
    if gathering.round_id is None:
        return None
    return costs(bookings(member).filter(gathering__round_id=gathering.round_id))
