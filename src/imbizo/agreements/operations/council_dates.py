"""When councils and committees sit, when their agendas close, and the days on which they decide nothing."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.agreements.errors import NotReady
from imbizo.agreements.models import BodyMeeting, CouncilBreak
from imbizo.agreements.states import BreakKind, StepKind
from imbizo.base.errors import NotAllowed
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit

_NOT_ALLOWED = _("Only those who prepare agreements can note when councils sit.")
_NONE = _("Write at least one day.")
_ORDER = _("The last day can't be before the first.")


@transaction.atomic
def add_meetings(
    *, institution: Actor, body: StepKind, days: Iterable[date], closes: int, by: Membership, note: str = ""
) -> list[BodyMeeting]:
    """The days on which a body sits; its agenda closes so many days before each. Days that are known stay as they are.

    Raises NotAllowed, NotReady.
    """
    _require(by)
    wanted = sorted(set(days))
    if not wanted:
        raise NotReady(_NONE, field="days")
    known = BodyMeeting.objects.filter(institution=institution, body=body, held_on__in=wanted)
    there = set(known.values_list("held_on", flat=True))
    made = [
        BodyMeeting(
            programme=by.programme,
            institution=institution,
            body=body,
            held_on=day,
            agenda_closes_on=day - timedelta(days=closes),
            note=note.strip(),
        )
        for day in wanted
        if day not in there
    ]
    for each in made:
        each.save(force_insert=True)
    audit("create", made, by=by)
    return made


@transaction.atomic
def drop_meeting(*, meeting: BodyMeeting, by: Membership) -> None:
    """It isn't held. Raises NotAllowed."""
    _require(by)
    audit("delete", [meeting], by=by, changes={"held_on": [meeting.held_on, None]})
    meeting.delete()


@transaction.atomic
def add_break(
    *, institution: Actor | None, kind: BreakKind, starts_on: date, ends_on: date, by: Membership
) -> CouncilBreak:
    """A recess, or an election: of one institution, or of all. Raises NotAllowed, NotReady."""
    _require(by)
    if ends_on < starts_on:
        raise NotReady(_ORDER, field="ends_on")
    made, is_new = CouncilBreak.objects.get_or_create(
        programme=by.programme, institution=institution, kind=kind, starts_on=starts_on, ends_on=ends_on
    )
    if is_new:
        audit("create", [made], by=by, changes={"starts_on": [None, starts_on]})
    return made


@transaction.atomic
def drop_break(*, pause: CouncilBreak, by: Membership) -> None:
    """It isn't so. Raises NotAllowed."""
    _require(by)
    audit("delete", [pause], by=by, changes={"starts_on": [pause.starts_on, None]})
    pause.delete()


def _require(by: Membership) -> None:
    if not by.may(Permission.AGREEMENTS_WRITE):
        raise NotAllowed(_NOT_ALLOWED)
