"""Named reads of the thread."""

from imbizo.thread.queries.history import activity, history
from imbizo.thread.queries.walk import Strand, walk, what_became, where_from

__all__ = ["Strand", "activity", "history", "walk", "what_became", "where_from"]
