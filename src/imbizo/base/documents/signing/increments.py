"""A signature that was made elsewhere, with the signatory's own certificate, and comes back as a file.

No certificate is judged here: `verify` does that afterwards.
"""

from imbizo.base.documents.signing import reading
from imbizo.base.documents.signing.errors import (
    AddedMore,
    AnotherField,
    AnotherSignedMeanwhile,
    NothingSigned,
    NotOurFile,
)


def check_increment(before: bytes, after: bytes, *, field: str) -> None:
    """Refuse what isn't the newest version with one signature more, in that field, and nothing else.

    `before` is the newest version, `after` what came back. Raises UnreadablePdf, NotOurFile or one below it, and
    AnotherSignedMeanwhile where the file was signed on a version before the newest.
    """
    if not after.startswith(before):
        raise AnotherSignedMeanwhile if _is_on_an_older_version(before, after) else NotOurFile
    old, new = reading.opened(before), reading.opened(after)
    fresh = set(reading.field_names(new, filled=True)) - set(reading.field_names(old, filled=True))
    if not fresh:
        raise NothingSigned
    if fresh != {field} or reading.field_names(new) != reading.field_names(old):
        raise AnotherField
    if reading.changed_fields(new, since=before) != {field} or not _last_covers_all(after):
        raise AddedMore


def _is_on_an_older_version(before: bytes, after: bytes) -> bool:
    """Whether it begins with one of the versions that were given out: the first in the file had no fields yet."""
    return any(after.startswith(before[:end]) for end in reading.revision_ends(before)[1:-1])


def _last_covers_all(pdf: bytes) -> bool:
    found = reading.signatures(reading.opened(pdf))
    return bool(found) and reading.covers_all(found[-1], pdf)
