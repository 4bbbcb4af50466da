"""Resolutions: what a council or committee decided, about the text of one hash."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.agreements.errors import NotReady
from imbizo.agreements.models import AdoptionStep, Clause, Resolution
from imbizo.agreements.operations.clauses import reopen
from imbizo.agreements.operations.evidence_files import cleaned
from imbizo.agreements.operations.holding import SETTLED
from imbizo.agreements.operations.paths import require, require_past
from imbizo.agreements.queries import adoption as queries
from imbizo.agreements.states import Outcome, StepState
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit, link
from imbizo.thread.states import Relation

_CONDITIONS = _("Write the conditions.")
_ELSEWHERE = _("This clause belongs to another agreement.")
_OPEN = frozenset({Outcome.DEFERRED, Outcome.REJECTED})


@transaction.atomic
def resolve(
    *,
    step: AdoptionStep,
    decided_on: date,
    outcome: Outcome,
    text_hash: str,
    by: Membership,
    clauses: Sequence[Clause] = (),
    file: "UploadedFile[Any] | None" = None,
    id: UUID | None = None,
    **minute: Any,
) -> Resolution:
    """Note what was resolved. `minute` are the number, extract, conditions and votes, as the model names them.

    A resolution on another text is kept, but doesn't do the step: `queries.adoption` says so. Conditions open the
    clauses that they name for all parties, unless the text is being signed already (`is_too_late`).

    Raises NotAllowed, NotNow, NotReady.
    """
    require(step.path, by)
    require_past(decided_on, step.programme, "decided_on")
    if id is not None and (made := Resolution.objects.filter(pk=id, step=step).first()) is not None:
        return made
    _check(step, outcome, clauses, minute)
    resolution = Resolution(
        id=id or new_id(),
        programme=step.programme,
        step=step,
        decided_on=decided_on,
        outcome=outcome,
        text_hash=text_hash.strip().lower(),
        by=by,
        **minute,
    )
    if file is not None:
        resolution.file_name = (file.name or "")[:200]
        content: ContentFile[bytes] = cleaned(file)
        resolution.file.save("extract", content, save=False)
    resolution.save(force_insert=True)
    resolution.clauses.set(clauses)
    audit("resolve", [resolution], by=by, changes={"outcome": [None, outcome]})
    _follow(resolution, by)
    return resolution


def _check(step: AdoptionStep, outcome: Outcome, clauses: Sequence[Clause], minute: dict[str, Any]) -> None:
    if outcome == Outcome.CONDITIONS and not str(minute.get("conditions", "")).strip():
        raise NotReady(_CONDITIONS, field="conditions")
    agreement = step.path.party.agreement_id if step.path.party else None
    if any(clause.agreement_id != agreement for clause in clauses):
        raise NotReady(_ELSEWHERE, field="clauses")


def _follow(resolution: Resolution, by: Membership) -> None:
    """What a resolution changes: its step, the thread, and the clauses that its conditions open again."""
    step, text = resolution.step, queries.text_with_hash(resolution)
    if text is not None:
        link(resolution, text, Relation.RESPONDS_TO, by=by)
    is_done = resolution.outcome not in _OPEN and queries.is_about_the_text(resolution)
    wanted = {
        "state": StepState.DONE if is_done else StepState.WAITING,
        "outcome": resolution.outcome,
        "done_on": resolution.decided_on if is_done else None,
        "confirm_again": False,
    }
    write(step, wanted, by=by, verb="finish_step" if is_done else "leave_open")
    named = list(resolution.clauses.select_related("agreement", "section"))
    if resolution.outcome == Outcome.CONDITIONS and named and not is_too_late(resolution):
        reopen(clauses=named, because=_because(resolution), by=by)


def is_too_late(resolution: Resolution) -> bool:
    """Whether it sets conditions on a text that is being signed already: they are kept, and open no clause any more."""
    party = resolution.step.path.party
    is_settled = party is not None and party.agreement.state in SETTLED
    return is_settled and resolution.outcome == Outcome.CONDITIONS


def _because(resolution: Resolution) -> str:
    return f"{resolution.step.path.institution}: {resolution.conditions}"
