"""400 phones write 20,000 inputs in ten minutes, while a facilitator's page and the wall update: none is lost.

First the ratio: the page on which a group's phone sends its words, with all that stands before it (middleware, the
code's table, the question, the form), by turns with a bare view that inserts the same row with Django's `create` and
answers with a page of one line, behind the same middleware. Then the hall: a server as `run.py` starts it, phones that
write at the pace of a workshop, a facilitator who asks for news every second and lets some through each time, a wall
that looks as often.
By default one minute of the ten is measured at the same pace; `python3 run.py bench capture full` measures all ten.
"""

import contextlib
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, build_opener

from bench.harness import Times, analyse, database, ratio, say, timed_in_turn

PHONES = 400
PACE = 20_000 / 600  # a second
TABLES = 40
TURN = 20  # inputs, then as many bare rows
TURNS = 25
LOOK = 1.0  # seconds between two looks of a page
HANDFUL = 5  # let through between two looks
# What the browser and the form both carry.
FORGERY = "a" * 32
PATIENCE = 60.0  # seconds


# One that nothing listens on: a server left over from another run mustn't answer for ours.
with socket.create_server(("127.0.0.1", 0)) as _listener:
    PORT = int(_listener.getsockname()[1])


@dataclass(frozen=True)
class Scene:
    gathering: Any
    codes: Sequence[str]
    about: str
    session: str  # of the facilitator


@dataclass
class Watch:
    """When each input first stood on the facilitator's page, was let through, and first stood on the wall."""

    seen: dict[str, float] = field(default_factory=dict)
    let: dict[str, float] = field(default_factory=dict)
    on_wall: dict[str, float] = field(default_factory=dict)
    looks: int = 0


def main() -> None:
    seconds = 600 if "full" in sys.argv[1:] else 60
    # The front-end files of the installation: a staff page doesn't draw without them.
    os.environ.setdefault("IMBIZO_ASSETS", str(Path(__file__).parent.parent / "var" / "vendor"))
    with database() as vendor:
        _gather_static_files()
        scene = _fill()
        print(f"{round(PACE * seconds):,} inputs in {seconds} s by {PHONES} phones on {vendor}")
        with _bare_address():
            bare, ours = _by_turns(scene)
        _hall(scene, seconds)
        ratio(bare.total / ours.total, "a bare view that inserts the same row, behind the same middleware")


def _gather_static_files() -> None:
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


# By turns with the bare view


def _by_turns(scene: Scene) -> tuple[Times, Times]:
    from django.test import Client

    client, chance = Client(SERVER_NAME="127.0.0.1"), random.Random(7)  # noqa: S311 - the same words each time

    def post(address: str, data: dict[str, str]) -> None:
        form = "application/x-www-form-urlencoded"
        answer = client.post(address, urlencode(data), content_type=form)
        if answer.status_code != HTTPStatus.OK:
            raise SystemExit(f"A page answered with {answer.status_code}.")

    def ours() -> None:
        for _each in range(TURN):
            post(f"/open/table/{chance.choice(scene.codes)}/", _words(scene, chance))

    def bare() -> None:
        for _each in range(TURN):
            post("/bare/", _words(scene, chance) | {"gathering": str(scene.gathering.pk)})

    plain, own = timed_in_turn(bare, ours, repeats=TURNS)
    say(f"bare insert of {TURN}", plain)
    say(f"{TURN} inputs of phones", own)
    return plain, own


@contextlib.contextmanager
def _bare_address() -> Iterator[None]:
    """An address of a view that does nothing but insert the row."""
    from django.http import HttpResponse
    from django.urls import clear_url_caches, path
    from django.views.decorators.csrf import csrf_exempt

    from imbizo.config import urls
    from imbizo.convening.models import Input

    def insert(request: Any) -> HttpResponse:
        given = request.POST
        Input.objects.create(
            id=given["id"],
            programme_id=PROGRAMME[0],
            gathering_id=given["gathering"],
            via="phone",
            language=given["language"],
            text=given["text"],
        )
        return HttpResponse("<!doctype html><title>Kept</title><p>Kept.</p>")

    urls.urlpatterns.append(path("bare/", csrf_exempt(insert)))
    clear_url_caches()
    try:
        yield
    finally:
        del urls.urlpatterns[-1]
        clear_url_caches()


# The hall


