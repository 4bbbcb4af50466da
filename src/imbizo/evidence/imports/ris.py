"""RIS, as reference managers and databases write it, and PubMed's own format, which is like it.

RIS: a line per field, "TY  - JOUR" first and "ER  - " last (specification of Reference Manager, 2011). PubMed:
"PMID- 123" first, a blank line last (NLM, "MEDLINE/PubMed Data Element (Field) Descriptions").
Files are often written carelessly, so lines are set right before rispy reads them: spaces missing around the dash, no
ER before the next TY, lines above the first entry.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from imbizo.calc.references import Reference, ReferenceType, doi_in, year_in
from imbizo.evidence.imports import sentences
from imbizo.evidence.imports.taken import Collected, Taken

_TAG = re.compile(r"^([A-Z][A-Z0-9])\s{0,3}-(?:\s(.*)|)$")
_PUBMED_TAG = re.compile(r"^([A-Z]{2,4})\s{0,3}- ?(.*)$")
_TYPES = {
    "JOUR": ReferenceType.ARTICLE, "EJOUR": ReferenceType.ARTICLE, "JFULL": ReferenceType.ARTICLE,
    "INPR": ReferenceType.ARTICLE, "ABST": ReferenceType.ARTICLE, "BOOK": ReferenceType.BOOK,
    "EBOOK": ReferenceType.BOOK, "EDBOOK": ReferenceType.BOOK, "CHAP": ReferenceType.CHAPTER,
    "ECHAP": ReferenceType.CHAPTER, "CONF": ReferenceType.CONFERENCE, "CPAPER": ReferenceType.CONFERENCE,
    "RPRT": ReferenceType.REPORT, "GOVDOC": ReferenceType.REPORT, "THES": ReferenceType.THESIS,
    "BILL": ReferenceType.LAW, "CASE": ReferenceType.LAW, "LEGAL": ReferenceType.LAW, "STAT": ReferenceType.LAW,
    "NEWS": ReferenceType.NEWS, "MGZN": ReferenceType.NEWS, "BLOG": ReferenceType.WEB_PAGE,
    "ELEC": ReferenceType.WEB_PAGE, "ICOMM": ReferenceType.WEB_PAGE, "DATA": ReferenceType.DATA,
}  # fmt: skip
_Fields = Mapping[str, Any]


class _Entry(NamedTuple):
    """An entry set right: the line where it begins, from 1, its lines, and whether its end was there."""

    place: int
    lines: list[str]
    is_closed: bool


def read(text: str) -> Taken:
    """The references of a RIS file."""
    import rispy

    collected = Collected()
    for entry in _entries(text.splitlines()):
        raw = "\n".join(entry.lines)
        # An address may hold a semicolon, at which rispy would cut it.
        found = rispy.loads(f"{raw}\nER  - ", delimiter_tags_mapping={})
        collected.take(
            _reference(found[0], raw),
            entry.place,
            entry=entry.lines[0],
            year=_year_text(found[0]),
            warnings=() if entry.is_closed else (sentences.not_closed(),),
        )
    return collected.taken()


def _entries(lines: Sequence[str]) -> Iterator[_Entry]:
    """The entries, each line written as "TY  - JOUR"; what stands above the first is what a database says of itself."""
    current: _Entry | None = None
    for place, line in enumerate(lines, start=1):
        tag, value = _tagged(line)
        if tag in {"TY", "ER"} and current is not None:
            yield current._replace(is_closed=tag == "ER")
            current = None
        if tag == "TY":
            current = _Entry(place, [f"TY  - {value}"], is_closed=False)
        elif current is not None and line.strip():
            current.lines.append(f"{tag}  - {value}" if tag else line.strip())
    if current is not None:
        yield current


def _tagged(line: str) -> tuple[str, str]:
    """Tag and value, or "" and the line that goes on from the one above."""
    found = _TAG.match(line.lstrip("\ufeff").rstrip())
    return (found[1], (found[2] or "").strip()) if found else ("", line)


def _reference(fields: _Fields, raw: str) -> Reference:
    return Reference(
        type=_TYPES.get(fields.get("type_of_reference", "").upper(), ReferenceType.OTHER),
        title=_text(fields, "title", "primary_title", "translated_title", "short_title"),
        authors=_list(fields, "first_authors") + _list(fields, "authors"),
        year=year_in(_year_text(fields)),
        container=_text(fields, "journal_name", "alternate_title3", "secondary_title", "alternate_title2"),
        volume=_text(fields, "volume"),
        issue=_text(fields, "number"),
        pages=_pages(_text(fields, "start_page"), _text(fields, "end_page")),
        publisher=_text(fields, "publisher"),
        doi=doi_in(_text(fields, "doi")) or doi_in(" ".join(_list(fields, "urls"))),
        url=next(iter(_list(fields, "urls")), ""),
        abstract=_text(fields, "abstract", "notes_abstract"),
        language=_text(fields, "language"),
        keywords=_list(fields, "keywords"),
        raw=raw,
    )


def _year_text(fields: _Fields) -> str:
    """The first date that can be read, else the first that was written."""
    written = [_text(fields, name) for name in ("year", "publication_year", "date")]
    return next((date for date in written if year_in(date)), next(filter(None, written), ""))


def _text(fields: _Fields, *names: str) -> str:
    return next((str(fields[name]).strip() for name in names if str(fields.get(name, "")).strip()), "")


def _list(fields: _Fields, name: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in fields.get(name, ()) if value.strip())


def _pages(first: str, last: str) -> str:
    return f"{first}-{last}" if first and last and last != first and "-" not in first else first or last


# PubMed


def read_pubmed(text: str) -> Taken:
    """The references of a PubMed file (.nbib)."""
    collected = Collected()
    for entry in _pubmed_entries(text.splitlines()):
        fields = _pubmed_fields(entry.lines)
        reference = _pubmed_reference(fields, "\n".join(entry.lines))
        collected.take(reference, entry.place, entry=entry.lines[0], year="".join(fields.get("DP", [])))
    return collected.taken()


def _pubmed_entries(lines: Sequence[str]) -> Iterator[_Entry]:
    current: _Entry | None = None
    for place, line in enumerate(lines, start=1):
        if line.startswith("PMID"):
            if current is not None:
                yield current
            current = _Entry(place, [], is_closed=True)
        if current is not None and line.strip():
            current.lines.append(line)
    if current is not None:
        yield current


def _pubmed_fields(lines: Sequence[str]) -> dict[str, list[str]]:
    """Values by tag; a line that begins with spaces goes on from the one above."""
    fields: dict[str, list[str]] = {}
    values: list[str] = []
    for line in lines:
        if found := _PUBMED_TAG.match(line):
            values = fields.setdefault(found[1], [])
            values.append(found[2].strip())
        elif values:
            values[-1] += f" {line.strip()}"
    return fields


def _pubmed_reference(fields: Mapping[str, Sequence[str]], raw: str) -> Reference:
    def one(*tags: str) -> str:
        return next((fields[tag][0] for tag in tags if tag in fields), "")

    return Reference(
        type=ReferenceType.ARTICLE if one("TA", "JT") else ReferenceType.BOOK,
        title=one("TI", "BTI", "TT").removesuffix("."),
        authors=tuple(fields.get("FAU") or fields.get("AU") or fields.get("CN") or ()),
        year=year_in(one("DP")[:4]),
        container=one("JT", "TA"),
        volume=one("VI"),
        issue=one("IP"),
        pages=one("PG"),
        publisher=one("PB"),
        doi=doi_in(" ".join([*fields.get("LID", ()), *fields.get("AID", ())])),
        abstract=one("AB"),
        language=one("LA")[:2],
        keywords=tuple(fields.get("OT") or fields.get("MH") or ()),
        raw=raw,
    )
