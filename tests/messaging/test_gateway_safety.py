"""What a gateway's settings must not do: reach into the operator's network, or give a secret away."""

from typing import Any

import pytest
from django.core import mail
from django.forms import ValidationError

from imbizo.base.models import new_id
from imbizo.messaging.errors import BadGateway
from imbizo.messaging.forms.gateways import NewGatewayForm
from imbizo.messaging.gateways import Outgoing, Trouble
from imbizo.messaging.gateways.inside import must_be_outside
from imbizo.messaging.gateways.smtp import MailServer
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.gateways import Told, change_gateway, set_up_gateway
from imbizo.messaging.states import GatewayKind, Health
from tests.cast import Cast
from tests.messaging.suppliers import gateway_at

INSIDE = [
    "169.254.169.254",
    "10.0.0.5",
    "192.168.1.1",
    "[fe80::1]",
    "127.0.0.2",
    "2130706434",
    "::ffff:10.0.0.1",
]


def _gateway(cast: Cast, url: str = "https://sms.example.org") -> Gateway:
    told = Told(
        fields={"name": "BulkSMS", "parts_per_second": 10, "currency": "ZAR"},
        settings={"token_id": "imbizo", "url": url},
        secrets={"token_secret": "first secret"},
    )
    return set_up_gateway(
        programme=cast.programme, kind=GatewayKind.HTTP, service="bulksms", told=told, by=cast.amina
    )


def _form(cast: Cast, url: str) -> dict[str, Any]:
    given = {
        "name": "B",
        "currency": "ZAR",
        "parts_per_second": "1",
        "setting_token_id": "t",
        "setting_url": url,
    }
    form = NewGatewayForm(
        {**given, "id": str(new_id()), "setting_token_secret": "s"},
        kind=GatewayKind.HTTP,
        service="bulksms",
        programme=cast.programme,
    )
    return form.errors.as_data()


@pytest.mark.parametrize("host", INSIDE)
def test_a_gateway_connects_to_nothing_inside_the_network(host: str) -> None:
    with pytest.raises(Trouble) as refused:
        must_be_outside(host, 80)
    assert refused.value.health == Health.MISCONFIGURED


@pytest.mark.parametrize("host", ["127.0.0.1", "LOCALHOST", "[::1]", "8.8.8.8", "no-such-name.invalid"])
def test_what_the_operator_opened_and_what_is_public_may_be_reached(host: str) -> None:
    must_be_outside(host, 80)


def test_a_driver_asks_before_it_connects(cast: Cast) -> None:
    from imbizo.messaging.gateways.kinds import driver_for

    gateway = gateway_at("http://169.254.169.254/latest", "bulksms", cast.programme)
    with pytest.raises(Trouble):
        driver_for(gateway)


def test_a_mail_server_inside_the_network_is_not_reached(cast: Cast) -> None:
    told = {"host": "10.0.0.5", "port": 25}
    gateway = Gateway(programme=cast.programme, kind=GatewayKind.SMTP, settings=told)
    with pytest.raises(Trouble):
        MailServer(gateway)


def test_an_address_that_is_plainly_inside_is_refused_in_the_form(cast: Cast) -> None:
    with pytest.raises(BadGateway) as refused:
        _gateway(cast, "http://169.254.169.254/latest/meta-data")
    assert refused.value.field == "url"


@pytest.mark.parametrize(
    "url",
    ["https://me:secret@sms.example.org", "https://sms.example.org/?key=secret", "http://[", "http://a:x"],
)
def test_an_address_holds_no_secret_and_makes_sense(cast: Cast, url: str) -> None:
    assert [type(each) for each in _form(cast, url)["setting_url"]] == [ValidationError]


def test_a_kept_secret_is_not_sent_to_another_address(cast: Cast) -> None:
    moved = Told(settings={"token_id": "imbizo", "url": "https://thief.example.org"})
    with pytest.raises(BadGateway) as refused:
        change_gateway(gateway=_gateway(cast), told=moved, by=cast.amina)
    assert refused.value.field == "token_secret"


def test_whoever_knows_the_secret_moves_the_gateway(cast: Cast) -> None:
    moved = Told(settings={"url": "https://new.example.org"}, secrets={"token_secret": "first secret"})
    assert change_gateway(gateway=_gateway(cast), told=moved, by=cast.amina).settings["url"] == (
        "https://new.example.org"
    )


def test_a_change_that_moves_nothing_asks_for_no_secret(cast: Cast) -> None:
    same = Told(settings={"token_id": "other", "url": "https://sms.example.org"})
    assert change_gateway(gateway=_gateway(cast), told=same, by=cast.amina).settings["token_id"] == "other"


def test_a_line_break_in_a_sender_makes_no_header_of_a_mail(cast: Cast) -> None:
    gateway = Gateway(
        programme=cast.programme,
        kind=GatewayKind.SMTP,
        settings={"from_name": "Imbizo\nBcc: thief@example.org", "from_address": "us@example.org"},
    )
    letter = Outgoing(
        id=new_id(),
        address="a@example.org",
        sender="",
        text="x",
        parts=("x",),
        encoding=None,
        subject="S\nBcc: t",
    )
    list(MailServer(gateway).send([letter], lambda parts: None))
    assert (mail.outbox[0].recipients(), mail.outbox[0].subject) == (["a@example.org"], "S Bcc: t")
