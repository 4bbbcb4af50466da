"""A literature scan to take home: RIS, which every reference manager reads, and CSL JSON, which loses nothing."""

import json
from collections.abc import Sequence
from typing import Any

from imbizo.base.documents.text import plain
from imbizo.calc.references import Reference, ReferenceType
from imbizo.evidence.imports.csl import TYPES

_RIS_TYPES = {
    ReferenceType.ARTICLE: "JOUR",
    ReferenceType.BOOK: "BOOK",
    ReferenceType.CHAPTER: "CHAP",
    ReferenceType.CONFERENCE: "CPAPER",
    ReferenceType.REPORT: "RPRT",
    ReferenceType.THESIS: "THES",
    ReferenceType.LAW: "STAT",
    ReferenceType.NEWS: "NEWS",
    ReferenceType.WEB_PAGE: "ELEC",
    ReferenceType.DATA: "DATA",
    ReferenceType.OTHER: "GEN",
}
_CSL_TYPES = {type_: name for name, type_ in TYPES.items()}


def ris(references: Sequence[Reference]) -> bytes:
    """The references as RIS, with a byte-order mark, by which programs on Windows know that it's UTF-8."""
    import rispy

    # rispy joins addresses with semicolons unless told that the tag has no delimiter.
    written = rispy.dumps([_ris(one) for one in references], delimiter_tags_mapping={})
    # It numbers the entries between them, which the format doesn't know.
    lines = [line for line in written.split("\n") if not line.removesuffix(".").isdecimal()]
    return "\r\n".join(lines).encode("utf-8-sig")


def _ris(reference: Reference) -> dict[str, Any]:
    """What rispy calls the fields; those without a value are left out."""
    first, _dash, last = reference.pages.partition("-")
    fields = {
        "type_of_reference": _RIS_TYPES[reference.type],
        "title": reference.title,
        "authors": list(reference.authors),
        "year": "" if reference.year is None else str(reference.year),
        "secondary_title": reference.container,
        "volume": reference.volume,
        "number": reference.issue,
        "start_page": first,
        "end_page": last,
        "publisher": reference.publisher,
        "doi": reference.doi,
        "urls": [reference.url] if reference.url else [],
        "abstract": reference.abstract,
        "language": reference.language,
        "keywords": list(reference.keywords),
    }
    return {name: _in_a_line(value) for name, value in fields.items() if value}


def _in_a_line(value: str | Sequence[str]) -> str | list[str]:
    """A field is a line: a line end in it could pass for the next field."""
    if isinstance(value, str):
        return " ".join(plain(value).split())
    return [" ".join(plain(one).split()) for one in value]


def csl_json(references: Sequence[Reference]) -> bytes:
    """The references as CSL JSON."""
    items = [_csl(one, number) for number, one in enumerate(references, start=1)]
    return json.dumps(items, ensure_ascii=False, indent=1).encode()


def _csl(reference: Reference, number: int) -> dict[str, Any]:
    fields = {
        "id": str(number),
        "type": _CSL_TYPES[reference.type],
        "title": reference.title,
        "author": [_name(author) for author in reference.authors],
        "issued": {} if reference.year is None else {"date-parts": [[reference.year]]},
        "container-title": reference.container,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages,
        "publisher": reference.publisher,
        "DOI": reference.doi,
        "URL": reference.url,
        "abstract": reference.abstract,
        "language": reference.language,
        "keyword": ", ".join(reference.keywords),
    }
    return {name: value for name, value in fields.items() if value}


def _name(author: str) -> dict[str, str]:
    family, comma, given = author.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma else {"literal": author}
