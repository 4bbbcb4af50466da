# ruff: noqa: N999  # called as it is named: `run.py bench import`
"""Bringing in 100,000 rows of a register, against django-import-export writing the same people.

Ours: the file is read, rehearsed (every number, name, place and organisation understood, everybody compared with
everybody), and applied with contact points, affiliations, lawful bases, audit trail and search entries, in
transactions of half a second. The baseline writes the people alone, with the same fields already in separate, clean
columns, as its documentation advises for speed: `use_bulk`, a batch of 1,000, no diffs, no reports, no look-ups.
"""

import csv
import io
import os
import random
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any

from bench._names import name as invented
from bench.harness import database, ratio, stage

ROWS = int(os.environ.get("N", "100000"))
DOUBLES = 0.03
TOWNS = [
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
    "Tulbagh",
]
BODIES = (
    "SAPS {}",
    "{} Advice Office",
    "{} Farmers' Association",
    "{} Chamber of Commerce",
    "{} Youth Network {n}",
)
POSITIONS = [
    "Manager",
    "Councillor",
    "Pastor",
    "Coordinator",
    "Officer",
    "Director",
    "Secretary",
    "Teacher",
    "Nurse",
    "Organiser",
]
SECTORS = ("Civil society", "Business", "National department", "Faith-based", "Local municipality", "")
LANGUAGES = ("English", "Afr/Eng", "isiXhosa", "Shona", "")
HEADER = (
    "No",
    "Name & Surname",
    "Organisation",
    "Position",
    "Cell no.",
    "E-mail",
    "Town",
    "Sector",
    "Language",
    "Notes",
)


def main() -> None:
    with database() as vendor:
        print(f"{ROWS:,} rows on {vendor}")
        rows = list(_rows(random.Random(11)))  # noqa: S311  # invented people, no secrets
        by = _member()
        bare = _timed(lambda: _import_export(rows, by), "django-import-export, people alone")
        _empty()
        ours = _timed(lambda: _imbizo(rows, by), "Imbizo, in all")
        _check(by)
        with stage("Search entries, which follow in tasks of their own and aren't counted"):
            _index()
        print(f"{ROWS / ours:,.0f} rows a second, {ROWS / bare:,.0f} for the baseline")
        ratio(bare / ours, "django-import-export (use_bulk, batch 1,000) writing the same people alone")


def _timed(work: Any, label: str) -> float:
    began = time.perf_counter()
    work()
    took = time.perf_counter() - began
    print(f"{label}: {took:.1f} s", flush=True)
    return took


# The register


def _rows(chance: random.Random) -> Iterator[tuple[str, ...]]:
    """Invented people, three in a hundred of them twice, with initials and without an address."""
    surnames = [invented(chance) for _name in range(8_000)]
    given = [invented(chance, most=3) for _name in range(3_000)]
    bodies = [body.format(town, n=n) for body in BODIES for town in TOWNS for n in range(40)]
    row: tuple[str, ...] = ()
    for number in range(ROWS):
        if row and chance.random() < DOUBLES:
            first, last = row[1].split()
            yield (str(number), f"{last.upper()}, {first[0]}.", *row[2:5], "", *row[6:])
            continue
        name = f"{chance.choice(given)} {chance.choice(surnames)}"
        network = chance.choice((60, 61, 71, 72, 73, 78, 82, 83))
        cell = f"0{network} {chance.randrange(1000):03} {chance.randrange(10000):04}"
        mail = f"{name.replace(' ', '.').lower()}{number}@example.org" if chance.random() < 0.7 else ""
        row = (
            str(number), name, chance.choice(bodies), chance.choice(POSITIONS), cell, mail, chance.choice(TOWNS),
            chance.choice(SECTORS), chance.choice(LANGUAGES), "",
        )  # fmt: skip
        yield row


