"""Each part does what its fixture says."""

import asyncio
import smtplib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import redis
import smpp34

from tests.parts.callbacks import Callbacks
from tests.parts.kannel import Kannel, Received
from tests.parts.mail import MailServer
from tests.parts.redis import RedisServer
from tests.parts.smpp import Centre
from tests.parts.smpp_process import CentreProcess
from tests.parts.smpp_wire import Encoding, Ids, Receipt, Status, most_in_a_second

ADA, BEN = "27820000001", "27820000002"  # phones
OURS = "27110000000"
PATIENCE = 1.0  # seconds
LETTER = b"Subject: Workshop\r\n\r\nOn Thursday.\r\n"


class Client:
    """smpp34's client, a step at a time."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()

    def bind(self, centre: Centre | CentreProcess, password: str = "secret") -> None:
        self._session = self._loop.run_until_complete(self._bind(centre, password))

    async def _bind(self, centre: Centre | CentreProcess, password: str) -> smpp34.Smsc:
        return await smpp34.Client(
            centre.host, centre.port, centre.system_id, password, connect_timeout_ms=200
        ).connect()

    def submit(self, to: str, text: bytes = b"Hello", **values: Any) -> smpp34.SubmitSmResp:
        async def submit() -> smpp34.SubmitSmResp:
            return await self._session.submit_sm(to, text, source_addr=OURS, registered_delivery=1, **values)

        return self._loop.run_until_complete(asyncio.wait_for(submit(), PATIENCE))

    def status(self, to: str) -> int:
        return self.submit(to).command_status

    def hear(self) -> bytes:
        """The next thing that the centre says; empty at the end of the session."""

        async def hear() -> smpp34.DeliverSmEvent | smpp34.Disconnected:
            return await self._session.next()

        said = self._loop.run_until_complete(asyncio.wait_for(hear(), PATIENCE))
        return said.short_message if isinstance(said, smpp34.DeliverSmEvent) else b""

    def report(self) -> tuple[str, str]:
        """Id and state of the next report."""
        words = dict(word.split(":", 1) for word in self.hear().decode().split() if ":" in word)
        return words["id"], words["stat"]

    def close(self) -> None:
        self._loop.close()


@pytest.fixture
def client(centre: Centre) -> Iterator[Client]:
    client = Client()
    client.bind(centre)
    yield client
    client.close()


def test_the_centre_keeps_what_was_submitted(centre: Centre, client: Client) -> None:
    client.submit(ADA, b"\x00t 5", priority_flag=2, validity_period="000000010000000R")
    [submit] = centre.submits
    kept = (submit.source, submit.destination, submit.text, submit.priority, submit.validity)
    assert kept == (OURS, ADA, "@t 5", 2, "000000010000000R")


def test_a_part_is_known_by_its_header_or_its_sar_parameters(centre: Centre, client: Client) -> None:
    sar = [(0x020C, b"\x00\x07"), (0x020E, b"\x02"), (0x020F, b"\x01")]
    client.submit(ADA, b"\x05\x00\x03\x07\x02\x02end", esm_class=0x40)
    client.submit(ADA, b"start", tlvs=[smpp34.Tlv(tag, value) for tag, value in sar])
    assert [(submit.part, submit.text) for submit in centre.submits] == [
        ((7, 2, 2), "end"),
        ((7, 2, 1), "start"),
    ]


def test_a_message_is_answered_in_hex_and_reported_in_decimal(client: Client) -> None:
    answer = client.submit(ADA)
    assert (answer.message_id, client.report()) == ("A0000000", ("2684354560", "DELIVRD"))


def test_ids_can_be_alike(centre: Centre, client: Client) -> None:
    centre.ids = Ids.ALIKE
    assert client.submit(ADA).message_id == client.report()[0]


def test_a_wrong_password_is_refused(centre: Centre) -> None:
    with pytest.raises(smpp34.SmppError):
        Client().bind(centre, password="wrong")
    assert [bind.taken for bind in centre.binds] == [False]


def test_the_next_submits_are_throttled(centre: Centre, client: Client) -> None:
    centre.throttle(times=2)
    assert [client.status(ADA) for _ in range(3)] == [Status.THROTTLED, Status.THROTTLED, Status.OK]


def test_every_second_submit_is_throttled(centre: Centre, client: Client) -> None:
    centre.throttle(every=2)
    assert [client.status(ADA) for _ in range(4)] == [Status.OK, Status.THROTTLED] * 2


def test_chosen_numbers_are_refused_until_the_centre_behaves(centre: Centre, client: Client) -> None:
    centre.refuse(BEN)
    before = [client.status(ADA), client.status(BEN)]
    centre.behave()
    assert [*before, client.status(BEN)] == [Status.OK, Status.INVALID_DESTINATION, Status.OK]


def test_a_hanging_centre_has_the_message_and_says_nothing(centre: Centre, client: Client) -> None:
    centre.hang(times=1)
    with pytest.raises(TimeoutError):
        client.submit(ADA)
    assert [submit.status for submit in centre.wait_for(1)] == [None]


@pytest.mark.parametrize(("answered", "statuses"), [(True, [0, 0]), (False, [0, None])])
def test_the_connection_is_cut_around_an_answer(
    centre: Centre, client: Client, answered: bool, statuses: list[int | None]
) -> None:
    centre.reports_are()
    centre.cut_after(2, answered=answered)
    client.submit(ADA)
    try:
        client.submit(BEN)
    except smpp34.SmppError:
        assert not answered
    assert (client.hear(), [submit.status for submit in centre.submits]) == (b"", statuses)


def test_a_centre_that_was_down_comes_back_at_its_port(centre: Centre, client: Client) -> None:
    centre.stop()
    with pytest.raises(smpp34.SmppError):
        Client().bind(centre)
    centre.start()
    client.bind(centre)
    assert client.status(ADA) == Status.OK


def test_reports_come_as_planned_for_a_number(centre: Centre, client: Client) -> None:
    centre.reports_are(Receipt("UNDELIV"), Receipt("DELIVRD", wait=0.01), Receipt("DELIVRD"), to=BEN)
    client.submit(BEN)
    assert [client.report()[1] for _ in range(3)] == ["UNDELIV", "DELIVRD", "DELIVRD"]


def test_a_report_comes_before_the_answer_to_its_submit(centre: Centre, client: Client) -> None:
    centre.reports_are(Receipt("EXPIRED", early=True))
    client.submit(ADA)
    assert client.report() == ("2684354560", "EXPIRED")


def test_a_report_comes_when_a_test_wants_it(centre: Centre, client: Client) -> None:
    centre.reports_are()
    client.submit(ADA)
    status = centre.report(centre.submits[0], Receipt("REJECTD"))
    assert (status, client.report()) == (Status.OK, ("2684354560", "REJECTD"))


def test_a_report_comes_for_a_message_that_was_never_sent(centre: Centre, client: Client) -> None:
    centre.report_on("elsewhere", phone=ADA, sender=OURS)
    assert client.report() == ("elsewhere", "DELIVRD")


def test_a_frozen_centre_lets_nobody_bind(centre: Centre) -> None:
    centre.freeze()
    with pytest.raises(smpp34.SmppError, match="timed out"):
        Client().bind(centre)
    assert centre.binds == []


def test_reports_that_nobody_took_come_with_the_next_bind(centre: Centre, client: Client) -> None:
    centre.cut_after(1, answered=True)
    client.submit(ADA)
    assert client.hear() == b""
    client.bind(centre)
    assert client.report() == ("2684354560", "DELIVRD")


def test_a_text_from_a_phone_comes_in_its_parts(centre: Centre, client: Client) -> None:
    statuses = centre.say(ADA, OURS, "ḓuri", encoding=Encoding.UCS_2, parts=2)
    heard = [client.hear(), client.hear()]
    halves = [b"\x05\x00\x03\x01\x02\x01\x1e\x13\x00u", b"\x05\x00\x03\x01\x02\x02\x00r\x00i"]
    assert (statuses, heard) == ([Status.OK, Status.OK], halves)


def test_a_centre_in_its_own_process_writes_down_what_was_submitted(tmp_path: Path) -> None:
    with CentreProcess(tmp_path) as centre:
        client = Client()
        client.bind(centre)
        client.submit(ADA)
        assert [(submit.destination, submit.data, submit.taken) for submit in centre.submits] == [
            (ADA, b"Hello", True)
        ]


def test_the_busiest_second_slides(centre: Centre, client: Client) -> None:
    for _ in range(4):
        client.submit(ADA)
    submits = centre.submits
    for submit, at in zip(submits, [0.0, 0.9, 1.0, 1.8], strict=True):
        submit.at = at
    assert most_in_a_second(submits) == 3


def send(kannel: Kannel, callbacks: Callbacks, **values: str) -> None:
    asked = {"from": OURS, "dlr-mask": "31", "dlr-url": f"{callbacks.url}/report?kind=%d&to=%p"}
    urlopen(f"{kannel.send_url}?{urlencode(kannel.credentials | asked | values)}").close()


def test_kannel_sends_to_a_phone_and_reports_it_accepted_and_delivered(
    kannel: Kannel, callbacks: Callbacks
) -> None:
    send(kannel, callbacks, to=ADA, text="ḓuri", coding="2", charset="UTF-8")
    kinds = {query["kind"] for _path, query in callbacks.wait_for(2)}
    assert (kannel.wait_for(1), kinds) == ([Received(OURS, ADA, "ḓuri")], {"8", "1"})


def test_kannel_tells_of_a_text_from_a_phone(kannel: Kannel, callbacks: Callbacks) -> None:
    kannel.set_callbacks(inbound=f"{callbacks.url}/inbound?key=1")
    kannel.inject(ADA, OURS, "STOP please")
    [(path, query)] = callbacks.wait_for(1)
    told = (path, query["key"], query["from"], query["to"], query["text"])
    assert told == ("/inbound", "1", ADA, OURS, "STOP please")


def test_kannel_passes_on_what_a_centre_reports(
    centre: Centre, kannel_before_centre: Kannel, callbacks: Callbacks
) -> None:
    centre.reports_are(Receipt("UNDELIV"))
    send(kannel_before_centre, callbacks, to=ADA, text="Hello")
    assert [query["kind"] for _path, query in callbacks.wait_for(2)] == ["8", "2"]


def test_the_mail_server_keeps_a_letter(mail_server: MailServer) -> None:
    with smtplib.SMTP(mail_server.host, mail_server.port) as smtp:
        smtp.sendmail("office@example.org", ["ada@example.org"], LETTER)
    [letter] = mail_server.letters
    kept = (letter.sender, letter.recipients, letter.data, letter.message["Subject"])
    assert kept == ("office@example.org", ("ada@example.org",), LETTER, "Workshop")


def test_the_mail_server_refuses_a_recipient(mail_server: MailServer) -> None:
    mail_server.refuse("Ada@example.org", 451)
    with smtplib.SMTP(mail_server.host, mail_server.port) as smtp:
        refused = smtp.sendmail("office@example.org", ["ada@example.org", "ben@example.org"], LETTER)
    assert {address: code for address, (code, _text) in refused.items()} == {"ada@example.org": 451}


def test_the_mail_server_hangs(mail_server: MailServer) -> None:
    mail_server.hang()
    with (
        pytest.raises(smtplib.SMTPServerDisconnected),
        smtplib.SMTP(mail_server.host, mail_server.port, timeout=0.1) as smtp,
    ):
        smtp.sendmail("office@example.org", ["ada@example.org"], LETTER)
    assert mail_server.letters == []


def test_a_mail_server_with_a_user_takes_nothing_without_sign_in() -> None:
    with (
        MailServer(user="office", password="right") as server,
        smtplib.SMTP(server.host, server.port) as smtp,
    ):
        with pytest.raises(smtplib.SMTPAuthenticationError):
            smtp.login("office", "wrong")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            smtp.sendmail("office@example.org", ["ada@example.org"], LETTER)
        smtp.login("office", "right")
        smtp.sendmail("office@example.org", ["ada@example.org"], LETTER)
        assert len(server.letters) == 1


def test_a_mail_server_that_was_down_comes_back_at_its_port(mail_server: MailServer) -> None:
    mail_server.stop()
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP(mail_server.host, mail_server.port)
    mail_server.start()
    with smtplib.SMTP(mail_server.host, mail_server.port) as smtp:
        assert smtp.noop()[0] == 250


def test_redis_is_empty_again_after_a_kill(redis_server: RedisServer) -> None:
    redis.Redis.from_url(redis_server.url).set("key", "value")
    redis_server.kill()
    redis_server.start()
    assert redis.Redis.from_url(redis_server.url).get("key") is None
