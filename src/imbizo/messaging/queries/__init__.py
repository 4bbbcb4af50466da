"""Named reads of messaging."""

from imbizo.messaging.queries.gateways import gateway_for, gateways, usable
from imbizo.messaging.queries.outbox import incoming, messages
from imbizo.messaging.queries.suppression import Address, rows_of, suppressed, suppression_of

__all__ = [
    "Address",
    "gateway_for",
    "gateways",
    "incoming",
    "messages",
    "rows_of",
    "suppressed",
    "suppression_of",
    "usable",
]
