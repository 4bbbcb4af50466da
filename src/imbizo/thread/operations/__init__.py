"""The verbs of the thread."""

from imbizo.thread.operations.audit import Author, audit, differences, log_read, on_audit, rewrite
from imbizo.thread.operations.links import link, link_many, unlink_many
from imbizo.thread.operations.public_links import (
    add_public_links,
    issue_public_link,
    open_public_link,
    revoke_public_links,
)

__all__ = [
    "Author",
    "add_public_links",
    "audit",
    "differences",
    "issue_public_link",
    "link",
    "link_many",
    "log_read",
    "on_audit",
    "open_public_link",
    "revoke_public_links",
    "rewrite",
    "unlink_many",
]
