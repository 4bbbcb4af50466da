"""A Word file that came back, as what it says about a document: comments, and other words, on the right sections.

Sections are known again by the bookmarks on their headings; in a file that lost its stamp by those, or by the heading
itself. What was changed without tracking is found by comparing the file with the words that went out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from imbizo.base.documents import word_review
from imbizo.base.documents.word_review import Place, Remark, Reply, Returned, ReturnedSection, Suggestion
from imbizo.calc.richtext import plain_text
from imbizo.drafting.errors import Unreadable
from imbizo.drafting.models import Document, Publication, Section
from imbizo.drafting.operations.returns import Point
from imbizo.drafting.queries import margin
from imbizo.drafting.queries import returns as queries
from imbizo.drafting.queries.returns import WentOut
from imbizo.drafting.rules import word_stamps
from imbizo.drafting.rules.word_edits import WordEdit, applied, edits_between, in_whole_words
from imbizo.drafting.states import CommentKind

_OTHER_DOCUMENT: Final = gettext_lazy(
    "This file went out from another document, so its comments can't be put here. "
    "Open that document and bring it there."
)
_STRANGE: Final = gettext_lazy(
    "None of the headings in this file is a heading of this document. Is it the right file? "
    "If it is a new text, begin a document from it."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file says: its points in the order of the text, what to know about it, and what isn't taken of it."""

    points: tuple[Point, ...]
    warnings: tuple[str, ...]
    left_out: tuple[str, ...]
    publication: Publication | None


def plan(content: bytes, document: Document) -> Plan:
    """What a Word file says about a document.

    Raises NotRead (it can't be read; the text says why and how to mend it) and Unreadable (it is of another document).
    """
    returned = word_review.read(content)
    stamp = returned.stamp
    if stamp is not None and stamp.document != document.pk:
        raise Unreadable(_OTHER_DOCUMENT)
    went = word_stamps.went(stamp.version) if stamp else word_stamps.Went()
    file = _File(
        returned,
        sections := queries.known_sections(document),
        _identities(returned, sections),
        queries.words_that_went(document, went),
        margin.known_words(document),
    )
    if not any(file.identities):
        raise Unreadable(_STRANGE)
    return Plan(
        tuple(file.points()),
        tuple(file.warnings()),
        (*returned.left_out, *file.left_out()),
        queries.publication_of(document, went),
    )


def points_of(returned: Returned, identities: list[UUID | None]) -> tuple[Point, ...]:
    """What a file of a new text says beside it: comments and tracked changes, on the sections that are made of it."""
    return tuple(_File(returned, {}, identities, {}, frozenset()).points())


