"""What stands in the way of a gathering's date: the calendar, its leaders, those invited, its hall."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.convening.models import Booking, Gathering, Helper, Invitation
from imbizo.convening.queries.calendar import dated
from imbizo.convening.queries.days import own_marks
from imbizo.convening.queries.seeing import gatherings
from imbizo.convening.queries.words import local_days
from imbizo.convening.states import HOLDING, GatheringState, InvitationState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

_NOT_COMING = (InvitationState.WITHDRAWN, InvitationState.DECLINED, InvitationState.ABSENT)


@dataclass(frozen=True)
class Clash:
    """One thing in the way, in words, and where to look at it. `is_stopping`: some people can't possibly be there."""

    text: str
    url: str = ""
    is_stopping: bool = True


def clashes(member: Membership, gathering: Gathering) -> list[Clash]:
    """All that stands in the way of the date, the heaviest first; nothing while the date is open or once it is over.

    Who works where, who is invited and which hall is held are for the partner that convenes alone.
    """
    days = local_days(gathering)
    if days is None or gathering.is_over:
        return []
    found = list(_of_the_day(member, gathering, *days))
    if gathering.owner_id == member.partner_id:
        others = list(_others(member, gathering, *days))
        found += [
            *_of_leaders(gathering, others),
            *_of_helpers(gathering, [each for each in others if each.owner_id == member.partner_id]),
            *_of_the_invited(member, gathering, others),
            *_of_the_hall(gathering),
        ]
    return sorted(dict.fromkeys(found), key=lambda clash: not clash.is_stopping)


def _others(member: Membership, gathering: Gathering, first: dt.date, last: dt.date) -> QuerySet[Gathering]:
    rows = dated(gatherings(member), member.programme, first, last).exclude(pk=gathering.pk)
    return rows.exclude(state=GatheringState.CALLED_OFF).select_related("place", "contact__user")


def _of_the_day(member: Membership, gathering: Gathering, first: dt.date, last: dt.date) -> Iterator[Clash]:
    for marks in own_marks(member, first, last, place=gathering.place).values():
        for mark in marks:
            url = mark.record.get_absolute_url() if mark.record else ""
            yield Clash(mark.text, url, mark.is_stopping)


def _of_leaders(gathering: Gathering, others: Sequence[Gathering]) -> Iterator[Clash]:
    for other in others:
        if gathering.contact_id and other.contact_id == gathering.contact_id:
            who = other.contact.user if other.contact else ""
            yield _elsewhere(_("%(who)s also leads “%(other)s” that day"), who, other)


def _of_helpers(gathering: Gathering, others: Sequence[Gathering]) -> Iterator[Clash]:
    """Who works here and elsewhere that day, as leader or helper. Two queries."""
    here = {_who(helper): str(helper) for helper in _helpers([gathering])}
    leader = gathering.contact
    known = here | ({leader.pk: str(leader.user)} if leader else {})
    there = {other.pk: other for other in others}
    for helper in _helpers(others) if others else ():
        if name := known.get(_who(helper)):
            yield _elsewhere(
                _("%(who)s also works at “%(other)s” that day"), name, there[helper.gathering_id]
            )
    for other in others:
        if name := here.get(other.contact_id):
            yield _elsewhere(_("%(who)s leads “%(other)s” that day"), name, other)


def _elsewhere(words: str, who: object, other: Gathering) -> Clash:
    return Clash(words % {"who": who, "other": other.name}, other.get_absolute_url())


def _helpers(at: Sequence[Gathering]) -> QuerySet[Helper]:
    rows = Helper.objects.filter(gathering__in=[each.pk for each in at])
    return rows.select_related("member__user", "actor")


def _who(helper: Helper) -> UUID | None:
    return helper.member_id or helper.actor_id


def _of_the_invited(member: Membership, gathering: Gathering, others: Sequence[Gathering]) -> Iterator[Clash]:
    """How many are invited to both; of the partner's own gatherings, for those who see who is invited."""
    ours = {other.pk: other for other in others if other.owner_id == member.partner_id}
    if not ours or gathering.owner_id != member.partner_id or not member.may(Permission.INVITED_VIEW):
        return
    rows = Invitation.objects.exclude(state__in=_NOT_COMING)
    twice = rows.filter(gathering__in=ours, actor__in=rows.filter(gathering=gathering).values("actor"))
    for pk, count in twice.order_by().values_list("gathering").annotate(Count("pk")):
        said = ngettext(
            "%(count)s person is invited to “%(other)s” that day too",
            "%(count)s people are invited to “%(other)s” that day too",
            count,
        ) % {"count": count, "other": ours[pk].name}
        yield Clash(said, ours[pk].get_absolute_url())


def _of_the_hall(gathering: Gathering) -> Iterator[Clash]:
    """A hall that is held for another time than the gathering's."""
    held = Booking.objects.filter(gathering=gathering, state__in=HOLDING).select_related("venue", "programme")
    for booking in held:
        starts, ends = gathering.starts_at, gathering.ends_at
        if starts and ends and (booking.starts_at > starts or booking.ends_at < ends):
            said = _("%(hall)s is booked for another time") % {"hall": booking.venue.name}
            yield Clash(said, booking.get_absolute_url())
