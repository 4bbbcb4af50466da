"""The verbs of messaging. Nothing leaves but through `queue`."""

from imbizo.messaging.operations.driving import drive
from imbizo.messaging.operations.queueing import Draft, queue
from imbizo.messaging.operations.suppression import forget_every_source, forget_sources, lift, suppress

__all__ = ["Draft", "drive", "forget_every_source", "forget_sources", "lift", "queue", "suppress"]
