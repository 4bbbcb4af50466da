"""The process that keeps the gateways' processes."""

import sys
import time
from collections.abc import Collection, Iterator
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from imbizo.messaging.management.children import Children, Wanted, pause_after
from imbizo.messaging.management.commands import gateways as command
from imbizo.messaging.models import Gateway
from imbizo.messaging.queries.gateways import bound
from tests.cast import Cast
from tests.messaging.smpp import smpp_gateway
from tests.parts import wait_until
from tests.parts.smpp import Centre

GATEWAY = UUID(int=7)
FIRST, SECOND, CHANGED = Wanted(GATEWAY, 1, "a"), Wanted(GATEWAY, 2, "a"), Wanted(GATEWAY, 1, "b")
SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")
DIE = (sys.executable, "-c", "raise SystemExit(3)")


@pytest.fixture
def children() -> Iterator[Children]:
    children = Children(lambda wanted: SLEEP)
    yield children
    children.stop()


def running(children: Children) -> set[Wanted]:
    return {each for each, child in children._children.items() if child.is_alive}


def attend_until(children: Children, wanted: Collection[Wanted], expected: set[Wanted]) -> None:
    def is_so() -> bool:
        children.attend(wanted, time.monotonic())
        return running(children) == expected

    wait_until(is_so, f"{expected}")


def test_each_connection_has_a_process(children: Children) -> None:
    attend_until(children, [FIRST, SECOND], {FIRST, SECOND})


def test_what_is_no_longer_wanted_ends(children: Children) -> None:
    attend_until(children, [FIRST, SECOND], {FIRST, SECOND})
    attend_until(children, [FIRST], {FIRST})


def test_changed_settings_begin_when_the_old_ones_have_ended(children: Children) -> None:
    attend_until(children, [FIRST], {FIRST})
    children.attend([CHANGED], time.monotonic())
    assert running(children) != {FIRST, CHANGED}
    attend_until(children, [CHANGED], {CHANGED})


def test_one_that_dies_starts_again_after_a_pause() -> None:
    children = Children(lambda wanted: DIE)
    children.attend([FIRST], 0.0)
    child = children._children[FIRST]
    wait_until(lambda: not child.is_alive, "its death")
    children.attend([FIRST], 10.0)
    assert (child.running, child.deaths, child.due) == (None, 1, 11.0)


def test_pauses_grow_to_a_minute() -> None:
    assert [pause_after(deaths) for deaths in (1, 2, 3, 20)] == [1.0, 2.0, 4.0, 60.0]


def test_what_doesnt_end_is_killed() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    children = Children(lambda wanted: (sys.executable, "-c", deaf))
    children.attend([FIRST], 0.0)
    children.attend([], 1.0)
    children.attend([], 100.0)
    wait_until(lambda: not running(children), "its end")


def test_practice_and_paused_gateways_are_bound_to_nothing(cast: Cast, centre: Centre) -> None:
    used = smpp_gateway(cast.programme, centre)
    smpp_gateway(cast.programme, centre, is_active=False)
    cast.elsewhere.is_demo = True
    cast.elsewhere.save()
    smpp_gateway(cast.elsewhere, centre)
    assert list(bound()) == [used]


def test_other_settings_are_another_connection(cast: Cast, centre: Centre) -> None:
    gateway = smpp_gateway(cast.programme, centre, binds=2)
    gateway.refresh_from_db()
    before = set(command._connections(gateway))
    Gateway.objects.update(health="well")
    gateway.refresh_from_db()
    assert set(command._connections(gateway)) == before
    gateway.parts_per_second = 5
    assert not before & set(command._connections(gateway))


def test_a_second_one_refuses_to_start(db: None) -> None:
    with command._alone(), pytest.raises(CommandError):
        call_command("gateways")


def test_a_gateway_that_isnt_in_use_isnt_bound(cast: Cast, centre: Centre) -> None:
    gateway = smpp_gateway(cast.programme, centre, is_active=False)
    with pytest.raises(CommandError):
        call_command("gateway", str(gateway.pk))
    assert centre.binds == []
