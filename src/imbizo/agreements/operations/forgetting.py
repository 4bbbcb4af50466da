"""What agreements keep of an erased person: that their institution agreed, adopted, signed and reported.

A signature stays as it was made. An agreement between organs of state is a public act: who signed it, in what
capacity and on what authority is held under a legal obligation and as proof (Protection of Personal Information Act 4
of 2013, sections 11(1)(c) and 14(1)(a); Electronic Communications and Transactions Act 25 of 2002, section 13), and
a name taken out of the sealed file would break its seal. Somebody who was named to sign and didn't is forgotten.
Minutes of councils are public and stay as they are. Texts that people wrote aren't searched.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db.models import Q

from imbizo.actors.registry import Forgotten
from imbizo.agreements.models import AdoptionPath, Measure, MeasureUpdate, Party, Position, Signatory
from imbizo.agreements.states import SignatoryState
from imbizo.convening.operations import emptying
from imbizo.convening.operations.nameless import NAMELESS, Named

CHUNK: Final = 500  # people in one statement
# Who speaks for a party writes their name beside what they say, and so do those who report for an owner.
NAMED: Final = (
    Named(Position, "", ("party__official",), {"said_by": ""}),
    Named(MeasureUpdate, "", ("measure__official",), {"name": ""}),
    Named(AdoptionPath, "", ("official", "party__official"), {"confirmed_name": ""}),
)
UNSIGNED: Final = Named(
    Signatory, "", ("actor",), {"name": NAMELESS, "authority": "", "declined_because": ""}
)


def forget(forgotten: Forgotten) -> None:
    """Bound to erasing, in its transaction: their names go, and nobody waits for them any more."""
    ids = [actor.pk for actor in forgotten.actors]
    for start in range(0, len(ids), CHUNK):
        _forget_some(ids[start : start + CHUNK])


def hasnt_signed() -> Q:
    """Signatories whose name isn't part of a legal act."""
    return ~Q(state=SignatoryState.SIGNED)


def _forget_some(people: Sequence[UUID]) -> None:
    for named in NAMED:
        emptying.empty([named], lambda each: _of_people(people, each))
    emptying.empty([UNSIGNED], lambda each: _of_people(people, each) & hasnt_signed())
    _close_links(people)
    for model in (Party, AdoptionPath, Measure):
        model._default_manager.filter(official__in=people).update(official=None)


def _close_links(people: Sequence[UUID]) -> None:
    """The pages by which they spoke, confirmed, reported and signed open no longer."""
    for model in (Party, AdoptionPath, Measure):
        rows = model._default_manager.filter(official__in=people)
        emptying.empty_trail(list(rows.values_list("pk", flat=True)))
    signed = Signatory.objects.filter(hasnt_signed(), actor__in=people)
    emptying.empty_trail(list(signed.values_list("pk", flat=True)))


def _of_people(people: Sequence[UUID], named: Named) -> Q:
    found = Q()
    for path in named.people:
        found |= Q(**{f"{path}__in": people})
    return found
