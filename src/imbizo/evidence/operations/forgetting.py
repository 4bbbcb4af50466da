"""What evidence keeps of an erased person: what they said in an interview, without who it was.

Whoever wants the words gone too takes the consent back (operations/interviews.py). Texts themselves aren't searched:
who leaves a name in a transcript takes it out.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.actors.registry import Forgotten
from imbizo.convening.operations.nameless import NAMELESS
from imbizo.evidence.models import Interview, Practice
from imbizo.evidence.operations.interviews import forget_person
from imbizo.evidence.states import ConsentGiven

CHUNK: Final = 500  # people in one statement


def forget(forgotten: Forgotten) -> None:
    """Bound to erasing, in its transaction."""
    ids = [actor.pk for actor in forgotten.actors]
    for start in range(0, len(ids), CHUNK):
        _forget_some(ids[start : start + CHUNK])


def name_nobody(interview: Interview) -> None:
    """Leave of an interview its day, its place and its words: no person, name, conditions, note or file."""
    interview.actor, interview.called, interview.conditions = None, "", ""
    interview.is_anonymous = True
    interview.save(update_fields=["actor", "called", "conditions", "is_anonymous", "updated_at"])
    source = interview.source
    day = date_format(interview.held_on, "j F Y")
    source.title = _("Interview of %(day)s") % {"day": day}
    source.title_key = source.title.casefold()[:200]
    source.authors, source.note = [], ""
    source.save(update_fields=["title", "title_key", "authors", "note", "updated_at"])
    forget_person(source)


def still_named(rows: QuerySet[Interview]) -> QuerySet[Interview]:
    """Those that say who it was, or how they are called."""
    kept = rows.exclude(consent=ConsentGiven.TAKEN_BACK).exclude(actor=None, called="", conditions="")
    return kept.select_related("source__interview").order_by("pk")


def drop_files(rows: QuerySet[Any]) -> int:
    """Delete the files of `ProjectImport` or `ReferenceImport`, with their names; what was taken stays. How many."""
    brought = list(rows.exclude(file=""))
    for each in brought:
        transaction.on_commit(partial(default_storage.delete, str(each.file.name)))
    rows.model._default_manager.filter(pk__in=[each.pk for each in brought]).update(
        file="", file_name=NAMELESS
    )
    return len(brought)


def _forget_some(people: Sequence[UUID]) -> None:
    Practice.objects.filter(contact__in=people).update(contact=None)
    for interview in Interview.objects.filter(actor__in=people).select_related("source__interview"):
        name_nobody(interview)
