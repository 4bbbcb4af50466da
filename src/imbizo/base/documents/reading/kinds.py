"""What a file is, by what it holds; its name decides only between kinds of plain text."""

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from django.utils.translation import gettext as _

from imbizo.base.documents.errors import BrokenFile, LockedFile, NotRead, UnknownKind
from imbizo.calc import texttables
from imbizo.calc.errors import BinaryTableError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED, _OLD_WORD = ("EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le"))
_WEB = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_WEB_NAMES = frozenset({".html", ".htm", ".xhtml"})
# A PDF may be preceded by a few bytes of a mail server or printer (ISO 32000-1, implementation note 13).
_PDF_WITHIN = 1024


class Kind(StrEnum):
    """What a file is read as."""

    PDF = "pdf"
    WORD = "word"
    OPEN_DOCUMENT = "open_document"
    WEB_PAGE = "web_page"
    PLAIN = "plain"


def sniff(content: bytes, filename: str) -> Kind:
    """The kind of file. Raises UnknownKind, LockedFile, BrokenFile, EmptyFile."""
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return Kind.PDF
    if content.startswith(b"PK"):
        return _packed(content)
    if content.startswith(_OLE):
        raise _wrapped(content)
    if content.startswith(b"{\\rtf"):
        raise UnknownKind(_save_as_docx())
    return _textual(content, PurePath(filename).suffix.lower())


def _packed(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise BrokenFile from error
    if "word/document.xml" in names:
        return Kind.WORD
    # Spreadsheets and slides in OpenDocument have the same parts; the reader looks at what is inside.
    if "content.xml" in names:
        return Kind.OPEN_DOCUMENT
    raise UnknownKind(_kinds_we_read())


def _wrapped(content: bytes) -> NotRead:
    """Word's old format, or the wrapping that Office puts around a new file with a password ([MS-OFFCRYPTO] 2.3)."""
    if _ENCRYPTED in content:
        return LockedFile()
    return UnknownKind(_save_as_docx() if _OLD_WORD in content else _kinds_we_read())


def _textual(content: bytes, suffix: str) -> Kind:
    try:
        texttables.decode(content)
    except BinaryTableError as error:
        raise UnknownKind(_kinds_we_read()) from error
    return Kind.WEB_PAGE if suffix in _WEB_NAMES or _WEB.search(content[:2_000]) else Kind.PLAIN


def _save_as_docx() -> str:
    return _("This is a file of an old word processor. Open it, save it as Word (.docx), and bring that.")


def _kinds_we_read() -> str:
    return _(
        "Text can’t be taken from this kind of file. Bring a PDF, a Word file (.docx), an OpenDocument text (.odt), "
        "a web page or plain text."
    )
