"""Agreement of ten coders on 5,000 inputs, read from the database, against bare numpy on the same rows of it.

Both begin at the database and end with percent agreement, Fleiss' kappa and Krippendorff's alpha of each of 30 codes
and of all together. The baseline asks for three columns of the codings, numbers them by `numpy.unique`, puts them into
one array of codes x units x coders and writes the formulas down for a table without gaps; it knows no text, no
translation, no missing judgement, no reason, no weight and no pairs of coders. Ours does all that a round's page does
to come to its figures: the texts, the units on them, the codings that stood when the round was compared.
"""

import gc
import os
import random
from collections.abc import Sequence
from typing import Any

import numpy as np

from bench.harness import analyse, database, load, ratio, say, timed_in_turn

UNITS = int(os.environ.get("BENCH_ROWS", "5000"))
CODERS, CODES, CODES_A_UNIT = 10, 30, 2
Figures = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def main() -> None:
    with database() as vendor:
        chance = random.Random(7)  # noqa: S311 - the same codings each time
        within = _round()
        count = _code(within, chance)
        print(f"{vendor}: {CODERS} coders, {UNITS:,} inputs, {CODES} codes, {count:,} codings")
        _same(_bare(within), _ours(within))
        gc.collect()
        gc.disable()  # as in every measurement that doesn't take turns
        bare, ours = timed_in_turn(lambda: _bare(within), lambda: _ours(within), repeats=10, warm=1)
    say("bare numpy", bare)
    say("agreement of a round", ours)
    ratio(bare.total / ours.total, "bare numpy with the same coefficients of the same rows")


def _round() -> Any:
    """A compared round of ten coders with 30 codes, over a workshop at which all this was said."""
    from datetime import date

    from django.utils import timezone

    from imbizo.accounts.models import User
    from imbizo.base.models import new_id
    from imbizo.convening.models import Gathering, Input
    from imbizo.evidence.models import Code, Codebook, CodingRound
    from imbizo.programmes.operations import add_member, add_partner, create_programme

    template = "four-phase-strategy-and-mou"
    programme = create_programme(
        name="Bench", slug="bench", template=template, starts_on=date(2026, 3, 2), by=None
    )
    partner = add_partner(programme=programme, name="Convenor", is_convenor=True, by=None)
    here = {"programme": programme, "owner": partner}
    hall = Gathering.objects.create(**here, name="Hall", code="AAAAAA", state="held")
    same = {"programme_id": programme.pk, "gathering_id": hall.pk, "state": "shown", "via": "paper"}
    said = ([new_id(), f"What somebody said, number {number}."] for number in range(UNITS))
    load(Input, ["id", "text"], said, **same, language="en")
    book = Codebook.objects.create(**here, name="Bench")
    for number in range(CODES):
        Code.objects.create(programme=programme, codebook=book, name=f"Code {number:02}", position=number)
    within = CodingRound.objects.create(
        programme=programme, codebook=book, name="Bench", state="compared", compared_at=timezone.now()
    )
    within.gatherings.add(hall)
    for number in range(CODERS):
        user = User.objects.create_user(f"coder{number}@example.org", name=f"Coder {number}")
        within.coders.add(add_member(user=user, partner=partner, roles=["coordinator"], by=None))
    return within


def _code(within: Any, chance: random.Random) -> int:
    """Each input is about two codes; a coder sees one of them in four of five times, and another in one of ten."""
    from imbizo.base.models import new_id
    from imbizo.convening.models import Input
    from imbizo.evidence.models import Code, Coding

    coders = list(within.coders.order_by("pk").values_list("pk", flat=True))
    codes = list(Code.objects.order_by("name").values_list("pk", flat=True))
    rows = []
    for said, length in Input.objects.order_by("pk").values_list("pk", "text"):
        about = chance.sample(codes, CODES_A_UNIT)
        for coder in coders:
            given = {code for code in about if chance.random() < 0.8}
            given |= {chance.choice(codes)} if chance.random() < 0.1 else set()
            rows += [[new_id(), said, coder, code, len(length), length] for code in sorted(given)]
    same = {"programme_id": within.programme_id, "round_id": within.pk, "start": 0, "state": "standing"}
    load(Coding, ["id", "input_id", "coder_id", "code_id", "end", "quote"], rows, **same)
    analyse()
    return len(rows)


def _ours(within: Any) -> Any:
    from imbizo.evidence.queries.agreement import figures

    return figures(within)


def _bare(within: Any) -> Figures:
    """Percent, Fleiss' kappa and alpha (3, codes + 1), the last column for all codes; codes in their own order."""
    rows = _rows(within)
    coder, unit, code = (np.unique([row[at] for row in rows], return_inverse=True)[1] for at in range(3))
    marks = np.zeros((CODES, UNITS, CODERS), np.int64)
    marks[code, unit, coder] = 1
    yes = marks.sum(axis=2)
    no = CODERS - yes
    pairs = CODERS * (CODERS - 1)
    observed = 1 - (yes * (yes - 1) + no * (no - 1)).sum(axis=1) / (UNITS * pairs)
    total = UNITS * CODERS
    all_yes, all_no = yes.sum(axis=1), no.sum(axis=1)
    by_fleiss = 1 - (all_yes**2 + all_no**2) / total**2
    by_alpha = 1 - (all_yes * (all_yes - 1) + all_no * (all_no - 1)) / (total * (total - 1))
    each = np.array([1 - observed, 1 - observed / by_fleiss, 1 - observed / by_alpha])
    sums = [
        1 - observed.mean(),
        1 - observed.sum() / by_fleiss.sum(),
        1 - observed.sum() / by_alpha.sum(),
    ]
    return np.column_stack([each, sums])


def _rows(within: Any) -> Sequence[tuple[str, str, str]]:
    """Coder, input and code of each coding, as the database writes their ids."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CAST(coder_id AS TEXT), CAST(input_id AS TEXT), CAST(code_id AS TEXT) FROM evidence_coding "
            "WHERE round_id = %s AND state = 'standing'",
            [within.pk if connection.vendor == "postgresql" else within.pk.hex],
        )
        rows: list[tuple[str, str, str]] = cursor.fetchall()
    return rows


def _same(bare: Figures, ours: Any) -> None:
    """Stop where the two ways don't agree."""
    found = [ours.by_code[code].coefficients for code in sorted(ours.by_code)] + [ours.overall]
    numbers = [[one.percent.coefficient, one.fleiss.coefficient, one.alpha.coefficient] for one in found]
    if not np.allclose(bare.T, np.array(numbers, np.float64)):
        raise SystemExit("The two ways to the coefficients don't agree.")


if __name__ == "__main__":
    main()