def _member() -> Any:
    from imbizo.accounts.models import User
    from imbizo.places.operations import load_places
    from imbizo.programmes.models import Membership, Partner, Programme

    load_places()
    programme = Programme.objects.create(slug="bench", name="Bench", starts_on="2026-03-02")
    partner = Partner.objects.create(programme=programme, name="Convenor")
    user = User.objects.create_user("amina@example.org", name="Amina")
    made = Membership.objects.create(programme=programme, user=user, partner=partner, roles=["coordinator"])
    return Membership.objects.select_related("programme", "partner", "user").get(pk=made.pk)


# Ours


def _imbizo(rows: list[tuple[str, ...]], by: Any) -> None:
    from django.core.files.base import ContentFile

    from imbizo.actors.imports import check_batch, read_batch
    from imbizo.actors.models import ImportBatch
    from imbizo.actors.operations import imports

    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    with stage("  uploaded and read"):
        batch = imports.upload(file=ContentFile(text.getvalue().encode(), name="bench.csv"), by=by)
        read_batch(id=batch.pk)
    batch.refresh_from_db()
    with stage("  rehearsed, doubles found"):
        imports.confirm_columns(
            batch=batch,
            sheet=batch.sheet,
            fields={},
            stated={},
            source="Bench",
            basis="public_task",
            basis_note="",
            by=by,
        )
        check_batch(id=batch.pk)
    batch.refresh_from_db()
    with stage("  brought in"):
        imports.bring_in(batch=batch, keep_out=True, by=by)
        imports.apply_batch(id=batch.pk, seconds=10_000)
    print(f"  {ImportBatch.objects.get(pk=batch.pk).counts}")


def _index() -> None:
    """What the worker does afterwards: the search entries of people, numbers and notes."""
    from django_tasks_db.models import DBTaskResult

    from imbizo.base.registry import operations

    for waiting in DBTaskResult.objects.filter(task_path="imbizo.desk.tasks.index"):
        kind, ids = waiting.args_kwargs["args"]
        operations.run("desk.index", kind=kind, ids=[uuid.UUID(pk) for pk in ids])


def _check(by: Any) -> None:
    """What isn't right needn't be fast."""
    from imbizo.actors.models import Actor, ImportBatch, Pair

    batch = ImportBatch.objects.get()
    people = Actor.objects.filter(programme=by.programme, form="person").count()
    pairs = Pair.objects.count()
    print(f"  {people:,} people, {pairs:,} possible doubles to decide")
    if batch.state != "done" or people + batch.counts.get("same", 0) != ROWS or not pairs:
        sys.exit("The import didn't come to its end.")


# The baseline


def _import_export(rows: list[tuple[str, ...]], by: Any) -> None:
    """The same people, their names taken apart and their places found beforehand, and not counted."""
    import tablib
    from import_export import resources

    from imbizo.actors.models import Actor

    class People(resources.ModelResource):  # type: ignore[misc]  # the package brings no types
        class Meta:
            model = Actor
            fields = FIELDS
            use_bulk = True
            batch_size = 1_000
            force_init_instance = True
            skip_diff = True
            skip_html_diff = True
            report_skipped = False
            use_transactions = True

    data = tablib.Dataset(headers=FIELDS)
    for row in _prepared(rows, by):
        data.append(row)
    began = time.perf_counter()
    result = People().import_data(data, dry_run=False, raise_errors=True)
    print(f"  import_data: {time.perf_counter() - began:.1f} s, {result.totals}")


FIELDS = (
    "id", "programme", "owner", "form", "name", "given_name", "surname", "sort_name", "match_key", "kind", "sphere",
    "place_text", "language", "sharing", "state",
)  # fmt: skip


def _prepared(rows: list[tuple[str, ...]], by: Any) -> Iterator[tuple[str, ...]]:
    from imbizo.base.models import new_id

    for row in rows:
        given, surname = row[1].split()
        folded = f"{surname} {given}".lower()
        yield (
            str(new_id()), str(by.programme_id), str(by.partner_id), "person", row[1], given, surname, folded, folded,
            "civil_society", "none", row[6], "en", "itself", "active",
        )  # fmt: skip


def _empty() -> None:
    from imbizo.actors.models import Actor

    Actor.objects.all().delete()


if __name__ == "__main__":
    main()
