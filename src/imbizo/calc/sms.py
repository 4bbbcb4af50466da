"""How many parts a text message takes, where it is cut, and which characters make it dear.

After 3GPP TS 23.038 (GSM 03.38), tables 6.2.1 (the default alphabet) and 6.2.1.1 (its extension), and 3GPP TS 23.040,
9.2.3.24 (headers of messages in several parts). A part holds 140 octets: 160 septets, or 70 units of UTF-16; one of
several holds 153 or 67, because 6 octets go to its header. A character of the extension takes two septets and one
beyond U+FFFF takes two units; such a pair is never cut.

Everything here is linear in the text. Counting a text of plain characters costs hardly more than its `len`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import AnyStr, Final

from imbizo.calc.errors import AlphabetError, HeaderError

SINGLE_SEPTETS: Final = 160
MULTI_SEPTETS: Final = 153
SINGLE_UNITS: Final = 70
MULTI_UNITS: Final = 67

_ESCAPE = "\x1b"
# The place in the string is the septet; the escape stands at its own place, 0x1B.
_DEFAULT = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
_PLAIN = _DEFAULT.replace(_ESCAPE, "")
_PLAIN_OCTETS = "".join(char for char in _PLAIN if ord(char) < 256).encode("latin-1")
_FOREIGN = re.compile(f"[^{re.escape(_PLAIN + ''.join(_EXTENSION))}]")
_PAIRED = re.compile(f"[{re.escape(''.join(_EXTENSION))}]")
_BEFORE_PAIRED = re.compile(f"(?={_PAIRED.pattern})")
_RUNS = re.compile(f"{_ESCAPE}(?P<escaped>.?)|[^{_ESCAPE}]+", re.DOTALL)
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"

_TO_SEPTETS = {ord(char): septet for septet, char in enumerate(_DEFAULT)} | {
    ord(char): _ESCAPE + chr(septet) for char, septet in _EXTENSION.items()
}
# A lone escape is shown as a space, as 6.2.1.1 note 1 asks; an octet above 0x7F isn't a septet at all.
_FROM_SEPTETS = (
    {septet: char for septet, char in enumerate(_DEFAULT) if char != _ESCAPE}
    | {0x1B: " "}
    | dict.fromkeys(range(0x80, 0x100), _UNKNOWN)
)
_FROM_ESCAPED = _FROM_SEPTETS | {septet: char for char, septet in _EXTENSION.items()}

_LOOKALIKES = {
    char: replacement
    for replacement, chars in {
        # Single quotes, primes and modifier letters; double ones; hyphens, dashes and the minus sign.
        "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u02bb\u02b9`\u00b4\u2039\u203a",
        '"': "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb",
        "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
        "...": "…",
        ".": "·",
        "*": "•",
        "x": "×",
        " ": "\t",
        "\n": "\v\x85\u2028\u2029",
        "": "\xad\u200b\u200e\u200f\u2060\ufeff",
        "'n": "ŉ",
        "oe": "œ",
        "OE": "Œ",
        "fi": "ﬁ",
        "fl": "ﬂ",
        "d": "đɗ",
        "D": "ĐƊ",
        "b": "ɓ",
        "B": "Ɓ",
        "k": "ƙ",
        "K": "Ƙ",
        "h": "ħ",
        "H": "Ħ",
        "i": "\u0131",
        "l": "ł",
        "L": "Ł",
        "n": "ŋ",
        "N": "Ŋ",
        "th": "þ",
        "Th": "Þ",
        "(c)": "©",
        "(R)": "®",
        "(TM)": "™",
    }.items()
    for char in chars
}


class Encoding(StrEnum):
    """How the text travels: the GSM default alphabet with its extension, or UTF-16."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


@dataclass(frozen=True, slots=True)
class Size:
    """What a text takes: `units` are septets or UTF-16 units over the whole text, `parts` is at least 1."""

    encoding: Encoding
    units: int
    parts: int


@dataclass(frozen=True, slots=True)
class Costly:
    """A character that forces UCS-2, and what could stand for it; None where nothing could."""

    char: str
    replacement: str | None


@dataclass(frozen=True, slots=True)
class Concat:
    """Which part of which message this is: `number` runs from 1 to `total`; `bits` is the width of the reference."""

    reference: int
    total: int
    number: int
    bits: int = 8


def size(text: str) -> Size:
    """The encoding, units and parts of a text, exact to the pair. An empty text is one part."""
    if _is_plain(text):
        return _plain_size(len(text))
    if _FOREIGN.search(text):
        return _ucs2_size(text)
    return _gsm7_size(text)


def split(text: str) -> list[str]:
    """The texts of the parts, as many as `size` says; joined they are the text."""
    if _FOREIGN.search(text):
        return _ucs2_split(text)
    widened = _widened(text)
    return [piece.replace(_ESCAPE, "") for piece in _cut(widened, _gsm7_borders(widened))]


def encode(part: str, encoding: Encoding) -> bytes:
    """The octets of a part: one per septet, not packed, or UTF-16-BE, in which a lone surrogate becomes "?".

    Raises AlphabetError where a character isn't in the GSM alphabet.
    """
    if encoding is Encoding.UCS2:
        return part.encode("utf-16-be", "replace")
    if foreign := _FOREIGN.search(part):
        raise AlphabetError(foreign[0])
    return part.translate(_TO_SEPTETS).encode("latin-1")


def decode(data: bytes, encoding: Encoding) -> str:
    """The text of a part as `encode` writes it, or as a network garbled it: what can't be read becomes U+FFFD.

    An escaped septet that the extension lacks is read from the default alphabet, as 6.2.1.1 asks of a receiver.
    """
    if encoding is Encoding.UCS2:
        return data.decode("utf-16-be", "replace")
    return _RUNS.sub(_read, data.decode("latin-1"))


