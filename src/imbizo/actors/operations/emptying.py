"""The parts of forgetting: each function empties one kind of row and leaves what counts are made of."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from imbizo.actors.models import (
    Actor,
    ActorList,
    ActorName,
    Affiliation,
    Assignment,
    Consent,
    ContactPoint,
    ImportBatch,
    ImportRow,
    ListMember,
    Merge,
    Note,
    Objection,
    Pair,
    SubjectRequest,
)
from imbizo.actors.states import ActorState, ContactState
from imbizo.base.models import new_id
from imbizo.thread.models import AuditEntry, Link, PublicLink

NAMELESS = "–"
CHUNK = 500  # ids in one statement
EMPTY_CONTACT: dict[str, Any] = {
    "raw": "",
    "address": "",
    "reason": "",
    "safe_when": "",
    "number_kind": "",
    "through": None,
    "is_preferred": False,
    "state": ContactState.DEAD,
}
EMPTY_REQUEST = {"text": "", "answer": "", "said_name": "", "said_contact": "", "checked_how": ""}
EMPTY_ROW: dict[str, Any] = {"values": {}, "changes": {}, "reasons": []}
_WORDS = (
    "title",
    "given_name",
    "surname",
    "acronym",
    "sort_name",
    "match_key",
    "place_text",
    "language",
    "in_person_reason",
)


def empty_actors(actors: Sequence[Actor]) -> None:
    """Leave form, kind, sphere and municipality. Who was merged stays so, and isn't counted twice."""
    now = timezone.now()
    for actor in actors:
        _empty(actor)
        actor.updated_at = now
    fields = ["name", *_WORDS, "other_languages", "handle_in_person", "place", "state", "updated_at"]
    Actor.objects.bulk_update(actors, fields, batch_size=CHUNK)
    Actor.tags.through.objects.filter(actor__in=actors).delete()


def _empty(actor: Actor) -> None:
    for field in _WORDS:
        setattr(actor, field, "")
    actor.name, actor.other_languages, actor.handle_in_person = NAMELESS, [], False
    actor.place_id = actor.municipality_id
    if actor.state != ActorState.MERGED:
        actor.state = ActorState.ERASED


def empty_parts(actors: Sequence[Actor]) -> None:
    """Everything that hangs on the actors: other names, ways to reach them, notes, offices, bases, requests."""
    ActorName.objects.filter(actor__in=actors).delete()
    ListMember.objects.filter(actor__in=actors).delete()
    Pair.objects.filter(Q(first__in=actors) | Q(second__in=actors)).delete()
    ContactPoint.objects.filter(actor__in=actors).update(**EMPTY_CONTACT)
    Note.objects.filter(actor__in=actors).update(text="")
    _end_affiliations(actors, timezone.localdate())
    Consent.objects.filter(actor__in=actors).update(how="", withdrawn_how="")
    Objection.objects.filter(actor__in=actors).update(how="")
    SubjectRequest.objects.filter(actor__in=actors).update(**EMPTY_REQUEST)
    Assignment.objects.filter(found__in=actors).update(who="", note="")
    merges = Merge.objects.filter(Q(survivor__in=actors) | Q(absorbed__in=actors))
    merges.update(before={}, moved=[])


def _end_affiliations(actors: Sequence[Actor], today: date) -> None:
    rows = Affiliation.objects.filter(person__in=actors)
    rows.update(position="")
    rows.filter(Q(starts_on=None) | Q(starts_on__lte=today), ends_on=None).update(ends_on=today)


def empty_audit(actors: Sequence[Actor], entries: Iterable[Any]) -> None:
    """The values before and after, of the actors and of everything that hangs or hung on them."""
    subjects = [actor.pk for actor in actors]
    for model, field in _HANGING:
        subjects += model._default_manager.filter(**{f"{field}__in": actors}).values_list("pk", flat=True)
    for some in _chunks(subjects):
        AuditEntry.objects.filter(subject_id__in=some).update(changes={})
        Link.objects.filter(Q(record_id__in=some) | Q(source_id__in=some)).update(note="")
    for some in _chunks(entries):
        AuditEntry.objects.filter(pk__in=some).update(changes={})


_HANGING: tuple[tuple[type[Any], str], ...] = (
    (ActorName, "actor"),
    (Affiliation, "person"),
    (Affiliation, "organisation"),
    (Assignment, "found"),
    (Consent, "actor"),
    (ContactPoint, "actor"),
    (Merge, "absorbed"),
    (Merge, "survivor"),
    (Note, "actor"),
    (Objection, "actor"),
    (SubjectRequest, "actor"),
)


def empty_rows_of_imports(actors: Sequence[Actor], rows: Iterable[Any]) -> None:
    """The staged rows in which the actors stand, and the uploaded files that these came from."""
    ids = set(rows)
    ids |= set(
        ImportRow.objects.filter(Q(actor__in=actors) | Q(match__in=actors)).values_list("pk", flat=True)
    )
    batches: set[Any] = {actor.batch_id for actor in actors}
    for some in _chunks(ids):
        staged = ImportRow.objects.filter(pk__in=some)
        batches |= set(staged.values_list("batch_id", flat=True))
        staged.update(**EMPTY_ROW)
    drop_files(ImportBatch.objects.filter(pk__in=batches).exclude(file=""))


def drop_files(batches: Iterable[ImportBatch]) -> None:
    """Delete uploaded files once the transaction has succeeded; the batches stay."""
    names = {str(batch.file.name) for batch in batches if batch.file}
    ImportBatch.objects.filter(file__in=names).update(file="")
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


def emptied_parts(actors: Sequence[Actor]) -> tuple[Sequence[ContactPoint], Sequence[Note]]:
    """What was emptied and can be searched for: its audit entry takes it out of the search."""
    contacts, notes = ContactPoint.objects.filter(actor__in=actors), Note.objects.filter(actor__in=actors)
    return list(contacts), list(notes)


def empty_mentions(*, searches: Iterable[Any], lists: Iterable[Any], requests: Iterable[Any]) -> None:
    """Texts elsewhere that name them: searches, answered requests, and the words of smart lists."""
    Assignment.objects.filter(pk__in=list(searches)).update(who="", note="")
    SubjectRequest.objects.filter(pk__in=list(requests)).update(**EMPTY_REQUEST)
    named = list(ActorList.objects.filter(pk__in=list(lists)))
    for each in named:
        # A word that nobody has: a list without its words would hold everybody.
        each.conditions = {**each.conditions, "q": new_id().hex}
    ActorList.objects.bulk_update(named, ["conditions"])


def close_links(actors: Sequence[Actor]) -> None:
    """No link for people without an account opens these records any more."""
    ids = [actor.pk for actor in actors]
    PublicLink.objects.filter(record_id__in=ids, revoked_at=None).update(revoked_at=timezone.now())


def _chunks(ids: Iterable[Any]) -> Iterable[list[Any]]:
    whole = list(ids)
    for start in range(0, len(whole), CHUNK):
        yield whole[start : start + CHUNK]
