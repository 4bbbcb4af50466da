"""The verbs of messaging."""

from imbizo.messaging.operations.suppression import forget_every_source, forget_sources, lift, suppress

__all__ = ["forget_every_source", "forget_sources", "lift", "suppress"]
