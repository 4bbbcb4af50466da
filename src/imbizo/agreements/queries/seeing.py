"""What a member sees of agreements. Every page begins here.

Positions of a round that hides them are seen by nobody until it closes, by the clock as it is read: not by the
coordinator, and in no export.
"""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from imbizo.agreements.models import AdoptionPath, Agreement, Measure, Position
from imbizo.agreements.states import RoundState
from imbizo.drafting.queries.seeing import documents
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

M = TypeVar("M", bound=Model)


def agreements(member: Membership) -> QuerySet[Agreement]:
    """The agreements of the member's partner, and those shared with it."""
    if not member.may(Permission.AGREEMENTS_VIEW):
        return Agreement.objects.none()
    rows: QuerySet[Agreement] = Agreement.objects.visible_to(member)
    return rows.select_related("programme", "owner", "document")


def own(member: Membership) -> QuerySet[Agreement]:
    """Those that the member's partner keeps, and may change."""
    return agreements(member).filter(owner_id=member.partner_id)


def of_agreements(
    model: type[M], member: Membership, *, path: str = "agreement", only_own: bool = False
) -> QuerySet[M]:
    """The rows of a model whose agreement (found at `path`) the member sees; or, with `only_own`, may change."""
    seen = own(member) if only_own else agreements(member)
    rows: QuerySet[Any] = model._default_manager.all()
    return rows.filter(**{f"{path}__in": seen.order_by().values("pk")})


def positions(member: Membership) -> QuerySet[Position]:
    """Positions that aren't hidden any more."""
    closed = ~Q(round__state=RoundState.OPEN) | Q(round__deadline__lte=timezone.now())
    return of_agreements(Position, member, path="round__agreement").filter(Q(round__is_hidden=False) | closed)


def paths(member: Membership) -> QuerySet[AdoptionPath]:
    """Ways of adoption of agreements that the member sees, and of strategies."""
    if not member.may(Permission.AGREEMENTS_VIEW):
        return AdoptionPath.objects.none()
    of_parties = Q(party__agreement__in=agreements(member).order_by().values("pk"))
    of_strategies = Q(document__in=documents(member).order_by().values("pk"))
    return AdoptionPath.objects.filter(of_parties | of_strategies).select_related("programme", "institution")


def measures(member: Membership) -> QuerySet[Measure]:
    return of_agreements(Measure, member).select_related("programme", "agreement", "clause__section")