def _hall(scene: Scene, seconds: int) -> None:
    watch = Watch()
    sent: dict[str, float] = {}
    with _server() as server, _page(_look_at_wall, scene, watch):
        with _page(_facilitate, scene, watch):
            before = _cpu(server)
            answers = _write(scene, seconds, sent)
            used = (_cpu(server) - before) / seconds
            _wait_until(lambda: sent.keys() <= watch.seen.keys())
        _wait_until(lambda: watch.let.keys() <= watch.on_wall.keys())
    _account(scene, sent, watch, answers, used)


@contextlib.contextmanager
def _page(
    look: Callable[[Scene, Watch, threading.Event], None], scene: Scene, watch: Watch
) -> Iterator[None]:
    """A page that somebody has open until the block ends."""
    stop = threading.Event()
    page = threading.Thread(target=look, args=(scene, watch, stop))
    page.start()
    try:
        yield
    finally:
        stop.set()
        page.join()


def _write(scene: Scene, seconds: int, sent: dict[str, float]) -> Times:
    """Each phone in turn sends a line at its moment; the time of each answer."""
    total, start = round(PACE * seconds), time.perf_counter()
    taken: list[float] = []

    def line(place: int) -> None:
        time.sleep(max(0.0, start + place / PACE - time.perf_counter()))
        chance = random.Random(place)  # noqa: S311 - the same words each time
        words = _words(scene, chance)
        began = time.perf_counter()
        _open(f"/open/table/{scene.codes[place % PHONES % TABLES]}/", words)
        taken.append(time.perf_counter() - began)
        # From the moment in which the phone pressed.
        sent[words["id"]] = began

    with ThreadPoolExecutor(40) as phones:
        list(phones.map(line, range(total)))
    behind = time.perf_counter() - start - seconds
    print(f"{total:,} sent, the last {max(behind, 0):.1f} s behind its time")
    return Times(tuple(taken))


def _facilitate(scene: Scene, watch: Watch, stop: threading.Event) -> None:
    """As the page's script does: what is new after its cursor, at once again where more waits.

    Between two looks the facilitator lets a handful through.
    """
    page = _staff_page(scene, "inputs/")
    mark = _marked(page, "cursor")
    watch.seen |= dict.fromkeys(_ids(page), time.perf_counter())
    while not stop.is_set():
        fresh = _staff_page(scene, f"inputs/news/?{urlencode({'state': 'waiting', 'since': mark})}")
        now, mark = time.perf_counter(), _marked(fresh, "cursor")
        watch.looks += 1
        for pk in _ids(fresh):
            watch.seen.setdefault(pk, now)
        _let_through(scene, watch, _ids(fresh)[:HANDFUL])
        if "data-more" not in fresh:
            stop.wait(LOOK)


def _let_through(scene: Scene, watch: Watch, ids: Sequence[str]) -> None:
    """One press for those that are ticked."""
    if not ids:
        return
    began = time.perf_counter()
    pressed = [("csrfmiddlewaretoken", FORGERY), ("do", "shown"), ("seen", "waiting")]
    _staff_page(scene, "inputs/decide/", [*pressed, *(("selected", pk) for pk in ids)])
    watch.let |= dict.fromkeys(ids, began)


def _look_at_wall(scene: Scene, watch: Watch, stop: threading.Event) -> None:
    mark = ""
    while not stop.is_set():
        wall = _staff_page(scene, f"wall/?{urlencode({'mark': mark})}")
        now = time.perf_counter()
        for pk in _ids(wall):
            watch.on_wall.setdefault(pk, now)
        # Nothing comes where nothing has changed.
        mark = _marked(wall, "mark") if wall else mark
        stop.wait(LOOK)


def _staff_page(scene: Scene, rest: str, posted: Sequence[tuple[str, str]] | None = None) -> str:
    cookies = {"Cookie": f"sessionid={scene.session}; csrftoken={FORGERY}", "X-Live": "1"}
    return _open(f"/p/winelands/gatherings/{scene.gathering.pk}/{rest}", posted, headers=cookies)


def _ids(page: str) -> list[str]:
    return re.findall(r'data-id="([^"]+)"', page)


def _marked(page: str, name: str) -> str:
    found = re.search(rf'data-{name}="([^"]+)"', page)
    if found is None:
        raise SystemExit(f"A page came without its {name}.")
    return found.group(1)


def _wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(0.1)


