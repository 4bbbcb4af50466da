"""What travels to and from an SMS centre over SMPP 3.4, as values: parts, answers, and what the centre delivers.

Section numbers are those of the SMPP Protocol Specification v3.4, issue 1.2. No connection, and no library: the bytes
of what comes in are read here, because a centre's answers must never end the process, whatever they are.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from imbizo.calc import sms
from imbizo.calc.receipts import Receipt, parse
from imbizo.calc.sms import Concat, Encoding
from imbizo.messaging.gateways.driver import Outgoing
from imbizo.messaging.gateways.settings import SMPP
from imbizo.messaging.states import Reason

HEADER = struct.Struct(">IIII")  # command_length, command_id, command_status, sequence_number
HAS_HEADER = 0x40  # esm_class (5.2.12)
_TYPE = 0x3C
UCS2, LATIN_1, DEFAULT = 8, 3, 0  # data_coding (5.2.19)
_UNKNOWN, _INTERNATIONAL, _NETWORK, _LETTERS = 0, 1, 3, 5  # type of number (5.2.5)
_E164 = 1  # numbering plan (5.2.6)
_LONGEST_SHORT_CODE = 6  # digits
_LONGEST_REFERENCE = 65

OK, THROTTLED, QUEUE_FULL, SYSTEM_ERROR = 0x00, 0x58, 0x14, 0x08
# The centre has not taken it and may do so soon (5.1.3). It is given time before it is asked again.
LATER = frozenset({THROTTLED, QUEUE_FULL, SYSTEM_ERROR})
_REASONS = {
    0x0A: Reason.BAD_SENDER,
    0x48: Reason.BAD_SENDER,
    0x49: Reason.BAD_SENDER,
    0x0B: Reason.CANT_REACH,
    0x50: Reason.CANT_REACH,
    0x51: Reason.CANT_REACH,
}
_RECEIPTED_ID, _PAYLOAD, _STATE = 0x001E, 0x0424, 0x0427  # optional parameters (5.3.2)
_SAR_REFERENCE, _SAR_TOTAL, _SAR_NUMBER = 0x020C, 0x020E, 0x020F


@dataclass(frozen=True, slots=True)
class Number:
    """An address with its type of number and numbering plan."""

    digits: str
    ton: int
    npi: int


@dataclass(frozen=True, slots=True)
class Submission:
    """One part as it is submitted: its octets with their header, where it is one of several."""

    source: Number
    destination: Number
    octets: bytes
    data_coding: int
    esm_class: int = 0
    asks_for_report: bool = True
    is_urgent: bool = False
    use_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the centre says to one part: its status, its id of the part, and the status in words."""

    status: int
    ref: str = ""
    said: str = ""

    @property
    def reason(self) -> Reason:
        """Why it will never take this part."""
        return _REASONS.get(self.status, Reason.REJECTED)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the centre hands us, a report or somebody's text, under the number by which it is acknowledged."""

    sequence: int
    source: str
    destination: str
    esm_class: int
    data_coding: int
    octets: bytes
    parameters: Mapping[int, bytes]

    def receipt(self) -> Receipt | None:
        """The report that it is; None where it is a text, or a report that can't be understood."""
        ref = self.parameters.get(_RECEIPTED_ID, b"").rstrip(b"\0").decode("ascii", "replace")
        if not ref and not self.is_report:
            return None
        state = int.from_bytes(self.parameters.get(_STATE, b""))
        return parse(self.octets.decode("latin-1"), message_id=ref, state=state)

    @property
    def is_report(self) -> bool:
        """Whether the network wrote it, also while it is still trying (5.2.12); all else is from a person."""
        return (self.esm_class & _TYPE) != 0

    def reading(self, alphabet: str) -> tuple[Concat | None, str]:
        """Which part of which message it is, and its text; `alphabet` is the centre's, as in its settings."""
        concat, octets = self._sar(), self.octets
        if self.esm_class & HAS_HEADER:
            concat, octets = sms.read_udh(octets)
        return concat, _decoded(octets, self.data_coding, alphabet)

    def _sar(self) -> Concat | None:
        tags = (_SAR_REFERENCE, _SAR_TOTAL, _SAR_NUMBER)
        if not all(tag in self.parameters for tag in tags):
            return None
        reference, total, number = (int.from_bytes(self.parameters[tag][-2:]) for tag in tags)
        return Concat(reference, total, number, bits=16) if 1 <= number <= total <= 255 else None


def submissions(message: Outgoing, account: SMPP) -> list[Submission]:
    """The parts of a message as they go to the centre, in order, all with one reference (3GPP TS 23.040, 9.2.3.24)."""
    data_coding, pieces = _pieces(message, account.alphabet)
    # By its id, so that a message that is handed over anew later has the same reference.
    reference, total = message.id.int & 0xFF, len(pieces)
    source, destination = sender(message.sender, account), receiver(message.address, account)
    return [
        Submission(
            source=source,
            destination=destination,
            octets=piece if total == 1 else sms.udh(reference, total, number) + piece,
            data_coding=data_coding,
            esm_class=0 if total == 1 else HAS_HEADER,
            asks_for_report=number == total or not account.one_receipt,
            is_urgent=message.is_urgent,
            use_by=message.use_by,
        )
        for number, piece in enumerate(pieces, start=1)
    ]


