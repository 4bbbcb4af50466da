"""5,000 replies while a campaign is sent: each stored, matched and filed, STOP in force, nothing lost.

A worker of its own sends the campaign by the simulator and files what comes in. First a part of the replies comes at
the pace of 5,000 a minute to the address that a supplier calls, to see how soon each is with its person. Then half of
the others are called in as fast as they are taken, half are given to the operation alone; the bare insert, by turns
with them and beside the same campaign, writes the same rows one by one with Django's `create`.
"""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench._names import name as invented
from bench.harness import analyse, database, load, ratio, say, stage, timed_in_turn

REPLIES = int(os.environ.get("BENCH_ROWS", "5000"))
PACED = REPLIES // 5  # come at the pace of a minute, the others as fast as they are taken
PACE = 5000 / 60  # a second
CAMPAIGN = 40_000  # messages that wait, more than leave meanwhile
PARTS_A_SECOND = 200
TURN = 50  # replies, then as many bare rows
ONE_IN = 25  # says STOP
KEY = "measured"  # by which the supplier proves itself
PATIENCE = 300.0  # seconds


@dataclass(frozen=True)
class Scene:
    programme: Any
    gateway: Any  # of the supplier that calls
    simulator: Any
    numbers: Sequence[str]


def main() -> None:
    with database() as vendor:
        print(f"{REPLIES:,} replies on {vendor}, beside a campaign at {PARTS_A_SECOND} parts a second")
        with stage("people, their messages and the campaign"):
            scene = _fill()
        with _worker():
            _measure(scene)


def _each(receive: Callable[[str], None], numbers: Iterable[str]) -> None:
    for number in numbers:
        receive(number)


def _measure(scene: Scene) -> None:
    call, before, started = _Caller(scene), _sent(scene), time.perf_counter()
    _paced(call, scene.numbers[:PACED])
    half = PACED + (REPLIES - PACED) // 2
    called, taken, fresh = _turns(scene.numbers[PACED:half]), _turns(scene.numbers[half:]), count()
    bare, ours, over_the_web = timed_in_turn(
        lambda: _bare(scene, next(fresh)),
        lambda: _each(call.receive, next(taken)),
        lambda: _each(call, next(called)),
        repeats=(half - PACED) // TURN,
        warm=0,
    )
    say(f"bare insert of {TURN}", bare)
    say(f"{TURN} replies received", ours)
    say(f"{TURN} replies by call", over_the_web)
    print(f"by call {(half - PACED) / over_the_web.total:.0f} a second are taken, where {PACE:.0f} are to be")
    _account(scene, call)
    seconds = time.perf_counter() - started
    print(f"the campaign went on meanwhile: {(_sent(scene) - before) / seconds:.0f} messages a second")
    ratio(bare.total / ours.total, "a bare insert of the same rows, one by one, beside the same campaign")


