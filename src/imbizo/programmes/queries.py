"""Named reads of programmes."""

from django.db.models import QuerySet

from imbizo.accounts.models import User
from imbizo.programmes.models import Membership, Partner, Programme, Step


def membership(*, user: User, slug: str) -> Membership | None:
    """The user's active membership in the programme of that short name, with programme, partner and user."""
    found: Membership | None = (
        Membership.objects.active()
        .select_related("programme", "partner", "user")
        .filter(user=user, programme__slug=slug)
        .first()
    )
    return found


def memberships_of(user: User) -> QuerySet[Membership]:
    """Every programme that the user is now a member of."""
    found: QuerySet[Membership] = (
        Membership.objects.active().filter(user=user).select_related("programme", "partner").order_by("programme__name")
    )
    return found


def members(member: Membership) -> QuerySet[Membership]:
    """The active members of the member's programme, with user and partner."""
    found: QuerySet[Membership] = (
        Membership.objects.active()
        .filter(programme_id=member.programme_id)
        .select_related("user", "partner", "programme")
        .order_by("partner__name", "user__name")
    )
    return found


def partners(member: Membership) -> QuerySet[Partner]:
    """The partners of the member's programme."""
    return Partner.objects.filter(programme_id=member.programme_id)


def steps(programme: Programme) -> QuerySet[Step]:
    """The steps of the process in their order, with phase and assignee."""
    return Step.objects.filter(programme=programme).select_related("phase", "assignee__user", "assignee__partner")
