"""What a day in the field needs on paper, and who is on its lists."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db.models import QuerySet

from imbizo.convening.models import Gathering, Invitation, Table
from imbizo.convening.queries.agendas import Line, plan_of
from imbizo.convening.queries.safety import numbers_for, sheet_of, venue_of
from imbizo.convening.queries.sessions import in_language
from imbizo.convening.queries.slips import asked_now
from imbizo.convening.rules.cards import USUAL_PLACES, cards_for
from imbizo.convening.states import InvitationState

COMING = (InvitationState.ACCEPTED, InvitationState.ATTENDED)
FEWEST_BLANKS = 12
# Who, then a number of six digits or more at the end of the line.
_NUMBER = re.compile(r"(.+?)[\s:,]+(\+?\d[\d\s()/-]{4,})")
MOST_COPIES = 300


class Part(StrEnum):
    """The parts of the day pack, in the order in which they are printed."""

    RUN_SHEET = "run-sheet"
    SAFETY = "safety"
    NUMBERS = "numbers"
    REGISTER = "register"
    PAYMENTS = "payments"
    CONSENT = "consent"
    SLIPS = "slips"
    WORDS = "words"
    GROUPS = "groups"
    CARDS = "cards"


# These are drawn once for each language that is chosen.
BY_LANGUAGE = frozenset({Part.CONSENT, Part.SLIPS, Part.WORDS})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed. `copies` are for each language; None means as many as people need."""

    parts: Sequence[Part]
    languages: Sequence[str]
    copies: int | None = None


@dataclass(frozen=True, slots=True)
class GroupSheet:
    """One sheet: a table in one session, with the questions in the table's language."""

    table: Table
    session: str
    questions: Sequence[str]


def coming(gathering: Gathering) -> QuerySet[Invitation]:
    """Those who said yes, by name."""
    rows = Invitation.objects.filter(gathering=gathering, state__in=COMING)
    return rows.select_related("actor").order_by("actor__sort_name", "pk")


def blank_lines(gathering: Gathering, named: int) -> int:
    """How many empty lines for those who come without having been invited: a fifth of the places at least."""
    places = gathering.capacity or USUAL_PLACES
    return max(FEWEST_BLANKS, places - named + math.ceil(places / 5))


def languages_of(gathering: Gathering) -> list[str]:
    """The languages of the papers: those spoken there, else the programme's; as far as the site is written in them."""
    written = dict(settings.LANGUAGES)
    spoken = [code for code in gathering.languages if code in written]
    return spoken or [code for code in gathering.programme.languages if code in written] or ["en"]


def copies_by_language(gathering: Gathering, languages: Sequence[str]) -> dict[str, int]:
    """How many papers in each language: for those coming who speak it, and a share of the cards for all others."""
    spoken = Counter(coming(gathering).values_list("actor__language", flat=True))
    others = max(cards_for(gathering.capacity) - sum(spoken[code] for code in languages), 0)
    share = math.ceil(others / len(languages)) if languages else 0
    return {code: min(spoken[code] + share, MOST_COPIES) for code in languages}


def group_sheets(gathering: Gathering) -> list[GroupSheet]:
    """A sheet for each table in each session that asks something; sessions without a question have none."""
    asking = [line for line in plan_of(gathering).lines if line.questions]
    tables = list(gathering.tables.select_related("programme"))
    return [_sheet(table, line) for line in asking for table in tables]


def slip_questions(gathering: Gathering) -> list[tuple[str, list[str]]]:
    """The programme's own questions on the slip, with their answers."""
    return [(each.label, list(each.choices)) for each in asked_now(gathering.programme)]


def numbers(gathering: Gathering) -> list[tuple[str, str]]:
    """Whom to call, as (who, number): what the safety sheet says, then what else is known.

    A line of the sheet that doesn't end in a number stays whole, and its number is empty.
    """
    lines = [line.strip() for line in sheet_of(gathering).numbers.splitlines() if line.strip()]
    known = [(each.name, each.number) for each in numbers_for(gathering)]
    venue = venue_of(gathering)
    if venue is not None and venue.caretaker_number:
        known.append((venue.caretaker or venue.name, venue.caretaker_number))
    others = [(who, number) for who, number in known if not any(number in line for line in lines)]
    return [*map(_divided, lines), *others]


def _divided(line: str) -> tuple[str, str]:
    found = _NUMBER.fullmatch(line)
    return (found[1], found[2]) if found else (line, "")


def lacking(gathering: Gathering) -> set[Part]:
    """The parts that can't be printed yet, since there is nothing to put on them."""
    without = set()
    if not gathering.items.exists():
        without.add(Part.RUN_SHEET)
    if not group_sheets(gathering):
        without.add(Part.GROUPS)
    return without


def _sheet(table: Table, line: Line) -> GroupSheet:
    asked = [in_language(question, table.language) for question in line.questions]
    return GroupSheet(table, line.item.title, asked)
