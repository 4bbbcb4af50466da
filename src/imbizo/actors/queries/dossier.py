"""All that an actor's page shows, as far as the member may see: a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from imbizo.actors.models import Actor, ActorList, ActorName, Affiliation, Consent, ContactPoint, Note, Tag
from imbizo.actors.queries.lists import lists
from imbizo.actors.queries.register import affiliations, contacts, notes
from imbizo.actors.queries.timeline import timeline
from imbizo.base.components import Event
from imbizo.messaging.queries import suppressed
from imbizo.programmes.models import Membership

MOST_PEOPLE = 200


@dataclass(frozen=True)
class Dossier:
    """An actor with what hangs on it. `stopped` are the ids of contact points that aren't written to."""

    actor: Actor
    member: Membership
    contacts: Sequence[ContactPoint]
    affiliations: Sequence[Affiliation]
    names: Sequence[ActorName]
    tags: Sequence[Tag]
    lists: Sequence[ActorList]
    notes: Sequence[Note]
    consents: Sequence[Consent]
    stopped: frozenset[UUID]
    hidden_through: frozenset[UUID] = field(default=frozenset())

    @property
    def current(self) -> list[Affiliation]:
        """The affiliations that hold today."""
        return [each for each in self.affiliations if each.is_current]

    @property
    def former(self) -> list[Affiliation]:
        """The affiliations that have ended."""
        return [each for each in self.affiliations if not each.is_current]

    @property
    def has_offices(self) -> bool:
        """Whether it is an organisation of which offices can be ended after an election."""
        return not self.actor.is_person and any(each.is_office for each in self.current)

    @cached_property
    def timeline(self) -> list[Event]:
        """Everything in time order, newest first."""
        parts = [each.pk for each in (*self.contacts, *self.names, *self.affiliations)]
        return timeline(
            actor=self.actor,
            member=self.member,
            affiliations=self.affiliations,
            notes=self.notes,
            consents=self.consents,
            parts=parts,
        )


def dossier(actor: Actor, member: Membership) -> Dossier:
    """Read what the member may see of the actor."""
    reach = list(contacts(member).filter(actor=actor).select_related("through", "owner"))
    return Dossier(
        actor=actor,
        member=member,
        contacts=reach,
        affiliations=_affiliations(actor, member),
        names=list(actor.other_names.all()),
        tags=list(actor.tags.all()),
        lists=list(lists(member).filter(entries__actor=actor)),
        notes=list(notes(member).filter(actor=actor).select_related("by", "owner")),
        consents=list(actor.consents.all()),
        stopped=_stopped(reach, member),
        hidden_through=_hidden(reach, member),
    )


def _affiliations(actor: Actor, member: Membership) -> list[Affiliation]:
    rows = affiliations(member).select_related("person", "organisation")
    mine = (
        rows.filter(person=actor)
        if actor.is_person
        else rows.filter(organisation=actor) | rows.filter(person=actor)
    )
    return list(mine.order_by("-starts_on", "person__sort_name", "pk")[:MOST_PEOPLE])


def _stopped(reach: Sequence[ContactPoint], member: Membership) -> frozenset[UUID]:
    addresses = {each.pk: (each.channel, each.address) for each in reach if each.address}
    found = suppressed(programme=member.programme, addresses=addresses.values()) if addresses else set()
    return frozenset(pk for pk, address in addresses.items() if address in found)


def _hidden(reach: Sequence[ContactPoint], member: Membership) -> frozenset[UUID]:
    """Those through whom a contact point goes without the member seeing them."""
    wanted = {each.through_id for each in reach if each.through_id}
    if not wanted:
        return frozenset()
    return frozenset(
        wanted - set(Actor.objects.visible_to(member).filter(pk__in=wanted).values_list("pk", flat=True))
    )
