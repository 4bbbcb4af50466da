"""E-mail addresses as people write them, to one comparable form or to a reason why not.

The form is that of RFC 5321 without quoted local parts and address literals, which no register holds on
purpose.
A likely slip (a comma for a dot) comes with a suggestion that a person may take; it's never taken silently.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from imbizo.calc.folding import fold, tidy


class State(StrEnum):
    """Whether mail can be sent there: doubtful ones after a look."""

    OK = "ok"
    DOUBTFUL = "doubtful"
    INVALID = "invalid"
    EMPTY = "empty"


class Reason(StrEnum):
    """Why an address is in its state."""

    NOTHING_WRITTEN = "nothing_written"
    COMMA_FOR_DOT = "comma_for_dot"
    SPACE_INSIDE = "space_inside"
    DOUBLE_DOT = "double_dot"
    LIKELY_TYPO = "likely_typo"
    NO_AT_SIGN = "no_at_sign"
    NO_DOT_IN_DOMAIN = "no_dot_in_domain"
    NOT_AN_ADDRESS = "not_an_address"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Email:
    """One address of a cell. `address` is lower case; `suggestion` is what the writer probably meant,
    or None.
    """

    raw: str
    address: str | None
    state: State
    reasons: tuple[Reason, ...] = ()
    suggestion: str | None = None


_NOTHING = frozenset(
    {"", "n/a", "na", "none", "nil", "null", "nan", "no", "no email", "no e-mail", "unknown", "tba", "tbc",
    "geen", "nvt",
     "onbekend", "akukho", "ayikho", "not available"}
)  # fmt: skip
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]")
_SEPARATOR = re.compile(r"\s*[;|/\n\r]\s*|\s+(?:or|of|and|en|okanye)\s+(?=[^@]*@)", re.IGNORECASE)
_BRACKETED = re.compile(r"<([^<>]*)>")
_OUTER = " \t.,;:'\"<>()[]"
_LONGEST = 254
_LONGEST_LOCAL = 64
# Domains that are one slip away from the large providers and belong to nobody's office.
_TYPOS = {
    "gmial.com": "gmail.com", "gmai.com": "gmail.com", "gmail.co": "gmail.com", "gmail.con": "gmail.com",
    "gamil.com": "gmail.com", "gnail.com": "gmail.com", "gmail.co.za": "gmail.com", "gmaill.com": "gmail.com",
    "hotmial.com": "hotmail.com", "hotmail.con": "hotmail.com", "hotnail.com": "hotmail.com",
    "yaho.com": "yahoo.com", "yahoo.con": "yahoo.com", "yhoo.com": "yahoo.com", "yahoo.co.z": "yahoo.co.za",
    "outlok.com": "outlook.com", "outlook.con": "outlook.com", "iclod.com": "icloud.com",
    "telkomsa.nett": "telkomsa.net", "webmail.co.z": "webmail.co.za",
}  # fmt: skip


def parse(raw: object) -> tuple[Email, ...]:
    """The addresses in one cell, in order; never empty: an empty cell gives one Email in the state EMPTY."""
    text = "" if raw is None else str(raw)
    if _is_nothing(text):
        return (Email(text, None, State.EMPTY, (Reason.NOTHING_WRITTEN,)),)
    return tuple(_one(piece) for piece in _pieces(text)) or (_refused(text, Reason.NOT_AN_ADDRESS),)


def _is_nothing(text: str) -> bool:
    bare = fold(tidy(text))
    return bare in _NOTHING or not any(char.isalnum() or char in "@#" for char in bare)


def _pieces(text: str) -> list[str]:
    """The cell cut into what may each be one address; a comma cuts only where an @ stands on either side."""
    pieces: list[str] = []
    for piece in _SEPARATOR.split(text):
        parts = piece.split(",")
        whole = len(parts) > 1 and not all("@" in part for part in parts if part.strip())
        pieces += [piece] if whole else parts
    return [word for piece in pieces for word in _side_by_side(piece) if word.strip(_OUTER)]


def _side_by_side(piece: str) -> list[str]:
    """Two whole addresses with only a space between them."""
    chunks = piece.split()
    return chunks if len(chunks) > 1 and all("@" in chunk for chunk in chunks) else [piece]


def _one(raw: str) -> Email:
    bracketed = _BRACKETED.search(raw)
    text = tidy(bracketed[1] if bracketed else raw)
    bare = (
        re.sub(r"^(?:mailto|e-?mail|e-?pos)\s*:\s*", "", text, flags=re.IGNORECASE).strip(_OUTER).casefold()
    )
    if _fits(bare):
        return _accepted(raw, bare)
    if "@" not in bare:
        return _refused(raw, Reason.NO_AT_SIGN)
    return _repairable(raw, bare)


def _fits(text: str) -> bool:
    if len(text) > _LONGEST or ".." in text or _ADDRESS.fullmatch(text) is None:
        return False
    local = text.partition("@")[0]
    return len(local) <= _LONGEST_LOCAL and not local.startswith(".") and not local.endswith(".")


def _accepted(raw: str, address: str) -> Email:
    local, _, domain = address.partition("@")
    if (meant := _TYPOS.get(domain)) is not None:
        return Email(raw, address, State.DOUBTFUL, (Reason.LIKELY_TYPO,), f"{local}@{meant}")
    return Email(raw, address, State.OK)


def _repairable(raw: str, text: str) -> Email:
    """A slip whose repair gives a whole address is doubtful; without one the address is invalid."""
    if len(text) > _LONGEST:
        return _refused(raw, Reason.TOO_LONG)
    reasons = _slips(text)
    mended = re.sub(r"\.{2,}", ".", text.replace(",", ".").replace(" ", ""))
    if reasons and _fits(mended):
        return Email(raw, None, State.DOUBTFUL, reasons, mended)
    domain = text.rpartition("@")[2]
    return _refused(
        raw, Reason.NO_DOT_IN_DOMAIN if "." not in domain and text.count("@") == 1 else Reason.NOT_AN_ADDRESS
    )


def _slips(text: str) -> tuple[Reason, ...]:
    found = ((",", Reason.COMMA_FOR_DOT), (" ", Reason.SPACE_INSIDE), ("..", Reason.DOUBLE_DOT))
    return tuple(reason for sign, reason in found if sign in text)


def _refused(raw: str, reason: Reason) -> Email:
    return Email(raw, None, State.INVALID, (reason,))
