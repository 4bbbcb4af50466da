"""What travels between an SMPP 3.4 client and the centre: submits, receipts, texts from phones, and their bytes.

Section numbers are those of the SMPP Protocol Specification v3.4, issue 1.2.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import Enum, IntEnum
from pathlib import Path

import smpp34
from aiosmpplib import GSM7BitCodec

CONCATENATED_8_BIT = (
    b"\x05\x00\x03"  # a header of five octets; element 0, of three (3GPP TS 23.040, 9.2.3.24.1)
)
HAS_HEADER = 0x40  # esm_class (5.2.12)
IS_RECEIPT = 0x04
STATES = (
    "",
    "ENROUTE",
    "DELIVRD",
    "EXPIRED",
    "DELETED",
    "UNDELIV",
    "ACCEPTD",
    "UNKNOWN",
    "REJECTD",
)  # 5.2.28


class Status(IntEnum):
    """The answers of a centre (5.1.3)."""

    OK = 0x00
    SYSTEM_ERROR = 0x08
    INVALID_SOURCE = 0x0A
    INVALID_DESTINATION = 0x0B
    BIND_FAILED = 0x0D
    INVALID_PASSWORD = 0x0E
    QUEUE_FULL = 0x14
    SUBMIT_FAILED = 0x45
    THROTTLED = 0x58


class Tag(IntEnum):
    """The optional parameters that are read or written here (5.3.2)."""

    RECEIPTED_MESSAGE_ID = 0x001E
    SAR_REFERENCE = 0x020C
    SAR_PARTS = 0x020E
    SAR_PLACE = 0x020F
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


class Encoding(IntEnum):
    """The alphabets of a text (5.2.19, data_coding)."""

    GSM = 0
    LATIN_1 = 3
    UCS_2 = 8

    def encode(self, text: str) -> bytes:
        if self is Encoding.GSM:
            return bytes(GSM7BitCodec().encode(text)[0])
        return text.encode("latin-1" if self is Encoding.LATIN_1 else "utf-16-be")

    def decode(self, data: bytes) -> str:
        if self is Encoding.GSM:
            return str(GSM7BitCodec().decode(data)[0])
        return data.decode("latin-1" if self is Encoding.LATIN_1 else "utf-16-be")


class Ids(Enum):
    """How the centre writes a message's number: in its answer to the submit, and in the report."""

    HEX_THEN_DECIMAL = ("X", "d")
    DECIMAL_THEN_HEX = ("d", "x")
    ALIKE = ("x", "x")

    def submitted(self, number: int) -> str:
        return format(number, self.value[0])

    def reported(self, number: int) -> str:
        return format(number, self.value[1])


@dataclass(slots=True)
class Submit:
    """One submit_sm as it came over the wire, and what the centre did with it."""

    at: float  # time.monotonic(), in seconds; the same clock in all processes of a machine
    source: str
    destination: str
    data: bytes  # short_message or, where that is empty, the message_payload
    esm_class: int
    data_coding: int
    registered_delivery: int
    priority: int
    validity: str  # as sent: YYMMDDhhmmsstnnp, or empty
    number: int  # what the message's id counts from
    status: int | None = Status.OK  # None: never answered
    tlvs: dict[int, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, pdu: smpp34.SubmitSm, *, at: float, number: int) -> "Submit":
        tlvs = {tlv.tag: tlv.value for tlv in pdu.tlvs}
        return cls(
            at=at,
            source=pdu.source_addr,
            destination=pdu.destination_addr,
            data=pdu.short_message or tlvs.get(Tag.MESSAGE_PAYLOAD, b""),
            esm_class=pdu.esm_class,
            data_coding=pdu.data_coding,
            registered_delivery=pdu.registered_delivery,
            priority=pdu.priority_flag,
            validity=pdu.validity_period,
            number=number,
            tlvs=tlvs,
        )

    @property
    def taken(self) -> bool:
        """Whether the centre took it upon itself to deliver this message."""
        return self.status == Status.OK

    @property
    def part(self) -> tuple[int, int, int] | None:
        """Reference, how many parts, which of them (from 1), by header or by SAR parameters; None: whole."""
        if self.esm_class & HAS_HEADER and self.data.startswith(CONCATENATED_8_BIT):
            reference, parts, place = self.data[3:6]
            return reference, parts, place
        tags = (Tag.SAR_REFERENCE, Tag.SAR_PARTS, Tag.SAR_PLACE)
        if tags[0] not in self.tlvs:
            return None
        reference, parts, place = (int.from_bytes(self.tlvs[tag]) for tag in tags)
        return reference, parts, place

    @property
    def text(self) -> str:
        """What the phone shows of it, without its header."""
        header = self.data[0] + 1 if self.esm_class & HAS_HEADER else 0
        return Encoding(self.data_coding).decode(self.data[header:])

    def line(self) -> str:
        """The submit as a line of a log."""
        values = asdict(self)
        values["data"] = self.data.hex()
        values["tlvs"] = {tag: value.hex() for tag, value in self.tlvs.items()}
        return json.dumps(values) + "\n"


