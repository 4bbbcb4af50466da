"""Named reads of the register. Everything begins with what the member may see."""

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from imbizo.actors.models import Actor, ActorName, Affiliation, ContactPoint, ImportBatch, Note, Tag
from imbizo.actors.queries.conditions import Conditions, condition
from imbizo.actors.queries.seeing import sees
from imbizo.actors.rules import naming
from imbizo.actors.states import ActorState, BatchState, Form
from imbizo.places.models import Place, WorkArea
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.models import AuditEntry

SUGGESTED = 300
# What pages may open by its address. A merged actor leads to its survivor, an erased one is a nameless stub.
_OPEN = (ActorState.ACTIVE, ActorState.WITHDRAWN, ActorState.MERGED)


def actors(member: Membership) -> QuerySet[Actor]:
    """The actors in the register that the member sees."""
    rows: QuerySet[Actor] = Actor.objects.visible_to(member).active()
    return rows


def matching(member: Membership, conditions: Conditions) -> QuerySet[Actor]:
    """Those for whom the conditions hold."""
    return actors(member).filter(condition(member, conditions))


def openable(member: Membership) -> QuerySet[Actor]:
    """The actors whose page the member may open, withdrawn ones too."""
    rows: QuerySet[Actor] = Actor.objects.visible_to(member).filter(state__in=_OPEN)
    return rows.select_related("programme", "owner", "place", "municipality", "merged_into")


def for_update(member: Membership) -> QuerySet[Actor]:
    """The same, each row held until the transaction ends: for a form that two people may send at once."""
    return openable(member).select_for_update(of=("self",))


def contacts(member: Membership) -> QuerySet[ContactPoint]:
    """The contact points that the member sees, of actors that the member sees."""
    return _contacts_of_seen(member).filter(sees(member, "actor"))


def _contacts_of_seen(member: Membership) -> QuerySet[ContactPoint]:
    """The same where it is known already that the member sees the actors."""
    if not member.may(Permission.CONTACTS_VIEW):
        return ContactPoint.objects.none()
    rows: QuerySet[ContactPoint] = ContactPoint.objects.visible_to(member)
    return rows


def notes(member: Membership) -> QuerySet[Note]:
    """The notes that the member sees, on actors that the member sees."""
    if not member.may(Permission.NOTES_VIEW):
        return Note.objects.none()
    rows: QuerySet[Note] = Note.objects.visible_to(member)
    return rows.filter(sees(member, "actor"))


def affiliations(member: Membership) -> QuerySet[Affiliation]:
    """The affiliations of which the member sees both ends."""
    return Affiliation.objects.filter(sees(member, "person"), sees(member, "organisation"))


def other_names(member: Membership) -> QuerySet[ActorName]:
    """The other spellings of actors that the member sees."""
    return ActorName.objects.filter(sees(member, "actor"))


def tags(member: Membership) -> QuerySet[Tag]:
    """The programme's tags."""
    return Tag.objects.filter(programme_id=member.programme_id)


def batches(member: Membership) -> QuerySet[ImportBatch]:
    """The imports that the member sees and that brought somebody in."""
    rows: QuerySet[ImportBatch] = ImportBatch.objects.visible_to(member)
    return rows.filter(state=BatchState.DONE)


def areas(member: Membership) -> QuerySet[WorkArea]:
    """The municipalities and districts in which the programme works, in their order."""
    return WorkArea.objects.filter(programme_id=member.programme_id).select_related("place")


def places(member: Membership) -> QuerySet[Place]:
    """The places that an actor of the programme can be in: its areas of work and what lies in them."""
    worked = WorkArea.objects.filter(programme_id=member.programme_id).values("place_id")
    inside = Place.objects.filter(pk__in=worked) | Place.objects.filter(parent_id__in=worked)
    own = Place.objects.filter(programme_id=member.programme_id)
    return (inside | own).select_related("parent").order_by("name")


def organisations(member: Membership) -> QuerySet[Actor]:
    """The organisations that the member sees."""
    return actors(member).filter(form="organisation")


def called(member: Membership, written: str, *, form: str = "") -> list[Actor]:
    """The actors that the member sees under this name, acronym or other spelling; at most ten. `form` narrows."""
    keys = {naming(form=each, name=written).match_key for each in ([form] if form else Form.values)}
    spelt = ActorName.objects.filter(programme_id=member.programme_id, match_key__in=keys)
    same = Q(match_key__in=keys) | Q(pk__in=spelt.values("actor_id"))
    rows = actors(member).filter(same | Q(acronym__iexact=written.strip()) if form != Form.PERSON else same)
    return list((rows.filter(form=form) if form else rows).select_related("municipality")[:10])


def suggestions(member: Membership, *, form: str = "") -> list[str]:
    """Names to offer while somebody writes one."""
    rows = actors(member).filter(form=form) if form else actors(member)
    return list(rows.order_by("sort_name").values_list("name", flat=True)[:SUGGESTED])


def for_list(rows: QuerySet[Actor], member: Membership) -> QuerySet[Actor]:
    """What a line of the register shows of each actor: three queries whatever the number of rows.

    `rows` are actors that the member sees. What hangs on them doesn't ask that again: PostgreSQL would answer by
    reading the whole register.
    """
    held = Affiliation.objects.current().filter(sees(member, "organisation")).select_related("organisation")
    held = held.only("person_id", "position", "organisation__name")
    reach = _contacts_of_seen(member).only("actor_id", "channel", "number_kind", "state")
    return rows.select_related("municipality").prefetch_related(
        Prefetch("affiliations", queryset=held, to_attr="offices"),
        Prefetch("contacts", queryset=reach, to_attr="reached"),
    )


def entries_between(member: Membership, *, verb: str, first: UUID, last: UUID) -> QuerySet[AuditEntry]:
    """The entries of one act of the member: they were written one after another."""
    return AuditEntry.objects.filter(
        programme_id=member.programme_id, verb=verb, by_id=member.user_id, pk__gte=first, pk__lte=last
    )


def entries_by(member: Membership) -> QuerySet[AuditEntry]:
    """What members of the same partner did, for undoing it."""
    return AuditEntry.objects.filter(programme_id=member.programme_id, partner_id=member.partner_id)
