"""Anonymous slips, and the programme's own questions on them."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Gathering, Slip, SlipCategory
from imbizo.convening.registry import DeviceKind, Sent, Took, on_device
from imbizo.convening.states import AgeGroup, GatheringState, ItemOutcome, Sex
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, differences

UNSAID = "unsaid"
RANDOM_VERSION = 4
FEWEST_CHOICES, MOST_CHOICES = 2, 12


@transaction.atomic
def add_category(
    *, label: str, choices: Sequence[str], position: int, by: Membership, id: UUID | None = None
) -> SlipCategory:
    """Ask something more on the slips of the programme, from now on. Raises NotAllowed, BadAnswer, Conflict."""
    _check_may(by)
    content = {"programme_id": by.programme_id, **_content(label, choices, position)}
    if (before := made_before(SlipCategory, id, content)) is not None:
        return before
    made, is_new = insert(SlipCategory(id=id or new_id(), **content), content)
    if is_new:
        audit("create", [made], by=by, changes={"label": [None, made.label]})
    return made


@transaction.atomic
def change_category(
    *, category: SlipCategory, label: str, choices: Sequence[str], position: int, by: Membership
) -> SlipCategory:
    """Mend the words. Slips that were filled in keep the answer as it read then. Raises NotAllowed, BadAnswer."""
    _check_may(by)
    return _write_category(category, _content(label, choices, position), by, "change")


@transaction.atomic
def retire_category(*, category: SlipCategory, by: Membership) -> SlipCategory:
    """Ask it no longer; what was answered stays counted."""
    _check_may(by)
    return _write_category(category, {"ended_on": category.ended_on or timezone.localdate()}, by, "retire")


@transaction.atomic
def restore_category(*, category: SlipCategory, by: Membership) -> SlipCategory:
    """Ask it again."""
    _check_may(by)
    return _write_category(category, {"ended_on": None}, by, "restore")


def add_slip(
    *,
    gathering: Gathering,
    id: UUID,
    sex: str = "",
    age_group: str = "",
    answers: Mapping[str, str] | None = None,
) -> bool:
    """Count one slip, and say whether it is new. Nothing is kept of who typed it, on what, or at which minute.

    `answers`: by the id of the category, one of its choices or "unsaid"; whatever else it says is left out. `id` is a
    random one: another kind would give the order of the queue away. Raises NotNow, Conflict.
    """
    if gathering.state not in {GatheringState.OPEN, GatheringState.HELD}:
        raise NotNow(_("Slips are counted from the opening of the day on."))
    kept = {
        "sex": sex if sex in Sex.values else "",
        "age_group": age_group if age_group in AgeGroup.values else "",
        "answers": _known_answers(gathering.programme, answers or {}),
    }
    slip = Slip(id=_random(id), programme_id=gathering.programme_id, gathering=gathering, **kept)
    with transaction.atomic():
        before = Slip.objects.filter(pk=slip.pk).first()
        if before is None:
            slip.save(force_insert=True)
        elif any(getattr(before, name) != value for name, value in kept.items()):
            raise Conflict(_("This slip was counted before. Begin a new one."))
    return before is None


def take_slip(gathering: Gathering, sent: Sent) -> Took:
    """A slip that was filled in on a device: `sent` says neither which nor when."""
    given = sent.content.get("answers")
    is_new = add_slip(
        gathering=gathering,
        id=sent.id,
        sex=str(sent.content.get("sex", "")),
        age_group=str(sent.content.get("age_group", "")),
        answers=given if isinstance(given, dict) else {},
    )
    return Took(ItemOutcome.TAKEN if is_new else ItemOutcome.REPEATED)


on_device("slip", DeviceKind(take_slip, knows_its_own=True, is_anonymous=True))


def _check_may(by: Membership) -> None:
    if not by.may(Permission.GATHERINGS_PLAN):
        raise NotAllowed(_("Those who plan gatherings choose what the slips ask."))


def _content(label: str, choices: Sequence[str], position: int) -> dict[str, Any]:
    """Question and answers as they're kept. Raises BadAnswer."""
    written = list(dict.fromkeys(" ".join(each.split())[:80] for each in choices if each.strip()))
    if not FEWEST_CHOICES <= len(written) <= MOST_CHOICES:
        text = _("Give between %(fewest)s and %(most)s answers, one a line.")
        raise BadAnswer(text % {"fewest": FEWEST_CHOICES, "most": MOST_CHOICES}, field="choices")
    return {"label": " ".join(label.split())[:160], "choices": written, "position": position}


def _write_category(
    category: SlipCategory, changes: Mapping[str, Any], by: Membership, verb: str
) -> SlipCategory:
    before = {name: getattr(category, name) for name in changes}
    changed = differences(before, changes)
    if changed:
        for name, value in changes.items():
            setattr(category, name, value)
        category.save()
        audit(verb, [category], by=by, changes=changed)
    return category


def _known_answers(programme: Programme, answers: Mapping[str, str]) -> dict[str, str]:
    asked = SlipCategory.objects.filter(programme=programme, ended_on=None)
    given = {str(each.pk): (each.choices, answers.get(str(each.pk), "")) for each in asked}
    return {key: said for key, (choices, said) in given.items() if said and said in (*choices, UNSAID)}


def _random(id: UUID) -> UUID:
    return id if id.version == RANDOM_VERSION else uuid.uuid4()
