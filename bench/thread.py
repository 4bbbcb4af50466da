"""The thread among 1,000,000 links: 500 ancestors in a chain of seven steps, each seen by its kind's `visible_to`.

Against one indexed query that returns the same 500 rows as model instances: the least that any page showing them
would have to do.
"""

import itertools
import os
import random
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from bench.harness import analyse, database, load, ratio, say, stage, timed_in_turn

LINKS = int(os.environ.get("BENCH_ROWS", "1000000"))
ANCESTORS = 500
STEPS = 7
PER_STEP = (20, 80, 100, 100, 100, 60, 40)
RUNS = 100

_moments = itertools.count(1_700_000_000_000)


def main() -> None:
    with database() as vendor:
        print(f"{LINKS:,} links on {vendor}; {ANCESTORS} ancestors in {STEPS} steps")
        member, start, ancestors = _fill()
        _compare(member, start, ancestors)


def _compare(member: Any, start: Any, ancestors: Sequence[uuid.UUID]) -> None:
    from imbizo.actors.models import Actor
    from imbizo.thread.queries import where_from

    found = where_from(start, member)
    assert {strand.id for strand in found} == set(ancestors), len(found)
    assert max(strand.depth for strand in found) == STEPS
    bare, ours = timed_in_turn(
        lambda: list(Actor.objects.filter(pk__in=ancestors)), lambda: where_from(start, member), repeats=RUNS
    )
    say("one indexed query", bare)
    say("walk of the thread", ours)
    ratio(
        bare.median / ours.median,
        "one indexed query returning the same 500 rows as model instances (medians)",
    )


def _fill() -> tuple[Any, Any, list[uuid.UUID]]:
    chance = random.Random(11)  # noqa: S311 - the same rows each time
    member = _member()
    layers = [[_identifier(chance) for _row in range(size)] for size in (1, *PER_STEP)]
    ancestors = [identifier for layer in layers[1:] for identifier in layer]
    with stage("records and links"):
        _load_actors(member, [*layers[0], *ancestors])
        _load_links(member, _links(chance, layers))
    analyse()
    from imbizo.actors.models import Actor

    return member, Actor.objects.get(pk=layers[0][0]), ancestors


def _member() -> Any:
    from imbizo.accounts.models import User
    from imbizo.programmes.models import Membership, Partner, Programme

    programme = Programme.objects.create(slug="p", name="P", starts_on="2026-03-02")
    partner = Partner.objects.create(programme=programme, name="Ubambano")
    user = User.objects.create_user("amina@example.org", name="Amina")
    return Membership.objects.create(programme=programme, user=user, partner=partner, roles=["coordinator"])


def _links(chance: random.Random, layers: list[list[uuid.UUID]]) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """The chain, in which each record came from some of the next layer; then links of others to earlier ones."""
    number = 0
    for later, earlier in itertools.pairwise(layers):
        for source in earlier:
            yield chance.choice(later), source
            number += 1
        for record in later[: len(later) // 4]:
            yield record, chance.choice(earlier)
            number += 1
    others = [_identifier(chance) for _row in range(LINKS // 4)]
    while number < LINKS:
        place = number * len(others) // LINKS  # in the order of time, as they were made
        yield others[place], others[max(place - chance.randint(1, 500), 0)]
        number += 1


def _load_links(member: Any, links: Iterator[tuple[uuid.UUID, uuid.UUID]]) -> None:
    from imbizo.thread.models import Link

    chance = random.Random(13)  # noqa: S311 - the same rows each time
    rows = ((_identifier(chance), record, source) for record, source in dict.fromkeys(links))
    load(
        Link,
        ["id", "record_id", "source_id"],
        rows,
        programme_id=member.programme_id,
        record_kind="actors.actor",
        source_kind="actors.actor",
        relation="informs",
    )


def _load_actors(member: Any, ids: list[uuid.UUID]) -> None:
    from imbizo.actors.models import Actor

    rows = ((pk, f"Actor {pk}", str(pk), str(pk)) for pk in ids)
    load(
        Actor,
        ["id", "name", "sort_name", "match_key"],
        rows,
        programme_id=member.programme_id,
        owner_id=member.partner_id,
        sharing="all",
        form="person",
    )


def _identifier(chance: random.Random) -> uuid.UUID:
    """An id as records have it: ordered by the time at which it was made, random in the rest."""
    return uuid.UUID(int=(next(_moments) << 80) | chance.getrandbits(80))


if __name__ == "__main__":
    main()
