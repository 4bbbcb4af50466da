"""Themes in the world: one with a sentence, one put aside, one suggestion."""

from typing import Any

from imbizo.convening.models import Input
from imbizo.convening.states import GatheringState
from imbizo.evidence.models import Grouping, InTheme, Theme, Weighed
from tests.convening.making import make_gathering

ONE = {"pk": "theme"}
GROUP = {"pk": "grouping", "number": "0"}
PRIVATE = {
    **{
        f"evidence:{name}": ONE
        for name in (
            "theme", "theme-edit", "theme-shift", "theme-codes", "theme-put", "theme-take-out", "theme-grave",
            "theme-ungrave", "theme-merge", "theme-withdraw", "theme-back",
        )
    },
    "evidence:grouping": {"pk": "grouping"},
    "evidence:grouping-theme": GROUP,
    "evidence:grouping-dismiss": GROUP,
}  # fmt: skip
OPEN: dict[str, dict[str, str]] = {"evidence:unanswered-undo": {"token": "x"}}
LISTS = ("evidence:themes", "evidence:matrix", "evidence:unanswered")


def fill(world: Any) -> None:
    world.theme = Theme.objects.create(title="Clinics", **world.own)
    world.in_theme = InTheme.objects.create(theme=world.theme, input=world.said, **world.here)
    world.weighed = Weighed.objects.create(input=world.said, is_grave=True, because="Grave.", **world.here)
    group = {"words": ["clinic"], "inputs": [], "typical": [], "theme": None, "dismissed": False}
    made = {"groups": [group], "is_done": True, "count": 1}
    world.grouping = Grouping.objects.create(made_for=world.cast.amina, **made, **world.here)


def add(rows: Any) -> None:
    """One more theme with a sentence, one that nobody answered, and one that was set aside."""
    if not hasattr(rows, "held"):
        rows.held = make_gathering(rows.cast, state=GatheringState.HELD)
    number = f"{rows.made:05d}"
    here = {"gathering": rows.held, "state": "shown", "via": "paper", "language": "en", **rows.here}
    said, _left = (Input.objects.create(text=f"{word} {number}", **here) for word in ("Said", "Left"))
    theme = Theme.objects.create(title=f"Theme {number}", owner=rows.cast.convenor, **rows.here)
    InTheme.objects.create(theme=theme, input=said, **rows.here)
