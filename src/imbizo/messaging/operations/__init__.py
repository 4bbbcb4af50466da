"""The verbs of messaging."""

from imbizo.messaging.operations.suppression import forget_sources, lift, suppress

__all__ = ["forget_sources", "lift", "suppress"]
