"""The register's filter as one condition, without joins, so that it can filter, count and be kept in a smart list.

Conditions are plain data (what JSON keeps): name to value or list of values, of which any may hold; all names must.
None of them depends on the day, or counts kept for a revision would grow stale at midnight.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from imbizo.actors.models import Actor, ActorList, ActorName, Consent, ContactPoint, ListMember
from imbizo.actors.states import ContactState, NumberKind
from imbizo.calc.folding import words
from imbizo.messaging.states import Channel
from imbizo.places.models import Place
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

Conditions = Mapping[str, Any]
MOST_WORDS = 6
_USABLE = (ContactState.OK, ContactState.DOUBTFUL)
_REACHED = {
    "sms": Q(number_kind=NumberKind.MOBILE, channel=Channel.SMS),
    "call": Q(channel__in=(Channel.SMS, Channel.PHONE, Channel.WHATSAPP)),
    "email": Q(channel=Channel.EMAIL),
}


def condition(member: Membership, conditions: Conditions, *, nested: int = 0) -> Q:
    """All the conditions as one, as far as the member may ask: what they can't see can't be asked about either."""
    whole = Q()
    for name, value in conditions.items():
        values = [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
        if name == "list":
            whole &= _on_lists(member, values, nested)
        elif name in _CONDITIONS and any(values):
            whole &= _CONDITIONS[name](member, values)
    return whole


def _named(member: Membership, values: list[str]) -> Q:
    """Every word stands in the name, the acronym or another spelling."""
    whole = Q()
    for word in words(" ".join(values))[:MOST_WORDS]:
        spelt = ActorName.objects.filter(programme_id=member.programme_id, name__icontains=word)
        whole &= Q(sort_name__contains=word) | Q(pk__in=spelt.values("actor_id"))
    return whole


def _in_place(member: Membership, values: list[str]) -> Q:
    within = Place.objects.filter(parent_id__in=[UUID(value) for value in values]).values("pk")
    return Q(municipality_id__in=values) | Q(place_id__in=values) | Q(place_id__in=within)


def _tagged(member: Membership, values: list[str]) -> Q:
    through = Actor.tags.through.objects.filter(tag_id__in=values)
    return Q(pk__in=through.values("actor_id"))


def _speaking(member: Membership, values: list[str]) -> Q:
    # The languages beside the first are a short JSON list; both databases find a quoted code in its text.
    whole = Q(language__in=values)
    for value in values:
        whole |= Q(other_languages__icontains=f'"{value}"')
    return whole


def _reachable(member: Membership, values: list[str]) -> Q:
    if not member.may(Permission.CONTACTS_VIEW):
        return Q(pk__in=[])
    seen = ContactPoint.objects.visible_to(member).filter(actor_id=OuterRef("pk"), state__in=_USABLE)
    whole = Q()
    for value in values:
        whole |= (
            ~Q(Exists(seen)) if value == "none" else Q(Exists(seen.filter(_REACHED.get(value, Q(pk__in=[])))))
        )
    return whole


def _without_basis(member: Membership, values: list[str]) -> Q:
    standing = Exists(Consent.objects.filter(actor_id=OuterRef("pk"), withdrawn_on=None))
    return ~Q(standing) if "missing" in values else Q(standing)


def _on_lists(member: Membership, values: list[str], nested: int) -> Q:
    """On any of the lists that the member sees; a smart one holds whom its own conditions hold."""
    whole = Q(pk__in=[])
    for found in ActorList.objects.visible_to(member).filter(pk__in=values):
        if not found.is_smart:
            whole |= Q(pk__in=ListMember.objects.filter(list=found).values("actor_id"))
        elif not nested:
            whole |= condition(member, found.conditions, nested=1)
    return whole


def _one_of(field: str) -> Callable[[Membership, list[str]], Q]:
    return lambda _member, values: Q(**{f"{field}__in": values})


_CONDITIONS: dict[str, Callable[[Membership, list[str]], Q]] = {
    "q": _named,
    "form": _one_of("form"),
    "kind": _one_of("kind"),
    "sphere": _one_of("sphere"),
    "place": _in_place,
    "tag": _tagged,
    "language": _speaking,
    "reach": _reachable,
    "basis": _without_basis,
    "batch": _one_of("batch_id"),
    "owner": _one_of("owner_id"),
}


def on_list(member: Membership, actor_list: ActorList) -> QuerySet[Actor]:
    """The actors of a list that the member may see: of a smart one, by its conditions now."""
    rows: QuerySet[Actor] = Actor.objects.visible_to(member).active()
    return rows.filter(list_condition(member, actor_list))


def list_condition(member: Membership, actor_list: ActorList) -> Q:
    """Whether an actor is on the list, as a condition."""
    if actor_list.is_smart:
        return condition(member, actor_list.conditions)
    return Q(pk__in=ListMember.objects.filter(list=actor_list).values("actor_id"))
