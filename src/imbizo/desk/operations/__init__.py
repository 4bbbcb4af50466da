"""The verbs of the desk."""

from imbizo.desk.operations.ending import anonymise, end_and_anonymise
from imbizo.desk.operations.index import index_audited, index_by_name, index_later, reindex
from imbizo.desk.operations.notifications import mark_read, notify_audited

__all__ = [
    "anonymise",
    "end_and_anonymise",
    "index_audited",
    "index_by_name",
    "index_later",
    "mark_read",
    "notify_audited",
    "reindex",
]
