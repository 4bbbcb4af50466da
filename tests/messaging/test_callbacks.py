"""What suppliers tell us by calling: proved, stored before we say yes, and harmless however often it comes."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from django.core.cache import cache
from django.db import IntegrityError, OperationalError, connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from imbizo.calc.receipts import Receipt, Standing
from imbizo.messaging.gateways import Outcome, Result
from imbizo.messaging.gateways.http import Heard
from imbizo.messaging.gateways.http.twilio import signature
from imbizo.messaging.models import Gateway, Inbound, Message, Part, Report
from imbizo.messaging.operations.callbacks import _gathering, _Told, take_up
from imbizo.messaging.operations.claiming import claim
from imbizo.messaging.operations.recording import record
from imbizo.messaging.states import Health, MessageState, Reason, Service
from tests.cast import Cast, make_cast
from tests.messaging.sending import answers, fresh
from tests.messaging.suppliers import KEY, PHONE, gateway_at
from tests.parts import wait_until

ORIGIN = "http://testserver"
FORM = "application/x-www-form-urlencoded"
DELIVERED = {"id": "ATXid_1", "status": "Success", "phoneNumber": PHONE, "networkCode": "65501"}
TEXT = {"from": PHONE, "to": "45678", "text": "Ewe, ndiyeza", "id": "in-1", "date": "2026-11-21T10:00:00Z"}


@pytest.fixture
def gateway(cast: Cast) -> Gateway:
    """An account with Africa's Talking, whose calls are forms with a key in the address."""
    return gateway_at("http://127.0.0.1:1", Service.AFRICASTALKING, cast.programme)


def address(gateway: Gateway, *, name: str = "report", key: str = KEY, **query: str) -> str:
    values = ({"key": key} if key else {}) | query
    return f"{reverse(f'messaging:callback-{name}', args=[gateway.pk])}?{urlencode(values)}"


def tell(client: Client, gateway: Gateway, form: dict[str, str], **where: str) -> int:
    """The status that a call with a form is answered with."""
    return client.post(address(gateway, **where), urlencode(form), content_type=FORM).status_code


def sent_message(cast: Cast, gateway: Gateway, *refs: str, outcome: Outcome = Outcome.ACCEPTED) -> Message:
    [message] = answers(cast.programme, gateway=gateway)
    claim(gateway=gateway, limit=1, by="me")
    record(gateway=gateway, results=[Result(message.pk, outcome, refs=refs)])
    return message


# Proof


@pytest.fixture
def twilio(cast: Cast) -> Gateway:
    return gateway_at("http://127.0.0.1:1", Service.TWILIO, cast.programme)


def signed_call(client: Client, gateway: Gateway, fields: dict[str, str], *, token: str = "12345") -> Any:
    where = reverse("messaging:callback-inbound", args=[gateway.pk])
    said = "".join(f"{name}{fields[name]}" for name in sorted(fields))
    headers = {"X-Twilio-Signature": signature(f"{ORIGIN}{where}{said}", token)}
    return client.post(where, urlencode(fields), content_type=FORM, headers=headers)


TWILIO_TEXT = {"MessageSid": "SM1", "From": PHONE, "To": "+27110000000", "Body": "Ewe ḓuri"}


def test_a_signed_message_is_stored_and_answered_with_an_empty_response(
    client: Client, twilio: Gateway
) -> None:
    response = signed_call(client, twilio, TWILIO_TEXT)
    assert (response.status_code, response.content, response["Content-Type"]) == (
        200,
        b"<Response/>",
        "text/xml",
    )
    assert list(Inbound.objects.values_list("address", "text", "ref")) == [(PHONE, "Ewe ḓuri", "SM1")]


def test_a_wrong_signature_stores_nothing_and_says_nothing(client: Client, twilio: Gateway) -> None:
    response = signed_call(client, twilio, TWILIO_TEXT, token="12346")
    assert (response.status_code, response.content, Inbound.objects.count()) == (403, b"", 0)


@pytest.mark.parametrize("key", ["", "wrong", KEY[:-1], KEY + "x"])
@pytest.mark.parametrize("name", ["report", "inbound"])
def test_a_forged_call_stores_nothing(client: Client, gateway: Gateway, name: str, key: str) -> None:
    assert [tell(client, gateway, told, name=name, key=key) for told in (DELIVERED, TEXT)] == [403, 403]
    assert (Report.objects.count(), Inbound.objects.count()) == (0, 0)


