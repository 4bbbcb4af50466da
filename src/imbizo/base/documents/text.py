"""What people wrote, made fit for documents."""

import re
from collections.abc import Mapping
from typing import Any

# What XML 1.0 refuses (https://www.w3.org/TR/xml/#charsets): control characters but tab, newline and return, lone
# halves of surrogate pairs, and two code points that are no characters. No font draws them either.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLANK_LINES = re.compile(r"\n\s*\n")


def plain(text: str) -> str:
    """The text without the characters that no document can hold; line ends are newlines."""
    return _REFUSED.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, as people divide them by blank lines; single line ends stay inside."""
    return tuple(part.strip() for part in _BLANK_LINES.split(plain(text)) if part.strip())


def plain_data(data: Any) -> Any:
    """The same mappings and lists with every text made `plain`; other values as they are.

    Texts that are translated lazily become texts here.
    """
    if isinstance(data, Mapping):
        return {str(key): plain_data(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [plain_data(value) for value in data]
    if data is None or isinstance(data, (bool, int, float)):
        return data
    return plain(str(data))
