"""The verbs of the desk."""

from imbizo.desk.operations.index import index_audited, reindex
from imbizo.desk.operations.notifications import mark_read, notify_audited

__all__ = ["index_audited", "mark_read", "notify_audited", "reindex"]
