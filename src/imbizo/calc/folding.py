"""Text made comparable: white space, invisible characters, accents and case.

Everything here is linear in the length of the text, since a cell may hold 10,000 characters.
"""

import re
import unicodedata

# Marks that no reader sees but that break comparison: zero-width spaces, soft hyphen, byte-order mark,
# direction
# marks and embeddings. The zero-width joiners U+200C and U+200D stay, since Persian words and emoji need
# them.
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_QUOTES = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u02bb\u00b4\u0060\u2032\uff07", "'")
    | {"\u201c": '"', "\u201d": '"'}
)
# Letters that Unicode doesn't decompose into a base letter and a mark.
_BASES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_WORD = re.compile(r"[^\W_]+")


def tidy(text: str) -> str:
    """The text as a person would retype it: composed, straight quotes, single spaces, nothing invisible."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_INVISIBLE).translate(_QUOTES)
    return " ".join(_CONTROL.sub(" ", text.replace("`", "'")).split())


def fold(text: str) -> str:
    """Case and accents removed: "José" and "JOSE" give the same."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.translate(_BASES)


def words(text: str) -> list[str]:
    """The folded words of a text: runs of letters and digits, apostrophes inside a word closed up."""
    return _WORD.findall(fold(tidy(text)).replace("'", ""))
