"""What a member sees of gatherings and of what hangs on them. Every page begins here.

A gathering that is shared shows its day, place, agenda, decisions and what was said. Who is invited, who came and who
said it stay with the partner that owns it.
"""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from imbizo.convening.models import Design, Gathering, Module, Round, Venue
from imbizo.programmes.models import Membership, Shared
from imbizo.programmes.states import Permission

M = TypeVar("M", bound=Model)
S = TypeVar("S", bound=Shared)


def _shared(model: type[S], member: Membership) -> QuerySet[S]:
    if not member.may(Permission.GATHERINGS_VIEW):
        return model._default_manager.none()
    rows: QuerySet[S] = model._default_manager.all().visible_to(member)
    return rows.select_related("programme", "owner")


def gatherings(member: Membership) -> QuerySet[Gathering]:
    """The gatherings of the member's partner, and those shared with it."""
    return _shared(Gathering, member).select_related("place", "round")


def own(member: Membership) -> QuerySet[Gathering]:
    """Those that the member's partner convenes itself."""
    return gatherings(member).filter(owner_id=member.partner_id)


def rounds(member: Membership) -> QuerySet[Round]:
    return _shared(Round, member)


def designs(member: Membership) -> QuerySet[Design]:
    return _shared(Design, member)


def venues(member: Membership) -> QuerySet[Venue]:
    return _shared(Venue, member).select_related("place")


def modules(member: Membership) -> QuerySet[Module]:
    return _shared(Module, member)


def of_gatherings(
    model: type[M],
    member: Membership,
    permission: Permission = Permission.GATHERINGS_VIEW,
    *,
    path: str = "gathering",
    only_own: bool = False,
) -> QuerySet[M]:
    """The rows of a model whose gathering (found at `path`) the member sees; of its own partner's with `only_own`."""
    rows: QuerySet[Any] = model._default_manager.all()
    if not member.may(permission):
        return rows.none()
    seen = own(member) if only_own else gatherings(member)
    return rows.filter(**{f"{path}__in": seen.order_by().values("pk")})