def sender(written: str, account: SMPP) -> Number:
    """A sender's name is letters; a number is what the settings say of it, else what its form says."""
    digits = written.removeprefix("+")
    if not digits.isdecimal():
        return Number(written, _LETTERS, _UNKNOWN)
    if int(account.source_ton) != _LETTERS:
        return Number(digits, int(account.source_ton), int(account.source_npi))
    if len(digits) <= _LONGEST_SHORT_CODE:
        return Number(digits, _NETWORK, _UNKNOWN)
    return Number(digits, _INTERNATIONAL, _E164)


def receiver(address: str, account: SMPP) -> Number:
    """Numbers are kept in their international form, and travel without its plus."""
    return Number(address.removeprefix("+"), int(account.destination_ton), int(account.destination_npi))


def read_delivery(pdu: bytes) -> Delivery:
    """The values of a deliver_sm (4.6.1). Raises ValueError where it isn't one."""
    try:
        return _Reader(pdu).delivery()
    except (IndexError, struct.error) as error:
        raise ValueError("a deliver_sm that ends too soon") from error


def read_reference(pdu: bytes) -> str:
    """The id in a submit_sm_resp (4.4.2); empty where there is none."""
    written = pdu[HEADER.size :].partition(b"\0")[0][:_LONGEST_REFERENCE]
    return written.decode("ascii", "replace").strip()


class _Reader:
    """Takes a deliver_sm apart from its beginning."""

    def __init__(self, pdu: bytes) -> None:
        self._pdu, self._at = pdu, HEADER.size
        self._sequence: int = HEADER.unpack_from(pdu)[3]

    def delivery(self) -> Delivery:
        self._word()  # service_type
        source, destination = self._address(), self._address()
        esm_class = self._octet()
        self._at += 2  # protocol_id, priority_flag
        self._word()  # schedule_delivery_time
        self._word()  # validity_period
        self._at += 2  # registered_delivery, replace_if_present_flag
        data_coding = self._octet()
        self._at += 1  # sm_default_msg_id
        octets = self._take(self._octet())
        parameters = dict(self._parameters())
        return Delivery(
            self._sequence,
            source,
            destination,
            esm_class,
            data_coding,
            octets or parameters.get(_PAYLOAD, b""),
            parameters,
        )

    def _address(self) -> str:
        ton = self._octet()
        self._at += 1  # its numbering plan
        written = self._word()
        return f"+{written}" if ton == _INTERNATIONAL and written.isdecimal() else written

    def _word(self) -> str:
        end = self._pdu.index(b"\0", self._at)
        start, self._at = self._at, end + 1
        return self._pdu[start:end].decode("latin-1")

    def _octet(self) -> int:
        self._at += 1
        return self._pdu[self._at - 1]

    def _take(self, count: int) -> bytes:
        self._at += count
        if self._at > len(self._pdu):
            raise IndexError(self._at)
        return self._pdu[self._at - count : self._at]

    def _parameters(self) -> Iterator[tuple[int, bytes]]:
        """Tag and value of each; what is cut short at the end is left out."""
        while self._at + 4 <= len(self._pdu):
            tag, length = struct.unpack(">HH", self._take(4))
            if self._at + length > len(self._pdu):
                return
            yield tag, self._take(length)


def _pieces(message: Outgoing, alphabet: str) -> tuple[int, list[bytes]]:
    """The data coding of a message and the octets of its parts."""
    if message.encoding is Encoding.UCS2:
        return UCS2, [sms.encode(part, Encoding.UCS2) for part in message.parts]
    if alphabet == "gsm":
        return DEFAULT, [sms.encode(part, Encoding.GSM7) for part in message.parts]
    try:
        octets = [part.encode("latin-1") for part in message.parts]
    except UnicodeEncodeError:
        # A euro sign or Greek: this centre can carry it only in the wide alphabet.
        return UCS2, _widened(message.text)
    return (LATIN_1 if alphabet == "latin1" else DEFAULT), octets


def _widened(text: str) -> list[bytes]:
    """Parts in UTF-16 of a text of the GSM alphabet, none of whose characters takes two units."""
    step = sms.SINGLE_UNITS if len(text) <= sms.SINGLE_UNITS else sms.MULTI_UNITS
    return [sms.encode(text[start : start + step], Encoding.UCS2) for start in range(0, len(text), step)]


def _decoded(octets: bytes, data_coding: int, alphabet: str) -> str:
    """The text of what came in; the groups of 3GPP TS 23.038, section 4 name it by its bits."""
    if (data_coding & 0xEC) == UCS2:
        return sms.decode(octets, Encoding.UCS2)
    if data_coding in {1, LATIN_1} or (data_coding == DEFAULT and alphabet == "latin1-0"):
        return octets.decode("latin-1")
    return sms.decode(octets, Encoding.GSM7)
