"""2,000 people answer an invitation by SMS and page, 100 a second, for 60 places: each answer right, no place too many.

Half answer on their own page, half by SMS, one in five with *no*. First all come at their pace, on as many threads as
a server has, while a worker takes the SMS in; each waits from the moment at which they pressed, in the queue too. Then
pages and bare posts of a signed link with one insert take turns on a second gathering, through one middleware, so that
whatever else the machine does weighs on both. Everybody has a browser of their own, and opened their page before.
"""

import contextlib
import os
import random
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench._names import name as invented
from bench.harness import Times, analyse, database, load, ratio, say, stage, timed_in_turn
from bench.inbound import _worker

PEOPLE = int(os.environ.get("BENCH_ROWS", "2000"))
PLACES = 60
PACE = 100  # a second
THREADS = 4  # as `run.py` starts a server
ONE_IN = 5  # says no
TURNS = min(400, PEOPLE // 4)
PATIENCE = 120.0  # seconds


@dataclass(frozen=True)
class Scene:
    programme: Any
    gateway: Any
    gathering: Any
    pages: Sequence[str]
    numbers: Sequence[str]
    ids: Sequence[Any]


def main() -> None:
    with database() as vendor:
        print(f"{PEOPLE:,} people for {PLACES} places on {vendor}, at {PACE} a second")
        with stage("two gatherings, their people and links"):
            first, second = _fill()
        with _worker():
            took = _paced(first)
            _wait_until_answered(first)
        say("an answer at its pace", took)
        _account(first)
        _compare(second)


def _paced(scene: Scene) -> Times:
    """Everybody at their moment; how long each had to wait for the page or the gateway's own thanks."""
    browser, start = threading.local(), time.perf_counter() + 0.5

    def answer(place: int) -> float:
        if place % 2:
            _by_sms(scene, place)
        else:
            if not hasattr(browser, "client"):
                browser.client = _browser()
            _by_page(browser.client, scene.pages[place], said_by(place))
        return time.perf_counter() - start - place / PACE

    with ThreadPoolExecutor(THREADS) as pool:
        waited = []
        for place in range(len(scene.ids)):
            time.sleep(max(0.0, start + place / PACE - time.perf_counter()))
            waited.append(pool.submit(answer, place))
        return Times(tuple(each.result() for each in waited))


def said_by(place: int) -> str:
    return "no" if place % ONE_IN == 0 else "yes"


def _browser() -> Any:
    from django.test import Client

    return Client(SERVER_NAME="127.0.0.1")


def _by_page(client: Any, page: str, said: str) -> None:
    client.cookies.clear()  # the next person's browser
    answer = client.post(page, {"said": said})
    if answer.status_code != 302:
        raise SystemExit(f"An answer was met with {answer.status_code}.")


def _by_sms(scene: Scene, place: int) -> None:
    from imbizo.messaging.operations.inbound import Arrival, receive

    arrival = Arrival(scene.numbers[place], said_by(place).upper(), ref=f"{scene.gathering.pk}-{place}")
    receive(gateway=scene.gateway, arrivals=[arrival])


def _wait_until_answered(scene: Scene) -> None:
    from imbizo.convening.models import Answer

    start = time.monotonic()
    while Answer.objects.filter(invitation__gathering=scene.gathering).count() < len(scene.ids):
        if time.monotonic() - start > PATIENCE:
            raise SystemExit("Answers were lost.")
        time.sleep(0.1)
    print(f"all taken {time.monotonic() - start:.1f} s after the last one")


def _account(scene: Scene) -> None:
    """Each said what it says, the places are exactly 1 to 60, the others wait. Ends the measurement otherwise."""
    from imbizo.convening.models import Answer, Invitation

    rows = Invitation.objects.filter(gathering=scene.gathering)
    said = dict(Answer.objects.filter(invitation__in=rows).values_list("invitation_id", "said"))
    wrong = [pk for place, pk in enumerate(scene.ids) if said.get(pk) != said_by(place)]
    places = list(
        rows.filter(state="accepted").order_by("place_number").values_list("place_number", flat=True)
    )
    refused = sum(1 for place in range(len(scene.ids)) if said_by(place) == "no")
    counts = {state: rows.filter(state=state).count() for state in ("declined", "waiting")}
    is_exact = places == list(range(1, min(PLACES, len(scene.ids) - refused) + 1))
    if wrong or not is_exact or counts["declined"] != refused:
        raise SystemExit(f"{len(wrong)} answers are wrong; places: {places}; {counts}")
    print(
        f"{len(said):,} answers, all right; {len(places)} places, {counts['waiting']:,} wait, {refused} come not"
    )


def _compare(scene: Scene) -> None:
    from django.core import signing

    client, places, links = _browser(), iter(range(TURNS + 8)), iter(scene.ids)

    def ours() -> None:
        place = next(places)
        _by_page(client, scene.pages[place], said_by(place))

    def bare() -> None:
        link = {"programme": str(scene.programme.pk), "invitation": str(next(links))}
        _by_page(client, f"/bare/{signing.dumps(link)}/", "yes")

    with _bare_address():
        plain, full = timed_in_turn(bare, ours, repeats=TURNS, warm=4)
    say("bare signed-link post with one insert", plain)
    say("an answer on one's own page", full)
    ratio(plain.total / full.total, "a bare signed-link form post with one insert")


@contextlib.contextmanager
def _bare_address() -> Iterator[None]:
    """The bare page stands beside all others: changing the addresses for each post would cost ours its resolver."""
    from django.urls import clear_url_caches

    from bench._bare_answer import urlpatterns
    from imbizo.config import urls

    urls.urlpatterns.extend(urlpatterns)
    clear_url_caches()
    try:
        yield
    finally:
        del urls.urlpatterns[-len(urlpatterns) :]
        clear_url_caches()


# What is there before


def _fill() -> tuple[Scene, Scene]:
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
    gateway = Gateway.objects.get(programme=programme, kind="simulator")
    scenes = tuple(_scene(programme, partner, gateway, number) for number in (1, 2))
    analyse()
    return scenes[0], scenes[1]


def _scene(programme: Any, partner: Any, gateway: Any, number: int) -> Scene:
    """A gathering whose people were invited an hour ago."""
    from django.utils import timezone

    from imbizo.convening.models import Gathering

    starts = timezone.now() + timedelta(days=21)
    gathering = Gathering.objects.create(
        programme=programme,
        owner=partner,
        name=f"Workshop {number}",
        code=f"BENCH{number}",
        starts_at=starts,
        ends_at=starts + timedelta(hours=6),
        answer_by=starts - timedelta(days=7),
        capacity=PLACES,
    )
    numbers = [f"+2782{number}{place:06}" for place in range(PEOPLE)]
    ids = _load(gathering, gateway, numbers)
    return Scene(programme, gateway, gathering, _pages(ids), numbers, ids)


def _load(gathering: Any, gateway: Any, numbers: Sequence[str]) -> list[Any]:
    """A person for each number, their basis and their invitation, with the message that it left by."""
    from imbizo.actors.models import Actor, ContactPoint
    from imbizo.actors.models.consent import Consent
    from imbizo.base.models import new_id
    from imbizo.convening.models import Invitation
    from imbizo.messaging.models import Message

    chance = random.Random(7)  # noqa: S311 - the same people each time
    people = [(new_id(), f"{invented(chance)} {invented(chance)}") for _number in numbers]
    here = {"programme_id": gathering.programme_id}
    same = here | {"owner_id": gathering.owner_id}
    load(Actor, ["id", "name", "sort_name"], [(pk, name, name) for pk, name in people], form="person", **same)
    points = [(new_id(), pk, each, each) for (pk, _name), each in zip(people, numbers, strict=True)]
    load(ContactPoint, ["id", "actor_id", "raw", "address"], points, channel="sms", **same)
    based = [(new_id(), pk) for pk, _name in people]
    load(Consent, ["id", "actor_id"], based, purpose="invitation", basis="legitimate_interest", **here)
    sent = [(new_id(), pk, each) for (pk, _name), each in zip(people, numbers, strict=True)]
    asked = {"source_kind": "convening.gathering", "source_id": gathering.pk, "state": "delivered"}
    message = {"gateway_id": gateway.pk, "channel": "sms", "purpose": "invitation", "text": "Can you come?"}
    load(Message, ["id", "recipient_id", "address"], sent, **asked, **message, **same)
    rows = [(new_id(), pk) for pk, _name in people]
    load(
        Invitation,
        ["id", "actor_id"],
        rows,
        gathering_id=gathering.pk,
        state="delivered",
        told_sequence=0,
        **here,
    )
    return [pk for pk, _actor in rows]


def _pages(ids: Sequence[Any]) -> list[str]:
    from django.urls import reverse

    """Everybody's own page, which they have opened: nobody presses a button that they don't see."""
    from django.utils import timezone

    from imbizo.convening.models import Invitation
    from imbizo.convening.operations.invitations import LINK_PURPOSE
    from imbizo.thread.models import PublicLink
    from imbizo.thread.operations import add_public_links

    rows = list(Invitation.objects.filter(pk__in=ids))
    tokens = add_public_links(rows, purpose=LINK_PURPOSE, days=30, by=None)
    PublicLink.objects.filter(record_id__in=ids).update(opened_at=timezone.now())
    return [reverse("convening:answer", args=[tokens[pk]]) for pk in ids]


if __name__ == "__main__":
    main()
