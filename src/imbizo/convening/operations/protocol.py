"""Protocol: who must be told first, in each place, and on which letterhead."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.models import FirstToTell, Letterhead
from imbizo.convening.rules.planning import may_plan
from imbizo.places.models import Place
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit, differences, rewrite

_NOT_YOURS = _("Only those who plan gatherings in this programme can change who is told first.")


@transaction.atomic
def add_first(
    *,
    place: Place,
    office: str,
    by: Membership,
    actor: Actor | None = None,
    note: str = "",
    id: UUID | None = None,
) -> FirstToTell:
    """Somebody must be told first of any gathering in a place, after those who stand there. Raises NotAllowed."""
    _must_plan(by)
    content = {
        "programme_id": by.programme_id,
        "place": place,
        "office": office,
        "actor": actor,
        "note": note,
    }
    if (before := made_before(FirstToTell, id, content)) is not None:
        return before
    last = FirstToTell.objects.filter(programme_id=by.programme_id, place=place).aggregate(
        last=Max("position")
    )
    made, is_new = insert(
        FirstToTell(id=id or new_id(), position=(last["last"] or 0) + 1, **content), content
    )
    if is_new:
        audit("create", [made], by=by, changes={"office": [None, office], "place": [None, place]})
    return made


@transaction.atomic
def change_first(*, first: FirstToTell, changes: Mapping[str, Any], by: Membership) -> FirstToTell:
    """Write these fields. Raises NotAllowed."""
    _must_plan(by, first)
    current = FirstToTell.objects.select_for_update(of=("self",)).get(pk=first.pk)
    return rewrite(current, changes, by=by)


@transaction.atomic
def end_first(*, first: FirstToTell, by: Membership) -> FirstToTell:
    """Take an office off the list; the letters that went to it stay. Raises NotAllowed."""
    _must_plan(by, first)
    return rewrite(first, {"ended_on": timezone.localdate()}, by=by, verb="remove")


@transaction.atomic
def resume_first(*, first: FirstToTell, by: Membership) -> FirstToTell:
    """Put an office back on the list. Raises NotAllowed."""
    _must_plan(by, first)
    return rewrite(first, {"ended_on": None}, by=by, verb="put_back")


@transaction.atomic
def set_letterhead(*, by: Membership, changes: Mapping[str, Any]) -> Letterhead:
    """Write the letterhead of the member's partner. Raises NotAllowed."""
    _must_plan(by)
    current = Letterhead.objects.select_for_update().filter(owner=by.partner).first()
    if current is None:
        current = Letterhead(programme_id=by.programme_id, owner=by.partner, name=by.partner.name)
    shown = {name: value for name, value in changes.items() if name != "logo"}
    before = {name: getattr(current, name) for name in shown}
    for name, value in changes.items():
        setattr(current, name, value)
    current.save()
    changed = differences(before, shown)
    if "logo" in changes:
        changed["logo"] = [None, bool(changes["logo"])]
    audit("change", [current], by=by, changes=changed)
    return current


def _must_plan(by: Membership, first: FirstToTell | None = None) -> None:
    if not may_plan(by) or (first is not None and first.programme_id != by.programme_id):
        raise NotAllowed(_NOT_YOURS)
