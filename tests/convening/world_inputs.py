"""What was said, in the world: a table, an input, a picture's place, and one put to an institution."""

from typing import Any

from django.core.files.base import ContentFile

from imbizo.convening.models import Input, Picture, PutTo, Table
from tests.convening.making import MARCH

GATHERING = {"pk": "gathering"}
ONE, PUT, AT_TABLE = {"pk": "said"}, {"pk": "put"}, {"pk": "gathering", "table": "table"}
PRIVATE = {
    **{
        f"convening:{name}": GATHERING
        for name in (
            "inputs", "inputs-news", "inputs-decide", "paper-slips", "wall", "wall-link", "tables", "tables-add",
            "table-add", "sheets", "pictures",
        )
    },
    "convening:inputs-undo": {**GATHERING, "token": "x"},
    "convening:scribe": AT_TABLE,
    "convening:table-edit": AT_TABLE,
    **{
        f"convening:{name}": ONE
        for name in ("input", "input-split", "input-withdraw", "input-translate", "input-take-back", "input-put")
    },
    **{f"convening:{name}": PUT for name in ("put-link", "put-noted", "put-until", "put-back")},
    **{f"convening:{name}": {"pk": "picture"} for name in ("picture", "picture-drop")},
}  # fmt: skip
OPEN: dict[str, dict[str, str]] = {}
LISTS = ("convening:inputs", "convening:tables", "convening:put-to", "convening:wall", "convening:sheets")


def fill(world: Any) -> None:
    of = {"gathering": world.gathering, **world.here}
    world.table = Table.objects.create(name="Table 1", code="AAAAAA", **of)
    world.said = Input.objects.create(text="We need a clinic.", via="scribe", table=world.table, **of)
    world.put = PutTo.objects.create(
        input=world.said, institution=world.actor, answer_by=MARCH.date(), **world.here
    )
    world.picture = Picture(digest="0" * 64, **of)
    world.picture.file.save("", ContentFile(b"a picture"))


def add(rows: Any) -> None:
    number = f"{rows.made:05d}"
    of = {"gathering": rows.gathering, **rows.here}
    table = Table.objects.create(name=f"Table {number}", code=f"T{number}", **of)
    said = Input.objects.create(text=f"Words {number}", via="scribe", table=table, state="waiting", **of)
    PutTo.objects.create(input=said, institution=rows.person, answer_by=MARCH.date(), **rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    return {name: {"pk": rows.gathering.pk} for name in LISTS if name != "convening:put-to"}
