"""Making one actor of two, and two of them again."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.errors import CantMerge, TooLate
from imbizo.actors.models import Actor, ContactPoint, Merge, Pair
from imbizo.actors.operations.actors import derive
from imbizo.actors.operations.references import Reference, references
from imbizo.actors.registry import on_merge
from imbizo.actors.states import ActorState, PairState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing
from imbizo.thread.models import Link, PublicLink
from imbizo.thread.operations import audit, differences, link
from imbizo.thread.operations.audit import plain
from imbizo.thread.states import Relation

# What a person chooses between; the fields of one choice go together.
CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("name", "given_name", "surname", "sort_name", "match_key"),
    "title": ("title",),
    "acronym": ("acronym",),
    "kind": ("kind", "sphere"),
    "place": ("place_id", "municipality_id", "place_text"),
    "language": ("language", "other_languages"),
    "handle_in_person": ("handle_in_person", "in_person_reason"),
    "sharing": ("sharing",),
}
_FIELDS = tuple(name for names in CHOICES.values() for name in names)
# Merges tell history; a pair's two ends are put in order anew, below.
NOT_MOVED = frozenset(
    {"actors.Merge.survivor_id", "actors.Merge.absorbed_id", "actors.Pair.first_id", "actors.Pair.second_id"}
)
_SAFETY = ("is_unsafe", "is_shared", "safe_when", "through_id")
_WIDTH = {Sharing.ITSELF: 0, Sharing.NAMED: 1, Sharing.ALL: 2}


@transaction.atomic
def merge(
    *, survivor: Actor, absorbed: Actor, by: Membership, choices: Mapping[str, str] | None = None
) -> Merge:
    """Let `survivor` take `absorbed` up. `choices` maps a name of CHOICES to "survivor" or "absorbed".

    The one taken up must be the partner's own, and so must the survivor for its fields to change. Raises CantMerge.
    Effects in order: the survivor's fields, what later apps join, every reference, links of the
    thread, public links of the absorbed are closed, the pairs between them are settled, the merge that can be undone,
    its link, the audit entries.
    Suppressions hold by address and need no move.
    """
    kept, gone = _held(survivor, by), _held(absorbed, by)
    _must_fit(kept, gone, by)
    before = _snapshot(kept)
    if kept.owner_id == by.partner_id:
        _take_fields(kept, gone, choices or {})
    kept.save()
    twins = _carry_safety(kept, gone)
    joined = [entry for hook in on_merge for entry in hook(kept, gone, by)]
    moved = [
        *joined,
        *_move_all(gone, kept),
        *_move_pairs(gone, kept),
        *_move_links(gone, kept),
        *_close_links(gone),
    ]
    moved += _no_detour(kept)
    gone.state, gone.merged_into = ActorState.MERGED, kept
    gone.save(update_fields=["state", "merged_into", "updated_at"])
    done = Merge.objects.create(
        programme_id=kept.programme_id,
        survivor=kept,
        absorbed=gone,
        before={"fields": before, "after": _snapshot(kept), "twins": twins},
        moved=moved,
    )
    link(kept, gone, Relation.MERGED_FROM, by=by)
    audit("merge", [kept], by=by, changes=differences(before, _snapshot(kept)))
    audit("merged", [gone], by=by, changes={"merged_into": [None, kept.pk]})
    return done


@transaction.atomic
def undo_merge(*, merge: Merge, by: Membership) -> Actor:
    """Make two of them again, each with what it had. A field that was changed since keeps its newer value.

    Raises TooLate where a later merge stands on this one, or it was undone, or one of them was erased.
    """
    current = Merge.objects.select_for_update().select_related("survivor", "absorbed").get(pk=merge.pk)
    _must_be_last(current)
    kept: Actor = _held(current.survivor, by)
    gone: Actor = Actor.objects.select_for_update().get(pk=current.absorbed_id)
    if gone.owner_id != by.partner_id:
        raise CantMerge(_NOT_YOURS)
    now = _snapshot(kept)
    gone.state, gone.merged_into = ActorState.ACTIVE, None
    gone.save(update_fields=["state", "merged_into", "updated_at"])
    for label, pk, values in reversed([*current.before["twins"], *current.moved]):
        _put_back(label, pk, values)
    _give_back_fields(kept, current.before["fields"], current.before["after"], now)
    Link.objects.filter(record_id=kept.pk, source_id=gone.pk, relation=Relation.MERGED_FROM).delete()
    current.undone_at = timezone.now()
    current.save(update_fields=["undone_at", "updated_at"])
    audit("undo_merge", [kept], by=by, changes=differences(now, _snapshot(kept)))
    audit("undo_merge", [gone], by=by, changes={"merged_into": [kept.pk, None]})
    return gone


def default_choice(field: str, survivor: Actor, absorbed: Actor) -> str:
    """Which side a choice starts from: the one that says something, the safer, the one that more partners see."""
    names = CHOICES[field]
    if field == "sharing":
        return (
            "absorbed"
            if _WIDTH[Sharing(absorbed.sharing)] > _WIDTH[Sharing(survivor.sharing)]
            else "survivor"
        )
    if field == "name":
        return "absorbed" if _spelt_out(absorbed) > _spelt_out(survivor) else "survivor"
    if field == "kind":
        return "absorbed" if survivor.kind == "unknown" else "survivor"
    says = any(getattr(survivor, name) for name in names)
    return "survivor" if says or not any(getattr(absorbed, name) for name in names) else "absorbed"


def _spelt_out(actor: Actor) -> int:
    """How many names of a person are written out: "Fatima Mahlangu" says more than "F. Mahlangu"."""
    return sum(len(word.strip(".")) > 1 for word in actor.given_name.split()) if actor.is_person else 0


_NOT_YOURS = _("The one that is taken up must be your own organisation's record. Try it the other way round.")


def may_be_absorbed(actor: Actor, by: Membership) -> bool:
    """A partner gives up only records of its own."""
    return actor.owner_id == by.partner_id and actor.state == ActorState.ACTIVE


def _held(actor: Actor, by: Membership) -> Actor:
    seen = Actor.objects.visible_to(by).filter(pk=actor.pk, state=ActorState.ACTIVE)
    found: Actor | None = Actor.objects.select_for_update().filter(pk__in=seen.values("pk")).first()
    if found is None:
        raise CantMerge(_("One of the two is no longer in the register. Load the page again."))
    return found


def _must_fit(kept: Actor, gone: Actor, by: Membership) -> None:
    if kept.pk == gone.pk:
        raise CantMerge(_("These are one record already."))
    if kept.form != gone.form:
        raise CantMerge(_("A person and an organisation can't become one."))
    if not may_be_absorbed(gone, by):
        raise CantMerge(_NOT_YOURS)


def _must_be_last(merge: Merge) -> None:
    later = Merge.objects.filter(undone_at=None, created_at__gt=merge.created_at)
    on_top = later.filter(survivor_id=merge.survivor_id) | later.filter(absorbed_id=merge.survivor_id)
    if merge.undone_at or on_top.exists():
        raise TooLate(_("A later merge stands on this one. Undo that one first."))
    if merge.absorbed.state != ActorState.MERGED:
        raise TooLate(_("One of the two was erased since; this can't be undone."))


def _snapshot(actor: Actor) -> dict[str, Any]:
    return {name: plain(getattr(actor, name)) for name in _FIELDS}


def _take_fields(kept: Actor, gone: Actor, choices: Mapping[str, str]) -> None:
    for field, names in CHOICES.items():
        if choices.get(field, default_choice(field, kept, gone)) == "absorbed":
            for name in names:
                setattr(kept, name, getattr(gone, name))
    derive(kept)


def _give_back_fields(
    kept: Actor, before: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any]
) -> None:
    fields = {field.attname: field for field in Actor._meta.concrete_fields}
    for name, value in before.items():
        if now[name] == after[name]:
            setattr(kept, name, fields[name].to_python(value))
    kept.save()


# What points at them


def _move_all(gone: Actor, kept: Actor) -> list[list[Any]]:
    """Point everything at the survivor. What it has already (the same number, list, tag) stays with the absorbed."""
    return [
        entry
        for reference in references()
        if reference.label not in NOT_MOVED
        for entry in _move(reference, gone, kept)
    ]


def _move(reference: Reference, gone: Actor, kept: Actor) -> list[list[Any]]:
    rows = reference.model._base_manager
    return [
        [reference.model._meta.label, str(pk), {reference.name: str(gone.pk)}]
        for pk in rows.filter(**{reference.name: gone.pk}).values_list("pk", flat=True)
        if _changed(reference.model, pk, {reference.name: kept.pk})
    ]


def _changed(model: type[Model], pk: Any, values: Mapping[str, Any]) -> bool:
    """Write the values, unless a constraint says that the survivor has the same already."""
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**values)
    except IntegrityError:
        return False
    return True


def _move_pairs(gone: Actor, kept: Actor) -> list[list[Any]]:
    """Settle the pair of the two; what was decided or asked about the absorbed and others holds for the survivor."""
    moved = []
    for pair in (Pair.objects.filter(first=gone) | Pair.objects.filter(second=gone)).order_by("pk"):
        other = pair.second_id if pair.first_id == gone.pk else pair.first_id
        before = {"first_id": str(pair.first_id), "second_id": str(pair.second_id), "state": pair.state}
        if other == kept.pk:
            values: dict[str, Any] = {"state": PairState.MERGED}
        else:
            first, second = sorted((other, kept.pk))
            values = {"first_id": first, "second_id": second}
        if _changed(Pair, pair.pk, values):
            moved.append(["actors.Pair", str(pair.pk), before])
    return moved


def _move_links(gone: Actor, kept: Actor) -> list[list[Any]]:
    """The thread goes on through the survivor, but for what says that others were taken up by the absorbed."""
    return [
        ["thread.Link", str(pk), {name: str(gone.pk)}]
        for name in ("record_id", "source_id")
        for pk in Link.objects.filter(**{name: gone.pk})
        .exclude(relation=Relation.MERGED_FROM)
        .values_list("pk", flat=True)
        if _changed(Link, pk, {name: kept.pk})
    ]


def _close_links(gone: Actor) -> list[list[Any]]:
    """A link that the absorbed was sent opens nothing of the survivor's: nobody has checked that they are one."""
    now = timezone.now()
    open_links = PublicLink.objects.filter(record_id=gone.pk, revoked_at=None)
    pks = list(open_links.values_list("pk", flat=True))
    open_links.update(revoked_at=now)
    return [["thread.PublicLink", str(pk), {"revoked_at": None}] for pk in pks]


