"""Putting words under codes, and taking them out again."""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base import bulk
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.calc import anchors
from imbizo.convening.models import Input
from imbizo.evidence.errors import NotNow, NotReady, OutsideText
from imbizo.evidence.models import Code, Coding, CodingRound, Excerpt, Settlement, Source
from imbizo.evidence.operations.codebooks import must_own
from imbizo.evidence.operations.links import relink
from imbizo.evidence.rules.texts import Stretch, found_once, trimmed
from imbizo.evidence.states import CodingState, RoundState, SourceKind
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit, link_many
from imbizo.thread.states import Relation

LONGEST_QUOTE = 8_000
_AT_ONCE = 500

_NOT_FOUND = _(
    "These words don't stand in the text, or stand there more than once. Copy them as they are, and a few more."
)
_NO_WORDS = _("Choose some words first.")
_TOO_LONG = _("That is more than 8,000 letters at once. Code it in smaller pieces.")
_NO_CODES = _("Choose at least one code.")
_NOT_CODABLE = _("“%(code)s” only holds other codes together. Choose one of those under it.")
_NOT_YOURS = _("Only the person who coded these words can change that.")
_NOT_A_CODER = _("You aren't one of the coders of this round.")
_COMPARED = _("This round has been compared, so its codings stay as they are. Settle it on its own page.")


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the text of an input (of its translation into `language`) or of a source, in code points."""

    text: str
    start: int
    end: int
    input: Input | None = None
    source: Source | None = None
    language: str = ""

    @property
    def record(self) -> Input | Source:
        found = self.input or self.source
        assert found is not None
        return found


@transaction.atomic
def code_words(
    *,
    words: Words,
    codes: Sequence[Code],
    by: Membership,
    within: CodingRound | None = None,
    memo: str = "",
) -> list[Coding]:
    """Put the words under each of the codes. What the same coder coded so before stays as it is.

    Their links are made at once; in a round when it is settled. Raises OutsideText, NotReady, NotAllowed, NotNow.
    """
    _must_be_codable(codes, by)
    if within is not None:
        must_code_in(within, by)
    like = _coding(words, by, within, memo)
    known = _made_before(like, codes)
    new = [_under(code, like) for code in codes if code.pk not in known]
    bulk.insert(new)
    _noted("code", new, by)
    relink(new, by=by)
    return new


def words_quoted(words: Words, quote: str) -> Words:
    """The stretch where a quote stands, for pages without a script; the whole text for none. Raises OutsideText."""
    found = found_once(words.text, quote) if quote.strip() else Stretch(0, len(words.text))
    if found is None:
        raise OutsideText(_NOT_FOUND)
    return Words(words.text, *found, words.input, words.source, words.language)


@transaction.atomic
def code_excerpt(*, excerpt: Excerpt, codes: Sequence[Code], by: Membership) -> list[Coding]:
    """Code the words that were set apart, where they stand in their source; from paper the thread alone keeps it."""
    _must_be_codable(codes, by)
    link_many([(code, excerpt) for code in codes], Relation.CODED_AS, by=by)
    if excerpt.start is None or excerpt.end is None or excerpt.is_orphaned:
        is_interview = excerpt.source.kind == SourceKind.INTERVIEW
        audit("code", list(codes), by=by, changes={} if is_interview else {"words": [None, excerpt.quote]})
        return []
    words = Words(excerpt.source.text, excerpt.start, excerpt.end, source=excerpt.source)
    return code_words(words=words, codes=codes, by=by)


@transaction.atomic
def take_back(*, codings: Iterable[Coding], by: Membership) -> list[Coding]:
    """Take codings of one's own back. Raises NotAllowed, NotNow (their round is compared)."""
    rows = [each for each in codings if each.state != CodingState.TAKEN_BACK]
    for row in rows:
        _must_be_mine(row, by)
    set_state(rows, CodingState.TAKEN_BACK)
    _noted("uncode", rows, by)
    relink(rows, by=by)
    return rows


