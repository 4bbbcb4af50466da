"""Meetings that come again: the next one is planned from the last."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.convening.errors import NotReady
from imbizo.convening.models import Gathering, Helper
from imbizo.convening.operations.agenda_copy import copy_items
from imbizo.convening.operations.gatherings import add_gathering
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.rules.repeating import same_weekday_next_month
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_SAME = (
    "kind", "way", "purpose", "round", "place", "host", "invited", "capacity", "languages", "joining_link",
    "phone_in", "data_vouchers", "transport_amount", "contact",
)  # fmt: skip


@transaction.atomic
def plan_next(*, gathering: Gathering, by: Membership, id: UUID | None = None) -> Gathering:
    """Plan the next meeting: the same weekday of the next month ("the second Thursday"), same hour, people and agenda.

    Dates, answers and decisions of the last one stay with it. Raises NotAllowed, NotReady (it has no date), Conflict.
    """
    if not may_plan(by, gathering):
        raise NotAllowed(
            _("Only the partner that convenes it can change this, by those who plan gatherings.")
        )
    if gathering.starts_at is None or gathering.ends_at is None:
        raise NotReady(_("It has no date yet. Set its date first, then plan the next one."))
    zone = gathering.programme.zone
    begins, ends = gathering.starts_at.astimezone(zone), gathering.ends_at.astimezone(zone)
    day = same_weekday_next_month(begins.date())
    starts_at = dt.datetime.combine(day, begins.time(), zone)
    is_new = id is None or not Gathering.objects.filter(pk=id).exists()
    made = add_gathering(
        name=gathering.name,
        by=by,
        sharing=gathering.sharing,
        id=id,
        starts_at=starts_at,
        ends_at=dt.datetime.combine(day + (ends.date() - begins.date()), ends.time(), zone),
        answer_by=_as_long_before(gathering, starts_at),
        **{name: getattr(gathering, name) for name in _SAME},
    )
    made.shared_with.set(gathering.shared_with.all())
    if is_new:
        copy_items(gathering.items.all(), made)
        _ask_the_same_helpers(gathering, made, by)
    return made


def _ask_the_same_helpers(gathering: Gathering, made: Gathering, by: Membership) -> None:
    helpers = [
        Helper(
            programme_id=made.programme_id,
            gathering=made,
            member=each.member,
            actor=each.actor,
            role=each.role,
        )
        for each in gathering.helpers.select_related("member", "actor")
    ]
    Helper.objects.bulk_create(helpers)
    audit("create", helpers, by=by, changes=[{"role": [None, each.role]} for each in helpers])


def _as_long_before(gathering: Gathering, starts_at: dt.datetime) -> dt.datetime | None:
    """Until when people answer: as long before it as they had for the last one."""
    if gathering.answer_by is None or gathering.starts_at is None:
        return None
    zone = gathering.programme.zone
    answer_by = gathering.answer_by.astimezone(zone)
    days = gathering.starts_at.astimezone(zone).date() - answer_by.date()
    return dt.datetime.combine(starts_at.date() - days, answer_by.time(), zone)
