"""The safety sheet of a gathering as its page shows it, and the gatherings whose sheet waits for somebody."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from imbizo.convening.models import Gathering, SafetySheet, Venue
from imbizo.convening.queries.days import lineage
from imbizo.convening.queries.halls import first_found
from imbizo.convening.queries.words import local_days
from imbizo.convening.rules import safe
from imbizo.convening.states import GatheringState, Neutrality, Verdict
from imbizo.outreach.models import HelpNumber
from imbizo.outreach.queries.inbox import help_numbers
from imbizo.programmes.models import Membership

Look = Literal["none", "ok", "doubtful", "bad"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with safety: the colour of its state, what is missing, whether somebody has to look again."""

    look: Look
    missing: Sequence[Promise]
    is_decided: bool
    is_dangerous: bool
    is_eve: bool
    waits: bool


def sheet_of(gathering: Gathering) -> SafetySheet:
    """The sheet; where there is none yet a new one that isn't saved, with the numbers of the place on it."""
    found = (
        SafetySheet.objects.filter(gathering=gathering)
        .select_related("programme", "gathering", "decided_by__user", "looked_again_by__user")
        .first()
    )
    return found or SafetySheet(
        programme=gathering.programme, gathering=gathering, numbers=known_numbers(gathering)
    )


def standing(sheet: SafetySheet, now: dt.datetime | None = None) -> Standing:
    """How it stands with safety at this moment."""
    gathering = sheet.gathering
    today = (now or timezone.now()).astimezone(gathering.programme.zone).date()
    days = local_days(gathering)
    first = days[0] if days else None
    waits = safe.waits_for_second_look(sheet, first, today) and not gathering.is_over
    return Standing(
        look=_look(sheet, waits=waits),
        missing=safe.missing(sheet),
        is_decided=sheet.verdict != Verdict.OPEN,
        is_dangerous=safe.is_dangerous(sheet),
        is_eve=safe.is_eve(first, today),
        waits=waits,
    )


def venue_of(gathering: Gathering) -> Venue | None:
    """The venue that is booked or asked for."""
    booking = first_found(gathering.bookings.select_related("venue"))
    return booking.venue if booking else None


def neutral_as_noted(gathering: Gathering) -> bool | None:
    """Whether everybody can walk in, as the register of venues has it; None where nobody knows."""
    venue = venue_of(gathering)
    if venue is None or venue.neutrality == Neutrality.UNKNOWN:
        return None
    return bool(venue.neutrality == Neutrality.NEUTRAL)


def numbers_for(gathering: Gathering) -> list[HelpNumber]:
    """The programme's numbers for help: those of the place first, then of what it lies in, then of everywhere."""
    above = lineage(gathering.place) if gathering.place else set()
    rows = [
        each for each in help_numbers(gathering.programme) if each.place_id is None or each.place_id in above
    ]
    nearness = {gathering.place_id: 0, None: 2}
    return sorted(rows, key=lambda each: nearness.get(each.place_id, 1))


def known_numbers(gathering: Gathering) -> str:
    """These numbers and whoever leads it, a line each, to begin a sheet with."""
    lines = [f"{each.name} {each.number}" for each in numbers_for(gathering)]
    venue = venue_of(gathering)
    if venue is not None and venue.caretaker_number:
        lines.append(f"{venue.caretaker or venue.name} {venue.caretaker_number}")
    return "\n".join(lines)[:1_000]


def to_remind_of(now: dt.datetime) -> QuerySet[Gathering]:
    """Gatherings of the next two days whose sheet nobody has decided on, or looked at again."""
    rows = Gathering.objects.filter(
        state=GatheringState.PLANNED, starts_at__gte=now, starts_at__lt=now + dt.timedelta(days=2)
    )
    done = SafetySheet.objects.exclude(verdict=Verdict.OPEN).filter(looked_again_on__isnull=False)
    rows = rows.exclude(pk__in=done.values("gathering"))
    return rows.select_related("programme", "place", "contact")


def deciders(gathering: Gathering, everybody: Sequence[Membership]) -> list[Membership]:
    """Those who decide, and whoever leads it."""
    return [each for each in everybody if safe.may_decide(each, gathering) or each.pk == gathering.contact_id]


def _look(sheet: SafetySheet, *, waits: bool) -> Look:
    if safe.is_dangerous(sheet):
        return "bad"
    if waits:
        return "doubtful"
    return "none" if sheet.verdict in {Verdict.OPEN, Verdict.CALL_OFF} else "ok"
