"""Who sees what hangs on an actor: the actor's own rule, asked through the join that leads to it."""

from django.db.models import Q

from imbizo.actors.models import Actor
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing


def sees(member: Membership, path: str) -> Q:
    """That the member sees the actor at the end of `path` ("organisation"), for querysets of what hangs on it.

    The same as `path__in=Actor.objects.visible_to(member)`, which SQLite would answer by listing every actor of the
    register first.
    """
    named = Actor.shared_with.through.objects.filter(partner_id=member.partner_id)
    return Q(**{f"{path}__programme_id": member.programme_id}) & (
        Q(**{f"{path}__sharing": Sharing.ALL})
        | Q(**{f"{path}__owner_id": member.partner_id})
        | Q(**{f"{path}__sharing": Sharing.NAMED, f"{path}_id__in": named.values("actor_id")})
    )
