"""Four pages of a programme with 100,000 actors, against Django's own ListView over the same rows.

Each is a whole request: middleware, session, sign-in, permission, scoping, layout, compression. Two partners own the
register and share it in parts; both look at it, in turn. Counts that are kept for a revision of the register are
measured as they mostly are met, kept, and once freshly counted, as after each change.
"""

import os
import random
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Any, NamedTuple

from bench._names import name as invented
from bench.harness import Times, analyse, database, ratio, say, stage, timed, timed_in_turn

ACTORS = int(os.environ.get("N", "100000"))
RUNS = 100
OFFICIAL = ("local", "district", "provincial", "national")
KINDS = ("civil_society", "business", "faith", "organised_agriculture", "migrant_led", "academic", "media")


class Row(NamedTuple):
    """An actor as it is written, with the partner it is shared with by name."""

    id: uuid.UUID
    owner_id: uuid.UUID
    sharing: str
    form: str
    name: str
    sort_name: str
    match_key: str
    kind: str
    sphere: str
    municipality_id: uuid.UUID | None
    place_id: uuid.UUID | None
    named: uuid.UUID | None


@dataclass(frozen=True)
class Register:
    """The rows, and one coordinator of each of the two partners."""

    rows: list[Row]
    members: tuple[Any, Any]

    def seen_by(self, member: Any) -> list[Row]:
        """What the sharing says, without a database."""
        partner = member.partner_id
        return [row for row in self.rows if row.sharing == "all" or partner in (row.owner_id, row.named)]


def main() -> None:
    with database() as vendor:
        print(f"{ACTORS:,} actors on {vendor}")
        _settle()
        register = _fill(random.Random(11))  # noqa: S311 - the same rows each time
        clients = [_client(member) for member in register.members]
        _check(register)
        pages = _pages(register)
        for name, address in pages.items():
            print(f"{name}: {_queries(clients[0], address())} queries")
        ratios = {name: _compare(clients, name, address) for name, address in pages.items()}
        _freshly_counted(clients[0], pages, register.members[0].programme_id)
        print(", ".join(f"{name} {number:.2f}" for name, number in ratios.items()))
        ratio(min(ratios.values()), "plain-list-view")


def _settle() -> None:
    """The site's addresses with the plain list beside them, and its static files with their hashes."""
    from django.conf import settings
    from django.core.management import call_command

    settings.ROOT_URLCONF = "bench._plain"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)


# What is measured


