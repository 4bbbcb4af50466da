"""Who must be told first, the letters that tell them, and the letterhead they are written on."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from imbizo.convening.models import FirstToTell, Gathering, Letterhead, Telling
from imbizo.convening.queries.protocol_told import lineage
from imbizo.convening.queries.seeing import of_gatherings
from imbizo.convening.rules.day_named import day_named
from imbizo.convening.states import GatheringState, TellingState
from imbizo.programmes.models import Membership, Partner
from imbizo.programmes.states import Permission
from imbizo.thread.models import PublicLink

LINK = "letter"
"""The purpose of the links that open a letter."""


@dataclass(frozen=True)
class ToTell:
    """An office and its letter about one gathering; no letter where none was written yet."""

    first: FirstToTell
    telling: Telling | None
    # Told, or written, of another day than the gathering has by now.
    is_outdated: bool = False

    @property
    def is_told(self) -> bool:
        return self.telling is not None and self.telling.state != TellingState.DRAFT


def firsts(member: Membership) -> QuerySet[FirstToTell]:
    """Everybody who must be told first in the member's programme, those taken off the list too."""
    if not member.may(Permission.GATHERINGS_PLAN):
        return FirstToTell.objects.none()
    rows = FirstToTell.objects.filter(programme_id=member.programme_id)
    return rows.select_related("place", "actor", "programme")


def tellings(member: Membership) -> QuerySet[Telling]:
    """The letters about gatherings that the member's partner convenes."""
    rows = of_gatherings(Telling, member, Permission.GATHERINGS_PLAN, only_own=True)
    return rows.select_related(
        "first__place", "first__actor", "gathering__owner", "gathering__place", "programme"
    )


def to_tell(gathering: Gathering) -> list[ToTell]:
    """Each office of its place, municipality and district in its order, with its letter about this gathering.

    An office that was taken off the list stays where a letter went to it.
    """
    written = {
        each.first_id: each
        for each in gathering.tellings.select_related("programme", "first__place", "first__actor")
    }
    places = lineage(gathering.place) if gathering.place else []
    wanted = Q(place__in=places, ended_on=None) | Q(pk__in=list(written))
    rows = FirstToTell.objects.filter(wanted, programme_id=gathering.programme_id)
    rows = rows.select_related("place", "actor").order_by("position", "pk")
    return [_to_tell(first, written.get(first.pk), gathering) for first in rows]


def _to_tell(first: FirstToTell, telling: Telling | None, gathering: Gathering) -> ToTell:
    return ToTell(first, telling, telling is not None and is_outdated(telling, gathering))


def is_outdated(telling: Telling, gathering: Gathering) -> bool:
    """Whether the letter names another day than the gathering has: it was moved, or called off, since.

    Nobody need be told of a gathering that is off, where they haven't heard that it was to be.
    """
    if telling.state == TellingState.DRAFT and gathering.state == GatheringState.CALLED_OFF:
        return False
    return telling.names_day != day_named(gathering.starts_at, gathering.state)


def letterhead_of(partner: Partner) -> Letterhead | None:
    """The partner's letterhead, if it has made one."""
    return Letterhead.objects.filter(owner=partner).first()


def behind(link: PublicLink) -> Telling | None:
    """The letter that a link opens."""
    rows = Telling.objects.filter(pk=link.record_id)
    return rows.select_related("programme", "first__place", "first__actor", "gathering__owner").first()
