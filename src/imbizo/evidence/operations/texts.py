"""The texts of sources: files brought and read, texts typed, corrected and kept as they were before."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from imbizo.base.documents import reading
from imbizo.base.documents.errors import BrokenFile, LockedFile, NotRead
from imbizo.base.documents.reading import ReadText
from imbizo.base.documents.reading.kinds import Kind, sniff
from imbizo.base.documents.text import plain
from imbizo.calc import anchors
from imbizo.evidence import tasks
from imbizo.evidence.errors import NotReady, OutsideText, Unreadable
from imbizo.evidence.models import Excerpt, Source, TextPage, TextVersion
from imbizo.evidence.operations import coding
from imbizo.evidence.operations.interviews import drop_file
from imbizo.evidence.operations.sources import must_change
from imbizo.evidence.queries.in_library import progress_key
from imbizo.evidence.rules.pages import leaves, shifted
from imbizo.evidence.rules.texts import Stretch, mark_of
from imbizo.evidence.rules.words import words_of
from imbizo.evidence.states import ConsentGiven, SourceKind, TextState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

MOST_BYTES: Final = 100_000_000
LONGEST: Final = 5_000_000  # letters of a text
_HOUR: Final = 3_600  # seconds
_TOO_LONG = _("A text of more than 5 million letters isn't kept. Divide it, and add each part as a source.")
_NOTHING = _("Write the text, or choose a file.")
_CHANGED = _(
    "Somebody corrected this page while you had it open. Open it again, and correct it as it is now."
)
_NO_CONSENT = _("They took their consent back, so no words of theirs are kept.")
_KEPT = _("The file is kept. Attach a text that you have, or type an excerpt from paper.")


def attach_file(*, source: Source, file: "UploadedFile[Any]", by: Membership) -> Source:
    """Keep the file privately and have the worker take its text. A file that can't be read is kept, and says so.

    The name of a file with an interview isn't kept: it may be the person's. Raises Unreadable (not a kind that is
    taken, empty, too large), NotAllowed, NotNow.
    """
    must_change(source, by)
    _must_have_consent(source)
    content = _content(file)
    refusal = _refusal(content, file.name or "")
    with transaction.atomic():
        before = str(source.file.name or "")
        source.file_name = _name_kept(source, file.name or "")
        source.file_digest = hashlib.sha256(content).hexdigest()
        source.text_state = TextState.REFUSED if refusal else TextState.READING
        source.text_note = refusal
        # Under a name of its own: what the earlier task may still read stays until this is written.
        source.file.save("", ContentFile(content), save=False)
        source.save()
        audit("attach_file", [source], by=by)
        if before and before != source.file.name:
            transaction.on_commit(partial(default_storage.delete, before))
        if not refusal:
            tasks.read_source.enqueue(str(source.pk), source.file_digest)
    return source


def read_file(*, id: UUID, digest: str) -> None:
    """Take the text of a source's file, page by page. Done twice it is one text. Called by the worker."""
    source = Source.objects.select_related("programme", "owner").get(pk=id)
    if source.text_state != TextState.READING or source.file_digest != digest:
        return
    try:
        with source.file.open("rb") as opened:
            found = _read(opened.read(), source)
    except NotRead as error:
        _note_refusal(source, str(error))
        return
    finally:
        cache.delete(progress_key(id))
    _take(source, found)


def read_again(*, source: Source, by: Membership) -> Source:
    """Have the worker begin anew with a file that it didn't finish. Raises NotAllowed, NotNow, NotReady."""
    must_change(source, by)
    if not source.file:
        raise NotReady(_NOTHING)
    source.text_state, source.text_note = TextState.READING, ""
    with transaction.atomic():
        source.save(update_fields=["text_state", "text_note", "updated_at"])
        tasks.read_source.enqueue(str(source.pk), source.file_digest)
    return source


