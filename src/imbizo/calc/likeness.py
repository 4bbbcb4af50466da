"""How alike two people's names are: the same, initials of one another, similar by a slip, or different people's."""

from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import JaroWinkler

from imbizo.calc.names import Name


class Likeness(StrEnum):
    """What two names have in common."""

    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    INITIALS = "initials"


@dataclass(frozen=True, slots=True)
class Comparable:
    """A name's keys, cut to a length that can be compared quickly."""

    surname: str
    given: tuple[str, ...]
    whole_name: tuple[str, str]
    suffix: str
    titles: frozenset[str]
    is_initials: bool

    @property
    def is_vague(self) -> bool:
        """Whether only initials or no given name at all are known."""
        return not self.given or self.is_initials


_COMPARED_LETTERS = 80
# Jaro-Winkler thresholds: above them "Mohamed" and "Mohammed", below "Johan" and "Jan", "Botha" and "Bosch".
_SIMILAR_SURNAME = 0.94
_SIMILAR_GIVEN = 0.90
_MEN = frozenset({"Mr", "Mnr", "Mnu", "Father", "Brother", "Tata", "Sir", "Imam"})
_WOMEN = frozenset({"Mrs", "Ms", "Miss", "Mev", "Mej", "Nksk", "Nkszn", "Sister", "Mama", "Dame"})


def comparable(name: Name) -> Comparable:
    """What of a name is compared."""
    surname = name.surname_key[:_COMPARED_LETTERS]
    given = tuple(name.given_key[:_COMPARED_LETTERS].split())
    titles = frozenset(name.title.split())
    return Comparable(surname, given, (surname, " ".join(given)), name.suffix, titles, name.is_initials)


def likeness(one: Comparable, other: Comparable) -> Likeness | None:
    """How alike two names are, or None where they're different people's."""
    if one.suffix != other.suffix and one.surname == other.surname:
        # Father and son: "Piet Botha Sr" isn't "Piet Botha Jr", and with one suffix missing a person must look.
        return Likeness.SIMILAR_NAME if not one.suffix or not other.suffix else None
    if one.whole_name == other.whole_name:
        return _equal_names(one)
    if one.surname == other.surname and one.surname:
        return _given(one.given, other.given)
    return _slip(one, other)


def _equal_names(one: Comparable) -> Likeness | None:
    """Two equal names say little where they're but a surname ("Mr Botha") or initials ("J. Botha")."""
    if not any(one.whole_name):
        return None
    if not one.given or one.is_initials:
        return Likeness.INITIALS
    return Likeness.SAME_NAME


def _given(one: tuple[str, ...], other: tuple[str, ...]) -> Likeness | None:
    """Given names under one surname: none or initials of the other, one of several, or a slip."""
    if not one or not other:
        return Likeness.INITIALS
    if len(one[0]) == 1 or len(other[0]) == 1:
        return Likeness.INITIALS if _initials_agree(one, other) else None
    shorter, longer = sorted((one, other), key=len)
    if shorter[0] == longer[0] or (len(shorter) == 1 and shorter[0] in longer):
        return Likeness.SIMILAR_NAME if _rest_agrees(shorter, longer) else None
    return Likeness.SIMILAR_NAME if _alike("".join(one), "".join(other), _SIMILAR_GIVEN) else None


def _initials_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(a[0] == b[0] for a, b in zip(one, other, strict=False))


def _rest_agrees(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether further names fit: "Jean Claude" and "Jean Paul" are two people, "Jean C." and "Jean Claude" one."""
    if len(shorter) == 1:
        return True
    return all(
        a == b or (a[0] == b[0] and 1 in (len(a), len(b)))
        for a, b in zip(shorter[1:], longer[1:], strict=False)
    )


def _slip(one: Comparable, other: Comparable) -> Likeness | None:
    """Different surnames: a slip of the finger in one, or the names in another order."""
    if not one.given or not other.given or not one.surname or not other.surname:
        return _lone(one, other)
    if sorted((*one.given, one.surname)) == sorted((*other.given, other.surname)):
        return Likeness.SAME_NAME
    if one.given != other.given or len(one.given[0]) == 1:
        return None
    return Likeness.SIMILAR_NAME if _alike(one.surname, other.surname, _SIMILAR_SURNAME) else None


def _lone(one: Comparable, other: Comparable) -> Likeness | None:
    """A single name ("Thandeka", "Botha") against a whole one that holds it."""
    first = {*one.given, one.surname} - {""}
    second = {*other.given, other.surname} - {""}
    lone = min(first, second, key=len)
    held = len(lone) == 1 and lone <= (first & second) and all(len(word) > 2 for word in lone)
    return Likeness.SIMILAR_NAME if held else None


def _alike(one: str, other: str, threshold: float) -> bool:
    return JaroWinkler.similarity(one, other, score_cutoff=threshold) >= threshold


def look_like_family(one: Comparable, other: Comparable) -> bool:
    """Whether two on one number are a household: "Mr J. Botha" and "Mrs J. Botha"."""
    first, second = one.titles, other.titles
    return bool(first & _MEN and second & _WOMEN) or bool(first & _WOMEN and second & _MEN)