def _pages(register: Register) -> dict[str, Callable[[], str]]:
    """The address of each page; the register and the actors are leafed through."""
    root = "/p/bench"
    everybody = [row for row in register.rows if row.sharing == "all" and row.form == "person"]
    actors = cycle(everybody[:: max(1, len(everybody) // 50)])
    numbers = cycle(range(1, 11))
    return {
        "list": lambda: f"{root}/people/?page={next(numbers)}",
        "actor": lambda: f"{root}/people/{next(actors).id}/",
        "coverage": lambda: f"{root}/coverage/",
        "journey": lambda: f"{root}/",
    }


def _compare(clients: Sequence[Any], name: str, address: Callable[[], str]) -> float:
    """Baseline over page, medians of runs that take turns."""
    numbers, turns = cycle(range(1, 11)), cycle(clients)
    plain, ours = timed_in_turn(
        lambda: _get(next(turns), f"/p/bench/plain/?page={next(numbers)}"),
        lambda: _get(next(turns), address()),
        repeats=RUNS,
        warm=4,
    )
    say("plain list view", plain)
    say(name, ours)
    return plain.median / ours.median


def _freshly_counted(client: Any, pages: dict[str, Callable[[], str]], programme_id: uuid.UUID) -> None:
    from imbizo.actors.operations.register import revise

    def changed(address: Callable[[], str]) -> Times:
        times: list[float] = []
        for _run in range(5):
            revise(programme_id)
            times += timed(lambda: _get(client, address()), 1, warm=0).seconds
        return Times(tuple(times))

    for name in ("coverage", "journey"):
        say(f"{name}, just after a change", changed(pages[name]))


def _get(client: Any, url: str) -> bytes:
    response = client.get(url)
    if response.status_code != 200:
        sys.exit(f"{url} answers {response.status_code}")
    return bytes(response.content)


def _queries(client: Any, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _get(client, url)
    with CaptureQueriesContext(connection) as made:
        _get(client, url)
    return len(made)


def _client(member: Any) -> Any:
    """A browser in which the member has signed in, and which takes compressed pages as browsers do."""
    from django.test import Client, override_settings

    client = Client(SERVER_NAME="localhost", headers={"accept-encoding": "gzip"})
    # Signing in without the form has no address, which the lockout would ask for.
    with override_settings(AXES_ENABLED=False):
        client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _check(register: Register) -> None:
    """What isn't right needn't be fast: both partners see and count what the sharing says."""
    from imbizo.actors.queries import actors
    from imbizo.actors.queries.coverage import counts

    for member in register.members:
        seen = register.seen_by(member)
        if actors(member).count() != len(seen):
            sys.exit(f"The register of {member.partner} isn't what is shared with it.")
        tallies = {cell: number for cell, (number, _hidden) in counts(member).items() if number}
        if tallies != Counter((row.municipality_id, row.sphere, row.kind) for row in seen):
            sys.exit(f"The coverage of {member.partner} isn't what is shared with it.")
        if sum(map(sum, counts(member).values())) != ACTORS:
            sys.exit(f"Seen and hidden together aren't everybody for {member.partner}.")


# The register


def _fill(chance: random.Random) -> Register:
    from django.db import transaction

    with stage("register"), transaction.atomic():
        members, towns = _programme()
        rows = list(_rows(chance, [member.partner_id for member in members], towns))
        _load_actors(members[0], rows)
        _load_parts(chance, members[0], rows)
    analyse()
    return Register(rows, members)


def _programme() -> tuple[tuple[Any, Any], list[Any]]:
    from imbizo.accounts.models import User
    from imbizo.places.models import Place
    from imbizo.places.operations import load_places, set_work_areas
    from imbizo.programmes import operations, queries

    load_places()
    programme = operations.create_programme(
        name="Bench",
        slug="bench",
        template="four-phase-strategy-and-mou",
        starts_on=date(2026, 3, 2),
        by=None,
    )
    areas = Place.objects.filter(parent__code="DC2", kind="municipality")
    set_work_areas(programme=programme, places=[place.pk for place in areas], by=None)
    for name in ("Convenor", "Committee"):
        partner = operations.add_partner(programme=programme, name=name, by=None)
        user = User.objects.create_user(f"{name.lower()}@example.org", name=name)
        operations.add_member(user=user, partner=partner, roles=["coordinator"], by=None)
    members = queries.members(queries.members_of(programme).get(partner__name="Convenor"))
    return (members[1], members[0]), list(Place.objects.filter(parent__in=areas))


def _rows(chance: random.Random, owners: Sequence[uuid.UUID], towns: Sequence[Any]) -> Iterator[Row]:
    """Seven in ten are people; officials and organisations are shared with all, private people mostly not."""
    for _number in range(ACTORS):
        form = "person" if chance.random() < 0.7 else "organisation"
        is_official = chance.random() < 0.3
        is_open = is_official or form == "organisation"
        sharing = chance.choices(("all", "itself", "named"), (18, 1, 1) if is_open else (2, 15, 3))[0]
        owner, other = chance.sample(owners, 2) if chance.random() < 0.5 else owners
        town = chance.choice(towns) if chance.random() < 0.9 else None
        first, last = invented(chance), invented(chance)
        folded = f"{last} {first}".lower()
        yield Row(
            id=uuid.UUID(int=chance.getrandbits(128)),
            owner_id=owner,
            sharing=sharing,
            form=form,
            name=f"{first} {last}",
            sort_name=folded,
            match_key=folded,
            kind="government" if is_official else chance.choice(KINDS),
            sphere=chance.choice(OFFICIAL) if is_official else "none",
            municipality_id=town and town.parent_id,
            place_id=town and town.pk,
            named=other if sharing == "named" and chance.random() < 0.5 else None,
        )


def _load_actors(member: Any, rows: Sequence[Row]) -> None:
    from imbizo.actors.models import Actor
    from imbizo.base import bulk

    bulk.insert_rows(
        Actor, Row._fields[:-1], (row[:-1] for row in rows), programme_id=member.programme_id, language="en"
    )
    through = Actor.shared_with.through
    through.objects.bulk_create(
        (through(actor_id=row.id, partner_id=row.named) for row in rows if row.named), batch_size=5_000
    )


def _load_parts(chance: random.Random, member: Any, rows: Sequence[Row]) -> None:
    """Two ways to reach each, an office for each person, a basis, an entry of the audit trail, and some notes."""
    from imbizo.actors.models import Affiliation, Consent, ContactPoint, Note
    from imbizo.actors.operations.register import revise
    from imbizo.base import bulk
    from imbizo.thread.models import AuditEntry

    here = {"programme_id": member.programme_id}
    names = ["id", "actor_id", "owner_id", "sharing", "channel", "raw", "address", "number_kind"]
    bulk.insert_rows(ContactPoint, names, _contacts(chance, rows), **here)
    bodies = [row.id for row in rows if row.form == "organisation" and row.sharing == "all"]
    held = ((_id(chance), row.id, chance.choice(bodies)) for row in rows if row.form == "person")
    names = ["id", "person_id", "organisation_id"]
    bulk.insert_rows(Affiliation, names, held, **here, position="Coordinator")
    bases = ((_id(chance), row.id) for row in rows)
    bulk.insert_rows(Consent, ["id", "actor_id"], bases, **here, purpose="service", basis="public_task")
    entries = ((_id(chance), row.id, row.owner_id) for row in rows)
    names = ["id", "subject_id", "partner_id"]
    bulk.insert_rows(AuditEntry, names, entries, **here, verb="import", subject_kind="actors.actor")
    notes = ((_id(chance), row.id, row.owner_id, row.sharing) for row in rows if chance.random() < 0.05)
    names = ["id", "actor_id", "owner_id", "sharing"]
    bulk.insert_rows(Note, names, notes, **here, text="Asked to be called after five.")
    revise(member.programme_id)


def _contacts(chance: random.Random, rows: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(rows):
        mobile = f"+27600{number:06}"
        own = row.id, row.owner_id, row.sharing
        yield _id(chance), *own, "sms", mobile, mobile, "mobile"
        address = f"{row.sort_name.replace(' ', '.')}{number}@example.org"
        yield _id(chance), *own, "email", address, address, ""


def _id(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128))


if __name__ == "__main__":
    main()
