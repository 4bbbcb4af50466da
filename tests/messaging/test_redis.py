"""The same messages, carried by RQ on a real Redis with two workers."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.states import MessageState
from tests.cast import make_cast
from tests.messaging.sending import answers, let_leases_end, letters, mail_gateway, phones
from tests.parts import wait_until
from tests.parts.mail import MailServer
from tests.parts.redis import RedisServer

EACH = 300


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_on_redis_send_everything_once_though_one_of_them_is_killed(
    redis_server: RedisServer, mail_server: MailServer
) -> None:
    cast = make_cast()
    mail = mail_gateway(cast.programme, mail_server, is_active=False)
    phone = phones(cast.programme)
    Gateway.objects.filter(pk=phone.pk).update(is_active=False, parts_per_second=10_000)
    letters(cast.programme, EACH, gateway=mail)
    answers(cast.programme, EACH, gateway=phone)
    Gateway.objects.update(is_active=True)
    with _worker(redis_server) as first, _worker(redis_server):
        _nudge_on(redis_server)
        wait_until(lambda: len(mail_server.letters) > 20, "the first letters", patience=30)
        first.kill()
        wait_until(lambda: _goes_on(redis_server), "the rest", patience=30)
    assert set(Counter(letter.recipients[0] for letter in mail_server.letters).values()) == {1}
    assert Message.objects.filter(gateway=phone, state=MessageState.DELIVERED).count() == EACH
    settled = Message.objects.filter(gateway=mail, state__in=(MessageState.SENT, MessageState.UNCERTAIN))
    assert settled.count() == EACH


@contextmanager
def _worker(server: RedisServer) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "imbizo", "worker"]
    process = subprocess.Popen(command, env=os.environ | _environment(server), start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=10)


def _environment(server: RedisServer) -> dict[str, str]:
    name = str(connection.settings_dict["NAME"])
    database = settings.DATABASES["default"]
    url = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        user, host, port = (database[key] for key in ("USER", "HOST", "PORT"))
        url = f"postgres://{user}:{database['PASSWORD']}@{host}:{port}/{name}"
    return {"IMBIZO_TASKS_URL": server.url, "DATABASE_URL": url, "PYTHONPATH": "src"}


def _nudge_on(server: RedisServer) -> None:
    """What the clock does each minute, in an installation whose tasks are carried by Redis."""
    code = "from django.utils import timezone; from imbizo.messaging.operations.nudging import nudge_due; "
    command = [sys.executable, "-m", "imbizo", "shell", "-v", "0", "-c", code + "nudge_due(timezone.now())"]
    subprocess.run(command, env=os.environ | _environment(server), check=True)


def _goes_on(server: RedisServer) -> bool:
    """Whether all is settled; if not, a dead worker's lease ends and its nudge is given again, as by the clock."""
    if not Message.objects.filter(state__in=(MessageState.WAITING, MessageState.SUBMITTING)).exists():
        return True
    let_leases_end()
    _nudge_on(server)
    return False
