"""BibTeX: read by bibtexparser, which goes on behind a broken entry; accents of LaTeX become letters."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from imbizo.calc.references import Reference, ReferenceType, doi_in, year_in
from imbizo.evidence.imports import sentences
from imbizo.evidence.imports.taken import Collected, Taken

if TYPE_CHECKING:
    from bibtexparser.model import Entry, ParsingFailedBlock

_TYPES = {
    "article": ReferenceType.ARTICLE, "book": ReferenceType.BOOK, "booklet": ReferenceType.BOOK,
    "collection": ReferenceType.BOOK, "proceedings": ReferenceType.BOOK, "inbook": ReferenceType.CHAPTER,
    "incollection": ReferenceType.CHAPTER, "inproceedings": ReferenceType.CONFERENCE,
    "conference": ReferenceType.CONFERENCE, "techreport": ReferenceType.REPORT, "report": ReferenceType.REPORT,
    "phdthesis": ReferenceType.THESIS, "mastersthesis": ReferenceType.THESIS, "thesis": ReferenceType.THESIS,
    "online": ReferenceType.WEB_PAGE, "electronic": ReferenceType.WEB_PAGE, "legislation": ReferenceType.LAW,
    "dataset": ReferenceType.DATA,
}  # fmt: skip
# What is joined with #: texts in quotes or braces, and names that @string explains.
_PIECE = re.compile(r'"([^"]*)"|\{([^{}]*)\}|([^\s#"{}]+)')
_JOINED = re.compile(r'\s*(?:"[^"]*"|\{[^{}]*\}|[^\s#"{}]+)(?:\s*#\s*(?:"[^"]*"|\{[^{}]*\}|[^\s#"{}]+))+\s*')
_MARKUP = re.compile(r"[\\$~]")
_PER_CENT = re.compile(r"(?<!\\)%")
_NO_BRACES = str.maketrans("", "", "{}")
_KEYWORDS = re.compile(r"\s*[,;]\s*")
_ORGANISATION = re.compile(r"\{.*\}", re.DOTALL)
_Decode = Callable[[str], str]


def read(text: str) -> Taken:
    """The references of a BibTeX or BibLaTeX file."""
    from bibtexparser.entrypoint import parse_string

    # It writes each broken entry to the log; here they are listed for the person.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text)
    collected, decode = Collected(), _decoder()
    strings = {key.lower(): str(string.value) for key, string in library.strings_dict.items()}
    for entry in library.entries:
        _take(collected, entry, strings, decode)
    for failed in library.failed_blocks:
        _mend(collected, failed, strings, decode)
    return collected.taken()


def _take(
    collected: Collected, entry: "Entry", strings: Mapping[str, str], decode: _Decode, *warnings: str
) -> None:
    fields = {field.key.lower(): _joined(str(field.value), strings) for field in reversed(entry.fields)}
    reference = _reference(entry, fields, decode)
    place = (entry.start_line or 0) + 1
    collected.take(reference, place, entry=entry.key, year=decode(_year_text(fields)), warnings=warnings)


def _mend(
    collected: Collected, failed: "ParsingFailedBlock", strings: Mapping[str, str], decode: _Decode
) -> None:
    """An entry that the library wouldn't take: one with a key or field twice is fine, others are left out."""
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

    entry = failed.ignore_error_block
    if isinstance(failed, DuplicateBlockKeyBlock) and isinstance(entry, Entry):
        _take(collected, entry, strings, decode, sentences.repeated_key(entry.key))
    elif isinstance(failed, DuplicateFieldKeyBlock) and isinstance(entry, Entry):
        names = ", ".join(sorted(failed.duplicate_keys))
        _take(collected, entry, strings, decode, sentences.repeated_field(names))
    else:
        collected.leave_out(failed.raw or "", (failed.start_line or 0) + 1, sentences.unbalanced())


def _joined(value: str, strings: Mapping[str, str]) -> str:
    """The value of "A" # name # {B}, which the library leaves as it is written."""
    if "#" not in value or not _JOINED.fullmatch(value):
        return value
    return "".join(
        quoted or braced or strings.get(name.lower(), name) for quoted, braced, name in _PIECE.findall(value)
    )


def _reference(entry: "Entry", fields: Mapping[str, str], decode: _Decode) -> Reference:
    def one(*names: str) -> str:
        return next((" ".join(decode(fields[name]).split()) for name in names if fields.get(name)), "")

    return Reference(
        type=_TYPES.get(entry.entry_type.lower(), ReferenceType.OTHER),
        title=one("title"),
        authors=tuple(_authors(fields.get("author") or fields.get("editor") or "", decode)),
        year=year_in(decode(_year_text(fields))),
        container=one("journal", "journaltitle", "booktitle", "howpublished", "series"),
        volume=one("volume"),
        issue=one("number", "issue"),
        pages=one("pages").replace("--", "-").replace("–", "-"),
        publisher=one("publisher", "institution", "school", "organization"),
        doi=doi_in(one("doi")) or doi_in(one("url")),
        url=one("url"),
        abstract=one("abstract"),
        language=one("langid", "language"),
        keywords=tuple(filter(None, _KEYWORDS.split(one("keywords", "keyword")))),
        raw=entry.raw or "",
    )


def _year_text(fields: Mapping[str, str]) -> str:
    return fields.get("year") or fields.get("date") or ""


def _authors(written: str, decode: _Decode) -> Iterator[str]:
    """Names as "Misago, Jean Pierre"; one in braces is an organisation's."""
    from bibtexparser.middlewares.names import (
        InvalidNameError,
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    for name in filter(None, split_multiple_persons_names(written)):
        if _ORGANISATION.fullmatch(name):
            yield decode(name)
            continue
        try:
            yield decode(parse_single_name_into_parts(name).merge_last_name_first)
        except InvalidNameError:
            yield decode(name)


def _decoder() -> _Decode:
    """From LaTeX to plain text. Braces alone only keep capitals and go unparsed, which saves most of the time."""
    from pylatexenc.latex2text import LatexNodes2Text

    latex = LatexNodes2Text(keep_braced_groups=False)

    def decode(text: str) -> str:
        if _MARKUP.search(text):
            # In BibTeX a per cent sign is one, and no comment as in LaTeX. Nobody nests a name a thousand deep.
            with suppress(RecursionError):
                text = str(latex.latex_to_text(_PER_CENT.sub(r"\\%", text)))
        return text.translate(_NO_BRACES).strip()

    return decode
