"""What a knowledge test before and after a training says: only those who answered both times are compared.

The mean difference of pairs and its standard error s / sqrt(n): Altman, Practical Statistics for Medical Research
(1991), section 9.4. Whether more got better than worse: the sign test, exact and two-sided, ties left out (Conover,
Practical Nonparametric Statistics, third edition, section 3.4). Nothing is assumed of how marks are spread.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, sqrt
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
Answers = Mapping[K, bool]
"""Whether each question was answered right, by the question's id. One that was left blank isn't there."""


@dataclass(frozen=True, slots=True)
class Gain:
    """`n` pairs; marks are shares of all questions, 0 to 1. `error` needs two pairs, `chance` one that isn't a tie.

    `chance` is how likely so uneven a count of better and worse would be if the training changed nothing.
    """

    n: int
    before: float
    after: float
    error: float | None
    better: int
    worse: int
    chance: float | None

    @property
    def difference(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class OfQuestion:
    """How many of the pairs had one question right."""

    before: int
    after: int
    n: int

    @property
    def gain(self) -> float:
        """The change of the share who had it right, -1 to 1; 0 without a pair."""
        return (self.after - self.before) / self.n if self.n else 0.0


def paired(pairs: Sequence[tuple[float, float]]) -> Gain | None:
    """The marks of each pair, before and after, summed up; None without a pair."""
    if not pairs:
        return None
    n = len(pairs)
    differences = [after - before for before, after in pairs]
    better, worse = sum(each > 0 for each in differences), sum(each < 0 for each in differences)
    return Gain(
        n=n,
        before=sum(before for before, _after in pairs) / n,
        after=sum(after for _before, after in pairs) / n,
        error=standard_error(differences),
        better=better,
        worse=worse,
        chance=sign_test(better, worse),
    )


def standard_error(differences: Sequence[float]) -> float | None:
    """Of the mean of the differences; None for fewer than two."""
    n = len(differences)
    if n < 2:
        return None
    mean = sum(differences) / n
    variance = sum((each - mean) ** 2 for each in differences) / (n - 1)
    return sqrt(variance / n)


def sign_test(better: int, worse: int) -> float | None:
    """The chance of a count as uneven as this, or more, where both were equally likely; None where all are ties."""
    n, fewer = better + worse, min(better, worse)
    if n == 0:
        return None
    tail = sum(comb(n, count) for count in range(fewer + 1))
    return float(min(1.0, 2 * tail / 2**n))


def by_question(
    questions: Sequence[K], pairs: Sequence[tuple[Answers[K], Answers[K]]]
) -> dict[K, OfQuestion]:
    """How many of the pairs had each question right before and after. One left blank wasn't right."""
    return {
        question: OfQuestion(
            before=sum(before.get(question, False) for before, _after in pairs),
            after=sum(after.get(question, False) for _before, after in pairs),
            n=len(pairs),
        )
        for question in questions
    }
