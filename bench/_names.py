"""Invented names for the rows of every measurement."""

from random import Random

SYLLABLES = (
    "mo",
    "ko",
    "le",
    "ba",
    "ndi",
    "si",
    "pho",
    "the",
    "nga",
    "za",
    "lu",
    "du",
    "pe",
    "ter",
    "sen",
    "ja",
    "cob",
    "van",
    "wyk",
    "mbe",
    "ki",
    "nko",
    "sa",
    "dla",
    "mi",
    "ni",
    "hle",
    "go",
    "ra",
)


def name(chance: Random, *, most: int = 4) -> str:
    """A word of two to `most` syllables, such as people and places have for a name."""
    return "".join(chance.choices(SYLLABLES, k=chance.randint(2, most))).title()
