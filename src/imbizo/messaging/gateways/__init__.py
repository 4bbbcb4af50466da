"""The ways out: one module for each kind of gateway. They know messages and suppliers, and write nothing.

A driver takes a batch that is durably marked as being handed over, and says of each message what became of it. What
concerns the gateway as a whole (a wrong password, no connection) it raises as Trouble.
"""

from imbizo.messaging.gateways.driver import (
    Account,
    Driver,
    Leave,
    Outcome,
    Outgoing,
    Result,
    Trouble,
)

__all__ = ["Account", "Driver", "Leave", "Outcome", "Outgoing", "Result", "Trouble"]
