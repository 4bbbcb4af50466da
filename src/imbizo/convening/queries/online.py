"""Who of an online meeting is who: by e-mail address, then by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import UUID

from imbizo.actors.models import ContactPoint
from imbizo.calc.folding import fold
from imbizo.convening.models import Attendance, Gathering, Invitation
from imbizo.convening.queries.attendance import on_the_list, present
from imbizo.messaging.states import Channel

T = TypeVar("T")


class Present(Protocol):
    """What is known of somebody who was online."""

    @property
    def name(self) -> str: ...

    @property
    def original_name(self) -> str: ...

    @property
    def email(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Match:
    """Whom the list knows them as, and their attendance where they are registered already."""

    invitation: Invitation | None
    attendance: Attendance | None
    by_email: bool = False


def match_online(gathering: Gathering, people: Iterable[Present]) -> list[Match]:
    """A match for each, in their order. Two on the list with one name, or two with one address, are nobody's match."""
    book = _Book(gathering)
    return [book.match(each) for each in people]


class _Book:
    """The list by address and by name; read once."""

    def __init__(self, gathering: Gathering) -> None:
        invited = list(on_the_list(gathering))
        self.by_name = _unique((fold(each.actor.name), each) for each in invited)
        of_actor = {each.actor_id: each for each in invited}
        points = ContactPoint.objects.filter(actor__in=of_actor, channel=Channel.EMAIL)
        addressed = points.values_list("address", "actor_id")
        self.by_email = _unique((address.lower(), of_actor[actor]) for address, actor in addressed)
        here = list(present(gathering))
        self.of_invitation: dict[UUID | None, Attendance] = {
            each.invitation_id: each for each in here if each.invitation_id
        }
        self.walk_ins = _unique(
            (fold(each.name), each) for each in here if each.name and not each.invitation_id
        )

    def match(self, person: Present) -> Match:
        invited = self.by_email.get(person.email) if person.email else None
        by_email = invited is not None
        for name in (person.name, person.original_name):
            invited = invited or (self.by_name.get(fold(name)) if name else None)
        if invited is not None:
            return Match(invited, self.of_invitation.get(invited.pk), by_email)
        return Match(None, self.walk_ins.get(fold(person.name)))


def _unique(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: values[0] for key, values in found.items() if len(values) == 1}
