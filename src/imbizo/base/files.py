"""Answering with a file: under a name that can be saved everywhere, with its kind, and kept by nobody on the way."""

import re
from collections.abc import Iterator
from typing import IO, Final

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.text import slugify

Content = bytes | IO[bytes] | Iterator[bytes]

_LONGEST: Final = 100  # characters of a name before its ending
_ENDING: Final = re.compile(r"(.*)\.([A-Za-z0-9]{1,5})", re.DOTALL)
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
KINDS: Final = {
    "csv": "text/csv; charset=utf-8",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "jpg": "image/jpeg",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "qdc": "application/xml",
    "qdpx": "application/zip",
    "ris": "application/x-research-info-systems",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "vcf": "text/vcard; charset=utf-8",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}


def saved(content: Content, name: str, *, kind: str = "") -> HttpResponseBase:
    """The file, to be saved: "Workshop in Ceres.pdf" becomes "workshop-in-ceres.pdf".

    The kind is known from the ending unless it is given. Bytes are sent at once, an open file is closed when it was
    sent, and pieces go out as they are made.
    """
    return _answer(content, name, kind, is_saved=True)


def shown(content: Content, name: str, *, kind: str = "") -> HttpResponseBase:
    """The same, opened in the browser: for what is read or printed. Never for a file that a stranger brought."""
    return _answer(content, name, kind, is_saved=False)


def _answer(content: Content, name: str, kind: str, *, is_saved: bool) -> HttpResponseBase:
    stem, ending = _parted(name)
    answer = _carrying(content, kind or KINDS.get(ending, "application/octet-stream"))
    told = content_disposition_header(is_saved, f"{stem}.{ending}" if ending else stem)
    answer.headers["Content-Disposition"] = told or "attachment"
    # Names are in many of them: no copy stays with a proxy or in the browser's cache.
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _parted(name: str) -> tuple[str, str]:
    """What a title makes of a name, and the ending. Titles have strokes and dots in them: "Budget 2025/26.pdf"."""
    stem, ending = found.groups() if (found := _ENDING.fullmatch(name)) else (name, "")
    short = slugify(re.sub(r"[./\\]", "-", stem))[:_LONGEST].strip("-")
    return short or "document", ending.lower()


def _carrying(content: Content, kind: str) -> HttpResponseBase:
    if isinstance(content, bytes):
        return HttpResponse(content, content_type=kind)
    if hasattr(content, "read"):
        return FileResponse(content, content_type=kind)
    return StreamingHttpResponse(content, content_type=kind)
