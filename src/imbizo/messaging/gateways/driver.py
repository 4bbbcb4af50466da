"""What a gateway's driver takes and gives."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from imbizo.calc.sms import Encoding
from imbizo.messaging.states import Health, Reason

Leave = Callable[[int], None]  # waits until that many parts may leave, by the gateway's pace


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as a driver hands it over. `parts` are the texts of its SMS parts; mail has one."""

    id: UUID
    address: str
    sender: str
    text: str
    parts: tuple[str, ...]
    encoding: Encoding | None
    subject: str = ""
    language: str = ""
    use_by: datetime | None = None
    is_urgent: bool = False
    calendar: str = ""


class Outcome(StrEnum):
    """What became of a message that was handed over."""

    ACCEPTED = "accepted"  # the gateway has it
    LATER = "later"  # it has not, for now: throttled, or a temporary error
    REFUSED = "refused"  # it never will
    UNKNOWN = "unknown"  # only the gateway can know


@dataclass(frozen=True, slots=True)
class Result:
    """`refs` are the gateway's references: one for each part, or one for the whole. `detail` is its own words."""

    id: UUID
    outcome: Outcome
    refs: tuple[str, ...] = ()
    reason: Reason | None = None
    detail: str = ""
    # Known at once: mail that a server took for delivery can't be followed further, the simulator's phones ring.
    is_delivered: bool = False


@dataclass(frozen=True)
class Account:
    """What a supplier says of our account: the balance and its currency, which is empty where it counts in credits."""

    balance: Decimal
    currency: str


class Trouble(Exception):
    """The gateway can't be used now. Messages of the batch without a Result were not handed over."""

    def __init__(self, health: Health, detail: str = "") -> None:
        super().__init__(f"{health}: {detail}")
        self.health = health
        self.detail = detail


class Driver(Protocol):
    """One connection, or one account, while it is driven."""

    window: int  # how many messages may be on their way to the gateway at once

    def send(self, batch: Sequence[Outgoing], leave: Leave) -> Iterator[Result]:
        """Hand the messages over, each when `leave` lets its parts go, and say what became of each.

        Raises Trouble; what was handed over without an answer has got its Result (UNKNOWN) before that.
        """
        ...

    def account(self) -> Account | None:
        """The balance, where the supplier tells it. Raises Trouble."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...
