"""Search in 1,000,000 entries over ten kinds, with scoping, against one bare full-text query.

Half of the entries belong to the programme searched, the rest to two others; six partners own them, who share a
part with all, a part with partners they name and keep the rest to themselves. The bare query is what one would write
with the database's own full-text search over the same titles and bodies: the best thirty by its own ranking, with
no scoping, no check of any record and nobody's misspelling forgiven.
"""

import os
import random
import uuid
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django.utils.translation import gettext_lazy

from bench._names import name as invented
from bench.harness import analyse, database, load, ratio, say, stage, timed_in_turn

ENTRIES = int(os.environ.get("BENCH_ROWS", "1000000"))
KINDS = 10
LIMIT = 30
ROUNDS = 3
POSITIONS = (
    "manager",
    "councillor",
    "pastor",
    "coordinator",
    "officer",
    "director",
    "secretary",
    "teacher",
    "nurse",
    "organiser",
)
TOWNS = (
    "Worcester",
    "Robertson",
    "Ceres",
    "Paarl",
    "Stellenbosch",
    "Ashton",
    "Montagu",
    "Rawsonville",
    "Wellington",
    "Franschhoek",
)
SHARINGS = ("all",) * 6 + ("itself",) * 3 + ("named",)


def main() -> None:
    with database() as vendor:
        print(f"{ENTRIES:,} entries over {KINDS} kinds on {vendor}")
        member, asked = _fill(vendor)
        _compare(member, asked, vendor)


def _compare(member: Any, asked: list[str], vendor: str) -> None:
    from imbizo.desk.queries import search

    bare_words, our_words = cycle(asked), cycle(asked)
    bare, ours = timed_in_turn(
        lambda: _bare(next(bare_words), vendor),
        lambda: search(member, next(our_words), limit=LIMIT),
        repeats=len(asked) * ROUNDS,
        warm=len(asked),
    )
    say("bare full-text query", bare)
    say("search with scoping", ours)
    ratio(
        bare.total / ours.total,
        "one bare full-text query, ranked, over the same entries (sums over the same searches)",
    )


def _fill(vendor: str) -> tuple[Any, list[str]]:
    chance = random.Random(7)  # noqa: S311 - the same rows each time
    people = _names(chance)
    member, partners = _programmes()
    _register_kinds()
    with stage("records"):
        rows = list(_rows(chance, people, partners))
        _load_actors(rows)
    with stage("search entries with their index"):
        _load_entries(rows, vendor)
    with stage("bare table with its index"):
        _load_bare(rows, vendor)
    analyse()
    return member, _asked(chance, [row[3] for row in rows[:5000]])


def _names(chance: random.Random) -> list[str]:
    """20,000 invented surnames, of two to four syllables."""
    return [invented(chance) for _name in range(20_000)]


def _programmes() -> tuple[Any, list[Any]]:
    from imbizo.accounts.models import User
    from imbizo.programmes.models import Membership, Partner, Programme

    partners, member = [], None
    for number in range(3):
        programme = Programme.objects.create(slug=f"p{number}", name=f"P{number}", starts_on="2026-03-02")
        partners.append([Partner.objects.create(programme=programme, name=f"Partner {n}") for n in range(6)])
    user = User.objects.create_user("amina@example.org", name="Amina")
    member = Membership.objects.create(
        programme=partners[0][0].programme, user=user, partner=partners[0][0], roles=["coordinator"]
    )
    return Membership.objects.select_related("programme", "partner", "user").get(pk=member.pk), partners


def _register_kinds() -> None:
    """Ten kinds, each a tenth of the records, seen as actors are."""
    from imbizo.thread import registry

    for kind in registry.all_kinds():
        if kind.search:
            registry.withdraw(kind.kind)
    for number in range(KINDS):
        registry.register(_kind(number))


def _kind(number: int) -> Any:
    from imbizo.actors.models import Actor
    from imbizo.thread.registry import RecordKind, SearchText

    def visible_to(member: Any) -> Any:
        return Actor.objects.visible_to(member).filter(kind=str(number))

    return RecordKind(
        kind=f"bench.kind{number}",
        model=Actor,
        noun=gettext_lazy("actor"),
        icon="user",
        visible_to=visible_to,
        search=lambda actor: SearchText(title=actor.name),
    )


Row = tuple[int, uuid.UUID, Any, str, str, str]


