"""What tests of what was said begin with: an open gathering with a question and a table, and words."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from imbizo.base.models import new_id
from imbizo.convening.models import AgendaItem, Gathering, Input, Question, Table
from imbizo.convening.operations.inputs import Words, say
from imbizo.convening.operations.tables import add_table
from imbizo.convening.states import GatheringState, InputState, SessionKind, Via
from imbizo.programmes.models import Membership
from tests.cast import Cast
from tests.convening.making import make_gathering

CODE = "4KXVT3"


@dataclass(frozen=True)
class Hall:
    """An open gathering, its one session and question, and a table."""

    gathering: Gathering
    item: AgendaItem
    question: Question
    table: Table


def make_hall(cast: Cast, **changes: Any) -> Hall:
    gathering = make_gathering(cast, **{"state": GatheringState.OPEN} | changes)
    here: dict[str, Any] = {"programme": gathering.programme}
    item = AgendaItem.objects.create(
        gathering=gathering, position=1, kind=SessionKind.GROUP, title="In groups", minutes=60, **here
    )
    question = Question.objects.create(item=item, text="What must change first?", **here)
    table = add_table(gathering=gathering, name="Table 1", by=cast.amina)
    return Hall(gathering, item, question, table)


def heard(hall: Hall, text: str = "We need a clinic.", by: Membership | None = None, **more: Any) -> Input:
    """Words that wait for the facilitator, from the group's phone unless `more` says otherwise."""
    fields: dict[str, Any] = {"via": Via.PHONE, "table": hall.table} | more
    question = fields.pop("question", hall.question)
    if question is not None:
        fields |= {"question_id": question.pk, "item_id": hall.item.pk}
    return say(gathering=hall.gathering, words=Words(text=text, **fields), by=by)[0]


def slip(hall: Hall, text: str = "I am afraid at night.", id: UUID | None = None) -> Input:
    return heard(hall, text, via=Via.SLIP, table=None, is_anonymous=True, id=id)


def sent(text: str, id: UUID | None = None, **more: Any) -> dict[str, Any]:
    """What a form of words posts."""
    return {"id": str(id or new_id()), "text": text, "about": "", "language": "xh", **more}


def state_of(said: Input) -> InputState:
    return InputState(Input.objects.get(pk=said.pk).state)
