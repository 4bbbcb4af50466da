"""A draw of 2,000 candidates with 30 quotas, from their rows in the database to the stored result, against the solver.

The baseline is `calc.selectionmodel.solve` alone, on the model of the same candidates, quotas and seed, built
beforehand: nothing is read, explained or written. Ours reads the rows, draws, explains each person and each quota,
looks whether anything changed meanwhile, and writes every candidate, the result and the trail. Both take turns with
the same seeds.
"""

import os
import random
import time
from typing import Any

from bench._names import name as invented
from bench.harness import Times, database, load, ratio, say

CANDIDATES = int(os.environ.get("BENCH_ROWS", "2000"))
QUOTAS, PLACES, RUNS = 30, 120, 6
VALUES = {
    "municipality": ["Witzenberg", "Drakenstein", "Stellenbosch", "Breede Valley", "Langeberg"],
    "sector": ["farm worker", "teacher", "trader", "faith leader", "domestic worker", "unemployed", "police"],
    "gender": ["woman", "man", "other", "unsaid"],
    "group": ["migrant", "host", "unsaid"],
    "age": ["u18", "18-34", "35-59", "60+"],
}


def main() -> None:
    with database() as vendor:
        selection, by = _selection(random.Random(7))  # noqa: S311 - the same people each time
        bare, ours = _in_turn(selection, by)
        say(f"bare solver, {CANDIDATES:,} candidates, {QUOTAS} quotas", bare)
        say(f"the whole draw on {vendor}", ours)
        ratio(bare.total / ours.total, "the bare solver on the prepared model")


def _in_turn(selection: Any, by: Any) -> tuple[Times, Times]:
    """Each seed solved bare and drawn whole, in alternating order; a first round isn't counted."""
    rounds = []
    for number in range(RUNS + 1):
        # Saved as it was made, it is undrawn again.
        selection.seed = f"seed {number}"
        selection.save()
        steps = [("bare", _bare(selection)), ("ours", _whole(selection, by))]
        rounds.append({name: _timed(step) for name, step in (steps if number % 2 else steps[::-1])})
    counted = rounds[1:]
    return Times(tuple(each["bare"] for each in counted)), Times(tuple(each["ours"] for each in counted))


def _timed(step: Any) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def _bare(selection: Any) -> Any:
    from imbizo.calc import selection as calc
    from imbizo.calc import selectionmodel
    from imbizo.convening.queries.selection import input_of

    found = input_of(selection)
    prepared = calc.prepare(found.candidates, found.places, found.quotas, found.seed)
    return lambda: selectionmodel.solve(prepared.model)


def _whole(selection: Any, by: Any) -> Any:
    from imbizo.convening.models import Selection
    from imbizo.convening.operations.drawing import draw

    current = Selection.objects.select_related("gathering__owner").get(pk=selection.pk)

    def drawn() -> None:
        after = draw(selection=current, by=by)
        if after.candidates.exclude(rank=None).count() != CANDIDATES:
            raise SystemExit("Somebody wasn't drawn.")

    return drawn


def _selection(chance: random.Random) -> tuple[Any, Any]:
    """A gathering of one partner, its candidates and its quotas."""
    from datetime import date

    from imbizo.accounts.models import User
    from imbizo.convening.models import Gathering, Selection
    from imbizo.programmes.operations import add_member, add_partner, create_programme

    programme = create_programme(
        name="Bench",
        slug="bench",
        template="four-phase-strategy-and-mou",
        starts_on=date(2026, 3, 2),
        by=None,
    )
    owner = add_partner(programme=programme, name="Convenor", is_convenor=True, by=None)
    user = User.objects.create_user("amina@example.org", "practice", name="Amina")
    by = add_member(user=user, partner=owner, roles=["coordinator"], by=None)
    gathering = Gathering.objects.create(programme=programme, owner=owner, name="Workshop", code="BENCH")
    criteria = [{"key": key, "label": "", "values": values} for key, values in VALUES.items()]
    selection = Selection.objects.create(
        programme=programme, gathering=gathering, places=PLACES, criteria=criteria, seed="seed"
    )
    _people(chance, selection, owner)
    _quotas(chance, selection)
    return selection, by


def _people(chance: random.Random, selection: Any, owner: Any) -> None:
    from imbizo.actors.models import Actor
    from imbizo.base.models import new_id
    from imbizo.convening.models import Candidate

    ids = [new_id() for _number in range(CANDIDATES)]
    names = [f"{invented(chance)} {invented(chance)}" for _pk in ids]
    rows = ((pk, name, name, name) for pk, name in zip(ids, names, strict=True))
    same = {
        "programme_id": selection.programme_id,
        "owner_id": owner.pk,
        "form": "person",
        "sharing": "itself",
    }
    load(Actor, ["id", "name", "sort_name", "match_key"], rows, **same)
    said = ({key: chance.choice(values) for key, values in VALUES.items()} for _pk in ids)
    load(
        Candidate,
        ["id", "actor_id", "attributes", "is_required"],
        ((new_id(), pk, each, at < 5) for at, (pk, each) in enumerate(zip(ids, said, strict=True))),
        programme_id=selection.programme_id,
        selection_id=selection.pk,
    )


def _quotas(chance: random.Random, selection: Any) -> None:
    """Each on one or two criteria, with a minimum; every third has a maximum too."""
    from imbizo.convening.models import Quota

    for number in range(QUOTAS):
        keys = chance.sample(list(VALUES), chance.choice((1, 2, 2)))
        conditions = {key: [chance.choice([v for v in VALUES[key] if v != "unsaid"])] for key in keys}
        Quota.objects.create(
            programme_id=selection.programme_id,
            selection=selection,
            label=f"quota {number}",
            conditions=conditions,
            minimum=chance.randint(1, 5),
            maximum=40 if number % 3 == 0 else None,
            position=number + 1,
        )


if __name__ == "__main__":
    main()