def _rows(chance: random.Random, people: list[str], partners: list[Any]) -> Iterator[Row]:
    """Number, id, owner, title, body and sharing of each record."""
    weights = [1 / (rank + 10) for rank in range(len(people))]
    surnames = chance.choices(people, weights, k=ENTRIES)
    given = chance.choices(people[:600], weights[:600], k=ENTRIES)
    for number in range(ENTRIES):
        owner = chance.choice(partners[chance.choice((0, 0, 1, 2))])
        body = f"{chance.choice(POSITIONS)} municipality of {chance.choice(TOWNS)} {chance.choice(people)}"
        title = f"{given[number]} {surnames[number]}"
        yield (
            number,
            uuid.UUID(int=(1_700_000_000_000 + number << 80) | chance.getrandbits(80)),
            owner,
            title,
            body,
            chance.choice(SHARINGS),
        )


def _load_actors(rows: list[Row]) -> None:
    from imbizo.actors.models import Actor

    load(
        Actor,
        ["id", "programme_id", "owner_id", "sharing", "name", "sort_name", "match_key", "kind"],
        (
            (pk, owner.programme_id, owner.pk, sharing, title, title, title, str(number % KINDS))
            for number, pk, owner, title, _body, sharing in rows
        ),
        form="person",
    )


def _load_entries(rows: list[Row], vendor: str) -> None:
    """Rows first and then the index on PostgreSQL, as a restore does it; SQLite's index is merged afterwards."""
    from imbizo.desk.models import SearchEntry

    if vendor == "postgresql":
        _execute("DROP INDEX desk_searchindex")
    names = ["id", "programme_id", "kind", "record_id", "title", "subtitle", "tokens"]
    load(SearchEntry, names, _entries(rows))
    if vendor == "postgresql":
        _execute("SET maintenance_work_mem = '512MB'")
        _execute(
            "CREATE INDEX desk_searchindex ON desk_searchentry "
            "USING gin (array_to_tsvector(string_to_array(tokens, ' ')))"
        )
    else:
        _execute("INSERT INTO desk_searchindex(desk_searchindex) VALUES ('optimize')")


def _entries(rows: list[Row]) -> Iterator[tuple[Any, ...]]:
    from imbizo.desk.rules.words import audience_tokens, kind_token, text_tokens

    for number, pk, owner, title, body, sharing in rows:
        kind = f"bench.kind{number % KINDS}"
        audience = audience_tokens(owner.programme_id, None if sharing == "all" else [owner.pk])
        tokens = " ".join([*audience, kind_token(kind), *text_tokens(title, body)])
        yield number + 1, owner.programme_id, kind, pk, title, body, tokens


def _load_bare(rows: list[Row], vendor: str) -> None:
    from django.db import connection, transaction

    if vendor == "sqlite":
        _execute(
            "CREATE VIRTUAL TABLE bare USING fts5("
            "title, body, tokenize='unicode61 remove_diacritics 2', prefix='3 4 5')"
        )
        with transaction.atomic():
            connection.connection.executemany(
                "INSERT INTO bare VALUES (?, ?)", ((row[3], row[4]) for row in rows)
            )
        _execute("INSERT INTO bare(bare) VALUES ('optimize')")
        return
    _execute(
        "CREATE TABLE bare (title text, body text, words tsvector GENERATED ALWAYS AS "
        "(to_tsvector('simple', title || ' ' || body)) STORED)"
    )
    with connection.cursor() as cursor, cursor.copy("COPY bare (title, body) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((row[3], row[4]))
    _execute("CREATE INDEX bare_words ON bare USING gin (words)")


def _bare(text: str, vendor: str) -> list[Any]:
    from django.db import connection

    words = text.lower().split()
    with connection.cursor() as cursor:
        if vendor == "sqlite":
            match = " ".join(f'"{word}"*' if len(word) > 2 else f'"{word}"' for word in words)
            cursor.execute(
                "SELECT title, body FROM bare WHERE bare MATCH %s ORDER BY rank LIMIT %s", [match, LIMIT]
            )
        else:
            query = " & ".join(f"'{word}':*" if len(word) > 2 else f"'{word}'" for word in words)
            cursor.execute(
                "SELECT title, body FROM bare, to_tsquery('simple', %s) AS query WHERE words @@ query "
                "ORDER BY ts_rank(words, query) DESC LIMIT %s",
                [query, LIMIT],
            )
        return list(cursor.fetchall())


def _asked(chance: random.Random, titles: list[str]) -> list[str]:
    """What people type: a whole name, its beginning, one name, a name and a town, a word that is everywhere."""
    asked = []
    for title in chance.sample(titles, 12):
        given, surname = title.split()
        town = chance.choice(TOWNS)
        asked += [title, f"{given} {surname[:3]}", surname, surname[:5], surname[:3], f"{surname} {town}"]
    return [*asked, "municipality", f"manager {TOWNS[0]}", TOWNS[1], "pastor"]


def _execute(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    main()
