"""How the steps stand that gatherings are the tool of. Each costs a fixed number of queries."""

from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.counts import count_text
from imbizo.convening.models import Attendance, Booking, Gathering, Invitation, Proceedings, Selection
from imbizo.convening.queries.figures import ANSWERED, COMING
from imbizo.convening.queries.seeing import gatherings, of_gatherings, own
from imbizo.convening.queries.words import span_words
from imbizo.convening.states import (
    BookingState,
    GatheringKind,
    GatheringState,
    InvitationState,
    ProceedingsState,
    SelectionState,
    Way,
)
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, StepStatus

WORKSHOPS = (GatheringKind.WORKSHOP, GatheringKind.DIALOGUE)
_HELD = Q(state=GatheringState.HELD)
_WRITTEN = (ProceedingsState.APPROVED, ProceedingsState.SENT)


def calendar_status(member: Membership) -> StepStatus | None:
    """How many gatherings are planned, in how many places: "5 gatherings planned in 5 places; 1 has no date"."""
    if not member.may(Permission.GATHERINGS_VIEW):
        return None
    found = _standing(gatherings(member)).aggregate(
        all=Count("pk"), places=Count("place", distinct=True), undated=Count("pk", filter=Q(starts_at=None))
    )
    url = _url(member, "calendar")
    if not found["all"]:
        return _nothing_yet(member, url)
    said = [_count(ngettext("%(count)s gathering", "%(count)s gatherings", found["all"]), found["all"])]
    if found["places"]:
        said.append(
            _count(ngettext("in %(count)s place", "in %(count)s places", found["places"]), found["places"])
        )
    words = " ".join(said)
    if found["undated"]:
        undated = ngettext("%(count)s has no date yet", "%(count)s have no date yet", found["undated"])
        words = f"{words}; {_count(undated, found['undated'])}"
    return StepStatus(words, None, None, url, "")


def dates_status(member: Membership) -> StepStatus | None:
    """How many workshops are dated: "4 of 5 dated"."""
    if not member.may(Permission.GATHERINGS_VIEW):
        return None
    rows = _standing(gatherings(member), WORKSHOPS)
    found = rows.aggregate(
        all=Count("pk"),
        dated=Count("pk", filter=Q(starts_at__isnull=False)),
        agreed=Count("pk", filter=Q(date_agreed_on__isnull=False)),
    )
    url = _url(member, "gatherings")
    if not found["all"]:
        return _nothing_yet(member, url)
    said = _("%(dated)s of %(all)s dated; %(agreed)s agreed with the host") % found
    return StepStatus(
        said, found["dated"], found["all"], url, _open(found["dated"], found["all"], _("Set dates"))
    )


def venues_status(member: Membership) -> StepStatus | None:
    """How many of the partner's own workshops have a confirmed hall: "3 of 5 confirmed; 1 asked for"."""
    if not member.may(Permission.GATHERINGS_VIEW):
        return None
    rows = _standing(own(member), WORKSHOPS).exclude(way=Way.ONLINE)
    found = rows.annotate(sure=_booked(BookingState.CONFIRMED), asked=_booked(BookingState.ASKED)).aggregate(
        all=Count("pk"),
        sure_=Count("pk", filter=Q(sure=True)),
        asked_=Count("pk", filter=Q(sure=False, asked=True)),
    )
    url = _url(member, "venues")
    if not found["all"]:
        return _nothing_yet(member, url)
    said = _("%(sure_)s of %(all)s confirmed") % found
    if found["asked_"]:
        said = f"{said}; {_('%(asked_)s asked for') % found}"
    return StepStatus(
        said, found["sure_"], found["all"], url, _open(found["sure_"], found["all"], _("Book venues"))
    )


def invitations_status(member: Membership) -> StepStatus | None:
    """How many were invited and answered: "120 invited, 84 answered, 61 coming; 12 not invited yet"."""
    if not member.may(Permission.INVITED_VIEW):
        return None
    rows = of_gatherings(Invitation, member, Permission.INVITED_VIEW, only_own=True)
    rows = rows.exclude(gathering__state=GatheringState.CALLED_OFF).exclude(state=InvitationState.WITHDRAWN)
    found = rows.aggregate(
        ready=Count("pk", filter=Q(state=InvitationState.READY)),
        asked=Count("pk", filter=~Q(state=InvitationState.READY)),
        answered=Count("pk", filter=Q(state__in=ANSWERED)),
        coming=Count("pk", filter=Q(state__in=COMING)),
    )
    url = _url(member, "gatherings")
    if not found["asked"] and not found["ready"]:
        return StepStatus(_("Nobody is invited yet"), None, None, url, _("Invite people"))
    counts = {name: count_text(value) for name, value in found.items()}
    said = _("%(asked)s invited, %(answered)s answered, %(coming)s coming") % counts
    if found["ready"]:
        said = f"{said}; {_('%(ready)s not invited yet') % counts}"
    return StepStatus(said, found["answered"], found["asked"] + found["ready"], url, "")


