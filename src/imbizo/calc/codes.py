"""Short codes that people read from paper and type: cards, groups, receipts.

The alphabet has 29 characters: digits and capitals without O (read as 0), I and L (1), S (5), Z (2), B (8) and U (V).
Of each set of look-alikes one is printed, and `normalise` takes what was typed for it, as Crockford's base 32 does.
29 is a prime, and so the check of ISBN-10 (ISO 2108:1992) works: the characters weighted by their place from the right
add up to a multiple of 29. That finds every single wrong character and every swap of two different characters,
neighbours or not, in codes of up to 28.

Randomness is passed in: `secrets.SystemRandom()` for codes that are a secret, such as receipts.
"""

import re
import unicodedata
from collections.abc import Collection
from random import Random
from typing import Final

ALPHABET: Final = "0123456789ACDEFGHJKMNPQRTVWXY"
# All with the check character. A gathering has 29 ** 4 = 707,281 possible cards; a receipt has
# 29 ** 11 values, 53 bits.
CARD: Final = 5
GROUP: Final = 6
RECEIPT: Final = 12

_BASE: Final = len(ALPHABET)
_LONGEST: Final = _BASE - 1
_VALUES = {char: value for value, char in enumerate(ALPHABET)}
_LOOKALIKES = str.maketrans("OILSZBU", "011528V")
_GAPS = re.compile(r"[\s\-\u2010-\u2015\u2212._/]+")


def make(random: Random, length: int) -> str:
    """A code of `length` characters, the last of which checks the others.

    Raises ValueError unless the length is 2 to 28.
    """
    if not 2 <= length <= _LONGEST:
        raise ValueError(f"a code has 2 to {_LONGEST} characters, not {length}")
    body = "".join(random.choice(ALPHABET) for _ in range(length - 1))
    return body + ALPHABET[-_weighted(body + ALPHABET[0]) % _BASE]


def make_new(random: Random, length: int, count: int, taken: Collection[str] = ()) -> list[str]:
    """`count` different codes, none of them among `taken`.

    Raises ValueError where that would use more than half of all codes, since then trying takes too long and any
    slip of the pen hits somebody else.
    """
    if 2 * (count + len(taken)) > _BASE ** (length - 1):
        raise ValueError(f"there aren't {count} more codes of {length} characters")
    used, made = set(taken), list[str]()
    while len(made) < count:
        code = make(random, length)
        if code not in used:
            used.add(code)
            made.append(code)
    return made


def normalise(typed: str) -> str:
    """What was typed as it's kept: capitals, no gaps, look-alikes taken for the character that is printed.

    A character that no code has stays, so that the code is seen to be wrong.
    """
    wide = unicodedata.normalize("NFKC", typed[: 4 * _LONGEST])
    return _GAPS.sub("", wide).upper().translate(_LOOKALIKES)


def is_valid(typed: str, length: int) -> bool:
    """Whether this, once normalised, is a code of that length with the right check character."""
    code = normalise(typed)
    return len(code) == length and _VALUES.keys() >= set(code) and _weighted(code) % _BASE == 0


def shown(code: str) -> str:
    """In groups of four with spaces where it has more than six characters: "7K2M 90TX 4CFA"."""
    if len(code) <= GROUP:
        return code
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _weighted(code: str) -> int:
    return sum(weight * _VALUES[char] for weight, char in enumerate(reversed(code), start=1))
