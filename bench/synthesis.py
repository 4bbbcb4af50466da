"""Suggested groups of 5,000 short inputs in the database, against the bare scikit-learn pipeline on the same texts.

Ours is the whole operation of the worker: reading the inputs and their translations, grouping, writing the suggestion.
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

from bench.harness import analyse, database, load, ratio, say, timed_in_turn

INPUTS = int(os.environ.get("BENCH_ROWS", "5000"))
SUBJECTS, WORDS, WORDS_OF_ONE, COMMON = 40, 3000, 25, 400


def main() -> None:
    with database() as vendor:
        texts = _inputs(random.Random(7))  # noqa: S311 - the same texts each time
        suggestion = _filled(texts)
        found = _computed(suggestion)
        alone = sum(len(each["inputs"]) for each in found.left)
        print(
            f"{vendor}: {INPUTS:,} inputs on {SUBJECTS} subjects: {len(found.groups)} groups, {alone} in none"
        )
        _sound(found.groups, alone, dict(zip(_ids(), range(INPUTS), strict=True)))
        bare, ours = timed_in_turn(lambda: _bare(texts), lambda: _computed(suggestion), repeats=6, warm=1)
    say("bare scikit-learn", bare)
    say("suggested groups", ours)
    ratio(bare.total / ours.total, "the bare scikit-learn pipeline on the same texts")


def _filled(texts: Sequence[str]) -> Any:
    """A programme with a workshop that is over, at which all this was said; the id of a suggestion to be computed."""
    from datetime import date

    from imbizo.accounts.models import User
    from imbizo.base.models import new_id
    from imbizo.convening.models import Gathering, Input
    from imbizo.evidence.models import Grouping
    from imbizo.programmes.operations import add_member, add_partner, create_programme

    programme = create_programme(
        name="Bench",
        slug="bench",
        template="four-phase-strategy-and-mou",
        starts_on=date(2026, 3, 2),
        by=None,
    )
    partner = add_partner(programme=programme, name="Convenor", is_convenor=True, by=None)
    user = User.objects.create_user("amina@example.org", name="Amina")
    member = add_member(user=user, partner=partner, roles=["coordinator"], by=None)
    hall = Gathering.objects.create(
        programme=programme, owner=partner, name="Hall", code="AAAAAA", state="held"
    )
    same = {"programme_id": programme.pk, "gathering_id": hall.pk, "state": "shown", "via": "paper"}
    load(Input, ["id", "text"], ([new_id(), text] for text in texts), **same, language="en")
    analyse()
    return Grouping.objects.create(programme=programme, made_for=member).pk


def _computed(pk: Any) -> Any:
    """The suggestion, worked out anew."""
    from imbizo.evidence.models import Grouping
    from imbizo.evidence.operations.groupings import compute

    Grouping.objects.filter(pk=pk).update(is_done=False)
    compute(id=pk)
    return Grouping.objects.get(pk=pk)


def _ids() -> list[str]:
    """The inputs' ids in the order in which they were said."""
    from imbizo.convening.models import Input

    return [str(pk) for pk in Input.objects.order_by("pk").values_list("pk", flat=True)]


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


def _sound(groups: Sequence[dict[str, Any]], alone: int, numbers: dict[str, int]) -> None:
    """Stop where the groups aren't what the texts are about: a member in ten of another subject is too many."""
    strangers = 0
    for group in groups:
        subjects = [numbers[pk] % SUBJECTS for pk in group["inputs"]]
        strangers += len(subjects) - max(map(subjects.count, set(subjects)))
    if strangers + alone > INPUTS / 10:
        raise SystemExit(f"{strangers} inputs are in a group of another subject, {alone} in none.")


if __name__ == "__main__":
    main()
