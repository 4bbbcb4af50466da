"""Excerpts: words of a source that are set apart, marked in its text or typed from paper."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.calc import anchors
from imbizo.evidence.errors import NotReady, OutsideText
from imbizo.evidence.models import Excerpt, Source
from imbizo.evidence.operations.sources import must_change
from imbizo.evidence.operations.texts import place_excerpt
from imbizo.evidence.rules.pages import page_label
from imbizo.evidence.rules.texts import Stretch, found_once, mark_of, trimmed
from imbizo.evidence.states import ConsentGiven, SourceKind
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import make_once, write
from imbizo.thread.operations import audit, link, unlink_many
from imbizo.thread.queries import what_became
from imbizo.thread.states import Relation

LONGEST = 8_000
_NO_WORDS = _("Choose some words first.")
_TOO_LONG = _("That is more than 8,000 letters. Set it apart in smaller pieces.")
_CHANGED = _("The text was corrected while this page was open. Open it again, then choose the words.")
_NOT_FOUND = _(
    "These words don't stand in the text, or stand there more than once. Copy them as they are, and a few more."
)
_USED = _("Something was made of it, so it stays. Take it out of there first.")
_NO_CONSENT = _("They took their consent back, so no words of theirs are kept.")


@transaction.atomic
def set_apart(
    *, source: Source, at: Stretch, by: Membership, seen: str = "", note: str = "", id: UUID | None = None
) -> Excerpt:
    """Set words of the text apart, by their places; `seen` is the mark of the text that was on the page.

    Sent twice it is one. Raises OutsideText, NotAllowed, NotNow.
    """
    must_change(source, by)
    if seen and seen != mark_of(source.text):
        raise OutsideText(_CHANGED)
    start, end = max(at.start, 0), min(at.end, len(source.text))
    if start >= end or not source.text[start:end].strip():
        raise OutsideText(_NO_WORDS)
    anchor = anchors.anchor_of(source.text, *trimmed(source.text, start, end))
    if len(anchor.quote) > LONGEST:
        raise OutsideText(_TOO_LONG)
    places = {"start": anchor.start, "end": anchor.end, "prefix": anchor.prefix, "suffix": anchor.suffix}
    page = page_label(source.pages, anchor.start)
    return _made(source, by, id, places | {"page": page}, quote=anchor.quote, note=note)


@transaction.atomic
def set_quote_apart(
    *, source: Source, quote: str, by: Membership, page: str = "", note: str = "", id: UUID | None = None
) -> Excerpt:
    """Set words apart that were typed or pasted: where they stand in the text, else as typed from paper.

    Without a text nothing is compared. Raises OutsideText (the text has them not, or twice), NotReady, NotAllowed.
    """
    must_change(source, by)
    _must_have_consent(source)
    if not quote.strip():
        raise NotReady(_NO_WORDS, field="quote")
    if source.text and not page:
        found = found_once(source.text, quote)
        if found is None:
            raise OutsideText(_NOT_FOUND)
        return set_apart(source=source, at=found, by=by, note=note, id=id)
    at = found_once(source.text, quote) if source.text else None
    if at is not None:
        return set_apart(source=source, at=at, by=by, note=note, id=id)
    return _made(source, by, id, {"page": page}, quote=quote.strip()[:LONGEST], note=note)


@transaction.atomic
def change_excerpt(*, excerpt: Excerpt, changes: Mapping[str, Any], by: Membership) -> Excerpt:
    """Change its note or page, or its words: an orphan finds its place again so. Raises OutsideText, NotAllowed."""
    must_change(excerpt.source, by)
    _must_have_consent(excerpt.source)
    wanted = dict(changes)
    quote = wanted.get("quote", "").strip()
    if quote:
        wanted |= _placed(excerpt, quote)
    write(excerpt, wanted, by=by)
    return excerpt


@transaction.atomic
def remove_excerpt(*, excerpt: Excerpt, by: Membership) -> None:
    """Delete an excerpt of which nothing was made. Raises NotReady, NotAllowed, NotNow."""
    must_change(excerpt.source, by)
    if what_became(excerpt, by) or excerpt.themes.exists():
        raise NotReady(_USED)
    unlink_many([(excerpt, excerpt.source)], Relation.EVIDENCES, by=by)
    audit("delete", [excerpt], by=by)
    excerpt.delete()


def _made(
    source: Source, by: Membership, id: UUID | None, defaults: Mapping[str, Any], *, quote: str, note: str
) -> Excerpt:
    """The excerpt with its link. The trail learns none of an interview's words."""
    is_new = not id or not Excerpt.objects.filter(pk=id).exists()
    said = {"quote": quote, "note": note}
    is_interview = source.kind == SourceKind.INTERVIEW
    excerpt = make_once(
        Excerpt,
        id=id,
        programme=source.programme,
        by=by,
        defaults={"by": by, **defaults, **(said if is_interview else {})},
        source=source,
        **({} if is_interview else said),
    )
    if is_new:
        link(excerpt, source, Relation.EVIDENCES, by=by)
    return excerpt


def _placed(excerpt: Excerpt, quote: str) -> dict[str, Any]:
    """Where the words stand in the text; those typed from paper stand nowhere. Raises OutsideText."""
    found = found_once(excerpt.source.text, quote) if excerpt.source.text else None
    if found is None and (excerpt.start is not None or excerpt.is_orphaned) and quote != excerpt.quote:
        raise OutsideText(_NOT_FOUND)
    if found is None:
        return {"quote": quote}
    moved = Excerpt(source=excerpt.source)
    place_excerpt(moved, excerpt.source.text, found)
    names = ("start", "end", "quote", "prefix", "suffix")
    return {name: getattr(moved, name) for name in names} | {"is_orphaned": False}


def _must_have_consent(source: Source) -> None:
    if source.kind == SourceKind.INTERVIEW and source.interview.consent == ConsentGiven.TAKEN_BACK:
        raise NotReady(_NO_CONSENT)
