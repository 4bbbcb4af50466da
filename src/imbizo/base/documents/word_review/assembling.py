"""Paragraphs become sections; tracked changes become suggestions; comments find their words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from imbizo.base.documents.word_review.items import CommentEnd, CommentStart, Item, Paragraph
from imbizo.base.documents.word_review.leftout import LeftOut, Thing
from imbizo.base.documents.word_review.outline import without_number
from imbizo.base.documents.word_review.remarks_in import Said
from imbizo.base.documents.word_review.shapes import Note, Place, Remark, ReturnedSection, Suggestion
from imbizo.base.documents.word_review.streams import Edit, Stream, quoted
from imbizo.calc.diff import ChangeKind

_OURS = (ChangeKind.SAME, ChangeKind.DELETED)


@dataclass(slots=True)
class _Section:
    """A section that is being put together. Its number is its place among the sections; the document has None."""

    number: int | None
    level: int = 1
    identity: UUID | None = None
    streams: dict[Place, Stream] = field(
        default_factory=lambda: {Place.TITLE: Stream(), Place.TEXT: Stream()}
    )

    @property
    def title(self) -> str:
        return self.streams[Place.TITLE].text


@dataclass(slots=True)
class Assembly:
    """Takes paragraphs in their order; `finish` when there are no more."""

    left_out: LeftOut
    document: _Section = field(default_factory=lambda: _Section(None))
    sections: list[_Section] = field(default_factory=list)
    _known: set[UUID] = field(default_factory=set)
    _in_sources: bool = False

    def take(self, paragraph: Paragraph) -> None:
        """A title, a heading, or words of the section that is open."""
        if paragraph.role.is_contents:
            self._leave_out(paragraph, Thing.CONTENTS)
        elif paragraph.begins_sources or (self._in_sources and (paragraph.is_row or not paragraph.words)):
            self._in_sources = True
            if any(words.fate.kind is not ChangeKind.SAME for words in paragraph.words):
                self.left_out.add(Thing.SOURCES)
            self._hang(paragraph)
        else:
            self._in_sources = False
            self._place(paragraph)

    def finish(self) -> None:
        """Bring every text into its normal form."""
        for section in self._all():
            for stream in section.streams.values():
                stream.finish()

    def returned(self, *, are_numbers_typed: bool) -> tuple[ReturnedSection, ...]:
        return tuple(_returned(section, are_numbers_typed=are_numbers_typed) for section in self.sections)

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Every tracked change that changes words, in the order of the text."""
        found = (
            _suggestion(section, place, stream, edit)
            for section in self._all()
            for place, stream in section.streams.items()
            for edit in stream.edits
        )
        return tuple(each for each in found if each.quote != each.replacement)

    def remarks(self, said: Mapping[str, Said]) -> tuple[Remark, ...]:
        """Every comment with its place; one that hangs on nothing is on the whole document."""
        placed = dict(self._placed(said))
        for identifier, comment in said.items():
            if identifier not in placed:
                self.left_out.add(Thing.COMMENT)
                placed[identifier] = _loose(comment)
        return tuple(placed.values())

    def _place(self, paragraph: Paragraph) -> None:
        if paragraph.role.is_title:
            self.document.streams[Place.TITLE].take(paragraph)
        elif self._is_new_heading(paragraph):
            self.left_out.add(Thing.HEADING)
            self._open().streams[Place.TEXT].take(paragraph)
        elif paragraph.sections or (paragraph.role.heading and paragraph.words):
            self._begin(paragraph)
        elif paragraph.words or self.sections:
            self._open().streams[Place.TEXT].take(paragraph)
        else:
            self._hang(paragraph)

    def _is_new_heading(self, paragraph: Paragraph) -> bool:
        """A heading that somebody inserted with changes tracked: it isn't there until somebody agrees."""
        is_heading = bool(paragraph.role.heading) and not paragraph.sections
        return is_heading and paragraph.has(ChangeKind.INSERTED) and not paragraph.has(*_OURS)

    def _begin(self, heading: Paragraph) -> None:
        """A new section. A copied heading bears the name of the first, which stays the only one with it."""
        identity = next((each for each in heading.sections if each not in self._known), None)
        if identity:
            self._known.add(identity)
        self.sections.append(_Section(len(self.sections), max(heading.role.heading, 1), identity))
        self.sections[-1].streams[Place.TITLE].take(heading)

    def _open(self) -> _Section:
        """The section that words go to; what stands before the first heading makes one without a title."""
        if not self.sections:
            self.sections.append(_Section(0))
        return self.sections[-1]

    def _leave_out(self, paragraph: Paragraph, thing: Thing) -> None:
        if paragraph.words:
            self.left_out.add(thing)
        self._hang(paragraph)

    def _hang(self, paragraph: Paragraph) -> None:
        """Comments on what isn't taken are on the whole document."""
        marks: list[Item] = [item for item in paragraph.items if isinstance(item, CommentStart | CommentEnd)]
        if marks:
            self.document.streams[Place.TEXT].take(replace(paragraph, items=marks))

    def _all(self) -> list[_Section]:
        return [self.document, *self.sections]

    def _placed(self, said: Mapping[str, Said]) -> Iterator[tuple[str, Remark]]:
        """In the order of the text. What begins in one section and ends in another stays with the first."""
        seen: set[str] = set()
        for section in self._all():
            for place, stream in section.streams.items():
                for identifier, hold in stream.holds.items():
                    if identifier in said and identifier not in seen:
                        seen.add(identifier)
                        end = hold.start if hold.end is None else hold.end
                        yield (
                            identifier,
                            _remark(
                                said[identifier],
                                section.number,
                                place,
                                (hold.start, end),
                                quoted(stream, hold),
                            ),
                        )


def numbered_levels(sections: Iterable[ReturnedSection]) -> Iterator[int]:
    """Levels without gaps: each at most one deeper than the one above."""
    deepest = 1
    for section in sections:
        deepest = min(section.level, deepest)
        yield deepest
        deepest += 1


def _returned(section: _Section, *, are_numbers_typed: bool) -> ReturnedSection:
    text = section.streams[Place.TEXT]
    title = without_number(section.title) if are_numbers_typed else section.title
    notes = tuple(Note(offset, words) for offset, words in text.notes)
    return ReturnedSection(section.identity, title.replace("\n", " "), section.level, text.body, notes)


def _suggestion(section: _Section, place: Place, stream: Stream, edit: Edit) -> Suggestion:
    quote = stream.text[edit.start : edit.end]
    return Suggestion(
        edit.hand.author, edit.hand.at, section.number, place, edit.start, edit.end, quote, edit.replacement
    )


def _remark(said: Said, section: int | None, place: Place, span: tuple[int, int], quote: str) -> Remark:
    return Remark(said.author, said.text, said.at, section, place, *span, quote, said.resolved, said.replies)


def _loose(said: Said) -> Remark:
    return _remark(said, None, Place.TEXT, (0, 0), "")
