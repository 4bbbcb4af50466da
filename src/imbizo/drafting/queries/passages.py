"""A published version as its readers get it: one section with its passages, and the sentences to point at."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from imbizo.calc.richtext import ATOM_CHARACTER, Atom, Block, Kind, RichText, inline_html, offset_map
from imbizo.drafting.models import PlainSummary, Publication, Section
from imbizo.drafting.queries.frozen import Reading, ReadPart, as_published

# A sentence ends with its mark, closing quotes or brackets, and white space.
_SENTENCE: Final = re.compile(r"[^.!?…]+(?:[.!?…]+[\"”’)\]]*(?=\s|\Z)|[.!?…]+|\Z)\s*")
_DIGITS: Final = 8
_SEVERAL: Final = 2


@dataclass(frozen=True, slots=True)
class Span:
    """Words to point at: their place in the section's plain text, in code points, end exclusive."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a section as a page shows it. `html` is safe; `mark` stands before an item of a list."""

    number: int
    kind: str
    mark: str
    html: SafeString
    whole: Span

    @property
    def readable(self) -> str:
        """Its words for those who hear the page: a citation is left out."""
        return self.whole.words.replace(ATOM_CHARACTER, "")

    @property
    def sentences(self) -> list[Span]:
        """Its sentences, where there are several."""
        found = list(_sentences(self.whole))
        return found if len(found) >= _SEVERAL else []


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section to read, and those before and after it."""

    part: ReadPart
    passages: tuple[Passage, ...]
    before: ReadPart | None
    after: ReadPart | None


def outline(publication: Publication) -> tuple[ReadPart, ...]:
    """The sections of a version in the order of reading."""
    return as_published(publication).parts


def sections(publication: Publication) -> QuerySet[Section]:
    """The sections of its document, on which can be commented; one that was joined knows into which."""
    return Section.objects.filter(document_id=publication.document_id).select_related("joined_into")


def section_page(publication: Publication, section_id: UUID) -> SectionPage | None:
    """The section as it was published; None where the version lacks it."""
    reading = as_published(publication)
    parts = reading.parts
    at = next((index for index, part in enumerate(parts) if part.id == section_id), None)
    if at is None:
        return None
    before = parts[at - 1] if at else None
    after = parts[at + 1] if at + 1 < len(parts) else None
    return SectionPage(parts[at], passages(parts[at].text, reading), before, after)


def passages(text: RichText, reading: Reading) -> tuple[Passage, ...]:
    """The blocks of a text, each with its place."""

    def draw(atom: Atom) -> str:
        return format_html("<span data-atom>{}</span>", reading.label(atom))

    marks = _marks(text.blocks)
    rows = enumerate(zip(text.blocks, offset_map(text).starts, marks, strict=True))
    return tuple(
        Passage(
            number=number,
            kind=block.kind,
            mark=mark,
            # What calc.richtext writes is safe by construction; the words of atoms are escaped above.
            html=mark_safe(inline_html(block.content, block.kind, draw=draw)),  # noqa: S308
            whole=Span(start, start + len(block.plain), block.plain),
        )
        for number, (block, start, mark) in rows
    )


def summary_in(publication: Publication, language: str) -> PlainSummary | None:
    """The summary in a language, else in the document's own, else any."""
    rows = list(publication.summaries.select_related("checked_by"))
    wanted = (language, publication.document.language)
    found = (each for code in wanted for each in rows if each.language == code)
    return next(found, rows[0] if rows else None)


def offered_summary(publication: Publication, language: str) -> str:
    """What was said in this language about the last version before it, to begin with; empty where nothing was."""
    earlier = PlainSummary.objects.filter(
        publication__document=publication.document_id,
        publication__number__lt=publication.number,
        language=language,
    )
    text: str | None = earlier.order_by("-publication__number").values_list("text", flat=True).first()
    return text or ""


def _marks(blocks: Sequence[Block]) -> Iterator[str]:
    """What stands before each block: a bullet, the number in its list, or nothing."""
    number = itertools.count(1)
    for block in blocks:
        if block.kind != Kind.NUMBERED:
            number = itertools.count(1)
            yield "•" if block.kind == Kind.BULLET else ""
        else:
            yield f"{next(number)}."


def _sentences(whole: Span) -> Iterator[Span]:
    for found in _SENTENCE.finditer(whole.words):
        words = found.group().rstrip()
        start = whole.start + found.start()
        if words:
            yield Span(start, start + len(words), words)


def chosen_passage(asked: Mapping[str, str], shown: Sequence[Passage]) -> Passage | None:
    """The paragraph that an address chooses (`p`)."""
    number = _number(asked, "p")
    return shown[number] if 0 <= number < len(shown) else None


def chosen_span(asked: Mapping[str, str], shown: Sequence[Passage]) -> dict[str, int]:
    """The words that an address chooses: a paragraph (`p`), a sentence of it (`s`), words selected (`from`, `to`)."""
    start, end = _number(asked, "from"), _number(asked, "to")
    last = shown[-1].whole.end if shown else 0
    if 0 <= start < end <= last:
        return {"start": start, "end": end}
    passage = chosen_passage(asked, shown)
    if passage is None:
        return {}
    number = _number(asked, "s")
    span = passage.sentences[number] if 0 <= number < len(passage.sentences) else passage.whole
    return {"start": span.start, "end": span.end}


def words_in(shown: Sequence[Passage], start: object, end: object) -> str:
    """The words of a span, as they read; what isn't a number is no span."""
    low, high = _whole_number(start), _whole_number(end)
    found = [each.whole for each in shown if each.whole.start < high and each.whole.end > low >= 0]
    cut = (each.words[max(low - each.start, 0) : high - each.start] for each in found)
    return "\n".join(cut).replace(ATOM_CHARACTER, "…")


def _number(asked: Mapping[str, str], name: str) -> int:
    return _whole_number(asked.get(name, ""))


def _whole_number(given: object) -> int:
    """A number that somebody gave; -1 for what is none."""
    text = str(given)
    return int(text) if text.isdecimal() and len(text) < _DIGITS else -1