def _account(scene: Scene, sent: dict[str, float], watch: Watch, answers: Times, used: float) -> None:
    """Everything is stored and was seen. Ends the measurement where anything is missing."""
    from imbizo.convening.models import Input

    stored = {str(pk) for pk in Input.objects.filter(gathering=scene.gathering).values_list("pk", flat=True)}
    say("answer to a phone", answers)
    waits = Times(tuple(watch.seen[pk] - began for pk, began in sent.items() if pk in watch.seen))
    say("on the facilitator's page after", waits)
    shown = Times(tuple(watch.on_wall[pk] - began for pk, began in watch.let.items() if pk in watch.on_wall))
    say("let through, and on the wall after", shown)
    print(
        f"{len(sent):,} sent, {len(sent.keys() & stored):,} stored, {len(waits.seconds):,} seen in {watch.looks} looks"
    )
    print(f"processor of the server: {used:.2f} of a core")
    is_whole = len(waits.seconds) == len(sent) and len(shown.seconds) == len(watch.let)
    if not sent.keys() <= stored or not is_whole:
        raise SystemExit("Something was lost.")


@contextlib.contextmanager
def _server() -> Iterator[subprocess.Popen[bytes]]:
    """The web process as `run.py` starts it."""
    environment = {
        **os.environ,
        "PYTHONPATH": sys.path[0],
        "IMBIZO_LOG_LEVEL": "error",
        "IMBIZO_DEBUG": "false",
    }
    # As `run.py` does (tools/serving.py).
    command = [
        *(sys.executable, "-m", "granian", "--interface=wsgi", "imbizo.config.wsgi:application"),
        *("--host=127.0.0.1", f"--port={PORT}", "--no-ws", "--log-level=error"),
        *("--workers=1", "--blocking-threads=4"),
    ]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        _wait_for_server()
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for_server() -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            _open("/healthz")
            return
        time.sleep(0.2)
    raise SystemExit("The server didn't start.")


def _cpu(server: subprocess.Popen[bytes]) -> float:
    """Seconds of processor that the server's processes have used so far."""
    tick = os.sysconf("SC_CLK_TCK")
    used = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rsplit(")", 1)[1].split()
            if int(fields[3]) == server.pid:  # of the session that it leads
                used += int(fields[11]) + int(fields[12])
    return used / tick


# Without a jar: the pages of phones need no cookie, and staff pages are told theirs.
_BROWSER = build_opener()


def _open(
    address: str,
    data: dict[str, str] | Sequence[tuple[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> str:
    posted = urlencode(data).encode() if data is not None else None
    request = Request(f"http://127.0.0.1:{PORT}{address}", posted, headers or {})
    with _BROWSER.open(request, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


# What is there before

PROGRAMME: list[Any] = []
_SENTENCES = (
    "Ons kinders is bang om saam skool toe te loop.",
    "Sifuna iklinikhi evuliweyo ngempelaveki.",
    "When we report, nobody writes it down, and we are sent home to come back with papers.",
    "Landlords ask those of us from outside double, and in cash.",
)


def _fill() -> Scene:
    from django.contrib.sessions.backends.db import SessionStore

    from imbizo.accounts.models import User
    from imbizo.convening.models import AgendaItem, Gathering, Question
    from imbizo.convening.operations.tables import add_tables
    from imbizo.programmes.operations import add_member, add_partner, create_programme

    programme = create_programme(
        name="Winelands",
        slug="winelands",
        template="four-phase-strategy-and-mou",
        starts_on=date(2026, 3, 2),
        by=None,
    )
    PROGRAMME.append(programme.pk)
    partner = add_partner(programme=programme, name="Ubambano", is_convenor=True, by=None)
    user = User.objects.create_user("amina@example.org", "practice makes perfect", name="Amina")
    amina = add_member(user=user, partner=partner, roles=["coordinator"], by=None)
    here = {"programme": programme}
    gathering = Gathering.objects.create(owner=partner, name="Workshop", state="open", code="BENCH1", **here)
    item = AgendaItem.objects.create(
        gathering=gathering, position=1, kind="group", title="Groups", minutes=60, **here
    )
    question = Question.objects.create(item=item, text="What must change first?", **here)
    tables = add_tables(gathering=gathering, count=TABLES, by=amina)
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    analyse()
    return Scene(
        gathering, [table.code for table in tables], f"question-{question.pk}", str(session.session_key)
    )


def _words(scene: Scene, chance: random.Random) -> dict[str, str]:
    text = f"{chance.choice(_SENTENCES)} {chance.randrange(10_000)}"
    return {"id": str(uuid.uuid4()), "text": text, "language": "en", "about": scene.about}


if __name__ == "__main__":
    main()
