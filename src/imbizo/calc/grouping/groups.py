"""Groups of texts that share words: how many there are follows from the texts.

1. Up to 400 different texts each start alone, equal ones together; more start in sqrt(n / 2) clusters of k-means (n
   texts; the rule of thumb of K. V. Mardia, J. T. Kent and J. M. Bibby, Multivariate Analysis, 1979, p. 365) on 64
   dimensions (latent semantic analysis: S. Deerwester et al., J. Am. Soc. Inf. Sci. 41 (1990) 391-407).
2. The two that are most alike are joined, as long as the mean likeness of the texts in one with those in the other is
   at least `like` (average linkage: R. R. Sokal and C. D. Michener, Univ. Kans. Sci. Bull. 38 (1958) 1409-1438).
3. A text leaves its group where its mean likeness with the others there is less than half of `like`, or less than twice
   that with all texts outside. A group of fewer than three is none. What is left is in no group.

Likeness is the cosine of two texts' TF-IDF vectors, or of what an embedding makes of them. Everything runs in one
thread with a given seed, so that sums are taken in the same order and the same texts give the same groups.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from imbizo.calc.grouping.vectors import Text, Vectors, vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]
    Rows = csr_array[np.float64]

LIKE = 0.08
SMALLEST = 3
_ALONE_UP_TO, _DIMENSIONS, _SWEEPS = 400, 64, 3
_WORDS, _TYPICAL = 4, 3


@dataclass(frozen=True, slots=True)
class Embedding:
    """A model of the caller's own: texts in, a row of numbers for each out.

    `like` is the mean cosine, in that model, of texts that belong together.
    """

    rows: Callable[[Sequence[str]], Sequence[Sequence[float]]]
    like: float


@dataclass(frozen=True, slots=True)
class Group:
    """`members` by how typical they are; `typical` are the first of these whose texts differ; `words` name the group.

    `likeness` is the mean cosine between two members, 0 to 1.
    """

    members: tuple[Hashable, ...]
    typical: tuple[Hashable, ...]
    words: tuple[str, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups, the largest first; `alone` belongs nowhere, `other_language` waits for a translation. Each text once."""

    groups: tuple[Group, ...]
    alone: tuple[Hashable, ...]
    other_language: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Space:
    """What is compared: `rows` (texts, features) of length 1 or 0, and the mean cosine that joins.

    `same` (texts,) numbers the texts, equal ones alike.
    """

    rows: "Rows"
    like: float
    same: "Whole"


def suggest_groups(
    texts: Iterable[Text], *, language: str, seed: int = 0, embedding: Embedding | None = None
) -> Grouping:
    """Which texts in this language might belong together. Equal texts are kept, and stay together."""
    given = list(texts)
    own = [text for text in given if text.language == language]
    others = tuple(text.key for text in given if text.language != language)
    found = vectors([text.text for text in own], language) if len(own) >= SMALLEST else None
    if found is None:
        return Grouping((), tuple(text.key for text in own), others)
    space = _space(found, own, embedding)
    members = _without_strangers(space.rows, _joined(space, seed), space.like)
    groups = [_group(space, found, own, places) for places in members]
    groups.sort(key=lambda group: -len(group.members))
    grouped = {place for places in members for place in places.tolist()}
    alone = tuple(text.key for place, text in enumerate(own) if place not in grouped)
    return Grouping(tuple(groups), alone, others)


def _space(found: Vectors, own: Sequence[Text], embedding: Embedding | None) -> _Space:
    import numpy as np
    from scipy.sparse import csr_array
    from sklearn.preprocessing import normalize

    places: dict[str, int] = {}
    same = np.array([places.setdefault(text.text.casefold(), len(places)) for text in own], np.int64)
    if embedding is None:
        return _Space(found.likeness, LIKE, same)
    rows = embedding.rows([text.text for text in own])
    return _Space(csr_array(normalize(rows)), embedding.like, same)