@dataclass(frozen=True, slots=True)
class _File:
    """A file beside the document: for each of its sections, which of ours it is, and how ours went out."""

    returned: Returned
    sections: Mapping[UUID, Section]
    identities: list[UUID | None]
    went_out: Mapping[UUID, WentOut]
    ours: frozenset[tuple[str, int]]

    def points(self) -> Iterator[Point]:
        """Everything that it says, section by section; first what is about the whole document."""
        places: list[int | None] = [None, *range(len(self.returned.sections))]
        for index in places:
            yield from self._remarks(index)
            yield from self._suggestions(index)
            if index is not None:
                yield from self._untracked(index)
        yield from self._gone()

    def warnings(self) -> Iterator[str]:
        if self.returned.stamp is None:
            yield _(
                "This file doesn't say which version it is of, so its sections were found by their headings, "
                "and what was changed without tracking can't be seen. Look at each one."
            )
        elif not self.went_out:
            yield _(
                "This file is of a version that isn't here, so what was changed without tracking can't be seen."
            )

    def left_out(self) -> Iterator[str]:
        known = (self.went_out[pk] for pk in self.identities if pk is not None and pk in self.went_out)
        unknown = [went for went in known if went.text is None]
        if unknown:
            yield ngettext(
                "Of %(count)s section the words of that moment aren't kept any more, so what was changed in it "
                "without tracking isn't seen.",
                "Of %(count)s sections the words of that moment aren't kept any more, so what was changed in them "
                "without tracking isn't seen.",
                len(unknown),
            ) % {"count": len(unknown)}
        if self.returned.stamp is None:
            yield from (
                _("“%(title)s” isn't a heading of this document, so the words below it weren't taken.")
                % {"title": section.title}
                for section, identity in zip(self.returned.sections, self.identities, strict=True)
                if identity is None and section.title
            )
        if self._is_moved():
            yield _("Sections stand in another order in this file. The order isn't taken: move them here.")

    def _is_moved(self) -> bool:
        there = [pk for pk in self.identities if pk in self.went_out]
        return there != [pk for pk in self.went_out if pk in there]

    def _remarks(self, index: int | None) -> Iterator[Point]:
        for remark in self.returned.remarks:
            if remark.section == index:
                yield from self._said(remark)

    def _said(self, remark: Remark) -> Iterator[Point]:
        """A comment and what was answered to it; those of ours that only came back are passed over."""
        if not self._is_ours(remark):
            yield self._at(remark, remark.author, _remark_words(remark))
        for reply in remark.replies:
            if not self._is_ours(reply):
                said = {"words": _beginning(remark.text), "answer": reply.text}
                yield self._at(remark, reply.author, _("In answer to “%(words)s”: %(answer)s") % said)

    def _is_ours(self, said: Remark | Reply) -> bool:
        return said.at is not None and (said.text.strip(), margin.second_of(said.at)) in self.ours

    def _at(self, remark: Remark, author: str, text: str) -> Point:
        """A comment at the place of a remark: on its words, on a section, or on the document with its quote."""
        section = self._section(remark.section)
        if section is None or remark.section is None:
            quote = f"“{remark.quote}”\n" if remark.quote else ""
            return Point(author=author, text=quote + text)
        if remark.place is Place.TITLE:
            return Point(author=author, text=text, section=section)
        words = self.returned.sections[remark.section].text
        return Point(
            author=author, text=text, section=section, start=remark.start, end=remark.end, words=words
        )

    def _suggestions(self, index: int | None) -> Iterator[Point]:
        """The tracked changes of a section: those in one word as one, those of its heading as a comment."""
        here = [each for each in self.returned.suggestions if each.section == index]
        section = self._section(index)
        for place, found in groupby(here, key=lambda each: each.place):
            edits = [WordEdit(each.start, each.end, each.replacement, each.author) for each in found]
            if index is None or section is None:
                yield from (_loose(each) for each in here if each.place is place)
            elif place is Place.TITLE:
                yield self._heading(
                    section, applied(self.returned.sections[index].title, edits), edits[0].author
                )
            else:
                words = self.returned.sections[index].text
                yield from (_point(section, words, each) for each in in_whole_words(words, edits))

    def _untracked(self, index: int) -> Iterator[Point]:
        """What differs from the words that went out, beside the tracked changes."""
        came, identity = self.returned.sections[index], self.identities[index]
        went = self.went_out.get(identity) if identity else None
        if identity is None and self.returned.stamp is not None:
            yield from self._new(index, came)
        if identity is None or went is None:
            return
        if _tidy(came.title) != _tidy(went.title):
            yield self._heading(identity, came.title, "")
        if went.text is not None and plain_text(went.text) != came.text:
            words = plain_text(went.text)
            edits = in_whole_words(words, edits_between(went.text, came.body))
            yield from (_point(identity, words, edit) for edit in edits)

    def _new(self, index: int, came: ReturnedSection) -> Iterator[Point]:
        """A heading of theirs, with the words below it: to be added at the end of the section before."""
        words = "\n".join(each for each in (came.title, came.text) if each)
        if not words:
            return
        before = next((at for at in range(index - 1, -1, -1) if self.identities[at]), None)
        section = self._section(before)
        if before is None or section is None:
            yield Point(text=_("A new section before all others: %(words)s") % {"words": words})
            return
        text = self.returned.sections[before].text
        edit = WordEdit(len(text), len(text), f"\n{words}" if text else words)
        yield _point(section, text, edit, _("A new section, with its heading."))

    def _gone(self) -> Iterator[Point]:
        """The sections that went out and aren't in the file any more."""
        for pk, went in self.went_out.items():
            if pk in self.identities:
                continue
            text = _("Takes this whole section out.")
            words = plain_text(went.text) if went.text else ""
            if words:
                yield _point(pk, words, WordEdit(0, len(words), ""), text)
            else:
                yield Point(text=text, section=pk)

    def _heading(self, section: UUID, title: str, author: str) -> Point:
        return Point(
            author=author, section=section, text=_("Another heading: “%(title)s”") % {"title": _tidy(title)}
        )

    def _section(self, index: int | None) -> UUID | None:
        return None if index is None else self.identities[index]


def _identities(returned: Returned, sections: Mapping[UUID, Section]) -> list[UUID | None]:
    """Which section of the document each one of the file is: by its bookmark, without a stamp also by its heading."""
    found = [each.identity if each.identity in sections else None for each in returned.sections]
    if returned.stamp is not None:
        return found
    free = [pk for pk, row in sections.items() if not row.is_gone and pk not in found]
    for index, each in enumerate(returned.sections):
        match = next(
            (pk for pk in free if _tidy(sections[pk].title).casefold() == _tidy(each.title).casefold()), None
        )
        if found[index] is None and match is not None:
            found[index] = match
            free.remove(match)
    return found


def _point(section: UUID, words: str, edit: WordEdit, text: str = "") -> Point:
    if edit.start == edit.end:
        kind = CommentKind.INSERT
    else:
        kind = CommentKind.REPLACE if edit.replacement else CommentKind.DELETE
    return Point(
        author=edit.author,
        text=text,
        kind=kind,
        replacement=edit.replacement,
        section=section,
        start=edit.start,
        end=edit.end,
        words=words,
    )


def _loose(change: Suggestion) -> Point:
    """A change of words that are in none of our sections, as a comment on the document."""
    given = {"old": change.quote, "new": change.replacement}
    return Point(author=change.author, text=_("Changes “%(old)s” to “%(new)s”.") % given)


def _remark_words(remark: Remark) -> str:
    """The words of a comment; one on words that somebody put in names them, for they aren't in the text."""
    text = remark.text.strip() or _("(a comment without words)")
    if remark.start == remark.end and remark.quote and remark.place is Place.TEXT:
        text = _("On the new words “%(quote)s”: %(text)s") % {"quote": remark.quote, "text": text}
    return f"{text}\n{_('(marked as done in the file)')}" if remark.resolved else text


def _beginning(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


def _tidy(title: str) -> str:
    return " ".join(title.split())
