"""How far each institution has come in adopting an agreement."""

from collections.abc import Mapping, Sequence
from typing import Any

from imbizo.agreements.models import AdoptionPath, AdoptionStep, Clause, Party
from imbizo.agreements.operations.paths import begin_path, confirm_path, finish_step, hand_in, skip_step
from imbizo.agreements.operations.resolutions import resolve
from imbizo.agreements.queries.adoption import hash_to_adopt
from imbizo.agreements.states import Outcome
from imbizo.desk.operations.demo_messages import Stage

Row = Mapping[str, Any]


def load_paths(
    stage: Stage, parties: Mapping[str, Party], clauses: Mapping[str, Clause], rows: Sequence[Row]
) -> None:
    """Each party's path with what has happened on it."""
    for row in rows:
        party = parties[row["party"]]
        path = begin_path(party=party, institution=party.institution, by=stage.coordinator)
        path = AdoptionPath.objects.select_related(
            "party__agreement__document", "party__agreement__text"
        ).get(pk=path.pk)
        for each in row["steps"]:
            _step(stage, path, each, clauses)
        if "confirmed" in row and party.official is not None:
            on = stage.at(row["confirmed"]).date()
            confirm_path(path=path, name=party.official.name, on=on, by=None)


def _step(stage: Stage, path: AdoptionPath, row: Row, clauses: Mapping[str, Clause]) -> None:
    step: AdoptionStep = path.steps.select_related("path", "programme").get(kind=row["kind"])
    step.path = path
    by, note = stage.coordinator, row.get("note", "")
    if row.get("state") == "skipped":
        skip_step(step=step, because=note, by=by)
    elif "resolution" in row:
        _resolve(stage, step, row["resolution"], clauses, row["day"])
    elif row.get("state") == "handed_in":
        hand_in(step=step, on=stage.at(row["day"]).date(), by=by)
        AdoptionStep.objects.filter(pk=step.pk).update(note=note)
    else:
        finish_step(step=step, on=stage.at(row["day"]).date(), note=note, by=by)


def _resolve(stage: Stage, step: AdoptionStep, told: Row, clauses: Mapping[str, Clause], day: int) -> None:
    resolve(
        step=step,
        decided_on=stage.at(day).date(),
        outcome=Outcome(told["outcome"]),
        text_hash=hash_to_adopt(step.path),
        clauses=[clauses[title] for title in told.get("clauses") or ()],
        number=told["number"],
        extract=told["extract"],
        conditions=told.get("conditions", ""),
        members=told.get("members"),
        present=told.get("present"),
        in_favour=told.get("for"),
        against=told.get("against"),
        by=stage.coordinator,
    )
