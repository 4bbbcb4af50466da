"""Short texts as rows of numbers: what words and parts of words they share, the rare ones weighing most.

TF-IDF (G. Salton and C. Buckley, Term-weighting approaches in automatic text retrieval, Inf. Process. Manage. 24
(1988) 513-523), through scikit-learn: words, and runs of four letters within words, by which "teaching" and "teacher"
are alike and a slip of the finger does little.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imbizo.calc.folding import words

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    Sparse = csr_array[np.float64]

LETTERS = 4
MOST_FEATURES = 6_000  # of words, and again of runs of letters
_ENOUGH = 50  # texts, from which on a word that stands once, or in three of ten, tells nothing
_TOO_COMMON = 0.3
_IN_AFRIKAANS = """
    aan alles almal as by daar dan dat die dis dit ek en gaan haar het hier hoe hom hulle hy in is jy kan kom laat maar
    met moet my na nie nog nou of om ons ook op sal se so sy te toe tot uit van vir waar want was wat weet wie word
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A short text, by whatever its caller knows it, and the language it is in (ISO 639)."""

    key: Hashable
    text: str
    language: str


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """`likeness` (texts, features), rows of length 1 or 0, so that their products are cosines.

    `words` (texts, words) are the words by themselves; `vocabulary` says which word each of its columns is.
    """

    likeness: "Sparse"
    words: "Sparse"
    vocabulary: tuple[str, ...]


def vectors(texts: Sequence[str], language: str) -> Vectors | None:
    """The texts as rows; None where no word is left in any of them that could tell one from another."""
    from scipy.sparse import csr_array, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    common = _common(language)
    bare = [" ".join(word for word in words(text) if len(word) > 1 and word not in common) for text in texts]
    # What is said a hundred times in the same words isn't common for that.
    different = {text: place for place, text in enumerate(dict.fromkeys(bare))}
    rows, limits = [different[text] for text in bare], _limits(len(different))
    by_word = TfidfVectorizer(analyzer=str.split, **limits)
    by_letter = TfidfVectorizer(analyzer="char_wb", ngram_range=(LETTERS, LETTERS), **limits)
    try:
        of_words, of_letters = (csr_array(by.fit_transform(different))[rows] for by in (by_word, by_letter))
    except ValueError:
        # So says scikit-learn of a vocabulary that is empty: only common words, or each in one text alone.
        return None
    likeness = csr_array(normalize(hstack([of_words, of_letters])))
    return Vectors(likeness, of_words, tuple(by_word.get_feature_names_out().tolist()))


def _limits(texts: int) -> dict[str, object]:
    enough = texts >= _ENOUGH
    return {
        "lowercase": False,
        "sublinear_tf": True,
        "min_df": 2 if enough else 1,
        "max_df": _TOO_COMMON if enough else 1.0,
        "max_features": MOST_FEATURES,
    }


def _common(language: str) -> frozenset[str]:
    """Words that say nothing; in other languages than these two only the share of texts that has a word tells."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    by_language = {
        "en": {*ENGLISH_STOP_WORDS, "cant", "didnt", "dont", "im", "isnt", "its"},
        "af": set(_IN_AFRIKAANS.split()),
    }
    return frozenset(by_language.get(language, ()))
