"""What was taken from a file of references, and what wasn't."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from imbizo.calc.references import Reference
from imbizo.evidence.imports import sentences


class Problem(NamedTuple):
    """What a person should know about an entry: the line or row (from 1) where it begins, how it is known,
    a sentence, and whether it was left out or taken all the same.
    """

    place: int
    entry: str
    sentence: str
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """The references of a file in its order, and its problems in theirs."""

    references: tuple[Reference, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def left_out(self) -> int:
        return sum(problem.is_left_out for problem in self.problems)


class Collected:
    """References and problems while a file is read."""

    def __init__(self) -> None:
        self._references: list[Reference] = []
        self._problems: list[Problem] = []

    def take(
        self, reference: Reference, place: int, *, entry: str, year: str = "", warnings: Sequence[str] = ()
    ) -> None:
        """A reference as it was read, unless there is nothing to know it by; `year` is how the file wrote it."""
        if not reference.is_named:
            self.leave_out(entry, place, sentences.no_title())
            return
        self._references.append(reference)
        unclear = bool(year) and reference.year is None
        for sentence, holds in (
            (sentences.title_to_fill(), not reference.title),
            (sentences.year_unclear(year), unclear),
            *((warning, True) for warning in warnings),
        ):
            if holds:
                name = _name(reference.title or reference.doi)
                self._problems.append(Problem(place, name, sentence, is_left_out=False))

    def leave_out(self, entry: str, place: int, sentence: str) -> None:
        self._problems.append(Problem(place, _name(entry), sentence, is_left_out=True))

    def taken(self) -> Taken:
        return Taken(tuple(self._references), tuple(sorted(self._problems)))


def _name(entry: str) -> str:
    words = " ".join(entry.split())
    return words if len(words) <= 80 else f"{words[:79]}…"
