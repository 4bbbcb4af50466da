"""What the SMPP centre does with submits when it doesn't simply take them."""

from dataclasses import dataclass
from enum import Enum, auto

from tests.parts.smpp_wire import Status, Submit


class Deed(Enum):
    """What a centre does other than answering with a status."""

    HANG = auto()  # the submit is in, the answer never comes
    CUT_UNANSWERED = auto()  # the submit is in, then the connection is gone
    CUT_ANSWERED = auto()  # the answer is out, then the connection is gone

    @property
    def status(self) -> Status | None:
        return Status.OK if self is Deed.CUT_ANSWERED else None


@dataclass(slots=True)
class Rule:
    """What to do with the submits for which all conditions hold."""

    what: Status | Deed
    left: int | None = None  # how many more it strikes; None: all
    after: int = 0  # how many it lets pass first
    every: int = 1  # then the nth of each so many
    until: float | None = None  # time.monotonic()
    to: str | None = None  # the destination

    seen: int = 0

    def over(self, now: float) -> bool:
        return self.left == 0 or (self.until is not None and now > self.until)

    def strikes(self, submit: Submit) -> bool:
        """Whether this submit is meant; counts it."""
        if self.to not in {None, submit.destination}:
            return False
        self.seen += 1
        if self.seen <= self.after or (self.seen - self.after) % self.every:
            return False
        if self.left is not None:
            self.left -= 1
        return True

    @property
    def status(self) -> int | None:
        """What the client is answered; None: nothing."""
        return self.what.status if isinstance(self.what, Deed) else self.what
