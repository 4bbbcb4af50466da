"""The practice phones: what they show, and answering as one of them."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from imbizo.base.models import new_id
from imbizo.messaging.models import Gateway, Inbound, Message
from imbizo.messaging.queries.phones import PHONES_A_PAGE, practice_phones
from imbizo.messaging.queries.suppression import suppressed
from imbizo.messaging.states import MessageState
from tests.cast import Cast, signed_in

NUMBER = "+27600000001"


@pytest.fixture
def gateway(cast: Cast) -> Gateway:
    return Gateway.objects.get(programme=cast.programme)


def _sent(cast: Cast, gateway: Gateway, **fields: Any) -> Message:
    given = {"address": NUMBER, "channel": "sms", "text": "The workshop is on Thursday.", **fields}
    return Message.objects.create(
        programme=cast.programme,
        owner=given.pop("owner", cast.convenor),
        gateway=gateway,
        purpose="service",
        state=given.pop("state", MessageState.DELIVERED),
        sent_at=timezone.now(),
        **given,
    )


def _url(name: str, cast: Cast, gateway: Gateway) -> str:
    return reverse(f"messaging:{name}", args=[cast.programme.slug, gateway.pk])


def _answer(cast: Cast, gateway: Gateway, **data: Any) -> int:
    given = {"id": new_id(), "channel": "sms", "address": NUMBER, **data}
    return signed_in(cast.amina).post(_url("phone-answer", cast, gateway), given).status_code


def _shown(cast: Cast, gateway: Gateway) -> list[tuple[str, bool]]:
    [phone] = practice_phones(cast.amina, gateway)
    return [(bubble.text, bubble.is_theirs) for bubble in phone.bubbles]


def test_a_phone_shows_what_arrived(cast: Cast, gateway: Gateway) -> None:
    _sent(cast, gateway)
    page = signed_in(cast.amina).get(_url("phones", cast, gateway)).content.decode()
    assert (NUMBER in page, "The workshop is on Thursday." in page) == (True, True)


def test_what_has_not_arrived_stands_on_no_phone(cast: Cast, gateway: Gateway) -> None:
    _sent(cast, gateway, state=MessageState.WAITING)
    assert practice_phones(cast.amina, gateway) == []


def test_the_phone_that_rang_last_stands_first(cast: Cast, gateway: Gateway) -> None:
    _sent(cast, gateway, address="+27600000002")
    _sent(cast, gateway, address="+27600000003")
    found = practice_phones(cast.amina, gateway)
    assert [phone.address for phone in found] == ["+27600000003", "+27600000002"]


def test_an_answer_comes_in_and_stands_on_the_phone(cast: Cast, gateway: Gateway) -> None:
    message = _sent(cast, gateway)
    _answer(cast, gateway, text="I will come")
    assert Inbound.objects.get().answers == message
    assert _shown(cast, gateway) == [("The workshop is on Thursday.", False), ("I will come", True)]


def test_the_same_answer_sent_twice_comes_in_once(cast: Cast, gateway: Gateway) -> None:
    _sent(cast, gateway)
    id = new_id()
    _answer(cast, gateway, text="I will come", id=id)
    _answer(cast, gateway, text="I will come", id=id)
    assert Inbound.objects.count() == 1


def test_stop_by_a_practice_phone_stops(cast: Cast, gateway: Gateway) -> None:
    _sent(cast, gateway)
    _answer(cast, gateway, quick="STOP")
    assert suppressed(programme=cast.programme, addresses=[("sms", NUMBER)]) == {("sms", NUMBER)}


def test_nobody_answers_as_a_phone_that_never_rang(cast: Cast, gateway: Gateway) -> None:
    assert _answer(cast, gateway, text="I am somebody else") == 404


def test_another_partners_phones_are_not_seen(cast: Cast, gateway: Gateway) -> None:
    _sent(cast, gateway, owner=cast.committee)
    assert practice_phones(cast.amina, gateway) == []


@pytest.mark.parametrize("words", ["060 000 0001", "workshop", "+2760000"])
def test_a_phone_is_found_by_its_number_or_by_words(cast: Cast, gateway: Gateway, words: str) -> None:
    _sent(cast, gateway)
    _sent(cast, gateway, address="+27711111111", text="Something else")
    assert [phone.address for phone in practice_phones(cast.amina, gateway, words=words)] == [NUMBER]


def test_the_next_page_goes_on_where_this_one_ends(cast: Cast, gateway: Gateway) -> None:
    for number in range(PHONES_A_PAGE + 1):
        _sent(cast, gateway, address=f"+276000001{number:02d}")
    assert [phone.address for phone in practice_phones(cast.amina, gateway, page=2)] == ["+27600000100"]


def test_mail_stands_in_a_mailbox_with_its_subject(cast: Cast, gateway: Gateway) -> None:
    _sent(cast, gateway, channel="email", address="lerato@example.org", subject="Workshop")
    [phone] = practice_phones(cast.amina, gateway)
    assert (phone.is_mailbox, phone.bubbles[0].subject) == (True, "Workshop")


def test_a_real_gateway_has_no_practice_phones(cast: Cast, gateway: Gateway) -> None:
    real = Gateway.objects.create(programme=cast.programme, name="Mail", kind="smtp")
    assert signed_in(cast.amina).get(_url("phones", cast, real)).status_code == 404


def test_what_stands_on_the_phones_comes_alone_for_the_page_that_is_open(
    cast: Cast, gateway: Gateway
) -> None:
    _sent(cast, gateway)
    page = signed_in(cast.amina).get(_url("phones", cast, gateway), {"part": "1"}).content.decode()
    assert ('hx-swap-oob="true"' in page, "<html" in page) == (True, False)
