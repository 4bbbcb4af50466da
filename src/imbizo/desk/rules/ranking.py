"""The order of results, the same on both databases: how well the title answers what was asked."""

from collections.abc import Sequence

from imbizo.desk.rules.words import words


def rank(title: str, asked: Sequence[str]) -> tuple[int, int, str]:
    """A key that sorts the better answer first.

    First by how the title answers: it is what was asked; it has every word whole; it begins with the first one; it
    begins a word with each; only the body does. Then the shorter title, then the alphabet.
    """
    has = words(title)
    return (_grade(has, asked), len(has), title.casefold())


def _grade(has: Sequence[str], asked: Sequence[str]) -> int:
    if list(has) == list(asked):
        return 0
    if set(asked) <= set(has):
        return 1
    if not all(any(word.startswith(wanted) for word in has) for wanted in asked):
        return 4
    return 2 if has and has[0].startswith(asked[0]) else 3
