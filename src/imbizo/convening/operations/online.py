"""Those who were there online, from an export of Zoom or Teams."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from imbizo.calc.folding import fold
from imbizo.convening.models import Gathering
from imbizo.convening.operations.attendance import register_came
from imbizo.convening.queries.online import Match, match_online
from imbizo.convening.rules.came import Came
from imbizo.convening.states import Way
from imbizo.programmes.models import Membership

MOST_MINUTES = 32_000  # what the column holds, 22 days


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody who was online, as the export says. `minutes` covers all their joins."""

    name: str
    original_name: str
    email: str
    minutes: int
    first_join: datetime | None


@transaction.atomic
def take_online(*, gathering: Gathering, people: Sequence[Joined], by: Membership) -> int:
    """Register those who were online, and say how many are new. The same export twice makes nobody twice.

    Who is on the list is found by address, then by name; others came without invitation. A later export of the same
    meeting lengthens the minutes. Raises as `register_came`.
    """
    matches = match_online(gathering, people)
    return sum(_take(gathering, person, match, by) for person, match in zip(people, matches, strict=True))


def _take(gathering: Gathering, person: Joined, match: Match, by: Membership) -> bool:
    came = Came(
        attendance=match.attendance.pk if match.attendance else None,
        invitation=match.invitation.pk if match.invitation else None,
        name="" if match.invitation or match.attendance else person.name,
        way=Way.ONLINE,
        minutes_online=min(person.minutes, MOST_MINUTES),
    )
    # Who is registered already is added to; the id would say that nothing is new.
    id = None if match.attendance else _own_id(gathering, person)
    done = register_came(gathering=gathering, came=came, by=by, id=id, at=person.first_join)
    return done.is_new


def _own_id(gathering: Gathering, person: Joined) -> uuid.UUID:
    """The same for the same person in each export of one gathering."""
    return uuid.uuid5(gathering.pk, person.email or fold(person.name))
