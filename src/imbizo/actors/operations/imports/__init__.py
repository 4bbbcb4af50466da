"""The verbs of bringing in a register: upload, read, confirm, check, decide, bring in, take back."""

from imbizo.actors.operations.imports.applying import apply_batch, refused_addresses
from imbizo.actors.operations.imports.batches import (
    STALLED_AFTER,
    begin_checking,
    begin_reading,
    bring_in,
    change_columns,
    confirm_columns,
    discard,
    refuse,
    resume_stalled,
    take_sheets,
    too_large,
    upload,
)
from imbizo.actors.operations.imports.checking import check
from imbizo.actors.operations.imports.deciding import DECISIONS, decide, decide_sure
from imbizo.actors.operations.imports.undoing import kept_rows, reasons_to_stay, undo_batch, undo_import

__all__ = [
    "DECISIONS",
    "STALLED_AFTER",
    "apply_batch",
    "begin_checking",
    "begin_reading",
    "bring_in",
    "change_columns",
    "check",
    "confirm_columns",
    "decide",
    "decide_sure",
    "discard",
    "kept_rows",
    "reasons_to_stay",
    "refuse",
    "refused_addresses",
    "resume_stalled",
    "take_sheets",
    "too_large",
    "undo_batch",
    "undo_import",
    "upload",
]
