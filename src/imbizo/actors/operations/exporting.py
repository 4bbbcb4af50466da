"""Writing down that people and organisations were taken out as a file."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from imbizo.actors.models import ActorList
from imbizo.programmes.models import Membership
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit


@transaction.atomic
def log_export(
    *, by: Membership, form: str, count: int, conditions: Mapping[str, Any], of: ActorList | None = None
) -> AuditEntry:
    """Log who took out how many, in which form, by which filter, of a list or of the whole register.

    A name that was searched for isn't written down: the programme's activity is seen by all partners.
    """
    said: dict[str, Any] = {name: value for name, value in conditions.items() if name != "q"}
    if "q" in conditions:
        said["q"] = "…"
    changes: dict[str, list[Any]] = {"form": [None, form], "count": [None, count], "filter": [None, said]}
    return audit("export", [of or by.programme], by=by, changes=changes)[0]
