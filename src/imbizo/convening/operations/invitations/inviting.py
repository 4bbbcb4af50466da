"""Sending to the invited, in chunks: each a short transaction, so that a killed worker writes to nobody twice."""

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.models import new_id
from imbizo.convening import tasks
from imbizo.convening.errors import NotNow, NotReady, Untold
from imbizo.convening.models import Gathering, Invitation, NoticeRun
from imbizo.convening.operations.invitations.held import held
from imbizo.convening.operations.invitations.writing import Errand, write
from imbizo.convening.queries import told
from imbizo.convening.queries.protocol_told import untold
from imbizo.convening.states import GatheringState, InvitationState, NoticeKind
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

CHUNK: Final = 100
"""People in one transaction."""
SLICE: Final = 5.0
"""Seconds; then other work of the worker has its turn."""
_STALLED: Final = dt.timedelta(minutes=2)
_REASON_LETTERS: Final = 500


@transaction.atomic
def invite(
    *,
    gathering: Gathering,
    by: Membership,
    invitations: Iterable[Invitation] | None = None,
    because: str = "",
    id: UUID | None = None,
) -> NoticeRun:
    """Invite those on the list who haven't been yet, or these of them. The same `id` is one sending.

    Where somebody must be told first and isn't yet, `because` lets it go on, and is kept. Raises NotAllowed, NotNow
    (it has begun or is over), NotReady (no date, no deadline, nobody), Untold.
    """
    current = held(gathering, by)
    before = NoticeRun.objects.filter(pk=id, gathering=current).first() if id else None
    if before is not None:
        return before
    must_be_ready(current)
    must_be_told(current, because, by)
    rows = current.invitations.filter(state=InvitationState.READY)
    if invitations is not None:
        rows = rows.filter(pk__in=[each.pk for each in invitations])
    return begin(
        gathering=current,
        kind=NoticeKind.INVITATION,
        to=list(rows.order_by("pk").values_list("pk", flat=True)),
        by=by,
        id=id,
    )


def begin(
    *,
    gathering: Gathering,
    kind: NoticeKind,
    to: Sequence[UUID],
    by: Membership | None,
    note: str = "",
    id: UUID | None = None,
) -> NoticeRun:
    """Begin a sending, inside the caller's transaction. Raises NotReady where it would reach nobody."""
    if not to:
        raise NotReady(_("There is nobody to write to."))
    run = NoticeRun.objects.create(
        id=id or new_id(),
        programme=gathering.programme,
        gathering=gathering,
        kind=kind,
        by=by,
        to=[str(pk) for pk in to],
        note=note[:500],
    )
    if by is not None:
        audit("send_notices", [run], by=by, changes={"people": [None, len(to)]})
    tasks.send_notices.enqueue(str(run.pk))
    return run


def send_notices(*, id: UUID, seconds: float = SLICE) -> None:
    """Write to those of a sending who haven't been written to, and have the rest done in another turn."""
    until = time.monotonic() + seconds
    while _send_chunk(id):
        if time.monotonic() > until:
            tasks.send_notices.enqueue(str(id))
            return


@transaction.atomic
def _send_chunk(id: UUID) -> bool:
    """One chunk; whether more are left. The run's own row is held: two workers take turns."""
    run = NoticeRun.objects.select_for_update(of=("self",)).select_related("gathering").get(pk=id)
    chunk = [UUID(pk) for pk in run.to[run.done : run.done + CHUNK]]
    if not chunk:
        return False
    current = held(run.gathering, None)
    rows = current.invitations.filter(pk__in=chunk).select_related("actor")
    now_true = told.facts(current)
    found = [each for each in rows if _still_wants(each, NoticeKind(run.kind), current, now_true)]
    write(Errand(current, NoticeKind(run.kind), seed=run.pk, note=run.note), found)
    run.done += len(chunk)
    run.save(update_fields=["done", "updated_at"])
    return run.done < len(run.to)


def _still_wants(
    invitation: Invitation, kind: NoticeKind, gathering: Gathering, now_true: told.Facts
) -> bool:
    """Whether the message still makes sense: things may have changed since the sending began."""
    if kind in (NoticeKind.NEWS, NoticeKind.CALLED_OFF):
        return told.is_to_be_told(invitation, now_true)
    if kind == NoticeKind.INVITATION:
        return invitation.state == InvitationState.READY and gathering.state == GatheringState.PLANNED
    if kind == NoticeKind.REMINDER:
        return invitation.state in (InvitationState.INVITED, InvitationState.DELIVERED)
    return kind == NoticeKind.WITHDRAWN or invitation.state != InvitationState.WITHDRAWN


def resume_stalled(now: dt.datetime) -> None:
    """For the clock: sendings that a killed worker left half done go on."""
    cutoff = now - _STALLED
    for run in NoticeRun.objects.filter(updated_at__lt=cutoff, at__gt=now - dt.timedelta(days=7)):
        if run.done < len(run.to):
            tasks.send_notices.enqueue(str(run.pk))


def must_be_ready(current: Gathering) -> None:
    """Raises NotNow, NotReady where nobody can be invited now."""
    if current.state != GatheringState.PLANNED:
        raise NotNow(_("It has begun, is over or was called off, so nobody can be invited any more."))
    if current.starts_at is None:
        raise NotReady(_("Set its date first: nobody can be invited without one."))
    if current.answer_by is None:
        raise NotReady(_("Set until when people answer, then invite them."))
    if current.answer_by > current.starts_at:
        raise NotReady(_("It begins before the day until which people answer. Set an earlier one first."))
    if current.answer_by <= timezone.now():
        raise NotReady(_("The day until which people answer has passed. Set a later one first."))


def must_be_told(current: Gathering, because: str, by: Membership) -> None:
    """Those who must be told first come before the public, unless the coordinator says why not. Raises Untold."""
    if current.untold_because or not (lacking := untold(current)):
        return
    reason = " ".join(because.split())[:_REASON_LETTERS]
    if not reason:
        offices = tuple(str(each) for each in lacking)
        said = {"offices": ", ".join(offices)}
        raise Untold(
            _("These must be told first: %(offices)s. Tell them, or say why it goes on without.") % said,
            offices=offices,
        )
    current.untold_because, current.untold_by = reason, by
    current.save(update_fields=["untold_because", "untold_by", "updated_at"])
    audit("go_on_untold", [current], by=by, changes={"untold_because": ["", reason]})