def write_text(
    *,
    source: Source,
    by: Membership,
    text: str = "",
    file: "UploadedFile[Any] | None" = None,
    because: str = "",
) -> int:
    """Give a source the text that was typed, or that stands in a file beside its own. How many passages were orphaned.

    Raises NotReady, Unreadable, NotAllowed, NotNow.
    """
    must_change(source, by)
    _must_have_consent(source)
    pages: Sequence[int] = ()
    words = plain(text)
    if file is not None:
        words, pages = _text_in(file)
    if not words.strip():
        raise NotReady(_NOTHING, field="text")
    if len(words) > LONGEST:
        raise NotReady(_TOO_LONG, field="text")
    return set_text(source=source, text=words, pages=pages, by=by, because=because)


def correct_leaf(
    *, source: Source, leaf: Stretch, seen: str, words: str, by: Membership, because: str = ""
) -> int:
    """Correct one page of a text; `seen` is the mark of its words when it was opened. How many were orphaned.

    Raises OutsideText (it was corrected meanwhile), NotAllowed, NotNow.
    """
    must_change(source, by)
    with transaction.atomic():
        held = Source.objects.select_for_update().get(pk=source.pk)
        if mark_of(held.text[leaf.start : leaf.end]) != seen:
            raise OutsideText(_CHANGED)
        typed = _as_it_ended(plain(words), held.text[leaf.start : leaf.end])
        text = held.text[: leaf.start] + typed + held.text[leaf.end :]
        return set_text(
            source=source, text=text, pages=shifted(held.pages, leaf, len(typed)), by=by, because=because
        )


@transaction.atomic
def set_text(
    *,
    source: Source,
    text: str,
    pages: Sequence[int],
    by: Membership | None,
    because: str = "",
    state: TextState = TextState.READ,
    note: str = "",
) -> int:
    """Write a source's text. The one before is kept, and codings and excerpts stay on their words.

    How many passages were orphaned: their words are gone.
    """
    held = Source.objects.select_for_update().get(pk=source.pk)
    before, lost = held.text, 0
    if before and before != text:
        _keep_version(held, because, by)
        lost = coding.carry(source=held, old=before, new=text) + _carry_excerpts(held, before, text)
    held.text, held.pages = text, list(pages) if len(pages) > 1 else []
    held.text_state, held.text_note = state, note
    held.text_version += 1 if before != text else 0
    held.save(update_fields=["text", "pages", "text_state", "text_note", "text_version", "updated_at"])
    if before != text:
        index_text(held)
    audit("write_text", [held], by=by)
    source.refresh_from_db()
    return lost


def _content(file: "UploadedFile[Any]") -> bytes:
    if (file.size or 0) > MOST_BYTES:
        raise Unreadable(
            _("This file has more than 100 MB. Make its pictures smaller, or split it, and bring it again.")
        )
    content = bytes(file.read())
    try:
        reading.refuse_by_size(content)
    except NotRead as error:
        raise Unreadable(str(error)) from error
    return content


def _refusal(content: bytes, name: str) -> str:
    """Why a file of a kind that we take can't be read; "" for one that can. Raises Unreadable for other kinds."""
    try:
        sniff(content, name)
    except (LockedFile, BrokenFile) as error:
        return _with_what_to_do(str(error))
    except NotRead as error:
        raise Unreadable(str(error)) from error
    return ""


def _read(content: bytes, source: Source) -> ReadText:
    """The file's text; where it has pages, how far it is shows on the source's page."""
    if sniff(content, source.file_name) is not Kind.PDF:
        return reading.read(content, source.file_name)
    return reading.assembled(_watched(content, source.pk))


def _watched(content: bytes, id: UUID) -> Iterator[reading.Page]:
    for page in reading.pdf_pages(content):
        if page.number == 1 or page.number % 10 == 0:
            cache.set(progress_key(id), (page.number, page.total), _HOUR)
        yield page


def _take(source: Source, found: ReadText) -> None:
    """Write what was read, unless the source has another file by now. A scan leaves a text that is there."""
    note = " ".join(found.notes)
    if found.is_scan or not found.text.strip():
        _note_refusal(source, note, state=TextState.SCANNED)
        return
    with transaction.atomic():
        held = Source.objects.select_for_update().get(pk=source.pk)
        if held.file_digest != source.file_digest or held.text_state != TextState.READING:
            return
        state = TextState.PARTLY if found.scanned else TextState.READ
        because = _now("A file was brought.") if held.text else ""
        set_text(
            source=held,
            text=found.text,
            pages=found.pages,
            by=None,
            because=because,
            state=state,
            note=note[:500],
        )
        _learn(held, found)
        if held.kind == SourceKind.INTERVIEW and held.interview.is_anonymous:
            drop_file(held)