@transaction.atomic
def put_back(*, codings: Iterable[Coding], by: Membership) -> None:
    """Undo taking them back; what was coded so anew meanwhile stays once."""
    for row in codings:
        _must_be_mine(row, by)
        if row.state == CodingState.TAKEN_BACK and not _twin(row):
            set_state([row], CodingState.STANDING)
            _noted("code", [row], by)
            relink([row], by=by)


@transaction.atomic
def note(*, coding: Coding, memo: str, by: Membership) -> Coding:
    """Write down why. Raises NotAllowed, NotNow."""
    _must_be_mine(coding, by)
    coding.memo = memo
    coding.save(update_fields=["memo", "updated_at"])
    return coding


@transaction.atomic
def change_extent(*, coding: Coding, words: Words, by: Membership) -> Coding:
    """Let it hold other words of the same text; an orphan is put right so. Raises OutsideText, NotAllowed, NotNow."""
    _must_be_mine(coding, by)
    anchor = _anchor(words)
    before = coding.quote
    _place(coding, anchor)
    coding.state = CodingState.STANDING
    if _twin(coding):
        raise NotReady(_("You have coded those words with this code already."))
    coding.save()
    _noted("code", [coding], by, before=before)
    relink([coding], by=by)
    return coding


@transaction.atomic
def carry(*, source: Source, old: str, new: str) -> int:
    """Keep codings on their words when a source's text is corrected. How many were orphaned: their words are gone.

    Settled disagreements go with them. Call it in the transaction that writes the text.
    """
    rows = list(source.codings.filter(state=CodingState.STANDING).prefetch_related("code"))
    spans = anchors.carry([anchors.Span(row.start, row.end) for row in rows], old, new)
    kept = [(row, span) for row, span in zip(rows, spans, strict=True) if span and span.start < span.end]
    lost = [row for row, span in zip(rows, spans, strict=True) if not span or span.start >= span.end]
    # Out of the way first, so that no row meets another's old place while both move.
    set_state(rows, CodingState.ORPHANED)
    for row, span in kept:
        _place(row, anchors.anchor_of(new, *span))
        row.state = CodingState.STANDING
    again = _without_twins([row for row, _span in kept])
    names = ["start", "end", "quote", "prefix", "suffix", "state"]
    bulk.update_rows(Coding, names, [[*(getattr(row, name) for name in names), row.pk] for row in again])
    _carry_settlements(source, old, new)
    relink(lost, by=None)
    return len(lost)


def _noted(verb: str, rows: Sequence[Coding], by: Membership, *, before: str | None = None) -> None:
    """Tell the trail. Of a round it learns that somebody coded, and neither words nor code: it may be blind."""
    within = {row.round for row in rows if row.round is not None}
    audit("code_in_round", list(within), by=by)
    # What an interview says stays out of it too: the trail is read by others than its conditions allow.
    apart = [row for row in rows if row.round is None]
    pairs = [[row.quote, None] if verb == "uncode" else [before, row.quote] for row in apart]
    told = [{} if _is_of_interview(row) else {"words": pair} for row, pair in zip(apart, pairs, strict=True)]
    audit(verb, [row.code for row in apart], by=by, changes=told)


def _is_of_interview(row: Coding) -> bool:
    return row.source is not None and row.source.kind == SourceKind.INTERVIEW


def set_state(rows: Sequence[Coding], state: CodingState) -> None:
    """Write one state to all of them, with the moment: comparing asks for what stood at a time."""
    for row in _touched(rows):
        row.state = state
    for some in _batched(rows):
        here = Coding.objects.filter(pk__in=[row.pk for row in some])
        here.update(state=state, updated_at=some[0].updated_at)


def must_code_in(within: CodingRound, by: Membership) -> None:
    """Raises NotNow where the round is compared, NotAllowed for others than its coders."""
    now = CodingRound.objects.select_for_update().get(pk=within.pk)
    if now.state != RoundState.OPEN:
        raise NotNow(_COMPARED)
    if not now.coders.filter(pk=by.pk).exists():
        raise NotAllowed(_NOT_A_CODER)