def _joined(space: _Space, seed: int) -> "Whole":
    """A label for each text (texts,): its start, joined with those that are alike."""
    import numpy as np
    from sklearn.cluster import AgglomerativeClustering

    starts = _starts(space, seed)
    sums, sizes = _sums(space.rows, starts)
    if len(sizes) < 2:
        return starts
    between = (sums @ sums.T).toarray() / np.outer(sizes, sizes)
    linking = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - space.like
    )
    joined = linking.fit_predict(1 - between)
    return np.asarray(joined[starts], np.int64)


def _starts(space: _Space, seed: int) -> "Whole":
    import numpy as np
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    if int(space.same.max()) < _ALONE_UP_TO:
        return space.same
    with threadpool_limits(1):
        clusters = KMeans(round(sqrt(len(space.same) / 2)), n_init=2, random_state=seed)
        labels = clusters.fit_predict(_condensed(space.rows, seed))
    # An empty cluster would be a start without texts.
    return np.asarray(np.unique(labels, return_inverse=True)[1], np.int64)


def _condensed(rows: "Rows", seed: int) -> "Numbers":
    """The rows in at most 64 dimensions, again of length 1."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    if rows.shape[1] <= _DIMENSIONS:
        return np.asarray(rows.toarray(), np.float64)
    condensed = TruncatedSVD(_DIMENSIONS, n_iter=_SWEEPS, random_state=seed).fit_transform(rows)
    return np.asarray(normalize(condensed), np.float64)


def _sums(rows: "Rows", labels: "Whole") -> tuple["Rows", "Numbers"]:
    """The sum of each label's rows (labels, features) and how many it has (labels,)."""
    import numpy as np
    from scipy.sparse import csr_array

    places = np.arange(len(labels))
    picked = csr_array((np.ones(len(labels)), (labels, places)))
    return csr_array(picked @ rows), np.bincount(labels).astype(np.float64)


def _without_strangers(rows: "Rows", labels: "Whole", like: float) -> list["Whole"]:
    """The places of each group's texts that belong to it, of groups that are large enough."""
    import numpy as np

    everything = np.asarray(rows @ np.asarray(rows.sum(axis=0), np.float64).ravel(), np.float64)
    found = []
    for members in _members(labels):
        own, itself = _sum_within(rows[members])
        inside = (own - itself) / max(len(members) - 1, 1)
        outside = (everything[members] - own) / max(len(labels) - len(members), 1)
        belonging = members[(inside >= like / 2) & (inside >= 2 * outside)]
        if len(belonging) >= SMALLEST:
            found.append(belonging)
    return found


def _sum_within(rows: "Rows") -> tuple["Numbers", "Numbers"]:
    """For each row the sum of its likeness with all of these, and its likeness with itself: 1, or 0 without a word."""
    import numpy as np

    whole = np.asarray(rows.sum(axis=0), np.float64).ravel()
    return np.asarray(rows @ whole, np.float64), (np.diff(rows.indptr) > 0).astype(np.float64)


def _members(labels: "Whole") -> list["Whole"]:
    """The places of the texts of each label."""
    import numpy as np

    order = np.argsort(labels, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)


def _group(space: _Space, found: Vectors, own: Sequence[Text], members: "Whole") -> Group:
    """One group from the places of its texts."""
    import numpy as np

    together, itself = _sum_within(space.rows[members])
    near = (together - itself) / (len(members) - 1)
    ordered = members[np.argsort(-near, kind="stable")].tolist()
    different: dict[int, Hashable] = {}
    for place in ordered:
        different.setdefault(int(space.same[place]), own[place].key)
    return Group(
        members=tuple(own[place].key for place in ordered),
        typical=tuple(different.values())[:_TYPICAL],
        words=_named(found, members),
        likeness=float(np.clip(near.mean(), 0, 1)),
    )


def _named(found: Vectors, members: "Whole") -> tuple[str, ...]:
    """The words that weigh more in the group than in all texts, the weightiest first."""
    import numpy as np

    here = np.asarray(found.words[members].mean(axis=0), np.float64).ravel()
    everywhere = np.asarray(found.words.mean(axis=0), np.float64).ravel()
    more = here - everywhere
    best = np.argsort(-more, kind="stable")[:_WORDS]
    return tuple(found.vocabulary[place] for place in best.tolist() if more[place] > 0)
