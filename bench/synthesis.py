"""Suggested groups of 5,000 short inputs, against the bare scikit-learn pipeline on the same texts.

The baseline goes from the same list of texts to a label each: TF-IDF of words and of runs of four letters with
scikit-learn's own words and limits, 64 dimensions, normalised, k-means with the same number of clusters and starts. It
joins nothing, names nothing, leaves nothing out, and knows no language. Both run their sums in one thread, which is
faster for texts as short as these, and take turns.
"""

import os
import random
from collections.abc import Sequence
from math import sqrt
from typing import Any

from threadpoolctl import threadpool_limits

from bench.harness import ratio, say, timed_in_turn
from imbizo.calc.grouping import Grouping, Text, suggest_groups

INPUTS = int(os.environ.get("BENCH_ROWS", "5000"))
SUBJECTS, WORDS, WORDS_OF_ONE, COMMON = 40, 3000, 25, 400


def main() -> None:
    texts = [Text(number, text, "en") for number, text in enumerate(_inputs(random.Random(7)))]  # noqa: S311 - the same texts each time
    found = suggest_groups(texts, language="en")
    print(f"{INPUTS:,} inputs on {SUBJECTS} subjects: {len(found.groups)} groups, {len(found.alone)} in none")
    _sound(found)
    bare, ours = timed_in_turn(
        lambda: _bare([text.text for text in texts]),
        lambda: suggest_groups(texts, language="en"),
        repeats=6,
        warm=1,
    )
    say("bare scikit-learn", bare)
    say("suggested groups", ours)
    ratio(bare.total / ours.total, "the bare scikit-learn pipeline on the same texts")


def _inputs(chance: random.Random) -> list[str]:
    """Each has eight to thirty words, half of them of its subject, in a language that has only syllables."""
    vocabulary = [
        "".join(
            chance.choice("bcdfgklmnprstvw") + chance.choice("aeiou") for _at in range(chance.randint(2, 4))
        )
        for _word in range(WORDS)
    ]
    subjects = [chance.sample(vocabulary, WORDS_OF_ONE) for _subject in range(SUBJECTS)]

    def word(subject: Sequence[str]) -> str:
        return chance.choice(subject if chance.random() < 0.5 else vocabulary[:COMMON])

    return [
        " ".join(word(subjects[number % SUBJECTS]) for _at in range(chance.randint(8, 30)))
        for number in range(INPUTS)
    ]


def _bare(texts: Sequence[str]) -> Any:
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.preprocessing import Normalizer

    limits: dict[str, Any] = {"sublinear_tf": True, "min_df": 2, "max_df": 0.3, "max_features": 6000}
    pipeline = make_pipeline(
        make_union(
            TfidfVectorizer(stop_words="english", **limits),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), **limits),
        ),
        TruncatedSVD(64, n_iter=3, random_state=0),
        Normalizer(),
        KMeans(round(sqrt(len(texts) / 2)), n_init=2, random_state=0),
    )
    with threadpool_limits(1):
        return pipeline.fit_predict(texts)


def _sound(found: Grouping) -> None:
    """Stop where the groups aren't what the texts are about: a member in ten of another subject is too many."""
    strangers = 0
    for group in found.groups:
        subjects = [int(str(key)) % SUBJECTS for key in group.members]
        strangers += len(subjects) - max(map(subjects.count, set(subjects)))
    if strangers + len(found.alone) > INPUTS / 10:
        raise SystemExit(f"{strangers} inputs are in a group of another subject, {len(found.alone)} in none.")


if __name__ == "__main__":
    main()
