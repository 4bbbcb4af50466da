"""Which codes a text might carry: those of the coded texts that it is most like.

The nearest neighbours' codes, weighed by likeness (k nearest neighbours: T. M. Cover and P. E. Hart, Nearest neighbor
pattern classification, IEEE Trans. Inf. Theory 13 (1967) 21-27). A suggestion shows the text that it comes from.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imbizo.calc.grouping.vectors import Text, Vectors, vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_NEIGHBOURS, _MOST, _LEAST = 5, 3, 0.15
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class CodedText:
    """A text and the codes that people gave it."""

    text: Text
    codes: frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that a text might carry: the coded text it is most `like` (0 to 1), and how much of its neighbours has it.

    `weight` is the share of the nearest texts' likeness that stands for this code, 0 to 1.
    """

    code: Hashable
    weight: float
    nearest: Hashable
    like: float


def suggest_codes(
    texts: Iterable[Text], coded: Iterable[CodedText], *, language: str
) -> dict[Hashable, tuple[Suggestion, ...]]:
    """Up to three codes for each text in this language, the weightiest first; a text that is like none isn't there."""
    new = [text for text in texts if text.language == language]
    known = [each for each in coded if each.text.language == language and each.codes]
    if not new or not known:
        return {}
    found = vectors([each.text.text for each in known] + [text.text for text in new], language)
    if found is None:
        return {}
    by_text = (
        (text.key, _of(row, known)) for text, row in zip(new, _likeness(found, len(known)), strict=True)
    )
    return {key: suggestions for key, suggestions in by_text if suggestions}


def _likeness(found: Vectors, known: int) -> Iterator["Numbers"]:
    """For each new text its likeness with all coded ones (known,)."""
    coded, new = found.likeness[:known].T.tocsc(), found.likeness[known:]
    for start in range(0, new.shape[0], _ROWS_AT_ONCE):
        yield from (new[start : start + _ROWS_AT_ONCE] @ coded).toarray()


def _of(likeness: "Numbers", known: Sequence[CodedText]) -> tuple[Suggestion, ...]:
    import numpy as np

    order = np.argsort(-likeness, kind="stable")[:_NEIGHBOURS].tolist()
    near = [(known[place], float(likeness[place])) for place in order if likeness[place] >= _LEAST]
    whole = sum(like for _each, like in near)
    # The nearest comes first, so a code's first neighbour is the one to show.
    first: dict[Hashable, tuple[Hashable, float]] = {}
    weights: dict[Hashable, float] = {}
    for each, like in near:
        for code in sorted(each.codes, key=str):
            first.setdefault(code, (each.text.key, like))
            weights[code] = weights.get(code, 0.0) + like / whole
    best = sorted(first, key=lambda code: -weights[code])[:_MOST]
    return tuple(Suggestion(code, weights[code], *first[code]) for code in best)
