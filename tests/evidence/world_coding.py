"""Coding, in the world: a codebook with a code, coded words, and a round."""

from typing import Any

from imbizo.convening.models import Input
from imbizo.evidence.models import Code, Codebook, Coding, CodingRound, Settlement

BOOK, CODE, ROUND = {"pk": "codebook"}, {"pk": "code"}, {"pk": "coding_round"}
PRIVATE = {
    **{f"evidence:{name}": BOOK for name in ("codebook", "codebook-edit", "codebook-colours")},
    **{f"evidence:{name}": BOOK for name in ("code-add", "coding-round-add")},
    **{
        f"evidence:{name}": CODE
        for name in ("code", "code-edit", "code-shift", "code-merge", "code-withdraw", "code-export")
    },
    **{
        f"evidence:{name}": ROUND
        for name in (
            "coding-round", "coding-round-compare", "coding-round-settle", "coding-round-finish",
            "coding-round-export",
        )
    },
    "evidence:code-input": {"pk": "said"},
    "evidence:code-source": {"pk": "source"},
    "evidence:code-excerpt": {"pk": "excerpt"},
    "evidence:code-words": {"kind": "input", "pk": "said"},
    "evidence:code-part": {"kind": "input", "pk": "said", "number": "0"},
    "evidence:coding": {"pk": "coding"},
}  # fmt: skip
OPEN: dict[str, dict[str, str]] = {"evidence:codings-back": {}, "evidence:codings-again": {}}
LISTS = ("evidence:codebooks", "evidence:codebook", "evidence:code")


def fill(world: Any) -> None:
    world.codebook = Codebook.objects.create(name="Codes", **world.own)
    world.code = Code.objects.create(codebook=world.codebook, name="Health", **world.here)
    world.coding_round = CodingRound.objects.create(
        codebook=world.codebook, name="Round", state="compared", **world.here
    )
    of = {"code": world.code, "input": world.said, "start": 0, "end": 2, **world.here}
    world.coding = Coding.objects.create(coder=world.cast.amina, quote="We", **of)
    Settlement.objects.create(
        round=world.coding_round, applies=True, reason="So we agreed.", by=world.cast.amina, **of
    )


def add(rows: Any) -> None:
    number = f"{rows.made:05d}"
    owned = {"owner": rows.cast.convenor, **rows.here}
    if not hasattr(rows, "codebook"):
        rows.codebook = Codebook.objects.create(name="Codes", **owned)
        rows.code = Code.objects.create(codebook=rows.codebook, name="Health", **rows.here)
    Codebook.objects.create(name=f"Codes {number}", **owned)
    Code.objects.create(codebook=rows.codebook, name=f"Code {number}", **rows.here)
    CodingRound.objects.create(codebook=rows.codebook, name=f"Round {number}", **rows.here)
    said = Input.objects.create(text="We need it.", via="scribe", gathering=rows.gathering, **rows.here)
    of = {"code": rows.code, "coder": rows.cast.amina, "input": said, **rows.here}
    Coding.objects.create(start=0, end=2, quote="We", **of)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    return {"evidence:codebook": {"pk": rows.codebook.pk}, "evidence:code": {"pk": rows.code.pk}}
