"""Planning a round: several gatherings from one design, each with its people, date and hall."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.models import ActorList
from imbizo.actors.operations import create_list
from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer
from imbizo.convening.models import Design, Gathering, Round, Venue
from imbizo.convening.operations.agenda_copy import copy_agenda
from imbizo.convening.operations.bookings import book
from imbizo.convening.operations.gatherings import add_gathering
from imbizo.convening.rules.planning import may_plan
from imbizo.places.models import Place
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit, rewrite

_NOT_YOURS = gettext_lazy("Only those who plan gatherings in this programme can change this.")


@dataclass(frozen=True)
class Planned:
    """One gathering of a round. Its date may be open; `people_of_place` invites all people of its place."""

    name: str
    place: Place | None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    answer_by: dt.datetime | None = None
    invited: ActorList | None = None
    people_of_place: bool = False
    # Asked for once the gathering has its date.
    venue: Venue | None = None


@transaction.atomic
def plan_round(
    *,
    name: str,
    plans: Sequence[Planned],
    by: Membership,
    design: Design | None = None,
    sharing: str = Sharing.ALL,
    id: UUID | None = None,
    **fields: Any,
) -> Round:
    """Make a round and its gatherings, each with the design's agenda; `fields` are the same for all of them.

    Sent twice, it makes one round. Raises NotAllowed, BadAnswer (no name, no gatherings, times in wrong order),
    Taken (a hall that was chosen), Conflict, and what `actors.operations.create_list` raises.
    """
    if not may_plan(by):
        raise NotAllowed(_NOT_YOURS)
    content = {"owner_id": by.partner_id, "name": _name(name), "design": design}
    if (before := made_before(Round, id, content)) is not None:
        return before
    if not plans:
        raise BadAnswer(_("Choose at least one municipality."), field="places")
    made = Round(id=id or new_id(), programme_id=by.programme_id, sharing=sharing, **content)
    made, is_new = insert(made, content)
    if is_new:
        audit("create", [made], by=by, changes={"name": [None, made.name]})
        lists: dict[UUID, ActorList] = {}
        for plan in plans:
            _make(made, plan, by, lists, {"sharing": sharing, **fields})
    return made


@transaction.atomic
def change_round(*, planned: Round, changes: Mapping[str, Any], by: Membership) -> Round:
    """Write a round's name or design; its gatherings keep theirs. Raises NotAllowed, BadAnswer."""
    current: Round = Round.objects.select_for_update().get(pk=planned.pk)
    if not may_plan(by, current):
        raise NotAllowed(_NOT_YOURS)
    return rewrite(current, changes, by=by, settle=_tidy)


def people_of(place: Place, *, by: Membership) -> ActorList:
    """The list of the people of a place that fills itself: the partner's own where it has one, else a new one."""
    conditions = {"form": "person", "place": str(place.pk)}
    rows = ActorList.objects.filter(programme_id=by.programme_id, owner_id=by.partner_id, is_smart=True)
    known: ActorList
    for known in rows:
        if known.conditions == conditions:
            return known
    name = _("People of %(place)s") % {"place": place.name}
    return create_list(name=name[:120], conditions=conditions, by=by)


def _make(
    made: Round, plan: Planned, by: Membership, lists: dict[UUID, ActorList], fields: Mapping[str, Any]
) -> Gathering:
    invited = plan.invited
    if plan.people_of_place and plan.place is not None:
        invited = lists.setdefault(plan.place.pk, lists.get(plan.place.pk) or people_of(plan.place, by=by))
    gathering = add_gathering(
        name=plan.name,
        by=by,
        round=made,
        place=plan.place,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        answer_by=plan.answer_by,
        invited=invited,
        **fields,
    )
    if made.design is not None:
        copy_agenda(design=made.design, gathering=gathering, by=by)
    if plan.venue is not None and gathering.starts_at is not None:
        book(gathering=gathering, venue=plan.venue, by=by)
    return gathering


def _tidy(planned: Round) -> None:
    planned.name = _name(planned.name)


def _name(name: str) -> str:
    written = " ".join(name.split())
    if not written:
        raise BadAnswer(_("Give the round a name."), field="name")
    return written[:160]