def test_a_call_with_too_many_fields_to_be_proved_is_refused(client: Client, twilio: Gateway) -> None:
    fields = {f"a{place}": "1" for place in range(500)}
    assert signed_call(client, twilio, fields).status_code == 403


def test_a_gateway_without_a_secret_knows_no_caller(client: Client, gateway: Gateway) -> None:
    gateway.secrets = ""
    gateway.save()
    assert tell(client, gateway, DELIVERED, key="") == 403


def test_a_gateway_that_does_not_exist_answers_like_a_wrong_proof(client: Client, db: None) -> None:
    assert tell(client, Gateway(), DELIVERED) == 403


def test_a_gateway_that_is_not_over_the_web_takes_no_calls(
    client: Client, gateway: Gateway, cast: Cast
) -> None:
    phones = Gateway.objects.exclude(pk=gateway.pk).filter(programme=cast.programme).get()
    assert tell(client, phones, DELIVERED) == 403


def test_a_forged_call_is_logged_without_who_or_what(
    client: Client, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="imbizo.messaging"):
        tell(client, gateway, TEXT, key="wrong")
    [entry] = [each for each in caplog.records if each.name.startswith("imbizo.messaging")]
    assert (entry.getMessage(), vars(entry)["facts"]) == ("callback.refused", {"gateway": str(gateway.pk)})


def test_a_flood_of_forged_calls_is_turned_away_while_genuine_ones_are_taken(
    client: Client, gateway: Gateway
) -> None:
    forged = [tell(client, gateway, DELIVERED, key="wrong") for _ in range(35)]
    assert (set(forged), forged[-1], tell(client, gateway, DELIVERED)) == ({403, 429}, 429, 200)


def test_no_number_of_genuine_calls_is_too_many(client: Client, gateway: Gateway) -> None:
    statuses = {tell(client, gateway, TEXT | {"id": f"in-{place}"}) for place in range(60)}
    assert (statuses, Inbound.objects.count()) == ({200}, 60)


def test_a_call_needs_no_token_of_ours(gateway: Gateway) -> None:
    assert tell(Client(enforce_csrf_checks=True), gateway, DELIVERED) == 200


# What becomes of it


def test_a_report_settles_its_message(client: Client, cast: Cast, gateway: Gateway) -> None:
    message = sent_message(cast, gateway, "ATXid_1")
    assert (tell(client, gateway, DELIVERED), fresh(message).state) == (200, MessageState.DELIVERED)


def test_a_failure_says_why(client: Client, cast: Cast, gateway: Gateway) -> None:
    message = sent_message(cast, gateway, "ATXid_1")
    tell(client, gateway, {"id": "ATXid_1", "status": "Failed", "failureReason": "UserDoesNotExist"})
    found = fresh(message)
    assert (found.state, found.reason) == (MessageState.FAILED, Reason.UNKNOWN_NUMBER)


def test_a_replayed_report_changes_nothing(client: Client, cast: Cast, gateway: Gateway) -> None:
    message = sent_message(cast, gateway, "ATXid_1")
    tell(client, gateway, DELIVERED)
    before = fresh(message)
    again = [tell(client, gateway, told) for told in (DELIVERED, DELIVERED | {"status": "Sent"})]
    assert (again, fresh(message).updated_at) == ([200, 200], before.updated_at)


def test_a_report_does_not_go_backwards(client: Client, cast: Cast, gateway: Gateway) -> None:
    message = sent_message(cast, gateway, "ATXid_1")
    for status in ("Success", "Failed", "Sent"):
        tell(client, gateway, DELIVERED | {"status": status})
    assert fresh(message).state == MessageState.DELIVERED


def test_a_report_on_something_unknown_is_kept(client: Client, gateway: Gateway) -> None:
    assert tell(client, gateway, DELIVERED) == 200
    assert list(Report.objects.values_list("ref", "standing")) == [("ATXid_1", Standing.DELIVERED)]


def test_null_bytes_in_a_reference_are_left_out(client: Client, gateway: Gateway) -> None:
    assert tell(client, gateway, DELIVERED | {"id": "AT\0Xid_1"}) == 200
    assert list(Report.objects.values_list("ref", flat=True)) == ["ATXid_1"]


def test_a_report_of_another_gateway_says_nothing_of_ours(
    client: Client, cast: Cast, gateway: Gateway
) -> None:
    other = gateway_at("http://127.0.0.1:1", Service.AFRICASTALKING, cast.elsewhere)
    message = sent_message(cast, gateway, "ATXid_1")
    tell(client, other, DELIVERED)
    assert fresh(message).state == MessageState.SENT


