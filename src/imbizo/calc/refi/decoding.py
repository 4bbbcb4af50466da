"""Bytes to text, whatever wrote them."""

import codecs
import re

BOM = "\ufeff"
DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What a declaration may name. Others (UTF-7, EBCDIC) are ways to hide markup from a check.
TRUSTED = re.compile(r"utf-?8|us-ascii|(iso-?8859|windows|cp)-?\d{1,4}|koi8-[ru]", re.IGNORECASE)


def decode(data: bytes) -> tuple[str, str]:
    """The text without its mark, and the name of the encoding if it had to be guessed, else "".

    UTF-8 and marked UTF-16 and UTF-32 are what they are; UTF-16 without a mark shows by its zeros, and the
    rest is read as Windows wrote it in Europe. It never fails.
    """
    marked = _marked(data)
    if marked is not None:
        return marked, ""
    zeros = _by_zeros(data)
    if zeros:
        return data.decode(zeros, "replace"), zeros
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "windows-1252"


def decode_xml(data: bytes) -> tuple[str, str]:
    """Like `decode`, but a declaration is believed where the bytes aren't UTF-8."""
    declared = DECLARED.match(data)
    name = declared[1].decode("ascii") if declared else ""
    text, guessed = decode(data)
    if guessed != "windows-1252" or not TRUSTED.fullmatch(name):
        return text, guessed
    try:
        return data.decode(name), ""
    except (LookupError, UnicodeDecodeError):
        return text, guessed


def _marked(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    return None


def _by_zeros(data: bytes) -> str:
    """UTF-16 of a European text has a zero in every other byte; other texts have none at all."""
    head = data[:2000]
    if head.count(0) * 5 < len(head) or len(head) < 4:
        return ""
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
