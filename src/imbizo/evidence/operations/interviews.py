"""Interviews: who agreed to what, whose name is kept, and the words going when the person takes the consent back."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import Coding, Excerpt, Interview, Source, TextPage, TextVersion
from imbizo.evidence.rules.interviews import AGREED
from imbizo.evidence.states import CodingState, ConsentGiven, TextState
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit

_NOT_YOURS = _("This interview belongs to another partner, who alone can change it.")
_CALLED = _("Write how they are called in what we write: “a shop owner in De Doorns”.")
_SINCE = _("Write on which day they agreed.")
_TAKEN_BACK = _(
    "They took their consent back, so nothing of what they said is kept. It can't be changed any more."
)


def settled(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details of an interview as they are kept: of an anonymous one no person. Raises NotReady."""
    kept = dict(details)
    actor = kept.get("actor")
    called = str(kept.get("called") or "").strip()
    if not called and (kept.get("is_anonymous") or actor is None):
        raise NotReady(_CALLED, field="called")
    if kept.get("consent") in AGREED and kept.get("consent_on") is None:
        raise NotReady(_SINCE, field="consent_on")
    kept["called"] = (called or str(actor))[:120]
    if kept.get("is_anonymous"):
        kept["actor"] = None
    return kept


@transaction.atomic
def change_interview(
    *, source: Source, details: Mapping[str, Any], changes: Mapping[str, Any], by: Membership
) -> Source:
    """Note what was agreed, and what is known of it. `details` are all fields of the interview, `changes` the source's.

    From the moment that it is anonymous nothing here names the person: neither the trail nor the file that was
    brought, which is deleted (its text stays). Raises NotAllowed, NotNow, NotReady.
    """
    interview = _held(source, by)
    wanted = settled(details)
    was_anonymous = interview.is_anonymous
    title = _now("Interview with %(name)s") % {"name": wanted["called"]}
    write(source, dict(changes) | {"title": title[:500], "title_key": title.casefold()[:200]}, by=by)
    write(interview, wanted, by=by)
    if wanted.get("is_anonymous") and not was_anonymous:
        forget_person(source)
    return source


def forget_person(source: Source) -> None:
    """Leave nothing that names whom the interview was with: values of the trail, the name of the file, the file."""
    _empty_trail([source.pk, source.interview.pk])
    if source.text_state != TextState.READING:
        drop_file(source)


def drop_file(source: Source) -> None:
    """Delete the file of a source with its name, once what is being written is written."""
    name = str(source.file.name or "")
    source.file, source.file_name, source.file_digest = "", "", ""
    source.save(update_fields=["file", "file_name", "file_digest", "updated_at"])
    if name:
        transaction.on_commit(partial(default_storage.delete, name))


@transaction.atomic
def take_back_consent(*, source: Source, by: Membership) -> Source:
    """Empty all that the person said: text, earlier texts, file, excerpts, codings, and the trail's values of them.

    What stays is that there was an interview, without a name, so that the thread doesn't break. It can't be undone.
    Raises NotAllowed, NotNow.
    """
    interview = _held(source, by)
    quotes = _empty_words(source)
    _empty_source(source)
    _empty_trail([source.pk, interview.pk, *source.excerpts.values_list("pk", flat=True)])
    _empty_quotes_in_trail(source, quotes)
    interview.actor, interview.called, interview.conditions = None, "", ""
    interview.is_anonymous, interview.consent = True, ConsentGiven.TAKEN_BACK
    interview.consent_on = timezone.localdate()
    interview.save()
    audit("take_consent_back", [interview], by=by)
    audit("take_consent_back", [source], by=by)
    audit("take_consent_back", list(source.excerpts.all()), by=by)
    return source


def _held(source: Source, by: Membership) -> Interview:
    if not source.is_owned_by(by):
        raise NotAllowed(_NOT_YOURS)
    interview = Interview.objects.select_for_update().get(source=source)
    if interview.consent == ConsentGiven.TAKEN_BACK:
        raise NotNow(_TAKEN_BACK)
    return interview


def _empty_words(source: Source) -> set[str]:
    """Empty excerpts, codings, earlier texts and the index; the words that stood in excerpts and codings."""
    rows = Coding.objects.filter(source=source)
    quotes = {*rows.values_list("quote", flat=True), *source.excerpts.values_list("quote", flat=True)}
    empty: dict[str, Any] = {"quote": "", "prefix": "", "suffix": "", "updated_at": timezone.now()}
    rows.update(**empty, memo="", state=CodingState.TAKEN_BACK)
    Excerpt.objects.filter(source=source).update(**empty, note="", is_orphaned=True, start=None, end=None)
    TextVersion.objects.filter(source=source).update(text="", because="")
    TextPage.objects.filter(source=source).delete()
    return quotes - {""}


def _empty_source(source: Source) -> None:
    source.title = _now("Interview (consent was taken back)")
    source.title_key = ""
    source.authors, source.keywords, source.pages = [], [], []
    source.text = source.abstract = source.note = source.text_note = source.url = ""
    source.text_state = TextState.NONE
    source.text_version += 1
    source.save()
    drop_file(source)


def _empty_trail(ids: Iterable[UUID]) -> None:
    """Take the values out of the trail; that something was done, when and by whom, stays."""
    AuditEntry.objects.filter(subject_id__in=list(ids)).update(changes={})


def _empty_quotes_in_trail(source: Source, quotes: set[str]) -> None:
    """The trail of codes keeps the words that were put under them."""
    codes = Coding.objects.filter(source=source).values("code")
    entries = AuditEntry.objects.filter(subject_kind="evidence.code", subject_id__in=codes)
    told = [entry.pk for entry in entries if quotes.intersection(entry.changes.get("words") or ())]
    AuditEntry.objects.filter(pk__in=told).update(changes={})