def _learn(source: Source, found: ReadText) -> None:
    """Keep the text's language where nobody wrote one."""
    if not source.language and found.language:
        source.language = found.language[:8]
        source.save(update_fields=["language", "updated_at"])


def _note_refusal(source: Source, why: str, *, state: TextState = TextState.REFUSED) -> None:
    """Say on the source's page why there is no text; one that was there before stays and is still read."""
    held = Source.objects.get(pk=source.pk)
    held.text_state = TextState.READ if held.text else state
    held.text_note = _with_what_to_do(why)
    held.save(update_fields=["text_state", "text_note", "updated_at"])


def _with_what_to_do(why: str) -> str:
    return f"{why[:380]} {_KEPT}"[:500]


def _text_in(file: "UploadedFile[Any]") -> tuple[str, Sequence[int]]:
    try:
        found = reading.read(_content(file), file.name or "")
    except NotRead as error:
        raise Unreadable(str(error)) from error
    if not found.text.strip():
        raise Unreadable(" ".join(found.notes))
    return found.text, found.pages


def _name_kept(source: Source, name: str) -> str:
    dot, ending = name.rpartition(".")[1:]
    if source.kind != SourceKind.INTERVIEW:
        return name.replace("\\", "/").rsplit("/", 1)[-1][-200:]
    return _now("transcript") + (f".{ending.lower()}" if dot and ending.isalnum() and len(ending) < 6 else "")


def _must_have_consent(source: Source) -> None:
    if source.kind == SourceKind.INTERVIEW and source.interview.consent == ConsentGiven.TAKEN_BACK:
        raise NotReady(_NO_CONSENT)


def _as_it_ended(typed: str, before: str) -> str:
    """What was typed, with the white space at its end that stood there: browsers' fields lose it."""
    return typed.rstrip() + before[len(before.rstrip()) :]


def _keep_version(source: Source, because: str, by: Membership | None) -> None:
    TextVersion.objects.create(
        programme=source.programme,
        source=source,
        number=source.text_version,
        text=source.text,
        because=because[:300],
        by=by,
    )


def _carry_excerpts(source: Source, old: str, new: str) -> int:
    """Keep excerpts on their words; those whose words are gone keep their quote. How many were orphaned."""
    rows = list(source.excerpts.exclude(start=None).filter(is_orphaned=False))
    spans = anchors.carry([anchors.Span(row.start or 0, row.end or 0) for row in rows], old, new)
    for row, span in zip(rows, spans, strict=True):
        row.is_orphaned = not span or span.start >= span.end
        if span and not row.is_orphaned:
            place_excerpt(row, new, Stretch(*span))
    names = ["start", "end", "quote", "prefix", "suffix", "is_orphaned"]
    Excerpt.objects.bulk_update(rows, names, batch_size=500)
    return sum(row.is_orphaned for row in rows)


def place_excerpt(excerpt: Excerpt, text: str, at: Stretch) -> None:
    """Let an excerpt hold these words of a text."""
    anchor = anchors.anchor_of(text, at.start, at.end)
    excerpt.start, excerpt.end, excerpt.quote = anchor.start, anchor.end, anchor.quote[:8_000]
    excerpt.prefix, excerpt.suffix = anchor.prefix, anchor.suffix


def index_text(source: Source) -> None:
    """Put the words of the text into the full-text index, page by page."""
    TextPage.objects.filter(source=source).delete()
    rows = [
        TextPage(source=source, start=leaf.start, end=leaf.end, words=" ".join(words))
        for leaf in leaves(source.text, source.pages)
        if (words := words_of(source.text[leaf.start : leaf.end]))
    ]
    TextPage.objects.bulk_create(rows, batch_size=200)
