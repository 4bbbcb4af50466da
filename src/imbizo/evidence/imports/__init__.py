"""References that people bring from their databases and reference managers: RIS, BibTeX, PubMed, EndNote, CSL, tables
and lists of DOIs. A file is refused whole, or taken with a list of what was left out or mended. Nothing is looked up
on the network.
"""

import io
import re
from collections.abc import Callable

from imbizo.base.documents.errors import NotRead
from imbizo.base.documents.sheets import read_sheets
from imbizo.base.documents.text import plain
from imbizo.calc import texttables
from imbizo.calc.errors import BinaryTableError
from imbizo.evidence.errors import Unreadable
from imbizo.evidence.imports import bibtex, csl, dois, endnote, ris, sentences, tables
from imbizo.evidence.imports.taken import Problem, Taken
from imbizo.evidence.rules.scanning import MAX_BYTES

__all__ = ["Problem", "Taken", "read_references"]

MAX_REFERENCES = 20_000

_RIS = re.compile(r"^TY\s{0,3}-", re.MULTILINE)
_PUBMED = re.compile(r"^PMID\s?-", re.MULTILINE)
_BIBTEX = re.compile(r"^\s*@\w+\s*[{(]", re.MULTILINE)
_ENDNOTE = re.compile(r"^%[0-9A-Z] ", re.MULTILINE)
_XML = re.compile(r"\s*<(?:\?xml|!DOCTYPE|xml|records)\b")
_JSON = re.compile(r"\s*[\[{]\s*[{\"\]]")
_TABLE = (b"PK", b"\xd0\xcf\x11\xe0")

_READERS: tuple[tuple[re.Pattern[str], Callable[[str], Taken]], ...] = (
    (_XML, endnote.read_xml),
    (_RIS, ris.read),
    (_PUBMED, ris.read_pubmed),
    (_ENDNOTE, endnote.read_tagged),
    (_BIBTEX, bibtex.read),
    (_JSON, csl.read),
)


def read_references(content: bytes) -> Taken:
    """The references in a file, known by what it holds and not by its name. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(sentences.too_large())
    taken = _table(content) if content.startswith(_TABLE) else _written(_text(content))
    if not taken.references and not taken.problems:
        raise Unreadable(sentences.nothing_found())
    if len(taken.references) > MAX_REFERENCES:
        raise Unreadable(sentences.too_many())
    return taken


def _text(content: bytes) -> str:
    try:
        text = texttables.decode(content)
    except BinaryTableError as error:
        raise Unreadable(sentences.not_references()) from error
    if not text.strip():
        raise Unreadable(sentences.empty())
    return plain(text)


def _written(text: str) -> Taken:
    for pattern, read in _READERS:
        # XML and JSON are known by how they begin; the others by a line anywhere, below what a database says of itself.
        if pattern.match(text) if pattern in {_XML, _JSON} else pattern.search(text):
            return read(text)
    return dois.read(text) if dois.is_list(text) else _table(text.encode())


def _table(content: bytes) -> Taken:
    try:
        sheets = read_sheets(io.BytesIO(content))
    except NotRead as refusal:
        raise Unreadable(refusal.message) from refusal
    return tables.read(sheets)
