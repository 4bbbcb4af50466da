"""The words that a programme sorts its actors by."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.errors import BadEntry, TooLate
from imbizo.actors.models import Actor, Tag
from imbizo.actors.operations.actors import owned
from imbizo.actors.rules import may_edit
from imbizo.programmes.models import Membership
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit

LONGEST = 60
_Through = Actor.tags.through


@transaction.atomic
def set_tags(*, actor: Actor, names: Iterable[str], by: Membership) -> Actor:
    """Give the actor these tags and no others. Raises NotYours, BadEntry."""
    current = owned(actor, by)
    before = sorted(tag.name for tag in current.tags.all())
    tags = _tags(names, by)
    after = sorted(tag.name for tag in tags)
    if before != after:
        current.tags.set(tags)
        audit("tag", [current], by=by, changes={"tags": [before, after]})
    return current


@transaction.atomic
def tag_actors(*, actors: Sequence[Actor], names: Iterable[str], by: Membership) -> list[AuditEntry]:
    """Add tags to many actors; those of other partners are left as they are.

    The entries returned are one for each actor that got a tag it hadn't; `untag` undoes them. Raises BadEntry.
    """
    tags = _tags(names, by)
    if not tags:
        raise BadEntry(_("Write at least one tag."), field="tags")
    mine = {actor.pk: actor for actor in actors if may_edit(actor, by)}
    has = set(_Through.objects.filter(actor_id__in=mine, tag__in=tags).values_list("actor_id", "tag_id"))
    missing = {pk: [tag for tag in tags if (pk, tag.pk) not in has] for pk in mine}
    rows = [_Through(actor_id=pk, tag_id=tag.pk) for pk, wanted in missing.items() for tag in wanted]
    _Through.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)
    tagged = [actor for pk, actor in mine.items() if missing[pk]]
    changes = [{"tags_added": [None, [tag.name for tag in missing[actor.pk]]]} for actor in tagged]
    return audit("tag", tagged, by=by, changes=changes)


@transaction.atomic
def untag(*, entries: Sequence[AuditEntry], by: Membership) -> int:
    """Undo `tag_actors`: take from each actor what it was given then. Raises TooLate."""
    given = {
        entry.subject_id: entry.changes["tags_added"][1] for entry in entries if "tags_added" in entry.changes
    }
    actors = [actor for actor in _owned(given, by) if may_edit(actor, by)]
    ids = {tag.name: tag.pk for tag in Tag.objects.filter(programme_id=by.programme_id)}
    removed = 0
    for actor in actors:
        wanted = [ids[name] for name in given[actor.pk] if name in ids]
        removed += _Through.objects.filter(actor_id=actor.pk, tag_id__in=wanted).delete()[0]
    if not removed:
        raise TooLate(_("These tags were taken away already."))
    audit("untag", actors, by=by, changes=[{"tags_added": [given[actor.pk], None]} for actor in actors])
    return removed


def _owned(ids: Iterable[UUID], by: Membership) -> Iterable[Actor]:
    return Actor.objects.filter(pk__in=list(ids), programme_id=by.programme_id)


def _tags(names: Iterable[str], by: Membership) -> list[Tag]:
    """The programme's tags of these names, made where they are new. Case is kept, not told apart."""
    wanted = {name.casefold(): name for name in (" ".join(each.split()) for each in names) if name}
    if any(len(name) > LONGEST for name in wanted.values()):
        raise BadEntry(_("Write each tag in at most 60 letters."), field="tags")
    known = {tag.name.casefold(): tag for tag in Tag.objects.filter(programme_id=by.programme_id)}
    new = [Tag(programme_id=by.programme_id, name=name) for key, name in wanted.items() if key not in known]
    Tag.objects.bulk_create(new)
    audit("create", new, by=by)
    known |= {tag.name.casefold(): tag for tag in new}
    return [known[key] for key in wanted]
