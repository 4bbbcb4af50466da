"""The pages on which gateways are set up and looked after."""

import re
from typing import Any

import pytest
from django.urls import reverse

from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.messaging.errors import DemoGateway
from imbizo.messaging.gateways.settings import CALLBACK_KEY
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.gateways import Told, lend_gateway, set_up_gateway
from imbizo.messaging.operations.queueing import Draft, queue
from imbizo.messaging.states import Channel, GatewayKind, Health, Purpose
from imbizo.programmes.models import Programme
from imbizo.programmes.operations import add_member
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in

AT = "https://sms.example.org"
BULKSMS = {
    "name": "Our BulkSMS",
    "setting_token_id": "imbizo",
    "setting_token_secret": "first secret",
    "setting_url": "",
    "senders": "Imbizo\n+27600000099",
    "currency": "zar",
    "cost_per_part": "0.24",
    "parts_per_second": "10",
}


@pytest.fixture
def gateway(cast: Cast) -> Gateway:
    told = Told(
        fields={"name": "Our BulkSMS", "parts_per_second": 10, "currency": "ZAR"},
        settings={"token_id": "imbizo", "url": AT},
        secrets={"token_secret": "first secret"},
    )
    return set_up_gateway(
        programme=cast.programme, kind=GatewayKind.HTTP, service="bulksms", told=told, by=cast.amina
    )


def _url(name: str, cast: Cast, *rest: object) -> str:
    return reverse(f"messaging:{name}", args=[cast.programme.slug, *rest])


def _post(cast: Cast, name: str, data: dict[str, Any], *rest: object) -> str:
    return signed_in(cast.amina).post(_url(name, cast, *rest), data, follow=True).content.decode()


def _edit(cast: Cast, gateway: Gateway, data: dict[str, Any]) -> None:
    page = signed_in(cast.amina).get(_url("gateway-edit", cast, gateway.pk)).content.decode()
    found = re.search(r'name="snapshot" value="([^"]+)"', page)
    assert found
    _post(cast, "gateway-edit", {**BULKSMS, **data, "snapshot": found.group(1)}, gateway.pk)


def test_a_supplier_is_set_up_on_one_page(cast: Cast) -> None:
    _post(cast, "gateway-new", {**BULKSMS, "id": new_id()}, "bulksms")
    made = Gateway.objects.get(programme=cast.programme, service="bulksms")
    assert (made.name, made.senders, made.currency) == ("Our BulkSMS", ["Imbizo", "+27600000099"], "ZAR")
    assert made.settings == {"token_id": "imbizo", "url": "https://api.bulksms.com/v1"}
    assert made.secret("token_secret") == "first secret"


def test_the_same_form_twice_makes_one_gateway(cast: Cast) -> None:
    data = {**BULKSMS, "id": new_id()}
    _post(cast, "gateway-new", data, "bulksms")
    _post(cast, "gateway-new", data, "bulksms")
    assert Gateway.objects.filter(service="bulksms").count() == 1


def test_a_missing_setting_is_asked_for_at_its_field(cast: Cast) -> None:
    page = _post(cast, "gateway-new", {**BULKSMS, "id": new_id(), "setting_token_id": ""}, "bulksms")
    assert '<a href="#id_setting_token_id">Token ID</a>: This field is required.' in page


def test_a_sender_that_no_phone_can_show_is_refused(cast: Cast) -> None:
    page = _post(cast, "gateway-new", {**BULKSMS, "id": new_id(), "senders": "The Cape Winelands"}, "bulksms")
    assert "“The Cape Winelands” can&#x27;t be a sender: use at most 11 plain letters, or a number." in page


@pytest.mark.parametrize(
    "way", ["bulksms", "clickatell", "africastalking", "twilio", "kannel", "smpp", "smtp", "simulator"]
)
def test_each_kind_has_its_form(cast: Cast, way: str) -> None:
    assert signed_in(cast.amina).get(_url("gateway-new", cast, way)).status_code == 200


def test_an_unknown_kind_is_not_there(cast: Cast) -> None:
    assert signed_in(cast.amina).get(_url("gateway-new", cast, "pigeon")).status_code == 404


def test_no_page_shows_a_password(cast: Cast, gateway: Gateway) -> None:
    browser = signed_in(cast.amina)
    pages = [
        browser.get(_url(name, cast, gateway.pk)).content.decode() for name in ("gateway", "gateway-edit")
    ]
    assert ["first secret" in page for page in pages] == [False, False]


def test_a_password_left_empty_stays(cast: Cast, gateway: Gateway) -> None:
    _edit(cast, gateway, {"setting_token_secret": "", "setting_url": AT, "name": "Renamed"})
    gateway.refresh_from_db()
    assert (gateway.name, gateway.secret("token_secret")) == ("Renamed", "first secret")


def test_the_trail_says_that_a_password_changed_and_not_to_what(cast: Cast, gateway: Gateway) -> None:
    _edit(cast, gateway, {"setting_token_secret": "second secret"})
    entry = AuditEntry.objects.filter(subject_id=gateway.pk, verb="change").get()
    assert entry.changes["secrets"] == [None, "token_secret"]
    assert "second secret" not in str(entry.changes)


def test_changed_settings_are_tried_anew(cast: Cast, gateway: Gateway) -> None:
    Gateway.objects.filter(pk=gateway.pk).update(health=Health.REFUSED)
    _edit(cast, gateway, {"setting_token_secret": "second secret"})
    gateway.refresh_from_db()
    assert gateway.health == Health.UNTRIED