def _batched(rows: Sequence[Coding]) -> Iterator[Sequence[Coding]]:
    """In turns that a database takes at once."""
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]


def _touched(rows: Sequence[Coding]) -> Sequence[Coding]:
    now = timezone.now()
    for row in rows:
        row.updated_at = now
    return rows


def _must_be_codable(codes: Sequence[Code], by: Membership) -> None:
    if not codes:
        raise NotReady(_NO_CODES)
    for code in codes:
        must_own(code.codebook, by)
        if code.merged_into_id or code.withdrawn_because:
            raise NotNow(_("“%(code)s” isn't in use any more. Choose another.") % {"code": code})
        if not code.is_codable:
            raise NotReady(_NOT_CODABLE % {"code": code})


def _must_be_mine(coding: Coding, by: Membership) -> None:
    """One made in another program by no member belongs to the partner whose codebook it is."""
    if coding.coder_id is None:
        must_own(coding.code.codebook, by)
    elif coding.coder_id != by.pk:
        raise NotAllowed(_NOT_YOURS)
    if coding.round is not None:
        must_code_in(coding.round, by)


def _anchor(words: Words) -> anchors.Anchor:
    start, end = max(words.start, 0), min(words.end, len(words.text))
    if start >= end or not words.text[start:end].strip():
        raise OutsideText(_NO_WORDS)
    anchor = anchors.anchor_of(words.text, *trimmed(words.text, start, end))
    if len(anchor.quote) > LONGEST_QUOTE:
        raise OutsideText(_TOO_LONG)
    return anchor


def _made_before(like: Coding, codes: Sequence[Code]) -> set[UUID]:
    """The codes under which the coder has put the very same words already."""
    return set(_same_words(like).filter(code__in=codes).values_list("code_id", flat=True))


def _coding(words: Words, by: Membership, within: CodingRound | None, memo: str) -> Coding:
    """A coding of the words that lacks its code."""
    coding = Coding(
        programme_id=words.record.programme_id,
        coder=by,
        round=within,
        input=words.input,
        source=words.source,
        language=words.language,
        memo=memo,
    )
    _place(coding, _anchor(words))
    return coding


def _under(code: Code, like: Coding) -> Coding:
    """The same coding with a code and an id of its own."""
    made = copy(like)
    made.id, made.code = new_id(), code
    return made


def _same_words(like: Coding) -> QuerySet[Coding]:
    """The same coder's standing codings of the same words, in the same round or outside rounds."""
    names = ("coder_id", "coder_name", "round_id", "input_id", "source_id", "language", "start", "end")
    same = {name: getattr(like, name) for name in names}
    return Coding.objects.filter(**same, state=CodingState.STANDING).exclude(pk=like.pk)


def _place(coding: Coding, anchor: anchors.Anchor) -> None:
    coding.start, coding.end, coding.quote = anchor.start, anchor.end, anchor.quote[:LONGEST_QUOTE]
    coding.prefix, coding.suffix = anchor.prefix, anchor.suffix


def _twin(coding: Coding) -> bool:
    """Whether the coder has coded the very same words with the same code."""
    return _same_words(coding).filter(code=coding.code_id).exists()


def _without_twins(rows: Iterable[Coding]) -> list[Coding]:
    """Each coder's code once on the same words: two passages that became one are one."""
    by_place = {(row.code_id, row.coder_key, row.round_id, row.start, row.end): row for row in rows}
    return list(by_place.values())


def _carry_settlements(source: Source, old: str, new: str) -> None:
    rows = list(Settlement.objects.filter(source=source))
    spans = anchors.carry([anchors.Span(row.start, row.end) for row in rows], old, new)
    moved = [(span.start, span.end, row.pk) for row, span in zip(rows, spans, strict=True) if span]
    bulk.update_rows(Settlement, ["start", "end"], moved)
