"""Named reads of possible duplicates and merges."""

from django.db.models import Prefetch, Q, QuerySet

from imbizo.actors.models import Actor, ContactPoint, Merge, Pair
from imbizo.actors.queries.register import affiliations
from imbizo.actors.states import ActorState, PairState
from imbizo.programmes.models import Membership


def pairs(member: Membership) -> QuerySet[Pair]:
    """Pairs of which the member sees both, one of them at least its own partner's, and that wait for a decision."""
    seen = Actor.objects.visible_to(member).filter(state=ActorState.ACTIVE)
    found: QuerySet[Pair] = Pair.objects.filter(
        Q(first__owner_id=member.partner_id) | Q(second__owner_id=member.partner_id),
        programme_id=member.programme_id,
        state=PairState.OPEN,
        first__in=seen,
        second__in=seen,
    )
    return found


def pairs_in_full(member: Membership) -> QuerySet[Pair]:
    """The same with all that a person compares."""
    held = affiliations(member).current().select_related("organisation")  # type: ignore[attr-defined]
    contacts = ContactPoint.objects.visible_to(member)
    sides = [
        each
        for side in ("first", "second")
        for each in (
            Prefetch(f"{side}__affiliations", held, to_attr="now_in"),
            Prefetch(f"{side}__contacts", contacts, to_attr="seen_contacts"),
        )
    ]
    return (
        pairs(member)
        .select_related("first__place", "second__place", "first__owner", "second__owner", "first__programme")
        .select_related("first__municipality", "second__municipality")
        .prefetch_related(*sides)
    )


def sure_pairs(member: Membership) -> QuerySet[Pair]:
    """Those that may be merged with one press."""
    return pairs(member).filter(is_sure=True)


def merges(member: Membership) -> QuerySet[Merge]:
    """What was merged into actors that the member sees, and wasn't undone."""
    return Merge.objects.filter(
        programme_id=member.programme_id,
        undone_at=None,
        survivor__in=Actor.objects.visible_to(member),
    ).select_related("survivor", "absorbed")


def decided_pairs(member: Membership) -> QuerySet[Pair]:
    """Pairs of which it was said that they are two."""
    seen = Actor.objects.visible_to(member)
    return Pair.objects.filter(state=PairState.DIFFERENT, first__in=seen, second__in=seen)
