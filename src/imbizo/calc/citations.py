"""References written out: in the text, "(Misago et al., 2009)", and in the list at the end.

The style is author and year in the manner of the Publication Manual of the American Psychological Association
(7th edition, chapters 8 and 9), as plain text.
"""

import re

from imbizo.calc.references import Reference, ReferenceType, surname

_MOST_AUTHORS = 20
_SHORT_TITLE = 4
_NO_DATE = "n.d."
_WITHIN = frozenset({ReferenceType.CHAPTER, ReferenceType.CONFERENCE})


def short(reference: Reference) -> str:
    """As it stands in a sentence: "(Misago et al., 2009)"."""
    return f"({label(reference)})"


def label(reference: Reference) -> str:
    """The same without brackets, for several in one pair of them."""
    return f"{_cited_names(reference)}, {_year(reference)}"


def full(reference: Reference) -> str:
    """As it stands in the list of references, in one line of plain text."""
    parts = [
        _sentence(f"{_listed_names(reference.authors)} ({_year(reference)})" if reference.authors else ""),
        _sentence(reference.title or reference.doi),
        "" if reference.authors else f"({_year(reference)}).",
        _where(reference),
        _link(reference),
    ]
    return " ".join(filter(None, parts))


def _year(reference: Reference) -> str:
    return _NO_DATE if reference.year is None else str(reference.year)


def _cited_names(reference: Reference) -> str:
    names = [surname(author) for author in reference.authors]
    match names:
        case []:
            return _short_title(reference)
        case [one]:
            return one
        case [one, other]:
            return f"{one} & {other}"
        case _:
            return f"{names[0]} et al."


def _short_title(reference: Reference) -> str:
    words = reference.title.split()
    if not words:
        return reference.doi or "?"
    return f"“{' '.join(words[:_SHORT_TITLE]).rstrip(',.:;')}{'…' if len(words) > _SHORT_TITLE else ''}”"


def _listed_names(authors: tuple[str, ...]) -> str:
    names = [_initialled(author) for author in authors]
    if len(names) > _MOST_AUTHORS:
        return f"{', '.join(names[: _MOST_AUTHORS - 1])}, … {names[-1]}"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"


def _initialled(author: str) -> str:
    """Write "Misago, J. P." for "Misago, Jean Pierre"; a hyphen between given names stays."""
    family, comma, given = author.partition(",")
    if not comma:
        return author
    letters = re.findall(r"(-?)([^\W\d_])[^\s.-]*", re.sub(r"\b([A-Z])([A-Z])\b", r"\1 \2", given))
    return f"{family.strip()}, " + "".join(
        f"{hyphen or (' ' if place else '')}{letter.upper()}."
        for place, (hyphen, letter) in enumerate(letters)
    )


def _sentence(text: str) -> str:
    """The text with one full stop at its end, unless it ends with a sign of its own."""
    text = text.strip()
    return text if not text or text[-1] in ".?!" else f"{text}."


def _where(reference: Reference) -> str:
    """Journal, volume and pages; the book that a chapter stands in; the publisher."""
    if reference.type in _WITHIN and reference.container:
        pages = f" (pp. {_span(reference.pages)})" if reference.pages else ""
        return " ".join(filter(None, [f"In {reference.container}{pages}.", _sentence(reference.publisher)]))
    volume = reference.volume + (f"({reference.issue})" if reference.issue else "")
    place = ", ".join(filter(None, [reference.container, volume, _span(reference.pages)]))
    publisher = "" if reference.type is ReferenceType.ARTICLE and reference.container else reference.publisher
    return " ".join(filter(None, [_sentence(place), _sentence(publisher)]))


def _span(pages: str) -> str:
    return re.sub(r"\s*-{1,2}\s*", "–", pages)


def _link(reference: Reference) -> str:
    return f"https://doi.org/{reference.doi}" if reference.doi else reference.url