def udh(reference: int, total: int, number: int) -> bytes:
    """The header of one part of several, six octets: its length, 00, 03, reference, total, number.

    Raises HeaderError unless the reference is 0 to 255, the total 1 to 255 and the number 1 to the total.
    """
    if not (0 <= reference <= 255 and 1 <= number <= total <= 255):
        raise HeaderError(reference, total, number)
    return bytes((5, 0, 3, reference, total, number))


def read_udh(data: bytes) -> tuple[Concat | None, bytes]:
    """What the header at the start of a part says, and the octets behind it.

    References of 8 bits (element 00) and of 16 (element 08) are understood, other elements passed over; an element
    that makes no sense is ignored, and of two the last counts (23.040, 9.2.3.24). Data too short for the header that
    they announce come back whole.
    """
    if not data or data[0] >= len(data):
        return None, data
    end = 1 + data[0]
    return _concat(data[1:end]), data[end:]


def costly(text: str) -> tuple[Costly, ...]:
    """The distinct characters that force UCS-2, in the order in which they appear."""
    return tuple(Costly(char, _replacement(char)) for char in dict.fromkeys(_FOREIGN.findall(text)))


def simplify(text: str, chars: Iterable[str] | None = None) -> str:
    """The text with costly characters replaced: all that have a replacement, or those named."""
    asked = _FOREIGN.findall(text) if chars is None else _FOREIGN.findall("".join(chars))
    table = {ord(char): said for char in set(asked) if (said := _replacement(char)) is not None}
    return text.translate(table) if table else text


def _is_plain(text: str) -> bool:
    """Whether each character takes one septet; also False where that isn't seen at once, as with capital Greek."""
    # What Latin-1 lacks is spelled with a backslash, which isn't plain.
    return not text.encode("latin-1", "backslashreplace").translate(None, _PLAIN_OCTETS)


@lru_cache(maxsize=4096)
def _plain_size(septets: int) -> Size:
    """The size of a text without pairs; kept, because making the object costs more than counting."""
    parts = 1 if septets <= SINGLE_SEPTETS else -(-septets // MULTI_SEPTETS)
    return Size(Encoding.GSM7, septets, parts)


def _gsm7_size(text: str) -> Size:
    septets = len(text) + len(_PAIRED.findall(text))
    if septets <= SINGLE_SEPTETS or septets == len(text):
        return _plain_size(septets)
    return Size(Encoding.GSM7, septets, len(_gsm7_borders(_widened(text))))


def _widened(text: str) -> str:
    """The text with an escape before each character that takes one: a character for a septet."""
    return _ESCAPE.join(_BEFORE_PAIRED.split(text))


def _ucs2_size(text: str) -> Size:
    data = text.encode("utf-16-be", "replace")
    return Size(Encoding.UCS2, len(data) // 2, len(_ucs2_borders(data)))


def _ucs2_split(text: str) -> list[str]:
    """Cut by characters rather than decode the pieces, so that the text comes back as it was, whatever it holds."""
    data = text.encode("utf-16-be", "replace")
    pieces = _cut(data, [2 * border for border in _ucs2_borders(data)])
    borders, border = [], 0
    for piece in pieces:
        border += len(piece.decode("utf-16-be"))
        borders.append(border)
    return _cut(text, borders)


def _gsm7_borders(widened: str) -> list[int]:
    return _borders(len(widened), SINGLE_SEPTETS, MULTI_SEPTETS, lambda at: widened[at] == _ESCAPE)


def _ucs2_borders(data: bytes) -> list[int]:
    return _borders(len(data) // 2, SINGLE_UNITS, MULTI_UNITS, lambda at: 0xD8 <= data[2 * at] <= 0xDB)


def _borders(units: int, single: int, multi: int, opens: Callable[[int], bool]) -> list[int]:
    """Where each part ends, in units; `opens` says of a unit whether it is the first of a pair."""
    if units <= single:
        return [units]
    borders, border = [], 0
    while units - border > multi:
        border += multi
        border -= opens(border - 1)
        borders.append(border)
    return [*borders, units]


def _cut(whole: AnyStr, borders: list[int]) -> list[AnyStr]:
    return [whole[start:end] for start, end in zip([0, *borders], borders, strict=False)]


def _read(run: re.Match[str]) -> str:
    """The characters of a run of septets, or of one septet behind an escape."""
    escaped: str | None = run["escaped"]
    if escaped is None:
        return run[0].translate(_FROM_SEPTETS)
    return escaped.translate(_FROM_ESCAPED) or " "


def _concat(header: bytes) -> Concat | None:
    """The last element of the header that numbers the parts and makes sense."""
    found, at = None, 0
    while at + 2 <= len(header) and (end := at + 2 + header[at + 1]) <= len(header):
        found = _numbered(header[at], header[at + 2 : end]) or found
        at = end
    return found


def _numbered(element: int, value: bytes) -> Concat | None:
    width = {0x00: 1, 0x08: 2}.get(element)
    if width is None or len(value) != width + 2:
        return None
    total, number = value[width:]
    if not 1 <= number <= total:
        return None
    return Concat(int.from_bytes(value[:width], "big"), total, number, 8 * width)


@lru_cache(maxsize=4096)
def _replacement(char: str) -> str | None:
    """A lookalike, a plain space, nothing for a loose accent, or the letter without its marks."""
    if char in _LOOKALIKES:
        return _LOOKALIKES[char]
    kind = unicodedata.category(char)
    if kind in {"Zs", "Cc"}:
        return " " if kind == "Zs" else ""
    if "\u0300" <= char <= "\u036f":
        return ""
    letter = unicodedata.normalize("NFD", char)[0]
    return letter if kind.startswith("L") and not _FOREIGN.match(letter) else None
