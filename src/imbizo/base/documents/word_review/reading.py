"""Any .docx read: one that went out from here and came back, or one that was never here."""

from dataclasses import replace

from lxml import etree

from imbizo.base.documents.word_review import stamps
from imbizo.base.documents.word_review.assembling import Assembly, numbered_levels
from imbizo.base.documents.word_review.errors import Broken
from imbizo.base.documents.word_review.gathering import Gatherer, Notes
from imbizo.base.documents.word_review.leftout import LeftOut, Thing
from imbizo.base.documents.word_review.ooxml import w
from imbizo.base.documents.word_review.outline import settle
from imbizo.base.documents.word_review.package import Package, opened
from imbizo.base.documents.word_review.remarks_in import comments, notes, text_of
from imbizo.base.documents.word_review.shapes import Returned
from imbizo.base.documents.word_review.stylesheet import Stylesheet

_LOOKS = [
    w(name) for name in ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange")
]


def read(content: bytes) -> Returned:
    """The sections of a Word file as they were before any tracked change, with the changes and the comments.

    Nothing is fetched, run or unpacked beside the text. Raises Locked, OtherKind, HasMacros, TooLarge or Broken, with
    sentences that can be shown.
    """
    package = opened(content)
    left_out = LeftOut()
    assembly = _assembled(package, left_out)
    stamp = stamps.found(package)
    sections = assembly.returned(are_numbers_typed=stamp is None)
    if not any(section.identity for section in sections):
        levels = zip(sections, numbered_levels(sections), strict=True)
        sections = tuple(replace(section, level=level) for section, level in levels)
    if stamp is None:
        _count_margin_texts(package, left_out)
    remarks = assembly.remarks(comments(package))
    return Returned(
        stamp, assembly.document.title, sections, remarks, assembly.suggestions(), left_out.sentences()
    )


def _assembled(package: Package, left_out: LeftOut) -> Assembly:
    root = package.part(package.main)
    body = None if root is None else root.find(w("body"))
    if body is None:
        raise Broken
    gatherer = Gatherer(
        Stylesheet.of(package),
        package.relationships(package.main),
        Notes(notes(package, "footnote"), notes(package, "endnote")),
        left_out,
    )
    gatherer.gather(body)
    settle(gatherer.paragraphs)
    _count_looks(body, left_out)
    assembly = Assembly(left_out)
    for paragraph in gatherer.paragraphs:
        assembly.take(paragraph)
    assembly.finish()
    return assembly


def _count_looks(body: etree._Element, left_out: LeftOut) -> None:
    for _change in body.iter(*_LOOKS):
        left_out.add(Thing.LOOKS)


def _count_margin_texts(package: Package, left_out: LeftOut) -> None:
    """Headers and footers with words in them; those of our own files say nothing new."""
    links = package.relationships(package.main).values()
    for link in links:
        root = package.part(link.target) if link.kind in {"header", "footer"} else None
        if root is not None and text_of(root):
            left_out.add(Thing.MARGIN_TEXT)
