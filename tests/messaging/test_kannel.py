"""A real Kannel between us and the phones: texts arrive whole, reports and answers come back."""

from dataclasses import replace

import pytest
from django.conf import LazySettings
from pytest_django.live_server_helper import LiveServer

from imbizo.messaging.gateways.http.addresses import inbound_address
from imbizo.messaging.models import Gateway, Inbound, Message, Part
from imbizo.messaging.states import Health, InboundKind, InboundState, MessageState, Reason, Service
from tests.cast import Cast, make_cast
from tests.messaging.sending import answers, fresh, number, send
from tests.messaging.suppliers import gateway_at
from tests.parts import wait_until
from tests.parts.kannel import Kannel
from tests.parts.smpp import Centre
from tests.parts.smpp_wire import Receipt

# A second or two each: Kannel's boxes, a site with threads, and a database that isn't rolled back.
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OURS = "27110000000"
PATIENCE = 15.0  # seconds


@pytest.fixture
def site(live_server: LiveServer, settings: LazySettings) -> Cast:
    """A programme on a site that Kannel can call."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, origin=live_server.url)
    return make_cast()


def gateway_by(kannel: Kannel, site: Cast) -> Gateway:
    return gateway_at(kannel.send_url, Service.KANNEL, site.programme, senders=[OURS])


def await_state(message: Message, state: MessageState) -> None:
    wait_until(lambda: fresh(message).state == state, f"the message to be {state}", patience=PATIENCE)


def await_inbound() -> None:
    """A text is stored and handed on. Until then the site is at work, and the tables can't be emptied."""
    routed = Inbound.objects.filter(state=InboundState.ROUTED)
    wait_until(routed.exists, "the text to be handed on", patience=PATIENCE)


@pytest.mark.parametrize(
    "text",
    [
        "Molweni",
        "Ndiyabulela ‘mna’ ḓuri",
        "€" * 80 + "{}" + "a" * 200,
        "a" * 66 + "😀" * 40,
    ],
)
def test_a_text_arrives_as_it_was_written_and_is_reported_delivered(
    kannel: Kannel, site: Cast, text: str
) -> None:
    gateway = gateway_by(kannel, site)
    [message] = answers(site.programme, gateway=gateway, text=text)
    send(gateway)
    received = kannel.wait_for(message.parts_count)
    in_order = sorted(received, key=lambda part: part.header)
    assert "".join(part.text for part in in_order) == text
    assert {part.receiver for part in received} == {number(0)}
    await_state(message, MessageState.DELIVERED)


def test_the_parts_of_a_text_belong_together(kannel: Kannel, site: Cast) -> None:
    gateway = gateway_by(kannel, site)
    [message] = answers(site.programme, gateway=gateway, text="a" * 400)
    send(gateway)
    headers = sorted(part.header for part in kannel.wait_for(3))
    assert headers == [bytes((5, 0, 3, message.pk.bytes[-1], 3, place)) for place in (1, 2, 3)]
    assert Part.objects.filter(message=message).count() == 3
    await_state(message, MessageState.DELIVERED)


def test_a_text_from_a_phone_is_stored_with_what_it_answers(kannel: Kannel, site: Cast) -> None:
    gateway = gateway_by(kannel, site)
    [message] = answers(site.programme, gateway=gateway)
    send(gateway)
    await_state(message, MessageState.DELIVERED)
    kannel.set_callbacks(inbound=inbound_address(gateway))
    kannel.inject(number(0).lstrip("+"), OURS, "Ewe, ndiyeza ḓuri")
    await_inbound()
    inbound = Inbound.objects.get()
    assert (inbound.address, inbound.to, inbound.text) == (number(0), OURS, "Ewe, ndiyeza ḓuri")
    assert (inbound.answers, inbound.programme, bool(inbound.ref)) == (message, site.programme, True)


def test_a_stop_from_a_phone_is_one(kannel: Kannel, site: Cast) -> None:
    gateway = gateway_by(kannel, site)
    kannel.set_callbacks(inbound=inbound_address(gateway))
    kannel.inject(number(0).lstrip("+"), OURS, "STOP")
    await_inbound()
    assert Inbound.objects.get().kind == InboundKind.STOP


def test_what_the_network_could_not_deliver_has_failed(
    centre: Centre, kannel_before_centre: Kannel, site: Cast
) -> None:
    centre.reports_are(Receipt("UNDELIV"))
    gateway = gateway_by(kannel_before_centre, site)
    [message] = answers(site.programme, gateway=gateway)
    send(gateway)
    await_state(message, MessageState.FAILED)


def test_a_number_that_the_network_refuses_has_failed_for_that(
    centre: Centre, kannel_before_centre: Kannel, site: Cast
) -> None:
    centre.refuse(number(0).lstrip("+"))
    gateway = gateway_by(kannel_before_centre, site)
    [message] = answers(site.programme, gateway=gateway)
    send(gateway)
    await_state(message, MessageState.FAILED)
    assert fresh(message).reason == Reason.UNKNOWN_NUMBER


def test_while_kannel_is_down_messages_wait(kannel: Kannel, site: Cast) -> None:
    gateway = gateway_by(kannel, site)
    kannel.stop()
    messages = answers(site.programme, 3, gateway=gateway)
    send(gateway)
    gateway.refresh_from_db()
    assert (gateway.health, {fresh(each).state for each in messages}) == (
        Health.UNREACHABLE,
        {MessageState.WAITING},
    )
    kannel.start()
    Gateway.objects.filter(pk=gateway.pk).update(retry_at=None)
    send(gateway)
    assert len(kannel.wait_for(3)) == 3
    for message in messages:
        await_state(message, MessageState.DELIVERED)


def test_a_wrong_password_is_said_and_messages_wait(kannel: Kannel, site: Cast) -> None:
    gateway = gateway_by(kannel, site)
    gateway.keep_secrets(password="wrong")
    gateway.save()
    [message] = answers(site.programme, gateway=gateway)
    send(gateway)
    gateway.refresh_from_db()
    assert (gateway.health, fresh(message).state) == (Health.REFUSED, MessageState.WAITING)