def test_a_paused_gateway_says_so_and_is_put_to_use_again(cast: Cast, gateway: Gateway) -> None:
    assert "The gateway is paused." in _post(cast, "gateway-pause", {}, gateway.pk)
    _post(cast, "gateway-use", {}, gateway.pk)
    gateway.refresh_from_db()
    assert gateway.is_active


def test_practice_binds_no_real_gateway(cast: Cast) -> None:
    cast.programme.is_demo = True
    with pytest.raises(DemoGateway):
        set_up_gateway(
            programme=cast.programme, kind=GatewayKind.SMTP, service="", told=Told(), by=cast.amina
        )


def test_practice_sends_by_no_real_gateway_that_is_chosen(cast: Cast, gateway: Gateway) -> None:
    cast.programme.is_demo = True
    draft = Draft(channel=Channel.SMS, address="+27600000001", text="Good day")
    with pytest.raises(DemoGateway):
        queue(programme=cast.programme, drafts=[draft], purpose=Purpose.ANSWER, gateway=gateway)


def test_practice_falls_back_to_no_real_mail(cast: Cast) -> None:
    cast.programme.is_demo = True
    Gateway.objects.filter(programme=cast.programme).update(is_active=False)
    Gateway.objects.create(name="Site mail", kind=GatewayKind.SMTP)
    draft = Draft(channel=Channel.EMAIL, address="lerato@example.org", text="Good day")
    [message] = queue(programme=cast.programme, drafts=[draft], purpose=Purpose.ANSWER)
    assert message.gateway is None


def test_a_gateway_is_lent_to_a_programme_that_the_member_looks_after_too(
    cast: Cast, gateway: Gateway
) -> None:
    neighbour = cast.farid.partner
    add_member(user=cast.amina.user, partner=neighbour, roles=["coordinator"], by=None)
    lend_gateway(gateway=gateway, programmes=[cast.elsewhere], by=cast.amina)
    page = signed_in(cast.farid).get(reverse("messaging:gateway", args=["precinct", gateway.pk]))
    assert (page.status_code, "imbizo</dd>" in page.content.decode()) == (200, False)


def test_a_gateway_is_not_lent_to_strangers(cast: Cast, gateway: Gateway) -> None:
    with pytest.raises(NotAllowed):
        lend_gateway(gateway=gateway, programmes=[cast.elsewhere], by=cast.amina)


def test_the_borrower_cannot_change_it(cast: Cast, gateway: Gateway) -> None:
    gateway.also_in.add(Programme.objects.get(slug="precinct"))
    url = reverse("messaging:gateway-pause", args=["precinct", gateway.pk])
    assert signed_in(cast.farid).post(url).status_code == 404


def test_the_callback_addresses_hold_the_gateways_secret(cast: Cast, gateway: Gateway) -> None:
    page = signed_in(cast.amina).get(_url("gateway", cast, gateway.pk)).content.decode()
    assert page.count(gateway.secret(CALLBACK_KEY)) == 2


def test_trying_the_connection_of_the_simulator_finds_it_well(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    phones = Gateway.objects.get(programme=cast.programme)
    with django_capture_on_commit_callbacks(execute=True):
        _post(cast, "gateway-check", {}, phones.pk)
    phones.refresh_from_db()
    assert (phones.health, phones.is_being_checked) == (Health.WELL, False)


def test_a_mail_server_that_is_not_there_is_told_on_the_page(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    data = {
        "id": new_id(),
        "name": "Mail",
        "setting_host": "127.0.0.1",
        "setting_port": "9",
        "setting_security": "",
        "parts_per_second": "5",
    }
    with django_capture_on_commit_callbacks(execute=True):
        _post(cast, "gateway-new", data, "smtp")
    page = signed_in(cast.amina).get(_url("gateways", cast)).content.decode()
    assert "The gateway doesn&#x27;t answer since" in page


def test_when_a_gateway_turned_stands_on_its_page(cast: Cast, gateway: Gateway) -> None:
    entry = {"subject_kind": "messaging.gateway", "subject_id": gateway.pk, "verb": "health"}
    changes = {"health": ["well", "refused"]}
    AuditEntry.objects.create(programme=cast.programme, changes=changes, **entry)
    page = signed_in(cast.amina).get(_url("gateway", cast, gateway.pk)).content.decode()
    assert "<li>Refuses the password<small" in page


def test_an_observer_sees_how_gateways_are_and_changes_nothing(cast: Cast, gateway: Gateway) -> None:
    answers = [
        signed_in(cast.bo).get(_url("gateways", cast)).status_code,
        signed_in(cast.bo).post(_url("gateway-pause", cast, gateway.pk)).status_code,
    ]
    assert answers == [200, 403]


def test_trying_an_sms_centre_again_is_left_to_the_process_that_holds_it(cast: Cast) -> None:
    Gateway.objects.filter(programme=cast.programme).update(kind=GatewayKind.SMPP, health=Health.REFUSED)
    centre = Gateway.objects.get(programme=cast.programme)
    assert "Try again now" in _post(cast, "gateway-check", {}, centre.pk)
    centre.refresh_from_db()
    assert (centre.check_asked_at is not None, centre.is_being_checked) == (True, False)
