"""People for the desk's tests, written as every operation writes: the record, then the audit trail."""

from typing import Any

from imbizo.actors.models import Actor
from imbizo.programmes.models import Membership, Partner
from imbizo.thread.operations import audit


def person(
    by: Membership, name: str, *, sharing: str = "all", named: tuple[Partner, ...] = (), **more: Any
) -> Actor:
    actor = Actor.objects.create(
        programme=by.programme,
        owner=by.partner,
        sharing=sharing,
        form="person",
        name=name,
        sort_name=name,
        match_key=name.lower(),
        **more,
    )
    actor.shared_with.set(named)
    audit("create", [actor], by=by)
    return actor


def share(actor: Actor, sharing: str, by: Membership, *named: Partner) -> None:
    actor.sharing = sharing
    actor.save()
    actor.shared_with.set(named)
    audit("share", [actor], by=by)
