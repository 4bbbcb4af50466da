"""How far a gathering is, from the date to the proceedings, and the one thing to do next."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.components import Step
from imbizo.convening.models import (
    Booking,
    DatePoll,
    FirstToTell,
    Gathering,
    Proceedings,
    SafetySheet,
    Telling,
)
from imbizo.convening.queries.days import lineage
from imbizo.convening.queries.figures import Invited, invited
from imbizo.convening.queries.protocol import is_outdated
from imbizo.convening.queries.words import day_words, local_days, span_words
from imbizo.convening.states import (
    HOLDING,
    BookingState,
    GatheringState,
    PollState,
    ProceedingsState,
    TellingState,
    Verdict,
    Way,
)
from imbizo.programmes.models import Membership

How = Literal["done", "now", "late", "ahead"]
Stand = Literal["done", "open", "late", "may_wait"]
DONE: Stand = "done"
OPEN: Stand = "open"
LATE: Stand = "late"
# Not done, and yet never what comes next.
MAY_WAIT: Stand = "may_wait"
_ENOUGH = {ProceedingsState.APPROVED, ProceedingsState.SENT}


@dataclass(frozen=True)
class Stage:
    """One stage of a gathering: how it stands in a sentence, and what to do there."""

    title: str
    sentence: str
    stand: Stand
    url: str
    action: str

    @property
    def is_open(self) -> bool:
        return self.stand in {OPEN, LATE}


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next, and the button for it."""

    title: str
    text: str
    url: str
    action: str


def stages(member: Membership, gathering: Gathering, *, now: dt.datetime | None = None) -> list[Stage]:
    """All stages in their order, of a gathering of the member's own partner. About nine queries, whatever its size."""
    now = now or timezone.now()
    people = invited(member, [gathering]).get(gathering.pk, Invited())
    return [
        _date(gathering),
        _place(gathering),
        _told(gathering),
        _invited(gathering, people),
        _agenda(gathering),
        _safety(gathering, now),
        _day(gathering, now),
        _proceedings(gathering),
    ]


def next_step(gathering: Gathering, found: Sequence[Stage]) -> NextStep | None:
    """What to do next; None once all is done, or where it was called off."""
    if gathering.state == GatheringState.CALLED_OFF:
        return None
    open_ = [stage for stage in found if stage.is_open]
    if gathering.state in {GatheringState.OPEN, GatheringState.HELD}:
        # What wasn't prepared before the day no longer matters on it.
        open_ = [stage for stage in open_ if stage in found[-2:]]
    if not open_:
        return None
    stage = open_[0]
    return NextStep(stage.action, stage.sentence, stage.url, stage.action)


def as_steps(found: Sequence[Stage]) -> list[Step]:
    """The stages as the thread of the page draws them; the first that is open stands out."""
    first = next((stage for stage in found if stage.is_open), None)
    return [Step(stage.title, _how(stage, first), stage.sentence, stage.url) for stage in found]


def _how(stage: Stage, first: Stage | None) -> How:
    if stage.stand in {DONE, LATE}:
        return "done" if stage.stand == DONE else "late"
    return "now" if stage is first else "ahead"


def _url(gathering: Gathering, name: str) -> str:
    return reverse(f"convening:{name}", args=[gathering.programme.slug, gathering.pk])


def _date(gathering: Gathering) -> Stage:
    if gathering.starts_at is not None:
        said = span_words(gathering)
        if gathering.date_agreed_with:
            said = _("%(when)s, agreed with %(who)s") % {"when": said, "who": gathering.date_agreed_with}
        return Stage(_("Date"), said, DONE, _url(gathering, "gathering-date"), _("Move it"))
    poll = DatePoll.objects.filter(gathering=gathering).select_related("programme").first()
    if poll is not None and poll.state != PollState.SETTLED:
        return Stage(_("Date"), _poll_words(poll), OPEN, _url(gathering, "poll"), _("Look at the date poll"))
    url = _url(gathering, "gathering-date")
    return Stage(_("Date"), _("It has no date yet."), OPEN, url, _("Set the date"))


def _poll_words(poll: DatePoll) -> str:
    if poll.state == PollState.CLOSED:
        return _("The date poll is closed: choose the date.")
    closes = poll.closes_at.astimezone(poll.programme.zone)
    return _("A date poll is open until %(day)s.") % {"day": day_words(closes.date())}


def _place(gathering: Gathering) -> Stage:
    if gathering.way == Way.ONLINE:
        url, action = _url(gathering, "gathering-edit"), _("Write down how to join")
        if gathering.joining_link or gathering.phone_in:
            return Stage(_("Where"), _("How to join is written down."), DONE, url, action)
        return Stage(_("Where"), _("Nobody knows yet how to join."), OPEN, url, action)
    held = Booking.objects.filter(gathering=gathering, state__in=HOLDING).select_related("venue")
    bookings = sorted(held, key=lambda each: each.state != BookingState.CONFIRMED)
    url = _url(gathering, "bookings")
    if not bookings:
        return Stage(_("Venue"), _("No venue is booked yet."), OPEN, url, _("Book a venue"))
    action, hall = _("Get the venue confirmed"), {"hall": bookings[0].venue.name}
    if bookings[0].state == BookingState.CONFIRMED:
        return Stage(_("Venue"), _("%(hall)s, confirmed") % hall, DONE, url, action)
    return Stage(_("Venue"), _("%(hall)s, asked for but not confirmed yet") % hall, OPEN, url, action)


