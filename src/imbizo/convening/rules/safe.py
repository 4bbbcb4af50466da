"""Who decides whether a gathering is safe to hold, what must be known before, and when it is looked at again."""

import datetime as dt
from typing import Any, Final, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.convening.rules.planning import Owned, may_plan
from imbizo.convening.states import Tension, Verdict
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

# What has to stand on the sheet before anybody says go.
NEEDED: Final[tuple[tuple[str, Promise], ...]] = (
    ("tension", _("how tense it is")),
    ("no_papers", _("that nobody is asked for papers at the door")),
    ("who_stops", _("who may stop it")),
    ("way_home", _("the way home")),
    ("numbers", _("numbers to call")),
)


class Sheet(Protocol):
    """What the rules need to know of a safety sheet."""

    tension: Any
    verdict: Any
    looked_again_on: dt.date | None


def may_decide(member: Membership, gathering: Owned) -> bool:
    """Whether the member says go or call off: for its own partner's gatherings alone."""
    return member.may(Permission.SAFETY_DECIDE) and gathering.owner_id == member.partner_id


def may_write(member: Membership, gathering: Owned) -> bool:
    """Whether the member fills in the sheet."""
    return may_decide(member, gathering) or may_plan(member, gathering)


def missing(sheet: Sheet) -> list[Promise]:
    """What isn't on the sheet yet, and has to be."""
    return [words for name, words in NEEDED if not getattr(sheet, name)]


def is_dangerous(sheet: Sheet) -> bool:
    """Whether red is called for: it was noted as dangerous, and isn't called off."""
    return bool(sheet.tension == Tension.DANGEROUS and sheet.verdict != Verdict.CALL_OFF)


def is_eve(first_day: dt.date | None, today: dt.date) -> bool:
    """Whether it is on the next day at the latest: then what was decided is looked at again."""
    return first_day is not None and first_day - dt.timedelta(1) <= today


def waits_for_second_look(sheet: Sheet, first_day: dt.date | None, today: dt.date) -> bool:
    """Whether somebody has to look again now."""
    is_on = sheet.verdict in {Verdict.GO, Verdict.CHANGE}
    return is_on and sheet.looked_again_on is None and is_eve(first_day, today)
