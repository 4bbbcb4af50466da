"""Tables of references, as people keep them and databases export them: a heading says what a column holds."""

from collections.abc import Mapping, Sequence

from imbizo.base.documents.sheets import Rows
from imbizo.base.documents.text import plain
from imbizo.calc.folding import words
from imbizo.calc.references import Reference, ReferenceType, authors_in, doi_in, year_in
from imbizo.evidence.errors import Unreadable
from imbizo.evidence.imports import sentences
from imbizo.evidence.imports.taken import Collected, Taken

# Headings of Scopus, Web of Science, Zotero and Mendeley, and those that people write, in English and Afrikaans.
_HEADINGS = {
    "title": ("title", "article title", "document title", "titel", "paper", "name of document", "isihloko"),
    "authors": ("authors", "author", "author s", "author names", "author full names", "outeur", "outeurs", "skrywers"),
    "year": ("year", "publication year", "date", "publication date", "jaar", "pub year", "published", "unyaka"),
    "container": ("journal", "source", "source title", "publication title", "container", "tydskrif", "book title",
                  "newspaper", "journal book", "jenali"),
    "volume": ("volume", "vol", "deel"),
    "issue": ("issue", "number", "no", "nr", "nommer"),
    "pages": ("pages", "page", "bladsye", "page numbers", "pp"),
    "first_page": ("page start", "start page", "first page"),
    "last_page": ("page end", "end page", "last page"),
    "publisher": ("publisher", "uitgewer", "institution", "umpapashi"),
    "doi": ("doi", "dois", "doi link"),
    "url": ("url", "link", "web address", "webadres", "website"),
    "abstract": ("abstract", "abstract note", "summary", "opsomming", "isishwankathelo"),
    "language": ("language", "taal", "ulwimi", "language of original document"),
    "keywords": ("keywords", "author keywords", "manual tags", "tags", "sleutelwoorde"),
    "type": ("type", "item type", "document type", "publication type", "soort"),
}  # fmt: skip
_COLUMNS = {heading: name for name, headings in _HEADINGS.items() for heading in headings}
_HEADER_SEARCHED = 20
_KINDS = (
    ("article", ReferenceType.ARTICLE), ("journal", ReferenceType.ARTICLE), ("chapter", ReferenceType.CHAPTER),
    ("section", ReferenceType.CHAPTER), ("book", ReferenceType.BOOK), ("conference", ReferenceType.CONFERENCE),
    ("report", ReferenceType.REPORT), ("thesis", ReferenceType.THESIS), ("news", ReferenceType.NEWS),
    ("act", ReferenceType.LAW), ("law", ReferenceType.LAW), ("statute", ReferenceType.LAW),
    ("web", ReferenceType.WEB_PAGE), ("dataset", ReferenceType.DATA),
)  # fmt: skip
_Columns = Mapping[str, int]


def read(sheets: Mapping[str, Rows]) -> Taken:
    """The references of all sheets that have a heading for titles or DOIs. Raises Unreadable where none has."""
    collected = Collected()
    read_any = False
    for rows in sheets.values():
        header, columns = _header(rows)
        read_any = read_any or bool(columns)
        for number, row in enumerate(rows[header + 1 :] if columns else [], start=header + 2):
            _take(collected, row, columns, number)
    if not read_any:
        raise Unreadable(sentences.no_title_column())
    return collected.taken()


def _header(rows: Rows) -> tuple[int, _Columns]:
    """The row of headings, from 0, with the column of each; nothing where there is no row of them."""
    for number, row in enumerate(rows[:_HEADER_SEARCHED]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            name = _COLUMNS.get(" ".join(words(_text(cell))))
            if name:
                columns.setdefault(name, place)
        if "title" in columns or "doi" in columns:
            return number, columns
    return 0, {}


def _take(collected: Collected, row: Sequence[object], columns: _Columns, number: int) -> None:
    cells = {name: _text(row[place]) for name, place in columns.items() if place < len(row)}
    written = " ".join(filter(None, map(_text, row)))
    if not written:
        return
    collected.take(_reference(cells, written), number, entry=written, year=cells.get("year", ""))


def _reference(cells: Mapping[str, str], written: str) -> Reference:
    first, last = cells.get("first_page", ""), cells.get("last_page", "")
    keywords = cells.get("keywords", "")
    return Reference(
        type=_kind(cells.get("type", "")),
        title=cells.get("title", ""),
        authors=authors_in(cells.get("authors", "")),
        year=year_in(cells.get("year", "")),
        container=cells.get("container", ""),
        volume=cells.get("volume", ""),
        issue=cells.get("issue", ""),
        pages=cells.get("pages") or "-".join(filter(None, (first, last))),
        publisher=cells.get("publisher", ""),
        doi=doi_in(cells.get("doi", "")) or doi_in(cells.get("url", "")),
        url=cells.get("url", ""),
        abstract=cells.get("abstract", ""),
        language=cells.get("language", ""),
        keywords=tuple(filter(None, map(str.strip, keywords.split(";" if ";" in keywords else ",")))),
        raw=written,
    )


def _text(cell: object) -> str:
    """A cell's words; 2009.0, as spreadsheets hold whole numbers, is 2009."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else " ".join(plain(str(cell)).split())


def _kind(written: str) -> ReferenceType:
    return next((kind for word, kind in _KINDS if word in written.casefold()), ReferenceType.OTHER)
