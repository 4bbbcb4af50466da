"""The comments of a Word file: who said what when, and which answers which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from imbizo.base.documents.word_review.ooxml import W14, W15, local, made_at, w
from imbizo.base.documents.word_review.package import Package
from imbizo.base.documents.word_review.shapes import Reply

_OFF = {"0", "false"}


@dataclass(slots=True)
class Said:
    """A comment with the answers to it, in their order."""

    author: str
    text: str
    at: datetime | None
    replies: tuple[Reply, ...] = ()
    resolved: bool = False


def comments(package: Package) -> Mapping[str, Said]:
    """The comments that aren't answers, by their identifiers."""
    root = package.related("comments")
    elements = [] if root is None else root.findall(w("comment"))
    threads = _threads(package)
    by_paragraph = {paragraph: each for each in elements for paragraph in _paragraphs(each)}
    said: dict[str, Said] = {}
    # Word joins an answer to the first comment of its thread, which may stand after it.
    answers: list[tuple[etree._Element, etree._Element]] = []
    for each in elements:
        thread = next((threads[one] for one in _paragraphs(each) if one in threads), None)
        parent = by_paragraph.get(thread.get(f"{{{W15}}}paraIdParent", "")) if thread is not None else None
        if parent is not None and parent is not each:
            answers.append((parent, each))
            continue
        said[each.get(w("id"), "")] = _said(each, thread)
    for parent, each in answers:
        _answer(said, parent, each)
    return said


def text_of(node: etree._Element) -> str:
    """The words of a comment or note, a line for each paragraph; deleted ones aren't among them."""
    lines = ("".join(_words(paragraph)) for paragraph in node.iter(w("p")))
    return "\n".join(lines).strip()


def notes(package: Package, kind: str) -> Mapping[str, str]:
    """The texts of footnotes ("footnote") or endnotes by their identifiers; the lines between pages aren't any."""
    root = package.related(f"{kind}s")
    found = () if root is None else root.iterfind(w(kind))
    return {
        each.get(w("id"), ""): text_of(each) for each in found if each.get(w("type"), "normal") == "normal"
    }


def _words(paragraph: etree._Element) -> list[str]:
    spoken = {"t": None, "tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
    return [spoken[local(each)] or each.text or "" for each in paragraph.iter() if local(each) in spoken]


def _said(each: etree._Element, thread: etree._Element | None) -> Said:
    done = thread is not None and thread.get(f"{{{W15}}}done", "0") not in _OFF
    return Said(each.get(w("author"), ""), text_of(each), made_at(each), resolved=done)


def _answer(said: dict[str, Said], parent: etree._Element, each: etree._Element) -> None:
    reply = Reply(each.get(w("author"), ""), text_of(each), made_at(each))
    thread = said.setdefault(
        parent.get(w("id"), ""), Said(parent.get(w("author"), ""), text_of(parent), made_at(parent))
    )
    thread.replies = (*thread.replies, reply)


def _threads(package: Package) -> Mapping[str, etree._Element]:
    """What is known of a thread, by its last paragraph."""
    root = package.related("commentsExtended")
    found = () if root is None else root.iter(f"{{{W15}}}commentEx")
    return {each.get(f"{{{W15}}}paraId", ""): each for each in found}


def _paragraphs(comment: etree._Element) -> list[str]:
    marks = (each.get(f"{{{W14}}}paraId") for each in comment.iter(w("p")))
    return [mark for mark in marks if mark]
