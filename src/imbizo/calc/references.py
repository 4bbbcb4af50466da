"""References to literature: what one holds, DOIs and years made comparable, two records of one work made one.

Authors are written "Misago, Jean Pierre"; a name without a comma is an organisation's and stays whole.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from imbizo.calc.folding import fold


class ReferenceType(StrEnum):
    """What kind of work it is."""

    ARTICLE = "article"
    BOOK = "book"
    CHAPTER = "chapter"
    CONFERENCE = "conference"
    REPORT = "report"
    THESIS = "thesis"
    LAW = "law"
    NEWS = "news"
    WEB_PAGE = "web_page"
    DATA = "data"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reference:
    """One work. What isn't known is "", () or None; `raw` is the entry as it stood in its file.

    `container` is the journal, book, newspaper or site that it appeared in; `doi` has no prefix and no capitals.
    """

    type: ReferenceType = ReferenceType.OTHER
    title: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    doi: str = ""
    url: str = ""
    abstract: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()
    raw: str = ""

    @property
    def is_named(self) -> bool:
        """Whether there is anything to know it by."""
        return bool(self.title or self.doi)


_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_ESCAPED = re.compile(r"%([0-9a-f]{2})")
_AFTER = ".,;:'\"”’>]}"
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_DATE = re.compile(r"\s*(1[5-9]\d\d|20\d\d)(?:\s*[/-]\s*\d{0,2}){0,2}(?:/.*)?\s*")
_SPLIT = re.compile(r"\s*[;\n]\s*|\s+(?:and|en|et|&)\s+", re.IGNORECASE)
# "Misago, J.P., Landau, L.B.": a comma after each surname and after each run of initials.
_INITIALS_LAST = re.compile(r"^([^,]*[a-z][^,]*) ([A-Z]{1,3})$")
_INITIALLED = re.compile(r"([^,;&]+?,\s*(?:[A-Z][.\s-]*){1,5})(?:,|&|;|$)")


def doi_in(text: str) -> str:
    """The first DOI in a text, as DOIs compare: no prefix, small letters (ISO 26324; DOI Handbook 2.4). "" for none."""
    # Addresses may hold their signs as %28; a DOI itself has none.
    readable = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text.strip().lower())
    found = _DOI.search(readable)
    return _without_punctuation(found[0]) if found else ""


def _without_punctuation(doi: str) -> str:
    """Without what a sentence put behind it; a bracket stays where it was opened inside."""
    doi = doi.split("?", 1)[0].split("#", 1)[0]
    while doi and (doi[-1] in _AFTER or (doi[-1] == ")" and doi.count(")") > doi.count("("))):
        doi = doi[:-1]
    return doi


def year_in(text: str) -> int | None:
    """The year in "2013", "2013/05//", "May 2013" or "c2013a"; None where there is none, or more than one."""
    if date := _DATE.fullmatch(text):
        return int(date[1])
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def authors_in(text: str) -> tuple[str, ...]:
    """The authors in a cell: divided by semicolons, line ends or "and", or as "Misago, J.P., Landau, L."."""
    parts = [part for part in _SPLIT.split(text) if part.strip(" ,.")]
    found = [name for part in parts for name in _initialled(part)]
    return tuple(_turned(" ".join(name.strip(" ,&").split())) for name in found)


def _initialled(part: str) -> list[str]:
    """The names in "Misago, J.P., Landau, L.": more than one, or the part as it is."""
    if part.count(",") < 2:
        return [part]
    left = _INITIALLED.sub("", part).strip(" ,&")
    return [part] if left else _INITIALLED.findall(part)


def _turned(name: str) -> str:
    """Write "Misago, JP" of "Misago JP", as medical databases write it."""
    return _INITIALS_LAST.sub(r"\1, \2", name)


def surname(author: str) -> str:
    """What an author is cited by: "Misago" of "Misago, Jean Pierre", the whole of an organisation's name."""
    return author.split(",", 1)[0].strip()


def sort_key(reference: Reference) -> tuple[str, int, str]:
    """For a list of references: authors, then the year (none comes last), then the title without its article."""
    names = fold(" ".join(reference.authors) or reference.title)
    return names, reference.year or 9999, re.sub(r"^(?:the|an?|die|'n|les?|la)\s+", "", fold(reference.title))


def merged(references: Sequence[Reference]) -> Reference:
    """One reference made of several of the same work, with the fullest of each; a person then looks at it.

    Raises ValueError for no reference.
    """
    if not references:
        raise ValueError("There is nothing to merge.")
    return Reference(
        type=_type(references),
        title=_title(references),
        authors=_authors(references),
        year=next((one.year for one in references if one.year is not None), None),
        container=_longest(one.container for one in references),
        volume=_first(one.volume for one in references),
        issue=_first(one.issue for one in references),
        pages=_longest(one.pages for one in references),
        publisher=_longest(one.publisher for one in references),
        doi=_first(one.doi for one in references),
        url=_first(one.url for one in references),
        abstract=_longest(one.abstract for one in references),
        language=_first(one.language for one in references),
        keywords=_once(word for one in references for word in one.keywords),
        raw=_first(one.raw for one in references),
    )


def _longest(texts: Iterable[str]) -> str:
    return max(texts, key=len)


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def _type(references: Sequence[Reference]) -> ReferenceType:
    return next((one.type for one in references if one.type is not ReferenceType.OTHER), ReferenceType.OTHER)


def _title(references: Sequence[Reference]) -> str:
    """The longest that isn't shouted."""
    return max((one.title for one in references), key=lambda title: (not title.isupper(), len(title)))


def _authors(references: Sequence[Reference]) -> tuple[str, ...]:
    return max((one.authors for one in references), key=lambda names: (len(names), sum(map(len, names))))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in the spelling that came first."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(fold(text), text)
    return tuple(found.values())
