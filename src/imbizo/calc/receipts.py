"""Delivery reports: what a network says became of a message, and which message it speaks of.

Rules: engagement.md section 4. Sources: SMPP 3.4, section 5.2.28 (message_state) and appendix B (the text of a
receipt); Kannel user guide, delivery reports; 3GPP TS 29.002, section 17.6.6 (MAP errors); 3GPP TS 23.040,
section 9.2.3.22 (TP-Failure-Cause). Reports come early, twice, late, cut short and for messages of others, so nothing
here raises: what isn't understood is None or UNKNOWN.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum


class Standing(StrEnum):
    """Where a message stands, by what was last reported of it; in the order of how far along that is."""

    UNKNOWN = "unknown"  # the network itself doesn't know
    ACCEPTED = "accepted"
    QUEUED = "queued"  # on its way; the network tries again by itself
    FAILED = "failed"
    DELIVERED = "delivered"

    @property
    def final(self) -> bool:
        """Whether the network tries no more; it may still correct a failure to delivered."""
        return self in {Standing.FAILED, Standing.DELIVERED}


class Reason(StrEnum):
    """Why a message didn't arrive, as far as the report tells; the layers above put these into words."""

    ABSENT = "absent"  # switched off or out of reach
    UNKNOWN_NUMBER = "unknown_number"
    BARRED = "barred"
    FULL = "full"
    EXPIRED = "expired"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One report. `ref` is the network's id of the message as it wrote it.

    `error` is its code, behind the word where that tells more than a failure: "001", "EXPIRED 000", "REJECTD", "".
    """

    ref: str
    standing: Standing
    error: str = ""
    done_at: datetime | None = None


_RANKS = {standing: rank for rank, standing in enumerate(Standing)}
# The first five letters, since networks write DELIVRD and DELIVERED, UNDELIV and UNDELIVERABLE.
_WORDS = {
    "enrou": Standing.QUEUED,
    "deliv": Standing.DELIVERED,
    "expir": Standing.FAILED,
    "delet": Standing.FAILED,
    "undel": Standing.FAILED,
    "accep": Standing.ACCEPTED,
    "unkno": Standing.UNKNOWN,
    "rejec": Standing.FAILED,
}
# The numbers of message_state are those of the words above in their order: 1 ENROUTE to 8 REJECTD.
_STATES = dict(enumerate(_WORDS, start=1))
# The words that are a reason in themselves, as they're written before the code.
_TELLING = {"expir": "EXPIRED", "rejec": "REJECTD"}
# Kannel's bits, most telling first. 32 is an intermediate notification of the network.
_KANNEL = {
    1: Standing.DELIVERED,
    2: Standing.FAILED,
    16: Standing.FAILED,
    4: Standing.QUEUED,
    32: Standing.QUEUED,
    8: Standing.ACCEPTED,
}
# SMPP leaves `err` to the network, so only the codes count that most take over from the standards: MAP errors in
# decimal, TP-Failure-Cause in hexadecimal. 32 (SM delivery failure) and 31 (busy) have many causes and are left out.
_ERRORS = {
    "1": Reason.UNKNOWN_NUMBER,  # unknownSubscriber
    "6": Reason.ABSENT,  # absentSubscriberSM
    "9": Reason.BARRED,  # illegalSubscriber
    "11": Reason.BARRED,  # teleserviceNotProvisioned
    "12": Reason.BARRED,  # illegalEquipment
    "13": Reason.BARRED,  # callBarred
    "27": Reason.ABSENT,  # absentSubscriber
    "D0": Reason.FULL,  # (U)SIM SMS storage full
    "D3": Reason.FULL,  # memory capacity exceeded in the phone
    "EXPIRED": Reason.EXPIRED,
    "REJECTD": Reason.REJECTED,
}
_FIELD = re.compile(
    r"\b(id|stat|err|done[ _]?date)\s*:\s*"
    # An empty field doesn't take the name of the next as its value.
    r"(?!(?:id|sub|dlvrd|submit[ _]?date|done[ _]?date|stat|err)\s*:)"
    r"([^\s\0]{1,100})",
    re.IGNORECASE,
)
# What follows is a piece of the message itself, which may look like a report.
_TEXT = re.compile(r"\btext\s*:", re.IGNORECASE)
_HEX = re.compile(r"[0-9a-fA-F]{1,16}")
_DECIMAL = re.compile(r"[0-9]{1,20}")
# The widths to which gateways fill up with zeros: eight hexadecimal digits, ten decimal ones (appendix B).
_HEX_WIDTH, _DECIMAL_WIDTH = 8, 10
_LONGEST_REPORT = 2_000


def parse(text: str, *, message_id: str = "", state: int | None = None, zone: tzinfo = UTC) -> Receipt | None:
    """The receipt in a deliver_sm, or None where it is none.

    `text` is its short message, such as "id:ABC sub:001 dlvrd:001 submit date:... stat:DELIVRD err:000 text:...";
    `message_id` and `state` are the parameters receipted_message_id and message_state, which are believed before
    the text. A receipt has at least an id and a state. `zone` is the network's, whose clock `done date` shows.
    """
    fields = _fields(text[:_LONGEST_REPORT])
    ref = message_id.strip("\0 ") or fields.get("id", "")
    word = _STATES.get(state or 0) or fields.get("stat", "").lower()[:5]
    if not ref or not word:
        return None
    error = f"{_TELLING.get(word, '')} {fields.get('err', '')}".strip()
    return Receipt(ref, _WORDS.get(word, Standing.UNKNOWN), error, _moment(fields.get("done", ""), zone))


def kannel(code: int) -> Standing:
    """What Kannel's %d says: 1 delivered, 2 failed, 4 queued, 8 accepted, 16 rejected; of several bits, the
    one that says most.
    """
    return next((standing for bit, standing in _KANNEL.items() if code > 0 and code & bit), Standing.UNKNOWN)


def spellings(ref: str) -> tuple[str, ...]:
    """Every way in which the same id may stand elsewhere, its own first; at most sixteen, each once.

    Networks answer a submission with 1A2B3C4D and report on 439041101, change case, or drop leading zeros. A number
    may be read both ways, so a caller takes the first spelling that names a message of the same gateway.
    """
    ref = ref.strip("\0 ")
    found = [ref, ref.lower(), ref.upper(), ref.lstrip("0")]
    if _HEX.fullmatch(ref):
        found += _hexadecimal(int(ref, 16)) + _decimal(int(ref, 16))
    if _DECIMAL.fullmatch(ref):
        found += _decimal(int(ref)) + _hexadecimal(int(ref))
    return tuple(spelling for spelling in dict.fromkeys(found) if spelling)


def moves(now: Standing, to: Standing) -> bool:
    """Whether a report `to` changes a message that stands at `now`.

    Never backwards: what is delivered stays so. From failed to delivered is forwards, since networks correct
    themselves; from one failure to another isn't.
    """
    return _RANKS[to] > _RANKS[now]


def whole(parts: Iterable[Standing]) -> Standing:
    """The state of a message from its parts: delivered only if all are, failed as soon as one is, else that of the
    part least far along. UNKNOWN without parts.
    """
    standings = set(parts)
    if Standing.FAILED in standings:
        return Standing.FAILED
    return min(standings, key=_RANKS.__getitem__, default=Standing.UNKNOWN)


def reason(error: str, standing: Standing) -> Reason | None:
    """Why a message failed: by its code where a standard gives it a meaning, else by the network's word.

    None where it hasn't failed. `error` is that of a receipt: "001", "EXPIRED 000", "REJECTD".
    """
    if standing is not Standing.FAILED:
        return None
    tokens = [token.lstrip("0") for token in error.upper().replace("\0", " ").split()]
    # The code stands last and tells more: "EXPIRED 027" was absent until it expired.
    return next((_ERRORS[token] for token in reversed(tokens) if token in _ERRORS), Reason.UNKNOWN)


def _fields(text: str) -> dict[str, str]:
    """The fields of a report by the first word of their name, the first of each; those of the message left out."""
    start = _TEXT.search(text)
    found = _read(text[: start.start()]) if start else {}
    # A report that begins with its text has its fields behind it.
    return found if found.keys() & {"id", "stat"} else _read(text)


def _read(text: str) -> dict[str, str]:
    pairs = [(name.lower()[:4].rstrip(), value) for name, value in _FIELD.findall(text)]
    return dict(reversed(pairs))


def _moment(written: str, zone: tzinfo) -> datetime | None:
    """YYMMDDhhmm with or without seconds, or the year in full, as a moment in the zone."""
    if not _DECIMAL.fullmatch(written):
        return None
    # A report of 2020 is no longer awaited, so a date that begins with 20 has its year in full.
    year = "%Y" if written.startswith("20") and len(written) > _DECIMAL_WIDTH else "%y"
    seconds = "%S" if len(written) > (12 if year == "%Y" else 10) else ""
    try:
        return datetime.strptime(written, f"{year}%m%d%H%M{seconds}").replace(tzinfo=zone)
    except ValueError:
        return None


def _hexadecimal(number: int) -> list[str]:
    short = f"{number:x}"
    return [spelling for digits in (short, short.zfill(_HEX_WIDTH)) for spelling in (digits, digits.upper())]


def _decimal(number: int) -> list[str]:
    return [str(number), str(number).zfill(_DECIMAL_WIDTH)]
