"""Comments as Word has them: in a part of their own, hung on ranges of the text, answers joined to what they answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from imbizo.base.documents.text import plain
from imbizo.base.documents.word_review.ooxml import W14, W15, element, say, w, within, written
from imbizo.base.documents.word_review.paragraphs import Pin
from imbizo.base.documents.word_review.shapes import Comment, Reply
from imbizo.calc.richtext import OffsetMap

if TYPE_CHECKING:
    from docx.document import Document

_EXTENDED_NAME = "/word/commentsExtended.xml"
_EXTENDED_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
_EXTENDED_LINK = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
# Of pins at one offset: what ends there, what begins there, then comments on the point itself.
_ENDS, _BEGINS, _POINT = range(3)


@dataclass(slots=True)
class Margin:
    """The comments of a document that is being written."""

    document: "Document"
    _threads: etree._Element = field(
        default_factory=lambda: etree.Element(f"{{{W15}}}commentsEx", nsmap={"w15": W15}), init=False
    )

    def around(self, paragraph: etree._Element, comments: Sequence[Comment]) -> None:
        """Hang comments on the whole of a paragraph."""
        for comment in comments:
            for identifier in self._noted(comment):
                start, *end = _range(identifier)
                properties = paragraph.find(w("pPr"))
                paragraph.insert(0 if properties is None else 1, start)
                paragraph.extend(end)

    def pins(self, comments: Sequence[Comment], places: OffsetMap) -> dict[int, list[Pin]]:
        """By the number of a block, what is to stand in it for the comments on spans."""
        found: dict[int, list[tuple[int, int, etree._Element]]] = {}
        for comment in comments:
            if comment.start is None or comment.end is None:
                continue
            self._pin(comment, comment.start, min(comment.end, places.length), places, found)
        return {
            block: [Pin(offset, each) for offset, _order, each in sorted(pins, key=lambda pin: pin[:2])]
            for block, pins in found.items()
        }

    def _pin(
        self,
        comment: Comment,
        start: int,
        end: int,
        places: OffsetMap,
        found: dict[int, list[tuple[int, int, etree._Element]]],
    ) -> None:
        is_point = start >= end
        first, last = places.place(min(start, end)), places.place(end)
        for identifier in self._noted(comment):
            begins, *ends = _range(identifier)
            pin = (first.offset, _POINT if is_point else _BEGINS, begins)
            found.setdefault(first.block, []).append(pin)
            order = _POINT if is_point else _ENDS
            found.setdefault(last.block, []).extend((last.offset, order, each) for each in ends)

    def _noted(self, comment: Comment) -> Iterator[int]:
        """Write the comment and its answers; their identifiers, all of which hang on the same words."""
        first = self._note(comment.author, comment.text, comment, "")
        yield first
        for reply in comment.replies:
            yield self._note(reply.author, reply.text, reply, _paragraph_id(first))

    def _note(self, author: str, text: str, said: Comment | Reply, parent: str) -> int:
        # The library's own add_comment looks through all comments for each new one.
        identifier = len(self._threads)
        signed = {"author": plain(author)[:255], "initials": _initials(author)}
        signed |= {} if said.at is None else {"date": written(said.at)}
        noted = within(self._comments(), "comment", id=str(identifier), **signed)
        for line in plain(text).split("\n"):
            say(within(within(noted, "p"), "r"), line)
        # Word joins comments by the last paragraph of each, in a part that came later.
        noted[-1].set(f"{{{W14}}}paraId", _paragraph_id(identifier))
        self._thread(_paragraph_id(identifier), parent)
        return identifier

    def _comments(self) -> etree._Element:
        """All comments of the document; the part is made when it's first asked for."""
        root: etree._Element = self.document.part._comments_part.element
        return root

    def _thread(self, paragraph: str, parent: str) -> None:
        extended = etree.SubElement(self._threads, f"{{{W15}}}commentEx")
        extended.set(f"{{{W15}}}paraId", paragraph)
        if parent:
            extended.set(f"{{{W15}}}paraIdParent", parent)
        extended.set(f"{{{W15}}}done", "0")

    def close(self) -> None:
        """Put the threads into the file, if there is a comment."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        if not len(self._threads):
            return
        part = self.document.part
        content = etree.tostring(self._threads, xml_declaration=True, encoding="UTF-8", standalone=True)
        extended = Part(PackURI(_EXTENDED_NAME), _EXTENDED_TYPE, content, part.package)
        part.relate_to(extended, _EXTENDED_LINK)


def _initials(author: str) -> str:
    return "".join(name[0] for name in plain(author).split() if name)[:9].upper()


def _paragraph_id(identifier: int) -> str:
    """Eight digits of base 16, which may not be 0."""
    return f"{identifier + 1:08X}"


def _range(identifier: int) -> list[etree._Element]:
    """Where the comment's words begin, where they end, and the mark in the text."""
    number = str(identifier)
    run = element("r")
    within(run, "commentReference", id=number)
    return [element("commentRangeStart", id=number), element("commentRangeEnd", id=number), run]
