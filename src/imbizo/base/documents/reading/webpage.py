"""Saved web pages: what a reader would see, without scripts, menus of the browser or forms."""

from typing import TYPE_CHECKING

from imbizo.base.documents.errors import BrokenFile
from imbizo.base.documents.reading.shapes import ReadText
from imbizo.base.documents.text import plain
from imbizo.calc import texttables

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNSEEN = ("script", "style", "noscript", "template", "nav", "form", "svg", "head", "iframe")
_BLOCKS = (
    "p", "div", "section", "article", "header", "footer", "main", "li", "ul", "ol", "table", "tr", "blockquote",
    "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dt", "dd", "figcaption", "br",
)  # fmt: skip
# Stands between blocks while white space of the source is closed up.
_BREAK = "\u2029"


def read(content: bytes) -> ReadText:
    """The text of the page, a blank line between its blocks. Raises BrokenFile."""
    from lxml import etree, html

    try:
        # As bytes where they say their encoding themselves would be wrong: the text is decoded already.
        page = html.document_fromstring(
            texttables.decode(content).encode(), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise BrokenFile from error
    title = " ".join((page.findtext(".//title") or "").split())
    language = (page.get("lang") or "").partition("-")[0].lower()
    return ReadText(_seen(page), title=plain(title), language=language)


def _seen(page: "HtmlElement") -> str:
    for element in list(page.iter(*_UNSEEN)):
        element.drop_tree()
    for element in page.iter(*_BLOCKS):
        element.text = _BREAK + (element.text or "")
        element.tail = _BREAK + (element.tail or "")
    blocks = (" ".join(block.split()) for block in str(page.text_content()).split(_BREAK))
    return plain("\n\n".join(filter(None, blocks)))
