"""Printing leaves a trace: names leave the system on paper."""

from collections.abc import Sequence

from django.db import transaction

from imbizo.convening.models import Gathering
from imbizo.convening.queries.daypack import Part, coming
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit, log_read

WITH_NAMES = frozenset({Part.REGISTER, Part.PAYMENTS})


@transaction.atomic
def note_printed(*, gathering: Gathering, parts: Sequence[Part], by: Membership) -> None:
    """Note that papers were taken out, and whose names stood on them where those are protected."""
    audit("print", [gathering], by=by, changes={"parts": [None, [part.value for part in parts]]})
    if WITH_NAMES & set(parts):
        log_read([each.actor for each in coming(gathering)], by=by, how="export")
