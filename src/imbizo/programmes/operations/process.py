"""The process: its phases and steps, who does them, and how they stand."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.programmes.errors import NotInProgramme
from imbizo.programmes.models import Membership, Phase, Programme, Step
from imbizo.programmes.operations.editing import Author, make_once, write
from imbizo.programmes.states import Permission, StepState

OWN_STEP = "own-"


@transaction.atomic
def rename_phase(*, phase: Phase, changes: Mapping[str, Any], by: Author) -> Phase:
    """Write the phase's titles."""
    write(phase, changes, by=by)
    return phase


@transaction.atomic
def change_step(*, step: Step, changes: Mapping[str, Any], by: Author) -> Step:
    """Write how a step stands, who does it, when it is due, what it is called.

    The day on which it was done follows from its state. Raises NotInProgramme for someone who isn't a member now,
    NotAllowed where a step is called not needed by someone who doesn't run the programme.
    """
    _must_be_active(changes.get("assignee"), step.programme_id)
    wanted = dict(changes)
    if "state" in wanted:
        _must_be_allowed(wanted["state"], by)
        wanted["done_on"] = (
            (step.done_on or timezone.localdate()) if wanted["state"] == StepState.DONE else None
        )
    write(step, wanted, by=by)
    return step


@transaction.atomic
def add_step(
    *,
    phase: Phase,
    title: str,
    by: Author,
    what: str = "",
    owner_role: str = "",
    assignee: Membership | None = None,
    due_on: date | None = None,
    id: UUID | None = None,
) -> Step:
    """Add a step at the end of a phase; people tick it off by hand. Raises NotInProgramme, Conflict."""
    _must_be_active(assignee, phase.programme_id)
    return make_once(
        Step,
        id=id,
        programme=phase.programme,
        by=by,
        defaults={"key": _free_key(phase.programme), "position": _next_position(phase)},
        phase=phase,
        title=title,
        what=what,
        owner_role=owner_role,
        assignee=assignee,
        due_on=due_on,
    )


def _must_be_allowed(state: str, by: Author) -> None:
    may_skip = not isinstance(by, Membership) or by.may(Permission.PROGRAMME_MANAGE)
    if state == StepState.SKIPPED and not may_skip:
        raise NotAllowed(_("Only a coordinator can say that a step isn't needed."))


def _must_be_active(member: Membership | None, programme_id: UUID) -> None:
    if member is not None and (member.programme_id != programme_id or member.left_on is not None):
        raise NotInProgramme(_("Choose someone who is a member of this programme now."))


def _free_key(programme: Programme) -> str:
    """A key for a step of the programme's own: those of the template are words, so the two never meet."""
    own = Step.objects.filter(programme=programme, key__startswith=OWN_STEP).values_list("key", flat=True)
    taken = [int(key.removeprefix(OWN_STEP)) for key in own]
    return f"{OWN_STEP}{max(taken, default=0) + 1}"


def _next_position(phase: Phase) -> int:
    last: int | None = phase.steps.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1