@pytest.mark.parametrize(
    ("kinds", "state"),
    [(["8"], MessageState.SENT), (["8", "1"], MessageState.DELIVERED), (["2"], MessageState.FAILED)],
)
def test_a_report_tells_what_became_of_an_uncertain_message(
    client: Client, cast: Cast, kinds: list[str], state: MessageState
) -> None:
    kannel = gateway_at("http://127.0.0.1:1", Service.KANNEL, cast.programme)
    message = sent_message(cast, kannel, "abc-1", outcome=Outcome.UNKNOWN)
    for kind in kinds:
        client.get(address(kannel, ref="abc-1", kind=kind, said=""))
    assert fresh(message).state == state


def test_a_message_sent_again_after_it_was_uncertain_has_its_parts_once(cast: Cast) -> None:
    kannel = gateway_at("http://127.0.0.1:1", Service.KANNEL, cast.programme)
    message = sent_message(cast, kannel, "abc-1", outcome=Outcome.UNKNOWN)
    record(gateway=kannel, results=[Result(message.pk, Outcome.ACCEPTED, refs=("abc-1",))])
    assert list(Part.objects.values_list("ref", "standing")) == [("abc-1", Standing.ACCEPTED)]


def test_a_message_told_twice_is_stored_once(client: Client, gateway: Gateway) -> None:
    assert [tell(client, gateway, TEXT) for _ in range(2)] == [200, 200]
    assert list(Inbound.objects.values_list("address", "text", "ref")) == [(PHONE, "Ewe, ndiyeza", "in-1")]


def test_either_address_takes_both(client: Client, cast: Cast, gateway: Gateway) -> None:
    message = sent_message(cast, gateway, "ATXid_1")
    assert [tell(client, gateway, DELIVERED, name="inbound"), tell(client, gateway, TEXT)] == [200, 200]
    assert (fresh(message).state, Inbound.objects.count()) == (MessageState.DELIVERED, 1)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a" * 2_000, "a" * 2_000),
        ("Ewe\0 ndiyeza\0", "Ewe ndiyeza"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\ud83d\ude00 ḓuri", "😀 ḓuri"),
    ],
)
def test_whatever_is_in_a_text_it_is_kept_clean(
    client: Client, gateway: Gateway, text: str, kept: str
) -> None:
    told = TEXT | {"text": text.encode("utf-16", "surrogatepass").decode("utf-16")}
    assert (tell(client, gateway, told), Inbound.objects.get().text) == (200, kept)


def test_octets_that_are_no_text_are_kept_as_far_as_they_can_be_read(
    client: Client, gateway: Gateway
) -> None:
    body = b"id=in-1&from=%2B27600000001&text=Ewe%FF%00"
    assert client.post(address(gateway), body, content_type=FORM).status_code == 200
    assert Inbound.objects.get().text == "Ewe\ufffd"


def test_a_gateway_not_in_use_still_hears_of_what_it_sent(
    client: Client, cast: Cast, gateway: Gateway
) -> None:
    message = sent_message(cast, gateway, "ATXid_1")
    Gateway.objects.filter(pk=gateway.pk).update(is_active=False)
    tell(client, gateway, DELIVERED)
    assert fresh(message).state == MessageState.DELIVERED


# What makes no sense, and what is too much


NONSENSE: list[tuple[Service, bytes]] = [
    *[
        (service, body)
        for service in Service
        if service != Service.TWILIO
        for body in (b"", b"\x00\xff<xml/>")
    ],
    (Service.BULKSMS, b"{}"),
    (Service.BULKSMS, b'[{"type": "SENT"}]'),
    (Service.BULKSMS, b"[1]"),
    (Service.BULKSMS, b"[" * 50_000),
    (Service.CLICKATELL, b'{"event": []}'),
    (Service.CLICKATELL, b'{"event": {"messageStatusUpdate": [{}]}}'),
    (Service.CLICKATELL, b'{"event": {"moText": 3}}'),
    (Service.CLICKATELL, b'{"event": {"moText": [{"content": "Ewe"}]}}'),
    (Service.BULKSMS, b'[{"type": "RECEIVED", "body": "Ewe", "from": null}]'),
    (Service.AFRICASTALKING, b"&".join(b"a=1" for _ in range(500))),
]


