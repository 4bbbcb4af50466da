"""What tests of nominations and selections begin with."""

from typing import Any

from imbizo.actors.models import Actor
from imbizo.actors.operations import add_actor, add_contact
from imbizo.convening.models import Candidate, Gathering, Nomination, Selection
from imbizo.convening.operations.nominations import Wanted, ask
from imbizo.convening.operations.selection import Terms, add_candidate, set_up
from imbizo.convening.rules.criteria import GENDER, MUNICIPALITY, SECTOR, listed, standard
from tests.cast import Cast
from tests.convening.making import make_person

CRITERIA = (
    listed(MUNICIPALITY, ["Witzenberg", "Langeberg"]),
    listed(SECTOR, ["farm worker", "teacher"]),
    standard(GENDER),
)


def make_institution(cast: Cast, name: str = "Ministers' Fraternal", *, email: str = "") -> Actor:
    """An organisation of faith in the register, added by Amina."""
    actor = add_actor(form="organisation", name=name, kind="faith", by=cast.amina)
    if email:
        add_contact(actor=actor, channel="email", raw=email, by=cast.amina)
    return actor


def make_nomination(cast: Cast, gathering: Gathering, **wanted: Any) -> Nomination:
    """The fraternal is asked for two people and an alternate, unless `wanted` says otherwise."""
    (made,) = ask(
        gathering=gathering,
        institutions=[make_institution(cast)],
        wanted=Wanted(**({"seats": 2, "alternates": 1} | wanted)),
        by=cast.amina,
    )
    return made


def make_selection(cast: Cast, gathering: Gathering, **terms: Any) -> Selection:
    """Two open places; people are asked for their municipality, work and gender."""
    given: dict[str, Any] = {"places": 2, "criteria": CRITERIA, "seed": "12 March, thunder"} | terms
    return set_up(gathering=gathering, terms=Terms(**given), by=cast.amina)


def make_candidate(cast: Cast, selection: Selection, name: str, **said: Any) -> Candidate:
    """Somebody new in the register who came forward; `said` is of themselves, or `is_required`."""
    is_required = said.pop("is_required", False)
    person = make_person(cast, name)
    return add_candidate(
        selection=selection, actor=person, attributes=said, is_required=is_required, by=cast.amina
    )
