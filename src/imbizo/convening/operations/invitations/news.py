"""Late news: another day, hall or link reaches exactly those who were told otherwise and may still come."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.convening.errors import NotReady
from imbizo.convening.models import Gathering, Invitation, NoticeRun
from imbizo.convening.operations.invitations.held import held
from imbizo.convening.operations.invitations.inviting import begin
from imbizo.convening.queries import told
from imbizo.convening.states import GatheringState, NoticeKind
from imbizo.programmes.models import Membership

_LOOKING_BACK = dt.timedelta(days=7)
"""A venue that is booked late is told all the same, for so many days after the day that was promised."""
_ALL_KNOW = _("Everybody knows what holds now: there is nobody to tell.")
_ONLY_BY_VOICE = _("Those who don't know yet were written to in vain: ring them.")


@transaction.atomic
def tell_news(
    *, gathering: Gathering, by: Membership | None, note: str = "", now: dt.datetime | None = None
) -> NoticeRun:
    """Tell those whom it concerns what holds now; where it was called off, that. `note` is added to the text.

    Whoever was written to in vain about the very same isn't written to again: they are to be rung.
    Raises NotAllowed, NotReady (it is news to nobody, or only to those).
    """
    now = now or timezone.now()
    current = held(gathering, by)
    concerned = told.to_be_told(current, now)
    if not concerned:
        raise NotReady(_ONLY_BY_VOICE if told.to_be_rung(current, now) else _ALL_KNOW)
    _settle_others(current, concerned)
    is_off = current.state == GatheringState.CALLED_OFF
    kind = NoticeKind.CALLED_OFF if is_off else NoticeKind.NEWS
    _raise_sequence(current, concerned)
    said = " ".join((note or (current.called_off_because if is_off else "")).split())
    return begin(gathering=current, kind=kind, to=[each.pk for each in concerned], by=by, note=said)


def _raise_sequence(current: Gathering, concerned: Iterable[Invitation]) -> None:
    """Calendars take a change only under a higher number (RFC 5546, section 2.1.4)."""
    if any(each.told_sequence == current.sequence for each in concerned):
        current.sequence += 1
        current.save(update_fields=["sequence", "updated_at"])


def _settle_others(current: Gathering, concerned: Iterable[Invitation]) -> None:
    """For those to whom the change is no news their calendars are right as they are."""
    left = told.concerned(current).exclude(pk__in=[each.pk for each in concerned])
    left.update(told_sequence=current.sequence)


def tell_venues(now: dt.datetime) -> int:
    """For the clock: on the day on which a venue is told, those who come hear of it; how many gatherings."""
    latest = (now + dt.timedelta(hours=14)).date()
    rows = Gathering.objects.filter(
        state=GatheringState.PLANNED,
        starts_at__gt=now,
        venue_told_on__range=(latest - _LOOKING_BACK, latest),
    ).select_related("programme")
    return sum(_tell_venue(each.pk, now) for each in rows if told.is_venue_told(each, now))


@transaction.atomic
def _tell_venue(pk: UUID, now: dt.datetime) -> bool:
    """Only what was promised: the venue. Another change of the facts is for the organiser to send.

    Each is tried once: whoever can't be written to, or only neutrally, isn't written to every ten minutes.
    """
    current = held(Gathering(pk=pk), None)
    now_true = told.facts(current, now)
    tried = {pk for run in current.runs.filter(kind=NoticeKind.NEWS, by=None) for pk in run.to}
    concerned = [
        each.pk
        for each in told.concerned(current)
        if told.differing(each, now_true) == [told.News.VENUE] and str(each.pk) not in tried
    ]
    if not concerned:
        return False
    current.sequence += 1
    current.save(update_fields=["sequence", "updated_at"])
    begin(gathering=current, kind=NoticeKind.NEWS, to=concerned, by=None)
    return True