@pytest.mark.parametrize(("service", "body"), NONSENSE)
def test_nonsense_with_the_right_proof_is_refused_and_changes_nothing(
    client: Client, cast: Cast, service: Service, body: bytes
) -> None:
    gateway = gateway_at("http://127.0.0.1:1", service, cast.programme, health=Health.WELL)
    response = client.post(address(gateway), body, content_type="application/json")
    gateway.refresh_from_db()
    assert (response.status_code, gateway.health) == (400, Health.WELL)
    assert (Report.objects.count(), Inbound.objects.count()) == (0, 0)


def test_the_empty_list_by_which_bulksms_tries_an_address_is_welcome(client: Client, cast: Cast) -> None:
    gateway = gateway_at("http://127.0.0.1:1", Service.BULKSMS, cast.programme)
    assert client.post(address(gateway), b"[]", content_type="application/json").status_code == 200


def test_a_body_that_is_too_large_is_not_read(client: Client, gateway: Gateway) -> None:
    assert tell(client, gateway, TEXT | {"text": "a" * 70_000}) == 413


def test_a_database_that_cannot_keep_up_asks_to_come_back(
    client: Client, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(**_given: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("imbizo.messaging.views.callbacks.take_up", locked)
    response = client.post(address(gateway), urlencode(DELIVERED), content_type=FORM)
    assert (response.status_code, response["Retry-After"]) == (503, "30")


def queries_of(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len([each for each in captured if "SAVEPOINT" not in each["sql"]])


def test_a_report_costs_few_queries(client: Client, cast: Cast, gateway: Gateway) -> None:
    sent_message(cast, gateway, "ATXid_1")
    assert queries_of(lambda: tell(client, gateway, DELIVERED)) <= 6


def test_a_forged_call_never_reaches_the_outbox(client: Client, gateway: Gateway) -> None:
    cache.clear()
    assert queries_of(lambda: tell(client, gateway, DELIVERED, key="wrong")) == 1


# Many at once, on a server with threads


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_a_burst_of_calls_none_is_lost(live_server: LiveServer) -> None:
    cast = make_cast()
    gateway = gateway_at("http://127.0.0.1:1", Service.AFRICASTALKING, cast.programme)
    messages = answers(cast.programme, 100, gateway=gateway)
    claim(gateway=gateway, limit=100, by="me")
    results = [
        Result(each.pk, Outcome.ACCEPTED, refs=(f"ATXid_{place}",)) for place, each in enumerate(messages)
    ]
    record(gateway=gateway, results=results)
    told = [DELIVERED | {"id": f"ATXid_{place}"} for place in range(100)] * 2
    told += [TEXT | {"id": f"in-{place}", "text": f"Ewe {place}"} for place in range(100)]
    with httpx.Client(base_url=live_server.url, timeout=30) as web, ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda each: web.post(address(gateway), data=each).status_code, told))
    assert statuses == [200] * 300
    assert Message.objects.filter(state=MessageState.DELIVERED).count() == 100
    assert (Inbound.objects.count(), Report.objects.count()) == (100, 0)


def test_calls_for_a_message_that_is_long_settled_are_harmless(
    client: Client, cast: Cast, gateway: Gateway
) -> None:
    message = sent_message(cast, gateway, "ATXid_1")
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now() - timedelta(days=40))
    assert tell(client, gateway, DELIVERED) == 200


def hold_back(told: list[_Told]) -> list[type[BaseException] | None]:
    """What becomes of calls that all come while another is being written down."""
    with ThreadPoolExecutor(len(told)) as pool:
        with _gathering._writing:
            done = [pool.submit(take_up, gateway=each.gateway, heard=each.heard) for each in told]
            wait_until(lambda: len(_gathering._waiting) == len(told), "all to be waiting")
        errors = [each.exception() for each in done]
        # Each thread has a connection of its own, which the test's database outlives.
        for _thread in told:
            pool.submit(connections.close_all).result()
    return [type(error) if error else None for error in errors]


@pytest.mark.django_db(transaction=True)
def test_calls_that_come_together_are_written_together_and_one_that_cannot_be_harms_no_other() -> None:
    gateway = gateway_at("http://127.0.0.1:1", Service.AFRICASTALKING, make_cast().programme)
    unsaved = gateway_at("http://127.0.0.1:1", Service.AFRICASTALKING)
    told = [
        _Told(each, Heard([Receipt(f"ref-{place}", Standing.DELIVERED)]))
        for place, each in enumerate([gateway, unsaved, gateway])
    ]
    assert hold_back(told) == [None, IntegrityError, None]
    assert set(Report.objects.values_list("ref", flat=True)) == {"ref-0", "ref-2"}