def read_log(path: Path) -> list[Submit]:
    """The submits in the log of a centre that runs in its own process; a line still being written is left out."""
    lines = path.read_text().splitlines(keepends=True)
    return [_from_line(line) for line in lines if line.endswith("\n")]


def _from_line(line: str) -> Submit:
    values = json.loads(line)
    values["data"] = bytes.fromhex(values["data"])
    values["tlvs"] = {int(tag): bytes.fromhex(value) for tag, value in values["tlvs"].items()}
    return Submit(**values)


@dataclass(frozen=True)
class Receipt:
    """A delivery report: what it says and when it comes."""

    state: str = "DELIVRD"
    error: str = "000"
    wait: float = 0.0  # seconds after the answer, or after the receipt before
    early: bool = False  # before the answer to the submit
    in_tlvs: bool = False  # in parameters alone (receipted_message_id, message_state), without a text

    def wanted_by(self, submit: Submit) -> bool:
        """Whether the submit asked for this report: 1 for all of them, 2 for failures alone (5.2.17)."""
        asked = submit.registered_delivery & 0x03
        return asked == 1 or (asked == 2 and self.state != "DELIVRD")

    def text(self, message_id: str) -> bytes:
        """The form that nearly all centres use (appendix B)."""
        if self.in_tlvs:
            return b""
        delivered = "001" if self.state == "DELIVRD" else "000"
        now = datetime.now(UTC).strftime("%y%m%d%H%M")
        return (
            f"id:{message_id} sub:001 dlvrd:{delivered} submit date:{now} done date:{now} "
            f"stat:{self.state} err:{self.error} text:"
        ).encode()

    def tlvs(self, message_id: str) -> list[smpp34.Tlv]:
        if not self.in_tlvs:
            return []
        return [
            smpp34.Tlv(Tag.RECEIPTED_MESSAGE_ID, message_id.encode() + b"\0"),
            smpp34.Tlv(Tag.MESSAGE_STATE, bytes([STATES.index(self.state)])),
        ]


def in_parts(text: str, encoding: Encoding, *, parts: int, reference: int) -> list[bytes]:
    """The text as that many short messages; more than one have a header each."""
    if parts == 1:
        return [encoding.encode(text)]
    step = -(-len(text) // parts)
    pieces = [text[start : start + step] for start in range(0, step * parts, step)]
    return [
        CONCATENATED_8_BIT + bytes([reference % 256, parts, place]) + encoding.encode(piece)
        for place, piece in enumerate(pieces, start=1)
    ]


def most_in_a_second(submits: Iterable[Submit]) -> int:
    """The largest number of submits in any sliding second."""
    moments: Sequence[float] = sorted(submit.at for submit in submits)
    first = most = 0
    for last, moment in enumerate(moments):
        while moment - moments[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most
