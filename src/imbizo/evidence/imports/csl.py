"""CSL JSON, which Zotero and Mendeley write (Citation Style Language, schema of input data 1.0.2)."""

import json
from collections.abc import Mapping
from typing import Any

from imbizo.base.documents.text import plain_data
from imbizo.calc.references import Reference, ReferenceType, doi_in, year_in
from imbizo.evidence.errors import Unreadable
from imbizo.evidence.imports import sentences
from imbizo.evidence.imports.taken import Collected, Taken

TYPES = {
    "article-journal": ReferenceType.ARTICLE,
    "book": ReferenceType.BOOK,
    "chapter": ReferenceType.CHAPTER,
    "paper-conference": ReferenceType.CONFERENCE,
    "report": ReferenceType.REPORT,
    "thesis": ReferenceType.THESIS,
    "legislation": ReferenceType.LAW,
    "article-newspaper": ReferenceType.NEWS,
    "webpage": ReferenceType.WEB_PAGE,
    "dataset": ReferenceType.DATA,
    "document": ReferenceType.OTHER,
}
_Item = Mapping[str, Any]


def read(text: str) -> Taken:
    """The references of a CSL JSON file: a list of items, or one item. Raises Unreadable where it is torn."""
    try:
        found = plain_data(json.loads(text.lstrip("\ufeff")))
    except (ValueError, RecursionError) as error:
        raise Unreadable(sentences.broken_json()) from error
    collected = Collected()
    for number, item in enumerate(found if isinstance(found, list) else [found], start=1):
        _take(collected, item if isinstance(item, dict) else {}, number)
    return collected.taken()


def _take(collected: Collected, item: _Item, number: int) -> None:
    collected.take(_reference(item), number, entry=str(item.get("id", "")), year=_date(item))


def _reference(item: _Item) -> Reference:
    def one(name: str) -> str:
        value = item.get(name, "")
        return " ".join(str(value).split()) if isinstance(value, str | int) else ""

    return Reference(
        type=TYPES.get(one("type"), ReferenceType.OTHER),
        title=one("title"),
        authors=_authors(item.get("author")),
        year=year_in(_date(item)),
        container=one("container-title"),
        volume=one("volume"),
        issue=one("issue"),
        pages=one("page"),
        publisher=one("publisher"),
        doi=doi_in(one("DOI")) or doi_in(one("URL")),
        url=one("URL"),
        abstract=one("abstract"),
        language=one("language"),
        keywords=tuple(word.strip() for word in one("keyword").split(",") if word.strip()),
        raw=json.dumps(item, ensure_ascii=False),
    )


def _authors(names: object) -> tuple[str, ...]:
    parts = [name for name in names if isinstance(name, dict)] if isinstance(names, list) else []
    written = (
        ", ".join(filter(None, (str(one.get("family", "")), str(one.get("given", ""))))) for one in parts
    )
    return tuple(name or str(one.get("literal", "")) for name, one in zip(written, parts, strict=True))


def _date(item: _Item) -> str:
    """The year as it is written: in `date-parts`, or in words."""
    issued = item.get("issued")
    if not isinstance(issued, dict):
        return ""
    match issued.get("date-parts"):
        case [[year, *_], *_]:
            return str(year)
        case _:
            return str(issued.get("raw") or issued.get("literal") or "")
