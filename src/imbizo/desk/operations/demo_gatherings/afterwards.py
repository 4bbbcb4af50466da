"""What came of it: questions put to institutions, decisions, actions, proceedings."""

from collections.abc import Mapping
from typing import Any

from imbizo.convening.models import Decision, Gathering, Input, PutTo
from imbizo.convening.operations import putting
from imbizo.convening.operations.actions import add_action, stand
from imbizo.convening.operations.decisions import add_decision
from imbizo.convening.operations.proceedings import approve, assemble, submit
from imbizo.convening.states import ActionState, ProceedingsState
from imbizo.desk.operations.demo_messages import Stage

Row = Mapping[str, Any]


def load_afterwards(stage: Stage, gathering: Gathering, row: Row, said: Mapping[str, Input]) -> None:
    """All of it, as far as the file has it."""
    for each in row.get("put") or ():
        _put(stage, said[each["input"]], each)
    for each in row.get("decisions") or ():
        _decision(stage, gathering, each, said)
    if row.get("proceedings"):
        _proceedings(stage, gathering, row["proceedings"]["state"])


def _proceedings(stage: Stage, gathering: Gathering, state: str) -> None:
    """Assembled; and where the file says so, submitted by who led the day and approved by the coordinator."""
    made = assemble(gathering=gathering, language="en", by=stage.coordinator)
    if state == ProceedingsState.APPROVED and gathering.contact is not None:
        made = submit(proceedings=made, by=gathering.contact)
        approve(proceedings=made, by=stage.coordinator)


def _put(stage: Stage, said: Input, row: Row) -> None:
    by = stage.coordinator
    put: PutTo = putting.put_to(
        said=said,
        institution=stage.actors[row["to"]],
        question=row["question"],
        asked_on=stage.at(row["asked"]).date(),
        answer_by=stage.at(row["due"]).date(),
        by=by,
    )
    if row.get("answer"):
        putting.answer(put=put, text=row["answer"], answered_on=stage.at(row["answered"]).date(), by=by)


def _decision(stage: Stage, gathering: Gathering, row: Row, said: Mapping[str, Input]) -> None:
    item = gathering.items.all()[row["session"] - 1]
    inputs = [said[key] for key in row["from"]]
    decision = add_decision(
        gathering=gathering, text=row["text"], how=row["how"], item=item, inputs=inputs, by=stage.coordinator
    )
    for each in row.get("actions") or ():
        _action(stage, gathering, decision, each)


def _action(stage: Stage, gathering: Gathering, decision: Decision, row: Row) -> None:
    owner = row["owner"]
    action = add_action(
        gathering=gathering,
        text=row["text"],
        decision=decision,
        member=stage.members.get(owner),
        actor=None if owner in stage.members else stage.actors[owner],
        due_on=stage.at(row["due"]).date(),
        by=stage.coordinator,
    )
    if "done" in row:
        on = stage.at(row["done"]).date()
        stand(action=action, state=ActionState.DONE, note="", by=stage.coordinator, on=on)