def design_status(member: Membership) -> StepStatus | None:
    """How many workshops have an agenda: "4 of 5 have their agenda"."""
    if not member.may(Permission.GATHERINGS_VIEW):
        return None
    rows = _standing(gatherings(member), WORKSHOPS)
    found = rows.aggregate(all=Count("pk", distinct=True), ready=_distinct(items__isnull=False))
    url = _url(member, "designs")
    if not found["all"]:
        return _nothing_yet(member, url)
    said = _("%(ready)s of %(all)s have their agenda") % found
    return StepStatus(
        said, found["ready"], found["all"], url, _open(found["ready"], found["all"], _("Write agendas"))
    )


def workshops_status(member: Membership) -> StepStatus | None:
    """How many workshops and dialogues were held: "2 of 5 held; next Thu 12 March, 09:00 to 15:00"."""
    return _held(member, WORKSHOPS)


def meetings_status(member: Membership) -> StepStatus | None:
    """How many meetings were held, and when the next is."""
    return _held(member, (GatheringKind.MEETING,))


def trainings_status(member: Membership) -> StepStatus | None:
    """How many trainings were held, the next, and how many people came to the partner's own."""
    status = _held(member, (GatheringKind.TRAINING,))
    if status is None or not status.done or not member.may(Permission.DAY_REGISTER):
        return status
    rows = of_gatherings(Attendance, member, Permission.DAY_REGISTER, only_own=True)
    came = rows.filter(gathering__kind=GatheringKind.TRAINING, withdrawn_at=None).count()
    said = _count(ngettext("%(count)s person came", "%(count)s people came", came), came)
    return StepStatus(f"{status.text}; {said}", status.done, status.total, status.url, status.action)


def proceedings_status(member: Membership) -> StepStatus | None:
    """How many of the workshops that were held are written up: "1 of 2 approved"."""
    if not member.may(Permission.GATHERINGS_VIEW):
        return None
    written = Proceedings.objects.filter(gathering=OuterRef("pk"), state__in=_WRITTEN)
    rows = gatherings(member).filter(_HELD, kind__in=WORKSHOPS).annotate(written=Exists(written))
    found = rows.aggregate(all=Count("pk"), written_=Count("pk", filter=Q(written=True)))
    url = _url(member, "gatherings")
    if not found["all"]:
        return StepStatus(_("Nothing has been held that could be written up"), None, None, url, "")
    said = _("%(written_)s of %(all)s written up and approved") % found
    action = _open(found["written_"], found["all"], _("Write up what was said"))
    return StepStatus(said, found["written_"], found["all"], url, action)


def selection_status(member: Membership) -> StepStatus | None:
    """How many draws of open places were held and invited: "1 of 2 drawn"."""
    if not member.may(Permission.INVITED_VIEW):
        return None
    rows = of_gatherings(Selection, member, Permission.INVITED_VIEW, only_own=True)
    found = rows.aggregate(all=Count("pk"), drawn=Count("pk", filter=~Q(state=SelectionState.OPEN)))
    url = _url(member, "gatherings")
    if not found["all"]:
        return StepStatus(_("No selection has begun yet"), None, None, url, "")
    return StepStatus(_("%(drawn)s of %(all)s drawn") % found, found["drawn"], found["all"], url, "")


def _held(member: Membership, kinds: Collection[str]) -> StepStatus | None:
    if not member.may(Permission.GATHERINGS_VIEW):
        return None
    rows = _standing(gatherings(member), kinds)
    found = rows.aggregate(all=Count("pk"), held=Count("pk", filter=_HELD))
    url = _url(member, "gatherings")
    if not found["all"]:
        return _nothing_yet(member, url)
    said = _("%(held)s of %(all)s held") % found
    coming = (
        rows.filter(state=GatheringState.PLANNED, ends_at__gte=timezone.now()).order_by("starts_at").first()
    )
    if coming is not None:
        said = f"{said}; {_('next %(when)s') % {'when': span_words(coming)}}"
    return StepStatus(said, found["held"], found["all"], url, "")


def _standing(rows: QuerySet[Gathering], kinds: Collection[str] = ()) -> QuerySet[Gathering]:
    """Without those called off; of these kinds where any are named."""
    rows = rows.exclude(state=GatheringState.CALLED_OFF).order_by()
    return rows.filter(kind__in=kinds) if kinds else rows


def _booked(state: str) -> Exists:
    return Exists(Booking.objects.filter(gathering=OuterRef("pk"), state=state))


def _distinct(**condition: object) -> Count:
    return Count("pk", distinct=True, filter=Q(**condition))


def _nothing_yet(member: Membership, url: str) -> StepStatus:
    may_plan = member.may(Permission.GATHERINGS_PLAN)
    action = _("Plan a round") if may_plan else ""
    return StepStatus(
        _("Nothing is planned yet"), None, None, _url(member, "round-plan") if may_plan else url, action
    )


def _open(done: int, total: int, action: str) -> str:
    return action if done < total else ""


def _count(words: str, count: int) -> str:
    return words % {"count": count_text(count)}


def _url(member: Membership, name: str) -> str:
    return reverse(f"convening:{name}", args=[member.programme.slug])
