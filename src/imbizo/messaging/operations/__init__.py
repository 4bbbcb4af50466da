"""The verbs of messaging."""

from imbizo.messaging.operations.suppression import lift, suppress

__all__ = ["lift", "suppress"]
