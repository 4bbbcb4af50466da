"""Gateways, the outbox, what came in, and suppression. Addresses, not people."""

from imbizo.messaging.models.gateway import Gateway
from imbizo.messaging.models.inbound import Inbound, InboundPart
from imbizo.messaging.models.message import Message, Part, Report
from imbizo.messaging.models.rules import SendingRules
from imbizo.messaging.models.suppression import Suppression
from imbizo.messaging.models.totals import DayTotal, SummedUntil

__all__ = [
    "DayTotal",
    "Gateway",
    "Inbound",
    "InboundPart",
    "Message",
    "Part",
    "Report",
    "SendingRules",
    "SummedUntil",
    "Suppression",
]
