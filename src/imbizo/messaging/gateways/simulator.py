"""The simulator: phones that ring in practice mode. Nothing leaves the house.

A number that ends in 404 belongs to nobody, so that practice shows what failing looks like.
"""

from collections.abc import Iterator, Sequence

from imbizo.messaging.gateways.driver import Account, Leave, Outcome, Outgoing, Result
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Reason

_NOBODY = "404"


class Simulator:
    window = 200

    def __init__(self, gateway: Gateway) -> None:
        self._name = gateway.name

    def send(self, batch: Sequence[Outgoing], leave: Leave) -> Iterator[Result]:
        for message in batch:
            leave(len(message.parts))
            yield self._result(message)

    def account(self) -> Account | None:
        return None

    def close(self) -> None:
        """There is no connection."""

    def _result(self, message: Outgoing) -> Result:
        if message.address.endswith(_NOBODY):
            return Result(message.id, Outcome.REFUSED, reason=Reason.UNKNOWN_NUMBER)
        refs = tuple(f"sim-{message.id}-{number}" for number in range(1, len(message.parts) + 1))
        return Result(message.id, Outcome.ACCEPTED, refs=refs, is_delivered=True)
