"""Lists of DOIs, one a line, bare or as addresses: each is a reference whose title a person fills in."""

from imbizo.calc.references import Reference, doi_in
from imbizo.evidence.imports import sentences
from imbizo.evidence.imports.taken import Collected, Taken

_MOST = 0.5
_LONGEST = 200


def is_list(text: str) -> bool:
    """Whether most lines hold a DOI and little else, so that it isn't a table with a column of them."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    alone = sum(bool(doi_in(line)) and len(line.split()) <= 2 and len(line) <= _LONGEST for line in lines)
    return alone >= max(1, _MOST * len(lines)) and not any("," in line and '"' in line for line in lines[:5])


def read(text: str) -> Taken:
    """The DOIs, each once."""
    collected = Collected()
    seen: set[str] = set()
    for place, line in enumerate(text.splitlines(), start=1):
        doi = doi_in(line)
        if not line.strip():
            continue
        if not doi or doi in seen:
            collected.leave_out(line, place, sentences.repeated_doi() if doi else sentences.not_a_doi())
            continue
        seen.add(doi)
        reference = Reference(doi=doi, url=f"https://doi.org/{doi}", raw=line.strip())
        collected.take(reference, place, entry=line)
    return collected.taken()
