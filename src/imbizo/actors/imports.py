"""The uploaded registers that the worker looks at and understands; how a file is read stands in `base`."""

from uuid import UUID

from imbizo.actors.errors import BadFile
from imbizo.actors.models import ImportBatch
from imbizo.actors.operations import imports as operations
from imbizo.actors.queries.imports import find_batch
from imbizo.base.documents.errors import NotRead
from imbizo.base.documents.sheets import Rows, read_sheets


def read_batch(*, id: UUID) -> None:
    """Look at the uploaded file: which sheets, which header, what each column may mean; or refuse it."""
    batch = find_batch(id)
    if batch is None or not operations.begin_reading(batch=batch):
        return
    try:
        operations.take_sheets(batch=batch, sheets=_sheets(batch))
    except BadFile as refusal:
        operations.refuse(batch=batch, why=refusal.message)


def check_batch(*, id: UUID) -> None:
    """The dry run: understand every row of the chosen sheet and say what it would do."""
    batch = find_batch(id)
    if batch is None or not operations.begin_checking(batch=batch):
        return
    try:
        operations.check(batch=batch, rows=_sheets(batch)[batch.sheet])
    except BadFile as refusal:
        operations.refuse(batch=batch, why=refusal.message)


def _sheets(batch: ImportBatch) -> dict[str, Rows]:
    """The cells of every sheet of the uploaded file. Raises BadFile."""
    with batch.file.open("rb") as opened:
        try:
            return read_sheets(opened)
        except NotRead as refusal:
            raise BadFile(refusal.message) from refusal
