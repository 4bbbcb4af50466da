"""Named reads of the thread."""

from imbizo.thread.queries.beads import Knot, beads_of, outline
from imbizo.thread.queries.example import recent_thread
from imbizo.thread.queries.history import (
    Happening,
    Narrowed,
    activity,
    find_record,
    history,
    record_history,
    shown_to,
)
from imbizo.thread.queries.walk import Strand, walk, what_became, where_from
from imbizo.thread.queries.wording import Change, Told, sentence, tell, title_of

__all__ = [
    "Change",
    "Happening",
    "Knot",
    "Narrowed",
    "Strand",
    "Told",
    "activity",
    "beads_of",
    "find_record",
    "history",
    "outline",
    "recent_thread",
    "record_history",
    "sentence",
    "shown_to",
    "tell",
    "title_of",
    "walk",
    "what_became",
    "where_from",
]
