"""What the suppliers have in common: how a message is handed over, and what an HTTP status means by itself."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from imbizo.messaging.gateways.driver import Account, Leave, Outcome, Outgoing, Result, Trouble
from imbizo.messaging.gateways.http.callbacks import Call, Heard, our_ref
from imbizo.messaging.gateways.http.client import Answer, Unclear, Web
from imbizo.messaging.gateways.http.sending import Doubts, NotTaken, Sending, Turn
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Health, Reason

_ALLOWED_DOUBTS = 3
# What comes of reading garbage as if it were a supplier's answer.
_NOT_ITS_WORDS = (LookupError, TypeError, ValueError, AttributeError)
_TROUBLES = {
    401: Health.REFUSED,
    402: Health.NO_CREDIT,
    403: Health.REFUSED,
    404: Health.MISCONFIGURED,
    405: Health.MISCONFIGURED,
    410: Health.MISCONFIGURED,
    429: Health.THROTTLED,
    # It says that it is closed; a 500, 502 or 504 may come from something that has passed the message on.
    503: Health.UNREACHABLE,
}


class Supplier(ABC):
    """A driver for one supplier's account. Its threads touch no database: what they need is read at the start."""

    window = 10

    def __init__(self, gateway: Gateway) -> None:
        """Raises Trouble where settings are missing or can't stand."""
        self._was_confused = gateway.health == Health.CONFUSED
        self._doubts = Doubts(1 if self._was_confused else _ALLOWED_DOUBTS)
        self._web = self._connected(gateway)

    def send(self, batch: Sequence[Outgoing], leave: Leave) -> Iterator[Result]:
        if batch and self._was_confused:
            # Something that risks no message, where there is such a thing.
            self.account()
            self._was_confused = False
        yield from Sending(self, self._doubts, leave).results(batch)

    def account(self) -> Account | None:
        try:
            answer = self._asked_balance()
        except Unclear as unclear:
            raise Trouble(Health.UNREACHABLE, unclear.detail) from unclear
        if answer is None:
            return None
        try:
            return self._account(answer)
        except (*_NOT_ITS_WORDS, InvalidOperation) as error:
            raise _trouble(answer) or Trouble(Health.CONFUSED, _shortly(answer)) from error

    def close(self) -> None:
        self._web.close()

    @abstractmethod
    def hand_over(self, message: Outgoing, turn: Turn) -> Result:
        """Hand one message over. Raises as `sending.HandsOver` says."""

    @staticmethod
    @abstractmethod
    def heard(call: Call) -> Heard:
        """What a call of the supplier's tells. Raises BadCall."""

    @abstractmethod
    def _connected(self, gateway: Gateway) -> Web:
        """Read the settings. Raises Trouble."""

    def _asked_balance(self) -> Answer | None:
        """The answer to a question for the balance; None where the supplier doesn't tell it."""
        return None

    def _account(self, answer: Answer) -> Account:
        """The balance in such an answer. Raises LookupError, TypeError or ValueError where it holds none."""
        raise ValueError(answer.status)


class ByOneRequest(Supplier):
    """Takes a message whole and cuts it itself, as nearly all suppliers do."""

    # Whether it repeats our own reference in its reports. Then these also tell what became of uncertain messages.
    repeats_refs = False

    def hand_over(self, message: Outgoing, turn: Turn) -> Result:
        turn.begin(len(message.parts))
        try:
            return self._read(message, self._ask(message))
        except Unclear as unclear:
            refs = (our_ref(message.id),) if self.repeats_refs else ()
            raise Unclear(unclear.reason, unclear.detail, refs) from unclear

    @abstractmethod
    def _ask(self, message: Outgoing) -> Answer:
        """The request that hands the message over. Raises Trouble and Unclear."""

    @abstractmethod
    def _understood(self, message: Outgoing, answer: Answer) -> Result | None:
        """What the supplier's own words mean. Raises Trouble where they speak of the account.

        None, LookupError, TypeError or ValueError where they aren't the supplier's: the HTTP status decides.
        """

    def _read(self, message: Outgoing, answer: Answer) -> Result:
        try:
            result = self._understood(message, answer)
        except _NOT_ITS_WORDS:
            result = None
        if result is None:
            raise by_status(answer)
        return result


def accepted(message: Outgoing, *refs: str, detail: str = "") -> Result:
    return Result(message.id, Outcome.ACCEPTED, refs=refs or (our_ref(message.id),), detail=detail)


def refused(message: Outgoing, reason: Reason | None, detail: str) -> Result:
    return Result(message.id, Outcome.REFUSED, reason=reason or Reason.REJECTED, detail=detail)


def later(message: Outgoing, detail: str) -> Result:
    return Result(message.id, Outcome.LATER, detail=detail)


def amount(value: Any) -> Decimal:
    """A balance. Raises ValueError or InvalidOperation where it is none."""
    found = Decimal(str(value))
    if not found.is_finite():
        raise ValueError(value)
    return found


def by_status(answer: Answer) -> Trouble | NotTaken | Unclear:
    """What the HTTP status means, where the supplier's words weren't understood: something to raise."""
    trouble = _trouble(answer)
    if trouble:
        return trouble
    if 400 <= answer.status < 500:
        return NotTaken(_shortly(answer))
    return Unclear(Reason.NOT_UNDERSTOOD, _shortly(answer))


def _trouble(answer: Answer) -> Trouble | None:
    health = Health.MISCONFIGURED if 300 <= answer.status < 400 else _TROUBLES.get(answer.status)
    return Trouble(health, _shortly(answer)) if health else None


def _shortly(answer: Answer) -> str:
    """The status alone: a body that wasn't understood could repeat a number or a text."""
    return f"HTTP {answer.status}"