def _turns(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    return (numbers[start : start + TURN] for start in range(0, len(numbers), TURN))


class _Caller:
    """A supplier that calls for each reply, and looks at once whether a STOP is in force."""

    def __init__(self, scene: Scene) -> None:
        from django.test import Client

        from imbizo.messaging.gateways.http.addresses import inbound_address

        self._scene, self._client = scene, Client(SERVER_NAME="127.0.0.1")
        self._address = urlsplit(inbound_address(scene.gateway))
        self.stops: list[float] = []
        self.said = 0

    def __call__(self, number: str) -> None:
        """By the address that suppliers call, with all that stands before it."""
        text, ref, start = self._next()
        values = urlencode({"from": number, "to": "40404", "id": ref, "text": text})
        answer = self._client.get(f"{self._address.path}?key={KEY}&{values}")
        if answer.status_code != 200:
            raise SystemExit(f"A reply was answered with {answer.status_code}.")
        self._see_stopped(number, text, start)

    def receive(self, number: str) -> None:
        """By the operation alone."""
        from imbizo.messaging.operations.inbound import Arrival, receive

        text, ref, start = self._next()
        arrival = Arrival(number, text, to="40404", ref=ref)
        receive(gateway=self._scene.gateway, arrivals=[arrival])
        self._see_stopped(number, text, start)

    def _next(self) -> tuple[str, str, float]:
        self.said += 1
        text = "STOP" if self.said % ONE_IN == 0 else _answer(self.said)
        return text, f"in-{self.said}", time.perf_counter()

    def _see_stopped(self, number: str, text: str, start: float) -> None:
        from imbizo.messaging.queries import suppressed

        if text != "STOP":
            return
        if not suppressed(programme=self._scene.programme, addresses=[("sms", number)]):
            raise SystemExit("A STOP wasn't in force when the supplier had its answer.")
        self.stops.append(time.perf_counter() - start)


def _paced(call: _Caller, numbers: Sequence[str]) -> None:
    """Replies at the pace of 5,000 a minute, and how long each waited until it was with its person."""
    start = time.perf_counter()
    for place, number in enumerate(numbers):
        time.sleep(max(0.0, start + place / PACE - time.perf_counter()))
        call(number)
    behind = time.perf_counter() - start - len(numbers) / PACE
    print(
        f"{len(numbers)} replies at {PACE:.0f} a second: the last one {max(behind, 0):.2f} s behind its time"
    )
    _wait_until_filed()
    waits = _waits()
    late, worst = waits[int(len(waits) * 0.95)], waits[-1]
    print(
        f"filed with its person after: median {waits[len(waits) // 2]:.1f} s, p95 {late:.1f} s, worst {worst:.1f} s"
    )


def _account(scene: Scene, call: _Caller) -> None:
    """Everything is there, with its person, and no STOP took long. Ends the measurement where anything is missing."""
    from imbizo.messaging.models import Inbound
    from imbizo.outreach.models import Entry

    start = time.perf_counter()
    _wait_until_filed()
    print(f"all filed {time.perf_counter() - start:.1f} s after the last one")
    stored = Inbound.objects.filter(gateway=scene.gateway).exclude(ref="")
    matched = stored.exclude(answers=None).count()
    filed = Entry.objects.filter(inbound__in=stored.values("pk")).exclude(conversation__actor=None).count()
    print(f"{stored.count():,} stored, {matched:,} with the message they answer, {filed:,} with their person")
    if {stored.count(), matched, filed} != {call.said}:
        raise SystemExit("Something was lost.")
    stops = sorted(call.stops)
    print(
        f"{len(stops)} STOPs in force: median {stops[len(stops) // 2] * 1000:.0f} ms, worst {stops[-1] * 1000:.0f} ms"
    )


def _wait_until_filed() -> None:
    from imbizo.messaging.queries.answering import untried

    end = time.monotonic() + PATIENCE
    while untried().exists():
        if time.monotonic() > end:
            raise SystemExit("What came in wasn't filed.")
        time.sleep(0.1)


def _waits() -> list[float]:
    """Seconds from the moment in which each was received to that in which it was handed on."""
    from imbizo.messaging.models import Inbound

    rows = Inbound.objects.filter(state="routed").values_list("received_at", "updated_at")
    return sorted((updated - received).total_seconds() for received, updated in rows)


def _bare(scene: Scene, turn: int) -> None:
    from imbizo.messaging.models import Inbound

    for place in range(TURN):
        Inbound.objects.create(
            gateway=scene.simulator,
            programme=scene.programme,
            channel="sms",
            address=f"+2783{turn:04}{place:03}",
            to="40404",
            text=_answer(place),
            state="routed",
            ref=f"bare-{turn}-{place}",
        )


def _answer(number: int) -> str:
    return f"Yes, I will come with {number % 4} others. Thank you."


def _sent(scene: Scene) -> int:
    from imbizo.messaging.models import Message

    return Message.objects.filter(gateway=scene.simulator, state="delivered").count()


@contextlib.contextmanager
def _worker() -> Iterator[None]:
    """A worker as `run.py` starts it, and a first nudge for the campaign."""
    from imbizo.messaging.models import Gateway
    from imbizo.messaging.tasks import drive

    for gateway in Gateway.objects.filter(kind="simulator"):
        drive.enqueue(str(gateway.pk))
    command = [sys.executable, "-m", "imbizo", "worker"]
    environment = {**os.environ, "PYTHONPATH": sys.path[0], "IMBIZO_LOG_LEVEL": "error"}
    process = subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


# What is there before


def _fill() -> Scene:
    from datetime import date

    from imbizo.messaging.models import Gateway
    from imbizo.programmes.operations import add_partner, create_programme

    programme = create_programme(
        name="Winelands",
        slug="winelands",
        template="four-phase-strategy-and-mou",
        starts_on=date(2026, 3, 2),
        by=None,
    )
    partner = add_partner(programme=programme, name="Ubambano", is_convenor=True, by=None)
    simulator = Gateway.objects.get(programme=programme, kind="simulator")
    Gateway.objects.filter(pk=simulator.pk).update(parts_per_second=PARTS_A_SECOND)
    gateway = Gateway(programme=programme, name="Kannel", kind="http", service="kannel", can_receive=True)
    gateway.keep_secrets(callback=KEY)
    gateway.save()
    numbers = [f"+27821{number:06}" for number in range(REPLIES)]
    _load_people(programme, partner, gateway, numbers)
    _load_campaign(programme, partner, simulator)
    analyse()
    return Scene(programme, gateway, simulator, numbers)


def _load_people(programme: Any, partner: Any, gateway: Any, numbers: Sequence[str]) -> None:
    """One person for each number, who was asked something an hour ago."""
    from imbizo.actors.models import Actor, ContactPoint
    from imbizo.base.models import new_id
    from imbizo.messaging.models import Message

    chance = random.Random(7)  # noqa: S311 - the same people each time
    people = [(new_id(), f"{invented(chance)} {invented(chance)}") for _number in numbers]
    same = {"programme_id": programme.pk, "owner_id": partner.pk}
    load(Actor, ["id", "name", "sort_name"], [(pk, name, name) for pk, name in people], form="person", **same)
    points = [(new_id(), pk, number, number) for (pk, _name), number in zip(people, numbers, strict=True)]
    load(ContactPoint, ["id", "actor_id", "raw", "address"], points, channel="sms", **same)
    asked = [(new_id(), pk, number) for (pk, _name), number in zip(people, numbers, strict=True)]
    load(
        Message,
        ["id", "recipient_id", "address"],
        asked,
        **_of_campaign(gateway),
        state="delivered",
        sent_at=_now(),
        **same,
    )


def _load_campaign(programme: Any, partner: Any, simulator: Any) -> None:
    from imbizo.base.models import new_id
    from imbizo.messaging.models import Message

    waiting = [(new_id(), f"+2784{number:07}") for number in range(CAMPAIGN)]
    same = {"programme_id": programme.pk, "owner_id": partner.pk}
    load(Message, ["id", "address"], waiting, **_of_campaign(simulator), state="waiting", **same)


def _of_campaign(gateway: Any) -> dict[str, Any]:
    """Answers may leave at any hour, so that the measurement doesn't depend on the time of day."""
    text = "Will you come to the workshop on Thursday at 09:00?"
    return {
        "gateway_id": gateway.pk,
        "channel": "sms",
        "purpose": "answer",
        "priority": 10,
        "language": "en",
        "text": text,
        "encoding": "gsm7",
    }


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


if __name__ == "__main__":
    main()