def _carry_safety(kept: Actor, gone: Actor) -> list[list[Any]]:
    """Where both have one number, the warnings of both hold for it."""
    theirs = {
        (point.channel, point.address): point
        for point in ContactPoint.objects.filter(actor=kept).exclude(address="")
    }
    changed = []
    for point in ContactPoint.objects.filter(actor=gone):
        twin = theirs.get((point.channel, point.address))
        if twin is not None and (values := _safer(twin, point)):
            before = {name: plain(getattr(twin, name)) for name in values}
            ContactPoint.objects.filter(pk=twin.pk).update(**values)
            changed.append(["actors.ContactPoint", str(twin.pk), before])
    return changed


def _safer(twin: ContactPoint, point: ContactPoint) -> dict[str, Any]:
    return {
        name: getattr(point, name)
        for name in _SAFETY
        if getattr(point, name) and not getattr(twin, name) and getattr(point, name) != twin.actor_id
    }


def _no_detour(kept: Actor) -> list[list[Any]]:
    """Nobody is reached through oneself."""
    detours = ContactPoint.objects.filter(actor=kept, through=kept)
    pks = list(detours.values_list("pk", flat=True))
    detours.update(through=None)
    return [["actors.ContactPoint", str(pk), {"through_id": str(kept.pk)}] for pk in pks]


def _put_back(label: str, pk: str, values: Mapping[str, Any]) -> None:
    """What somebody else has taken since (a place at a gathering) stays with them."""
    _changed(apps.get_model(label), pk, values)
