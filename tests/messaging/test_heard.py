"""What is heard in a supplier's call, after the examples of its documentation, and the signature of Twilio's."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from imbizo.calc.receipts import Receipt, Standing
from imbizo.messaging.gateways.http import Call, heard
from imbizo.messaging.gateways.http.callbacks import Said
from imbizo.messaging.gateways.http.twilio import is_signed, signature
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Reason, Service
from tests.messaging.suppliers import PHONE

DELIVERED = {"id": "ATXid_1", "status": "Success", "phoneNumber": PHONE, "networkCode": "65501"}
TEXT = {"from": PHONE, "to": "45678", "text": "Ewe, ndiyeza", "id": "in-1", "date": "2026-11-21T10:00:00Z"}


def call(body: Any = b"", **query: str) -> Call:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Call(url="", query=urlencode(query), body=content)


def form(**fields: str) -> Call:
    return call(urlencode(fields).encode())


BULKSMS_SENT = {
    "id": "1-00000000000522347562",
    "type": "SENT",
    "from": "27007654321",
    "to": "27001234567",
    "body": "Hello World!",
    "encoding": "TEXT",
    "creditCost": 1.0,
    "numberOfParts": 1,
    "status": {"id": "DELIVERED.null", "type": "DELIVERED", "subtype": None},
    "submission": {"id": "2-00000000000522347562", "date": "2026-11-21T10:00:00Z"},
    "userSuppliedId": None,
    "relatedSentMessageId": None,
}
BULKSMS_FAILED = BULKSMS_SENT | {"status": {"id": "FAILED.BLOCKED", "type": "FAILED", "subtype": "BLOCKED"}}
BULKSMS_RECEIVED = BULKSMS_SENT | {"type": "RECEIVED", "from": "27001234567", "to": "27007654321"}


def clickatell(**event: Any) -> Call:
    about = {"integrationId": "fa8090815f05d5ed015f0b5b56080cd2", "integrationName": "My integration"}
    return call(about | {"event": event})


def clickatell_status(code: int, *, ours: str | None = "abc") -> Call:
    update = {
        "channel": "sms",
        "messageId": "77fb29998253415fa5d66971d519d362",
        "clientMessageId": ours,
        "timestamp": 1506607698000,
        "statusCode": code,
        "status": "WORD",
    }
    return clickatell(messageStatusUpdate=[update])


CLICKATELL_TEXT = {
    "channel": "sms",
    "messageId": "3a89680503414383af44dcd0e4e5f184",
    "relatedMessageId": "d33eef0838a121f71069a4cc8d55c19e",
    "relatedClientMessageId": "d33eef0838a121f71069a4cc8d55c19e",
    "from": "2799900001",
    "to": "2799900002",
    "timestamp": 1506607698000,
    "content": "Text Content of the reply message",
    "charset": "UTF-8",
}
KANNEL_NACK = "NACK/0x0000000b/Invalid Destination Address"
KANNEL_RECEIPT = (
    "id:1A sub:001 dlvrd:000 submit date:2611211000 done date:2611211001 stat:UNDELIV err:001 text:"
)


@pytest.mark.parametrize(
    ("service", "told", "report"),
    [
        (Service.BULKSMS, call([BULKSMS_SENT]), Receipt("1-00000000000522347562", Standing.DELIVERED)),
        (
            Service.BULKSMS,
            call([BULKSMS_FAILED]),
            Receipt("1-00000000000522347562", Standing.FAILED, Reason.BARRED),
        ),
        (Service.CLICKATELL, clickatell_status(5), Receipt("abc", Standing.DELIVERED)),
        (Service.CLICKATELL, clickatell_status(4), Receipt("abc", Standing.QUEUED)),
        (
            Service.CLICKATELL,
            clickatell_status(29, ours=None),
            Receipt("77fb29998253415fa5d66971d519d362", Standing.FAILED, Reason.UNKNOWN_NUMBER),
        ),
        (Service.CLICKATELL, clickatell_status(199), Receipt("abc", Standing.FAILED)),
        (Service.AFRICASTALKING, form(**DELIVERED), Receipt("ATXid_1", Standing.DELIVERED)),
        (
            Service.AFRICASTALKING,
            form(id="ATXid_1", status="Failed", failureReason="UserInBlackList"),
            Receipt("ATXid_1", Standing.FAILED, Reason.BARRED),
        ),
        (
            Service.AFRICASTALKING,
            form(id="ATXid_1", status="AbsentSubscriber"),
            Receipt("ATXid_1", Standing.FAILED, Reason.ABSENT),
        ),
        (
            Service.TWILIO,
            call(b"MessageSid=SM1&MessageStatus=delivered&To=%2B27600000001", ref="abc"),
            Receipt("abc", Standing.DELIVERED),
        ),
        (
            Service.TWILIO,
            form(MessageSid="SM1", SmsSid="SM1", MessageStatus="undelivered", ErrorCode="30003"),
            Receipt("SM1", Standing.FAILED, Reason.ABSENT),
        ),
        (Service.KANNEL, call(ref="abc-1", kind="8", said="ACK/"), Receipt("abc-1", Standing.ACCEPTED)),
        (Service.KANNEL, call(ref="abc-1", kind="1", said=""), Receipt("abc-1", Standing.DELIVERED)),
        (
            Service.KANNEL,
            call(ref="abc-1", kind="16", said=KANNEL_NACK),
            Receipt("abc-1", Standing.FAILED, Reason.UNKNOWN_NUMBER),
        ),
        (
            Service.KANNEL,
            call(ref="abc", kind="2", said=KANNEL_RECEIPT),
            Receipt("abc", Standing.FAILED, "001"),
        ),
    ],
)
def test_a_report_is_heard(service: Service, told: Call, report: Receipt) -> None:
    assert list(heard(Gateway(service=service), told).reports) == [report]


@pytest.mark.parametrize(
    ("service", "told", "said"),
    [
        (
            Service.BULKSMS,
            call([BULKSMS_RECEIVED]),
            Said("27001234567", "Hello World!", "27007654321", "1-00000000000522347562"),
        ),
        (
            Service.CLICKATELL,
            clickatell(moText=[CLICKATELL_TEXT]),
            Said(
                "2799900001",
                "Text Content of the reply message",
                "2799900002",
                "3a89680503414383af44dcd0e4e5f184",
            ),
        ),
        (Service.AFRICASTALKING, form(**TEXT), Said(PHONE, "Ewe, ndiyeza", "45678", "in-1")),
        (Service.AFRICASTALKING, form(senderId="Imbizo", phoneNumber=PHONE), Said(PHONE, "STOP", "Imbizo")),
        (
            Service.TWILIO,
            form(MessageSid="SM1", SmsStatus="received", From=PHONE, To="+27110000000", Body="Ewe"),
            Said(PHONE, "Ewe", "+27110000000", "SM1"),
        ),
        (
            Service.KANNEL,
            call(**{"from": "27600000001", "to": "45678", "text": "Ewe", "coding": "0", "charset": "UTF-8"}),
            Said("27600000001", "Ewe", "45678"),
        ),
    ],
)
def test_a_message_is_heard(service: Service, told: Call, said: Said) -> None:
    assert list(heard(Gateway(service=service), told).said) == [said]


@pytest.mark.parametrize(
    ("text", "charset", "coding"),
    [
        ("ḓuri 😀".encode("utf-16-be"), "UTF-16BE", "2"),
        ("ḓuri 😀".encode("utf-16-be"), "no such alphabet", "2"),
        ("ḓuri 😀".encode(), "", "0"),
    ],
)
def test_a_text_from_kannel_is_read_in_its_alphabet(text: bytes, charset: str, coding: str) -> None:
    query = urlencode({"from": "27600000001", "text": text, "charset": charset, "coding": coding, "id": "1"})
    told = heard(Gateway(service=Service.KANNEL), Call(url="", query=query, body=b""))
    assert [each.text for each in told.said] == ["ḓuri 😀"]


def test_several_reports_come_in_one_call() -> None:
    told = heard(Gateway(service=Service.BULKSMS), call([BULKSMS_SENT, BULKSMS_FAILED, BULKSMS_RECEIVED]))
    assert (len(told.reports), len(told.said)) == (2, 1)


def test_the_signature_is_that_of_twilios_own_example() -> None:
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+12349013030",
        "Digits": "1234",
        "From": "+12349013030",
        "To": "+18005551212",
    }
    told = Call(
        url="https://mycompany.com/myapp.php?foo=1&bar=2",
        query="foo=1&bar=2",
        body=urlencode(fields).encode(),
        headers={"x-twilio-signature": "0/KCTR6DLpKmkAf8muzZqo1nDgQ="},
    )
    assert (is_signed(told, "12345"), is_signed(told, "12346"), is_signed(told, "")) == (True, False, False)


def test_a_signature_over_the_address_with_its_port_counts_too() -> None:
    signed = signature("https://imbizo.example.org:443/open/?a=1FromA", "12345")
    told = Call("https://imbizo.example.org/open/?a=1", "a=1", b"From=A", {"x-twilio-signature": signed})
    assert is_signed(told, "12345")
