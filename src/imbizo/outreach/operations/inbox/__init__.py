"""The verbs of the inbox: taking messages in, answering them, sorting and protecting conversations."""

from imbizo.outreach.operations.inbox.answered import answer_chosen
from imbizo.outreach.operations.inbox.answering import answer, note_answer, seen
from imbizo.outreach.operations.inbox.canned import remove_canned, save_canned
from imbizo.outreach.operations.inbox.folding import fold
from imbizo.outreach.operations.inbox.matching import add_person, match, unmatch
from imbizo.outreach.operations.inbox.protecting import protect, unprotect
from imbizo.outreach.operations.inbox.routing import take_in
from imbizo.outreach.operations.inbox.sorting import assign, close, file_answer, reopen, rung

__all__ = [
    "add_person",
    "answer",
    "answer_chosen",
    "assign",
    "close",
    "file_answer",
    "fold",
    "match",
    "note_answer",
    "protect",
    "remove_canned",
    "reopen",
    "rung",
    "save_canned",
    "seen",
    "take_in",
    "unmatch",
    "unprotect",
]
