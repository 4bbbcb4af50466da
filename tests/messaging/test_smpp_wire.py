"""What is written for an SMS centre, and what is read of what it says."""

import struct
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc import sms
from imbizo.calc.sms import Concat, Encoding
from imbizo.messaging.gateways import Outgoing
from imbizo.messaging.gateways.settings import SMPP
from imbizo.messaging.gateways.smpp_wire import (
    HEADER,
    Number,
    read_delivery,
    read_reference,
    receiver,
    sender,
    submissions,
)


def account(**told: Any) -> SMPP:
    return SMPP(host="smsc.example.org", system_id="imbizo", password="secret", **told)


def message(text: str) -> Outgoing:
    return Outgoing(
        id=uuid.UUID(int=0x1234),
        address="+27820000001",
        sender="Imbizo",
        text=text,
        parts=tuple(sms.split(text)),
        encoding=sms.size(text).encoding,
    )


def deliver_sm(
    text: bytes = b"Hello", *, esm_class: int = 0, data_coding: int = 0, tlvs: bytes = b"", ton: int = 1
) -> bytes:
    body = b"\0" + bytes([ton, 1]) + b"27820000001\0" + b"\x00\x01" + b"40404\0" + bytes([esm_class, 0, 0])
    body += b"\0\0" + bytes([0, 0, data_coding, 0, len(text)]) + text + tlvs
    return HEADER.pack(HEADER.size + len(body), 5, 0, 77) + body


def tlv(tag: int, value: bytes) -> bytes:
    return struct.pack(">HH", tag, len(value)) + value


@pytest.mark.parametrize(
    ("written", "told", "expected"),
    [
        ("Imbizo", {}, Number("Imbizo", 5, 0)),
        ("+27110000000", {}, Number("27110000000", 1, 1)),
        ("40404", {}, Number("40404", 3, 0)),
        ("40404", {"source_ton": "0", "source_npi": "1"}, Number("40404", 0, 1)),
    ],
)
def test_a_sender_is_what_its_form_or_the_settings_say(
    written: str, told: dict[str, str], expected: Number
) -> None:
    assert sender(written, account(**told)) == expected


def test_receivers_have_no_plus() -> None:
    assert receiver("+27820000001", account()) == Number("27820000001", 1, 1)


def test_all_parts_have_one_reference_and_their_number() -> None:
    parts = submissions(message("one " * 100), account())
    assert [part.octets[:6].hex() for part in parts] == ["050003340301", "050003340302", "050003340303"]


@pytest.mark.parametrize(
    ("alphabet", "text", "data_coding", "octets"),
    [
        ("gsm", "é@", 0, b"\x05\x00"),
        ("latin1", "é@", 3, b"\xe9@"),
        ("latin1-0", "é@", 0, b"\xe9@"),
        ("latin1", "5 €", 8, "5 €".encode("utf-16-be")),
        ("latin1", "Ŵ", 8, "Ŵ".encode("utf-16-be")),
    ],
)
def test_plain_text_is_written_in_the_alphabet_of_the_centre(
    alphabet: str, text: str, data_coding: int, octets: bytes
) -> None:
    [part] = submissions(message(text), account(alphabet=alphabet))
    assert (part.data_coding, part.octets) == (data_coding, octets)


def test_a_long_text_that_latin_1_lacks_goes_in_more_parts() -> None:
    parts = submissions(message("€" * 80), account(alphabet="latin1"))
    assert "".join(part.octets[6:].decode("utf-16-be") for part in parts) == "€" * 80


def test_a_text_from_a_phone_is_read() -> None:
    delivery = read_delivery(deliver_sm(b"\x00t 5"))
    found = (delivery.sequence, delivery.source, delivery.destination, delivery.receipt())
    assert (*found, delivery.reading("gsm")) == (77, "+27820000001", "40404", None, (None, "@t 5"))


@pytest.mark.parametrize(
    ("data_coding", "alphabet", "text"),
    [
        (8, "gsm", "\u6a69"),
        (0x18, "gsm", "\u6a69"),
        (3, "gsm", "ji"),
        (0, "latin1-0", "ji"),
        (0xF1, "gsm", "ji"),
    ],
)
def test_the_data_coding_says_how_a_text_is_read(data_coding: int, alphabet: str, text: str) -> None:
    delivery = read_delivery(deliver_sm(b"ji", data_coding=data_coding))
    assert delivery.reading(alphabet) == (None, text)


def test_a_part_is_numbered_by_its_header() -> None:
    delivery = read_delivery(deliver_sm(b"\x06\x08\x04\x01\x02\x03\x01Hello", esm_class=0x40))
    assert delivery.reading("gsm") == (Concat(0x0102, 3, 1, bits=16), "Hello")


def test_a_part_is_numbered_by_its_parameters() -> None:
    tlvs = tlv(0x020C, b"\x00\x07") + tlv(0x020E, b"\x02") + tlv(0x020F, b"\x01")
    assert read_delivery(deliver_sm(tlvs=tlvs)).reading("gsm") == (Concat(7, 2, 1, bits=16), "Hello")


def test_a_long_text_stands_in_the_payload() -> None:
    assert read_delivery(deliver_sm(b"", tlvs=tlv(0x0424, b"Hello" * 100))).octets == b"Hello" * 100


def test_a_report_may_stand_in_parameters_alone() -> None:
    tlvs = tlv(0x001E, b"A1\0") + tlv(0x0427, b"\x02")
    receipt = read_delivery(deliver_sm(b"", esm_class=4, tlvs=tlvs)).receipt()
    assert receipt is not None
    assert (receipt.ref, receipt.standing) == ("A1", "delivered")


@given(st.binary(max_size=80))
def test_whatever_comes_is_read_or_refused(body: bytes) -> None:
    pdu = HEADER.pack(HEADER.size + len(body), 5, 0, 1) + body
    try:
        delivery = read_delivery(pdu)
    except ValueError:
        return
    delivery.receipt()
    delivery.reading("gsm")


def test_a_reference_ends_at_its_null() -> None:
    assert read_reference(bytes(16) + b"A1\0\0") == "A1"


def test_no_centre_takes_more_parts_than_a_header_numbers() -> None:
    assert message("a" * 153 * 256).encoding == Encoding.GSM7
    with pytest.raises(Exception, match="no header"):
        submissions(message("a" * 153 * 256), account())
