"""Parts of a zip (Word, OpenDocument), unpacked no further than documents need."""

import io
import zipfile
import zlib

from imbizo.base.documents.errors import BrokenFile, LockedFile, OversizedFile
from imbizo.base.documents.reading.limits import MAX_UNPACKED, unpacks_too_far

_ENCRYPTED_FLAG = 0x1
_MANIFEST = "META-INF/manifest.xml"
_DAMAGED = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error, RuntimeError, ValueError)


def look_through(content: bytes) -> None:
    """Raises LockedFile for a zip or an OpenDocument file with a password, BrokenFile for a damaged one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            locked = any(entry.flag_bits & _ENCRYPTED_FLAG for entry in archive.infolist())
            # OpenDocument 1.2, part 3, 4.8.1: the manifest names how each part is enciphered.
            locked = locked or (
                _MANIFEST in archive.namelist() and b"encryption-data" in _limited(archive, _MANIFEST)
            )
    except _DAMAGED as error:
        raise BrokenFile from error
    if locked:
        raise LockedFile


def part(content: bytes, name: str) -> bytes | None:
    """One part of the archive, or None where it lacks it. Raises BrokenFile, OversizedFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _limited(archive, name) if name in archive.namelist() else None
    except _DAMAGED as error:
        raise BrokenFile from error


def _limited(archive: zipfile.ZipFile, name: str) -> bytes:
    """What an archive says of its sizes may be a lie, so the bytes themselves are counted."""
    with archive.open(name) as opened:
        unpacked = opened.read(MAX_UNPACKED + 1)
    if len(unpacked) > MAX_UNPACKED:
        raise OversizedFile(unpacks_too_far())
    return unpacked
