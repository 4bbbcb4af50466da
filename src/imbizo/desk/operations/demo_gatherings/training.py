"""What is taught, and what people knew before and after, as if somebody had typed the sheets."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from imbizo.convening.models import Gathering, Module, TaughtModule
from imbizo.convening.operations import modules
from imbizo.convening.operations.training import take_sheet, teach
from imbizo.convening.queries.training import questions_of
from imbizo.convening.states import Moment, Via
from imbizo.desk.operations.demo_messages import Stage
from imbizo.programmes.states import Sharing

Row = Mapping[str, Any]
_FIRST: Final = 1  # the number of the version
_LETTERS: Final = "abcdefgh"


def load_module(stage: Stage, row: Row) -> Module:
    """A module with its questions in all its languages, released."""
    by, languages = stage.coordinator, list(row["content"])
    made = modules.add_module(
        name=row["name"],
        aim=row["aim"],
        hours=Decimal(str(row["hours"])),
        language=languages[0],
        sharing=Sharing.ALL,
        by=by,
    )
    for language, content in row["content"].items():
        modules.write_version(module=made, number=_FIRST, language=language, content=content, by=by)
    for asked in row["questions"]:
        _question(stage, made, asked)
    modules.release(module=made, number=_FIRST, by=by)
    return made


def load_training(stage: Stage, gathering: Gathering, module: Module, sheets: list[str]) -> None:
    """Teach it there. `sheets`: for each who came, in order, the letters before and after ("acbd badd")."""
    taught = teach(gathering=gathering, module=module, number=_FIRST, by=stage.coordinator)
    asked = [each.pk for each in questions_of(taught)]
    cards = gathering.attendances.order_by("created_at", "pk").values_list("code", flat=True)
    for card, both in zip(cards, sheets, strict=False):
        for moment, letters in zip(Moment, both.split(), strict=True):
            _sheet(stage, taught, moment, card, dict(zip(asked, letters, strict=True)))


def _question(stage: Stage, module: Module, asked: Row) -> None:
    """In its first language, and then in the others beside it."""
    (first, text), *others = asked["texts"].items()
    right, choices = asked["right"] - 1, asked["choices"]
    made = modules.add_question(
        module=module,
        number=_FIRST,
        language=first,
        text=text,
        choices=choices[first],
        right=right,
        by=stage.coordinator,
    )
    for language, other in others:
        words = {"language": language, "text": other, "choices": choices[language], "right": right}
        modules.change_question(question=made, by=stage.coordinator, **words)


def _sheet(stage: Stage, taught: TaughtModule, moment: str, card: str, letters: Mapping[UUID, str]) -> None:
    answers = {str(pk): _LETTERS.index(letter) for pk, letter in letters.items() if letter != "-"}
    if answers:
        take_sheet(
            taught=taught, moment=moment, code=card, answers=answers, via=Via.PAPER, by=stage.coordinator
        )
