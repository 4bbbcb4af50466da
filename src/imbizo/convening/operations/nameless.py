"""What is left of the rows of gatherings that say something about people: each table, and what empties it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model

from imbizo.convening.models import (
    Answer,
    Attendance,
    Candidate,
    Certificate,
    DeviceItem,
    Gathering,
    Invitation,
    Nominee,
    Telling,
)

NAMELESS: Final = "–"


@dataclass(frozen=True, slots=True)
class Named:
    """One table: its model, the way to its gathering, the ways to the people it tells of, what empties a row.

    Ways are lookups of Django's. A table without ways to people tells of those who aren't in the register.
    """

    model: type[Model]
    gathering: str
    people: tuple[str, ...]
    empty: Mapping[str, Any]


NAMED: Final = (
    Named(
        Invitation,
        "gathering",
        ("actor",),
        {
            "interpreter": "", "children": None, "needs_transport": None, "transport_from": "", "diet": "",
            "access": "", "data_voucher": "", "withdrawn_because": "",
        },
    ),
    Named(
        Answer,
        "invitation__gathering",
        ("invitation__actor",),
        {"words": "", "instead_name": "", "instead_number": ""},
    ),
    Named(
        Nominee,
        "nomination__gathering",
        ("actor", "invitation__actor"),
        {
            "name": NAMELESS, "position": "", "phone": "", "email": "", "language": "", "mandate": "",
            "refused_because": "",
        },
    ),
    Named(
        Candidate,
        "selection__gathering",
        ("actor",),
        {"attributes": {}, "reason": {}, "excluded_because": ""},
    ),
    Named(Attendance, "gathering", ("actor",), {"name": "", "organisation": "", "guardian": ""}),
    Named(Certificate, "attendance__gathering", ("attendance__actor",), {"name": NAMELESS}),
    Named(Telling, "gathering", ("first__actor",), {"text": "", "answer": ""}),
    Named(Gathering, "pk", ("host",), {"date_agreed_with": ""}),
)  # fmt: skip
# What devices sent is found by what it says, and names walk-ins too.
FROM_DEVICES: Final = Named(DeviceItem, "gathering", (), {"content": {}, "problem": ""})
