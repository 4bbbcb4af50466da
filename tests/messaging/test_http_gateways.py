"""Suppliers over the web: what is asked of each, what its answers mean, and what happens when it misbehaves."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from imbizo.messaging.gateways import Account, Outcome, Result, Trouble
from imbizo.messaging.gateways.http import supplier_of
from imbizo.messaging.gateways.http.addresses import inbound_address
from imbizo.messaging.gateways.http.bulksms import once
from imbizo.messaging.operations.checking import check
from imbizo.messaging.states import Health, Reason, Service
from tests.cast import Cast
from tests.messaging.suppliers import KEY, NO_CREDITS, PHONE, TAKES, gateway_at, outgoing, sent, trouble
from tests.parts.web import Reply, Reset, Website

EVERY = tuple(Service)
ORIGIN = "http://testserver"


def outcome(website: Website, service: str, reply: Reply) -> Result:
    """What a message becomes by this answer."""
    website.answers(reply)
    [result] = sent(gateway_at(website.url, service), outgoing())
    return result


# What each is asked


def test_bulksms_is_asked_for_one_message_at_a_time_and_told_how_to_know_it_again(website: Website) -> None:
    website.answers(TAKES[Service.BULKSMS])
    message = outgoing("Molweni, ndiyabulela ‘wena’", sender="Imbizo")
    [result] = sent(gateway_at(website.url, Service.BULKSMS), message)
    [request] = website.requests
    assert (request.path, request.query) == ("/messages", {"deduplication-id": str(once(message))})
    assert request.headers["authorization"] == "Basic dG9rZW46c2VjcmV0"
    assert request.json == {
        "to": PHONE,
        "body": "Molweni, ndiyabulela ‘wena’",
        "encoding": "UNICODE",
        "longMessageMaxParts": 2,
        "deliveryReports": "ALL",
        "from": {"type": "ALPHANUMERIC", "address": "Imbizo"},
    }
    assert result == Result(message.id, Outcome.ACCEPTED, refs=("1-00000000000522347562",))


@pytest.mark.parametrize(
    ("sender", "can_receive", "expected"),
    [
        ("", True, {"type": "REPLIABLE"}),
        ("", False, None),
        ("45678", False, {"type": "SHORTCODE", "address": "45678"}),
        ("+27110000000", False, {"type": "INTERNATIONAL", "address": "+27110000000"}),
    ],
)
def test_bulksms_is_told_what_kind_of_sender_it_is(
    website: Website, sender: str, can_receive: bool, expected: dict[str, str] | None
) -> None:
    website.answers(TAKES[Service.BULKSMS])
    sent(gateway_at(website.url, Service.BULKSMS, can_receive=can_receive), outgoing(sender=sender))
    assert website.requests[0].json.get("from") == expected


def test_messages_of_a_campaign_never_share_their_number_against_doubles() -> None:
    messages = [outgoing() for _ in range(5_000)]
    numbers = {once(message) for message in messages}
    assert (len(numbers), max(numbers) < 2**31) == (5_000, True)


def test_clickatell_is_asked_with_our_own_reference(website: Website) -> None:
    website.answers(TAKES[Service.CLICKATELL])
    message = outgoing(sender="+27110000000")
    [result] = sent(gateway_at(website.url, Service.CLICKATELL), message)
    [request] = website.requests
    assert (request.path, request.headers["authorization"]) == ("/v1/message", "secret")
    entry = {
        "channel": "sms",
        "to": "27600000001",
        "content": "Sawubona",
        "clientMessageId": message.id.hex,
        "from": "27110000000",
    }
    assert request.json == {"messages": [entry]}
    its_own = "77fb29998253415fa5d66971d519d362"
    assert result == Result(message.id, Outcome.ACCEPTED, refs=(message.id.hex,), detail=its_own)


def test_africas_talking_is_asked_by_a_form(website: Website) -> None:
    website.answers(TAKES[Service.AFRICASTALKING])
    message = outgoing(sender="Imbizo")
    [result] = sent(gateway_at(website.url, Service.AFRICASTALKING), message)
    [request] = website.requests
    assert (request.path, request.headers["apikey"]) == ("/messaging", "secret")
    assert request.form == {
        "username": "imbizo",
        "to": PHONE,
        "message": "Sawubona",
        "from": "Imbizo",
        "bulkSMSMode": "1",
        "enqueue": "1",
    }
    assert result == Result(message.id, Outcome.ACCEPTED, refs=("ATXid_1",))


def test_twilio_is_asked_by_a_form_with_its_validity(website: Website) -> None:
    website.answers(TAKES[Service.TWILIO])
    message = outgoing(sender="+27110000000", use_by=timezone.now() + timedelta(days=2))
    [result] = sent(gateway_at(website.url, Service.TWILIO), message)
    [request] = website.requests
    assert request.path == "/Accounts/AC1/Messages.json"
    assert request.headers["authorization"] == "Basic QUMxOjEyMzQ1"
    assert {name: value for name, value in request.form.items() if name != "StatusCallback"} == {
        "To": PHONE,
        "From": "+27110000000",
        "Body": "Sawubona",
        "ValidityPeriod": "36000",
    }
    assert result == Result(message.id, Outcome.ACCEPTED, refs=(message.id.hex,), detail="SM1")


def test_twilio_is_told_where_to_report_on_which_message(website: Website) -> None:
    website.answers(TAKES[Service.TWILIO])
    gateway, message = gateway_at(website.url, Service.TWILIO), outgoing()
    sent(gateway, message)
    address = f"{ORIGIN}/open/gateways/{gateway.pk}/report/?ref={message.id.hex}"
    assert website.requests[0].form["StatusCallback"] == address


def test_a_messaging_service_of_twilio_is_named_as_one(website: Website) -> None:
    website.answers(TAKES[Service.TWILIO])
    sent(gateway_at(website.url, Service.TWILIO), outgoing(sender="MG1"))
    assert (website.requests[0].form["MessagingServiceSid"], "From" in website.requests[0].form) == (
        "MG1",
        False,
    )


def test_kannel_is_asked_for_a_short_message_without_a_header(website: Website) -> None:
    website.answers(TAKES[Service.KANNEL])
    message = outgoing("ḓuri", sender="Imbizo", use_by=timezone.now() + timedelta(minutes=30, seconds=30))
    gateway = gateway_at(f"{website.url}/cgi-bin/sendsms", Service.KANNEL)
    [result] = sent(gateway, message)
    [request] = website.requests
    report = f"{ORIGIN}/open/gateways/{gateway.pk}/report/?key={KEY}&ref={message.id.hex}-1&kind=%d&said=%A"
    assert request.query == {
        "username": "imbizo",
        "password": "secret",
        "to": PHONE,
        "from": "Imbizo",
        "text": "ḓuri".encode().decode("latin-1"),
        "charset": "UTF-8",
        "coding": "2",
        "validity": "30",
        "dlr-mask": "31",
        "dlr-url": report,
    }
    assert result == Result(message.id, Outcome.ACCEPTED, refs=(f"{message.id.hex}-1",))


def test_kannel_gets_each_part_by_itself_with_its_header(website: Website) -> None:
    website.answers(TAKES[Service.KANNEL])
    message, left = outgoing("a" * 66 + "😀" * 3), list[int]()
    [result] = sent(gateway_at(website.url, Service.KANNEL), message, leave=left.append)
    reference = message.id.bytes[-1]
    headers = [request.query["udh"].encode("latin-1") for request in website.requests]
    texts = [request.query["text"].encode("latin-1").decode() for request in website.requests]
    assert texts == ["a" * 66, "😀" * 3]
    assert headers == [bytes((5, 0, 3, reference, 2, 1)), bytes((5, 0, 3, reference, 2, 2))]
    assert (result.refs, left) == ((f"{message.id.hex}-1", f"{message.id.hex}-2"), [1, 1])


def test_a_kannel_that_reports_once_is_given_one_reference(website: Website) -> None:
    website.answers(TAKES[Service.KANNEL])
    message = outgoing("a" * 161)
    [result] = sent(gateway_at(website.url, Service.KANNEL, settings={"one_receipt": True}), message)
    assert result.refs == (message.id.hex,)


def test_a_percent_sign_in_kannels_own_secret_is_not_filled_in(website: Website) -> None:
    website.answers(TAKES[Service.KANNEL])
    gateway = gateway_at(website.url, Service.KANNEL)
    gateway.keep_secrets(dlr_secret="50%d")
    sent(gateway, outgoing())
    assert "?key=50%%25d&" in website.requests[0].query["dlr-url"]


@pytest.mark.parametrize("service", EVERY)
def test_a_message_leaves_when_all_its_parts_may(website: Website, service: Service) -> None:
    website.answers(TAKES[service])
    left = list[int]()
    sent(gateway_at(website.url, service), outgoing("a" * 161), leave=left.append)
    assert sum(left) == 2


@pytest.mark.parametrize("service", EVERY)
def test_many_messages_are_all_taken(website: Website, service: Service) -> None:
    website.answers(TAKES[service])
    messages = [outgoing() for _ in range(25)]
    results = sent(gateway_at(website.url, service), *messages)
    assert {result.id for result in results if result.outcome is Outcome.ACCEPTED} == {
        message.id for message in messages
    }
    assert len(website.requests) == 25


# What their refusals mean

BAD_REQUEST = {
    "type": "https://developer.bulksms.com/json/v1/errors#bad-request",
    "title": "Bad Request",
    "status": 400,
    "detail": "The 'to' field is invalid",
}


def clickatell(code: int) -> dict[str, Any]:
    error = {"code": code, "description": "why"}
    return {"messages": [{"apiMessageId": None, "accepted": False, "to": "1", "error": error}], "error": None}


def africas(code: int) -> dict[str, Any]:
    recipient = {"statusCode": code, "number": PHONE, "status": "why", "cost": "0", "messageId": "None"}
    return {"SMSMessageData": {"Message": "Sent to 0/1 Total Cost: 0", "Recipients": [recipient]}}


def twilio(code: int) -> dict[str, Any]:
    return {"code": code, "message": "why", "more_info": "https://www.twilio.com/docs/errors", "status": 400}


@pytest.mark.parametrize(
    ("service", "reply", "reason", "detail"),
    [
        (Service.BULKSMS, Reply(400, BAD_REQUEST), Reason.REJECTED, "Bad Request: The 'to' field is invalid"),
        (Service.CLICKATELL, Reply(400, clickatell(25)), Reason.UNKNOWN_NUMBER, "25 why"),
        (Service.CLICKATELL, Reply(207, clickatell(26)), Reason.BARRED, "26 why"),
        (Service.CLICKATELL, Reply(400, clickatell(45)), Reason.BAD_SENDER, "45 why"),
        (Service.AFRICASTALKING, Reply(201, africas(403)), Reason.UNKNOWN_NUMBER, "403 why"),
        (Service.AFRICASTALKING, Reply(201, africas(406)), Reason.BARRED, "406 why"),
        (Service.AFRICASTALKING, Reply(201, africas(402)), Reason.BAD_SENDER, "402 why"),
        (Service.TWILIO, Reply(400, twilio(21211)), Reason.UNKNOWN_NUMBER, "21211 why"),
        (Service.TWILIO, Reply(400, twilio(21610)), Reason.BARRED, "21610 why"),
        (Service.TWILIO, Reply(400, twilio(21606)), Reason.BAD_SENDER, "21606 why"),
        (Service.TWILIO, Reply(400, twilio(99999)), Reason.REJECTED, "99999 why"),
        (
            Service.KANNEL,
            Reply(403, b"Not routable. Do not try again."),
            Reason.CANT_REACH,
            "Not routable. Do not try again.",
        ),
        (
            Service.KANNEL,
            Reply(400, b"Sender missing and no global set, rejected"),
            Reason.BAD_SENDER,
            "Sender missing and no global set, rejected",
        ),
    ],
)
def test_a_refusal_says_why(
    website: Website, service: Service, reply: Reply, reason: Reason, detail: str
) -> None:
    result = outcome(website, service, reply)
    assert (result.outcome, result.reason, result.detail) == (Outcome.REFUSED, reason, detail)


def test_a_sender_that_africas_talking_does_not_know_is_said_for_the_whole_request(website: Website) -> None:
    data = {"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}}
    result = outcome(website, Service.AFRICASTALKING, Reply(201, data))
    assert (result.outcome, result.reason) == (Outcome.REFUSED, Reason.BAD_SENDER)


@pytest.mark.parametrize(
    ("service", "reply"),
    [
        (Service.CLICKATELL, Reply(503, clickatell(19))),
        (Service.AFRICASTALKING, Reply(201, africas(501))),
        (Service.TWILIO, Reply(400, twilio(30001))),
    ],
)
def test_what_the_supplier_could_not_take_now_goes_again(
    website: Website, service: Service, reply: Reply
) -> None:
    assert outcome(website, service, reply).outcome is Outcome.LATER


@pytest.mark.parametrize(
    ("service", "reply", "health"),
    [
        (Service.BULKSMS, Reply(403, NO_CREDITS), Health.NO_CREDIT),
        (Service.CLICKATELL, Reply(402, clickatell(20)), Health.NO_CREDIT),
        (Service.CLICKATELL, Reply(400, clickatell(43)), Health.THROTTLED),
        (Service.AFRICASTALKING, Reply(201, africas(405)), Health.NO_CREDIT),
        (Service.AFRICASTALKING, Reply(401, b"The supplied authentication is invalid"), Health.REFUSED),
        (Service.TWILIO, Reply(401, twilio(20003)), Health.REFUSED),
        (Service.TWILIO, Reply(429, twilio(20429)), Health.THROTTLED),
        (Service.KANNEL, Reply(403, b"Authorization failed for sendsms"), Health.REFUSED),
        (Service.KANNEL, Reply(503, b"Temporal failure, try again later."), Health.UNREACHABLE),
        *[(service, Reply(401), Health.REFUSED) for service in EVERY],
        *[(service, Reply(429), Health.THROTTLED) for service in EVERY],
        *[(service, Reply(503, b"<html>"), Health.UNREACHABLE) for service in EVERY],
        *[(service, Reply(404, b"<html>"), Health.MISCONFIGURED) for service in EVERY],
        *[
            (service, Reply(302, b"", {"Location": "http://elsewhere"}), Health.MISCONFIGURED)
            for service in EVERY
        ],
    ],
)
def test_what_concerns_the_account_stops_the_gateway_and_hands_nothing_over(
    website: Website, service: Service, reply: Reply, health: Health
) -> None:
    assert trouble(website, service, reply) == (health, [])
    assert len(website.requests) == 1


# What is left


@pytest.mark.parametrize(
    ("service", "path", "said", "account"),
    [
        (Service.BULKSMS, "/profile", {"credits": {"balance": 1234.5}}, Account(Decimal("1234.5"), "")),
        (
            Service.CLICKATELL,
            "/v1/balance",
            {"balance": 88.12, "currency": "ZAR"},
            Account(Decimal("88.12"), "ZAR"),
        ),
        (
            Service.AFRICASTALKING,
            "/user",
            {"UserData": {"balance": "KES 1,785.50"}},
            Account(Decimal("1785.50"), "KES"),
        ),
        (
            Service.TWILIO,
            "/Accounts/AC1/Balance.json",
            {"account_sid": "AC1", "balance": "-2.10", "currency": "USD"},
            Account(Decimal("-2.10"), "USD"),
        ),
    ],
)
def test_the_balance_is_asked_where_the_supplier_tells_it(
    website: Website, service: Service, path: str, said: dict[str, Any], account: Account
) -> None:
    website.answers(Reply(200, said))
    assert supplier_of(gateway_at(website.url, service)).account() == account
    assert [request.path for request in website.requests] == [path]


def test_kannel_tells_no_balance(website: Website) -> None:
    assert (supplier_of(gateway_at(website.url, Service.KANNEL)).account(), website.requests) == (None, [])


@pytest.mark.parametrize(
    ("reply", "health"),
    [
        (Reply(401), Health.REFUSED),
        (Reply(200, b"<html>"), Health.CONFUSED),
        (Reply(200, {"balance": "NaN", "currency": "ZAR"}), Health.CONFUSED),
        (Reply(200, {"balance": "much", "currency": "ZAR"}), Health.CONFUSED),
        (Reset(), Health.UNREACHABLE),
    ],
)
def test_a_balance_that_is_none_says_how_the_gateway_is(website: Website, reply: Any, health: Health) -> None:
    website.answers(reply)
    with pytest.raises(Trouble) as raised:
        supplier_of(gateway_at(website.url, Service.CLICKATELL)).account()
    assert raised.value.health is health


def test_a_balance_is_kept_in_its_own_currency_or_in_credits(website: Website, cast: Cast) -> None:
    website.answers(Reply(200, {"credits": {"balance": 1234.5}}))
    prepaid = gateway_at(website.url, Service.BULKSMS, cast.programme)
    website.then(Reply(200, {"balance": "20.00", "currency": "USD"}))
    dollars = gateway_at(website.url, Service.TWILIO, cast.programme)
    for gateway in (dollars, prepaid):
        check(gateway_id=str(gateway.pk))
        gateway.refresh_from_db()
    assert (dollars.balance, dollars.balance_unit) == (Decimal("20.00"), "USD")
    assert (prepaid.balance, prepaid.balance_unit) == (Decimal("1234.50"), "credits")


def test_kannel_is_given_the_address_for_answers_with_what_it_fills_in(website: Website) -> None:
    gateway = gateway_at(website.url, Service.KANNEL)
    gateway.keep_secrets(dlr_secret="50%d")
    values = "from=%p&to=%P&text=%b&coding=%c&charset=%C&id=%I"
    assert inbound_address(gateway) == f"{ORIGIN}/open/gateways/{gateway.pk}/inbound/?key=50%%25d&{values}"
