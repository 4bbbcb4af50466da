"""The life of a gathering: planned, dated, moved, called off, opened, closed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from secrets import SystemRandom
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.calc import codes
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import Gathering, Helper
from imbizo.convening.registry import after_moving
from imbizo.convening.rules.planning import MOVES, is_undecided, may_call_off, may_plan
from imbizo.convening.states import GatheringState
from imbizo.programmes.models import Membership, Partner, Shared
from imbizo.programmes.operations.sharing import share_with
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit, differences

_NOT_YOURS = _("Only the partner that convenes it can change this, by those who plan gatherings.")
_OVER = _("It is over. Open it again first.")


@transaction.atomic
def add_gathering(
    *, name: str, by: Membership, sharing: str = Sharing.ALL, id: UUID | None = None, **fields: Any
) -> Gathering:
    """Plan a gathering of the member's partner; its date may still be open. `fields` are the model's.

    Raises NotAllowed, BadAnswer (it ends before it begins, no name), Conflict.
    """
    if not may_plan(by):
        raise NotAllowed(_NOT_YOURS)
    content = {"owner_id": by.partner_id, "name": _name(name), **fields}
    if (before := made_before(Gathering, id, content)) is not None:
        return before
    made = Gathering(
        id=id or new_id(), programme_id=by.programme_id, sharing=sharing, code=_new_code(), **content
    )
    _check_times(made)
    _check_deadline(made)
    made, is_new = insert(made, content)
    if is_new:
        audit("create", [made], by=by, changes={"name": [None, made.name]})
    return made


@transaction.atomic
def change_gathering(*, gathering: Gathering, changes: Mapping[str, Any], by: Membership) -> Gathering:
    """Write these fields. Where its time or place is among them its `sequence` rises: those told must hear of it.

    Raises NotAllowed, NotNow (it is over), BadAnswer.
    """
    current = owned(gathering, by)
    return _write_gathering(current, changes, by, verb="change")


def move(*, gathering: Gathering, by: Membership, **changes: Any) -> Gathering:
    """Change time or place: any of starts_at, ends_at, place, way, joining_link, phone_in. As `change_gathering`."""
    return change_gathering(gathering=gathering, changes=changes, by=by)


@transaction.atomic
def agree_date(
    *,
    gathering: Gathering,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    with_: str,
    on: dt.date,
    by: Membership,
) -> Gathering:
    """Set the date that was agreed with somebody, such as the host institution, on that day.

    Raises NotAllowed, NotNow (it has begun or is over), BadAnswer.
    """
    current = owned(gathering, by)
    if current.state != GatheringState.PLANNED:
        raise NotNow(_("It has begun, so its date stays. What changed can be noted in the proceedings."))
    changes = {"starts_at": starts_at, "ends_at": ends_at}
    agreed = {"date_agreed_with": with_.strip(), "date_agreed_on": on}
    return _write_gathering(current, changes | agreed, by, verb="agree_date")


@transaction.atomic
def place_changed(*, gathering: Gathering, by: Membership | None) -> Gathering:
    """Note that another hall was booked: calendars and those told must hear of it. Does nothing once it is over."""
    current: Gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if not current.is_over:
        current.sequence += 1
        current.save(update_fields=["sequence", "updated_at"])
        audit("change", [current], by=by, changes={"sequence": [current.sequence - 1, current.sequence]})
    return current


@transaction.atomic
def call_off(*, gathering: Gathering, because: str, by: Membership) -> Gathering:
    """Say that it won't take place, and why. The invited are told by late news, the hall is given back by hand.

    Raises NotAllowed, NotNow (it was held, or called off before), BadAnswer (no reason).
    """
    current = owned(gathering, None)
    if not may_call_off(by, current):
        raise NotAllowed(_NOT_YOURS)
    if current.is_over:
        raise NotNow(_("It is over already, so it can't be called off."))
    if not because.strip():
        raise BadAnswer(_("Say why it is called off: the invited will be told."), field="because")
    changes = {"state": GatheringState.CALLED_OFF, "called_off_because": because.strip()[:500]}
    return _turn(current, changes | {"sequence": current.sequence + 1}, by, "call_off")


@transaction.atomic
def open_day(*, gathering: Gathering, by: Membership) -> Gathering:
    """Begin: people are registered and what they say is written down. Raises NotAllowed, NotNow, NotReady (no date)."""
    current = owned(gathering, by)
    if current.state != GatheringState.PLANNED:
        raise NotNow(_("It has been opened before, or was called off."))
    if current.starts_at is None:
        raise NotReady(_("It has no date yet. Set its date first."))
    return _turn(current, {"state": GatheringState.OPEN, "opened_at": timezone.now()}, by, "open")


@transaction.atomic
def close(*, gathering: Gathering, by: Membership, at: dt.datetime | None = None) -> Gathering:
    """End the day: it was held. Devices drop the names they hold. Raises NotAllowed, NotNow (it isn't open)."""
    current = owned(gathering, by)
    if current.state != GatheringState.OPEN:
        raise NotNow(_("Only a gathering that is under way can be closed."))
    return _turn(current, {"state": GatheringState.HELD, "closed_at": at or timezone.now()}, by, "close")


@transaction.atomic
def reopen(*, gathering: Gathering, by: Membership) -> Gathering:
    """Undo closing, or calling off. Raises NotAllowed, NotNow (it is neither)."""
    current = owned(gathering, by)
    if current.state == GatheringState.HELD:
        return _turn(current, {"state": GatheringState.OPEN, "closed_at": None}, by, "reopen")
    if current.state != GatheringState.CALLED_OFF:
        raise NotNow(_("It is neither closed nor called off."))
    changes = {"state": GatheringState.PLANNED, "called_off_because": "", "sequence": current.sequence + 1}
    return _turn(current, changes, by, "reopen")


@transaction.atomic
def share(*, record: Shared, sharing: str, partners: Iterable[Partner] = (), by: Membership) -> Shared:
    """Share a gathering, round or design with itself, with the partners named, or with all.

    Raises NotAllowed, BadAnswer (nobody is named).
    """
    if not may_plan(by, record):
        raise NotAllowed(_NOT_YOURS)
    nobody = BadAnswer(_("Name at least one partner, or choose “only us”."), field="shared_with")
    share_with(record, sharing, partners, by=by, if_nobody=nobody)
    return record


@transaction.atomic
def add_helper(
    *,
    gathering: Gathering,
    by: Membership,
    member: Membership | None = None,
    actor: Actor | None = None,
    role: str = "",
    id: UUID | None = None,
) -> Helper:
    """Put a member or a person of the register to work at a gathering. Raises NotAllowed, BadAnswer, Conflict."""
    current = owned(gathering, by)
    if (member is None) == (actor is None):
        raise BadAnswer(_("Choose a member, or write the name of a person of the register: one of the two."))
    content = {"gathering_id": current.pk, "member": member, "actor": actor, "role": role.strip()[:120]}
    if (before := made_before(Helper, id, content)) is not None:
        return before
    made, is_new = insert(Helper(id=id or new_id(), programme_id=current.programme_id, **content), content)
    if is_new:
        audit("create", [made], by=by, changes={"role": [None, made.role]})
    return made


def owned(gathering: Gathering, by: Membership | None) -> Gathering:
    """The gathering as it is now, its row held. Raises NotAllowed where the member doesn't plan for its partner."""
    current: Gathering = (
        Gathering.objects.select_for_update().select_related("programme").get(pk=gathering.pk)
    )
    if by is not None and not may_plan(by, current):
        raise NotAllowed(_NOT_YOURS)
    return current


def _write_gathering(
    current: Gathering, changes: Mapping[str, Any], by: Membership, *, verb: str
) -> Gathering:
    if current.is_over:
        raise NotNow(_OVER)
    before = {name: getattr(current, name) for name in changes}
    for name, value in changes.items():
        setattr(current, name, value)
    current.name = _name(current.name)
    _check_times(current)
    if "answer_by" in changes:
        _check_deadline(current)
    changed = differences(before, {name: getattr(current, name) for name in changes})
    if not changed:
        return current
    if MOVES & changed.keys() and not _is_news_to_nobody(before, current):
        changed["sequence"] = [current.sequence, current.sequence + 1]
        current.sequence += 1
    current.save()
    audit(verb, [current], by=by, changes=changed)
    _follow(current, before, by)
    return current


def _follow(current: Gathering, before: Mapping[str, Any], by: Membership) -> None:
    """Let what hangs on its time follow, where it had one before and has another now."""
    starts = before.get("starts_at", current.starts_at)
    ends = before.get("ends_at", current.ends_at)
    if starts is None or ends is None or current.starts_at is None:
        return
    if (starts, ends) != (current.starts_at, current.ends_at):
        for hook in after_moving:
            hook(current, starts, ends, by)


def _is_news_to_nobody(before: Mapping[str, Any], current: Gathering) -> bool:
    """A first date, before anybody was told of the gathering, changes nothing for anybody's calendar."""
    told = current.invitations.filter(told_sequence__isnull=False)
    return is_undecided(before, current.starts_at) and not told.exists()


def _turn(current: Gathering, changes: Mapping[str, Any], by: Membership, verb: str) -> Gathering:
    before = {name: getattr(current, name) for name in changes}
    for name, value in changes.items():
        setattr(current, name, value)
    current.save(update_fields=[*changes, "updated_at"])
    audit(verb, [current], by=by, changes=differences(before, changes))
    return current


def _new_code() -> str:
    """A code that no gathering has."""
    random = SystemRandom()
    while True:
        code = codes.make(random, codes.GROUP)
        if not Gathering.objects.filter(code=code).exists():
            return code


def _name(name: str) -> str:
    written = " ".join(name.split())
    if not written:
        raise BadAnswer(_("Give the gathering a name."), field="name")
    if len(written) > 160:
        raise BadAnswer(_("Write a name of at most 160 letters."), field="name")
    return written


def _check_deadline(gathering: Gathering) -> None:
    if gathering.answer_by and gathering.starts_at and gathering.answer_by > gathering.starts_at:
        raise BadAnswer(_("People can't answer once it has begun. Choose an earlier day."), field="answer_by")


def _check_times(gathering: Gathering) -> None:
    starts, ends = gathering.starts_at, gathering.ends_at
    if (starts is None) != (ends is None):
        raise BadAnswer(_("Give both when it begins and when it ends."), field="from_")
    if starts is not None and ends is not None and ends <= starts:
        raise BadAnswer(_("It ends before it begins. Mend one of the two times."), field="until")
