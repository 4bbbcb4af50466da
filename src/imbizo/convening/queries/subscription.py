"""A member's own calendar: what its private address shows now."""

import datetime as dt
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.calc.calendars import Event, Organiser, Status, publish
from imbizo.convening.models import Booking, Gathering
from imbizo.convening.queries.seeing import gatherings
from imbizo.convening.states import BookingState, GatheringState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.models import PublicLink

PURPOSE = "calendar"
DAYS = 3_650  # a calendar stays subscribed until somebody renews or ends it
_BACK = dt.timedelta(days=400)
MOST = 1_000
_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Sheet:
    """The calendar file, and when the last of what it tells was changed."""

    data: bytes
    changed_at: dt.datetime


def subscriber(link: PublicLink) -> Membership | None:
    """The member whose calendar a link opens, while they are one who may see gatherings."""
    rows = Membership.objects.active().select_related("programme", "partner", "user")
    found: Membership | None = rows.filter(pk=link.record_id).first()
    return found if found is not None and found.may(Permission.GATHERINGS_VIEW) else None


def open_link(member: Membership) -> PublicLink | None:
    """The member's own calendar address, while there is one; its token is kept nowhere."""
    rows = PublicLink.objects.filter(record_id=member.pk, purpose=PURPOSE)
    found: PublicLink | None = rows.usable().order_by("-created_at").first()
    return found


def sheet(member: Membership, *, site: str) -> Sheet:
    """The gatherings that the member sees now, as a calendar file; `site` is what addresses begin with.

    No person is named in it: it is opened by whoever holds the address.
    """
    rows = gatherings(member).filter(starts_at__gte=timezone.now() - _BACK).order_by("starts_at", "pk")
    found = list(rows[:MOST])
    halls = _halls([each for each in found if each.owner_id == member.partner_id])
    events = [_event(each, halls.get(each.pk, ""), site) for each in found]
    name = _("Gatherings of %(programme)s") % {"programme": member.programme.name}
    data = publish(events, name=name, zone=member.programme.zone)
    return Sheet(data, max((event.last_modified for event in events), default=_EPOCH))


def _halls(rows: list[Gathering]) -> dict[object, str]:
    sure = Booking.objects.filter(gathering__in=rows, state=BookingState.CONFIRMED).select_related("venue")
    return {
        booking.gathering_id: ", ".join(filter(None, [booking.venue.name, booking.venue.address]))
        for booking in sure
    }


def _event(gathering: Gathering, hall: str, site: str) -> Event:
    assert gathering.starts_at is not None
    assert gathering.ends_at is not None
    where = ", ".join(filter(None, [hall, str(gathering.place or "")]))
    return Event(
        uid=gathering.uid,
        sequence=gathering.sequence,
        summary=gathering.name,
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        last_modified=gathering.updated_at.replace(microsecond=0),
        organiser=Organiser(gathering.owner.label, _address()),
        description=gathering.purpose,
        location=where or str(gathering.get_way_display()),
        url=site + gathering.get_absolute_url(),
        status=_status(gathering),
    )


def _status(gathering: Gathering) -> Status:
    if gathering.state == GatheringState.CALLED_OFF:
        return Status.CANCELLED
    is_agreed = gathering.date_agreed_on is not None or gathering.state != GatheringState.PLANNED
    return Status.CONFIRMED if is_agreed else Status.TENTATIVE


def _address() -> str:
    """Where answers to a calendar would go: the site's own sender, never a person's address."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