def _told(gathering: Gathering) -> Stage:
    """Those who must be told first, as far as anybody noted who they are."""
    letters = list(Telling.objects.filter(gathering=gathering))
    gone = [each for each in letters if each.state != TellingState.DRAFT]
    url, title, action = _url(gathering, "tellings"), _("First to tell"), _("Tell those who must hear first")
    if outdated := sum(is_outdated(each, gathering) for each in gone):
        said = ngettext("%(n)s was told another day", "%(n)s were told another day", outdated)
        return Stage(title, said % {"n": outdated}, OPEN, url, _("Tell them the new day"))
    total, told = len(letters), len(gone)
    if not total:
        total = _must_be_told(gathering)
    if not total:
        said = _("It isn't noted who must be told first here.")
        return Stage(title, said, MAY_WAIT, url, action)
    said = _("%(told)s of %(total)s told") % {"told": told, "total": total}
    return Stage(title, said, DONE if told == total else OPEN, url, action)


def _must_be_told(gathering: Gathering) -> int:
    if gathering.place is None:
        return 0
    rows = FirstToTell.objects.filter(programme_id=gathering.programme_id, ended_on=None)
    return rows.filter(place__in=lineage(gathering.place)).count()


def _invited(gathering: Gathering, people: Invited) -> Stage:
    url, title = _url(gathering, "invitations"), _("Invitations")
    if not people.listed:
        said = _("Nobody is on its list yet.")
        return Stage(title, said, OPEN, url, _("Choose whom to invite"))
    if people.ready:
        said = ngettext(
            "%(count)s person on the list isn't invited yet.",
            "%(count)s people on the list aren't invited yet.",
            people.ready,
        ) % {"count": people.ready}
        return Stage(title, said, OPEN, url, _("Invite them"))
    marks = {"asked": people.asked, "answered": people.answered, "coming": people.coming}
    said = _("%(asked)s invited, %(answered)s answered, %(coming)s coming") % marks
    return Stage(title, said, DONE, url, _("Look at the answers"))


def _agenda(gathering: Gathering) -> Stage:
    count = gathering.items.count()
    url, action = _url(gathering, "agenda"), _("Write the agenda")
    said = ngettext("%(count)s session", "%(count)s sessions", count) % {"count": count}
    return Stage(
        _("Agenda"), said if count else _("It has no agenda yet."), DONE if count else OPEN, url, action
    )


def _safety(gathering: Gathering, now: dt.datetime) -> Stage:
    sheet = SafetySheet.objects.filter(gathering=gathering).first()
    url, title = _url(gathering, "safety"), _("Safety")
    if sheet is None or sheet.verdict == Verdict.OPEN:
        said = _("Nobody has decided yet whether it is safe to hold.")
        return Stage(title, said, OPEN, url, _("Decide whether it is safe"))
    said = sheet.get_verdict_display()
    if sheet.looked_again_on is None and _is_tomorrow(gathering, now):
        words = _("%(verdict)s; not looked at again since") % {"verdict": said}
        return Stage(title, words, LATE, url, _("Look at safety again"))
    return Stage(title, said, DONE, url, _("Look at safety again"))


def _is_tomorrow(gathering: Gathering, now: dt.datetime) -> bool:
    """Whether it is on the next day at the latest, in the programme's zone."""
    days = local_days(gathering)
    return days is not None and days[0] <= now.astimezone(gathering.programme.zone).date() + dt.timedelta(1)


def _day(gathering: Gathering, now: dt.datetime) -> Stage:
    url, title = _url(gathering, "day"), _("The day")
    if gathering.state == GatheringState.HELD:
        return Stage(title, _("held"), DONE, url, _("Look at the day"))
    if gathering.state == GatheringState.OPEN:
        return Stage(title, _("It is under way."), OPEN, url, _("Go to the day"))
    days = local_days(gathering)
    today = now.astimezone(gathering.programme.zone).date()
    if days is None or days[0] > today:
        return Stage(title, _("still to come"), OPEN, url, _("Prepare the day"))
    is_past = days[1] < today
    said = _("Its day is over, and nobody opened it.") if is_past else _("It is today.")
    return Stage(title, said, LATE if is_past else OPEN, url, _("Open the day"))


def _proceedings(gathering: Gathering) -> Stage:
    url, title, action = _url(gathering, "proceedings"), _("Proceedings"), _("Write the proceedings")
    written = Proceedings.objects.filter(gathering=gathering).first()
    if written is None:
        return Stage(title, _("not begun"), OPEN if gathering.opened_at else MAY_WAIT, url, action)
    stand = DONE if written.state in _ENOUGH else OPEN
    return Stage(title, written.get_state_display(), stand, url, _("Go on with the proceedings"))
