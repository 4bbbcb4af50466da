"""Which records are probably one person, with the reasons; a person decides.

Rules: engagement.md section 5, "same person". Candidates are first put in blocks (same number, same e-mail, same
organisation and surname, ...), since comparing all with all would be quadratic; inside a block each pair is judged
once. A block past `_FULL_BLOCK` is sorted by name and each member compared with its next `_WINDOW` neighbours only
(the sorted-neighbourhood method of Hernández and Stolfo, 1995), so that the whole stays near-linear.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from rapidfuzz.distance import JaroWinkler

from imbizo.calc.names import Name
from imbizo.calc.organisations import Organisation, provinces_agree
from imbizo.calc.orggroups import groups


class Reason(StrEnum):
    """What speaks for a pair, and what against it."""

    SAME_NUMBER = "same_number"
    SAME_EMAIL = "same_email"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    INITIALS = "initials"
    SAME_ORGANISATION = "same_organisation"
    SIMILAR_ORGANISATION = "similar_organisation"
    SAME_PLACE = "same_place"
    DIFFERENT_NUMBER = "different_number"
    DIFFERENT_EMAIL = "different_email"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One record. `phones` are E.164, `emails` lower case, `place` any comparable text; all may be empty.

    `id` is the caller's: a row number, a UUID. Organisations come from `organisations.resolve`, so that the
    register's own acronyms and the programme's other spellings are already one.
    """

    id: Hashable
    name: Name
    organisations: tuple[Organisation, ...] = ()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A pair in the order of the input, a score of 0 to 100 and its reasons; `sure` ones may be taken in bulk."""

    first: Hashable
    second: Hashable
    score: int
    reasons: tuple[Reason, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class SharedNumber:
    """A number in the hands of people with quite different names: a household or an office, not duplicates."""

    number: str
    ids: tuple[Hashable, ...]


_WEIGHTS = {
    Reason.SAME_NUMBER: 40,
    Reason.SAME_EMAIL: 40,
    Reason.SAME_NAME: 40,
    Reason.SIMILAR_NAME: 25,
    Reason.INITIALS: 25,
    Reason.SAME_ORGANISATION: 35,
    Reason.SIMILAR_ORGANISATION: 20,
    Reason.SAME_PLACE: 5,
    Reason.DIFFERENT_NUMBER: -20,
    Reason.DIFFERENT_EMAIL: -15,
}
_CONFLICTS = frozenset({Reason.DIFFERENT_NUMBER, Reason.DIFFERENT_EMAIL})
_CONTACT = frozenset({Reason.SAME_NUMBER, Reason.SAME_EMAIL})
_FULL_BLOCK = 40
_WINDOW = 6
# More bearers of one name in one organisation than a person plausibly has rows.
_NAMESAKES = 3
_COMPARED_LETTERS = 80
# Jaro-Winkler thresholds: above them "Mohamed" and "Mohammed", below "Johan" and "Jan", "Botha" and "Bosch".
_SIMILAR_SURNAME = 0.94
_SIMILAR_GIVEN = 0.90
_MEN = frozenset({"Mr", "Mnr", "Mnu", "Father", "Brother", "Tata", "Sir", "Imam"})
_WOMEN = frozenset({"Mrs", "Ms", "Miss", "Mev", "Mej", "Nksk", "Nkszn", "Sister", "Mama", "Dame"})


@dataclass(frozen=True, slots=True)
class _Person:
    """A candidate with what its blocks and comparisons need, worked out once; `orgs` are group numbers."""

    place: int
    candidate: Candidate
    surname: str
    given: tuple[str, ...]
    orgs: frozenset[int]
    whole_name: tuple[str, str]
    has_namesakes: bool


def suggest(candidates: Sequence[Candidate]) -> list[Suggestion]:
    """All pairs of a register that are probably one person, the likeliest first."""
    return _suggestions(candidates, lambda first, second: True)


def suggest_new(existing: Sequence[Candidate], new: Sequence[Candidate]) -> list[Suggestion]:
    """Pairs with at least one new record: an import's rows against the register and among themselves."""
    known = len(existing)
    return _suggestions([*existing, *new], lambda first, second: second >= known)


def _suggestions(candidates: Sequence[Candidate], wanted: Callable[[int, int], bool]) -> list[Suggestion]:
    people = _people(candidates)
    found: dict[tuple[int, int], Suggestion] = {}
    seen: set[tuple[int, int]] = set()
    for first, second in _pairs(people):
        pair = (first.place, second.place)
        if pair in seen or not wanted(*pair):
            continue
        seen.add(pair)
        if (reasons := _reasons(first, second)) is not None:
            found[pair] = _suggestion(first, second, reasons)
    kept = _without_ambiguous_initials(found, people)
    return sorted(kept, key=lambda suggestion: -suggestion.score)


def _people(candidates: Sequence[Candidate]) -> list[_Person]:
    keys = {
        organisation
        for candidate in candidates
        for organisation in candidate.organisations
        if organisation.key
    }
    group = groups(keys)
    offices = [frozenset(group[o.key] for o in candidate.organisations if o.key) for candidate in candidates]
    namesakes = Counter(
        (org, candidate.name.key) for candidate, orgs in zip(candidates, offices, strict=True) for org in orgs
    )
    common = {key for key, number in namesakes.items() if number > _NAMESAKES}
    return [
        _person(place, candidate, orgs, common)
        for place, (candidate, orgs) in enumerate(zip(candidates, offices, strict=True))
    ]


def _person(place: int, candidate: Candidate, orgs: frozenset[int], common: Set[tuple[int, str]]) -> _Person:
    name = candidate.name
    surname = name.surname_key[:_COMPARED_LETTERS]
    given = tuple(name.given_key[:_COMPARED_LETTERS].split())
    has_namesakes = any((org, name.key) in common for org in orgs)
    return _Person(place, candidate, surname, given, orgs, (surname, " ".join(given)), has_namesakes)


def _pairs(people: Sequence[_Person]) -> Iterator[tuple[_Person, _Person]]:
    """Pairs that share a block, in the order of the input; a pair may come more than once."""
    for keys in (_contact_keys, _organisation_keys, _slip_keys, _nowhere_keys):
        blocks: defaultdict[Hashable, list[_Person]] = defaultdict(list)
        for person in people:
            for key in keys(person):
                blocks[key].append(person)
        for block in blocks.values():
            yield from _block_pairs(block)


def _block_pairs(block: list[_Person]) -> Iterator[tuple[_Person, _Person]]:
    if len(block) <= _FULL_BLOCK:
        yield from combinations(block, 2)
        return
    ordered = sorted(block, key=lambda person: person.whole_name)
    for place, person in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + _WINDOW]:
            yield (person, other) if person.place < other.place else (other, person)


def _contact_keys(person: _Person) -> Iterable[Hashable]:
    return (*person.candidate.phones, *person.candidate.emails)


def _organisation_keys(person: _Person) -> Iterable[Hashable]:
    """The organisation with the surname, or with the only name where there's one."""
    name = person.surname or " ".join(person.given)
    return [(org, name) for org in person.orgs] if name else []


def _slip_keys(person: _Person) -> Iterable[Hashable]:
    """The organisation with a given name (for slips in the surname) and with all names in any order."""
    if not person.given:
        return []
    whole = " ".join(sorted((*person.given, person.surname)))
    return [key for org in person.orgs for key in ((org, "given", person.given[0]), (org, "any", whole))]


def _nowhere_keys(person: _Person) -> Iterable[Hashable]:
    """Name and place; judged only where one of the two has no organisation."""
    if not person.surname or not person.given or not person.candidate.place:
        return []
    return [(person.surname, person.given, person.candidate.place)]


def _reasons(one: _Person, other: _Person) -> list[Reason] | None:
    """Why two people may be one, or None. A shared contact or organisation counts only with a similar name."""
    name = _name_reason(one, other)
    if name is None:
        return None
    first, second = one.candidate, other.candidate
    contact = _contact_reasons(first, second)
    organisation = _organisation_reason(one, other)
    same_place = [Reason.SAME_PLACE] if first.place and first.place == second.place else []
    reasons = [*contact, name, *([organisation] if organisation else []), *same_place]
    return reasons if _suffice(one, other, name, set(reasons)) else None


def _suffice(one: _Person, other: _Person, name: Reason, reasons: set[Reason]) -> bool:
    """Whether what was found is worth a person's time."""
    at_one_organisation = bool(reasons & {Reason.SAME_ORGANISATION, Reason.SIMILAR_ORGANISATION})
    if reasons & _CONTACT:
        return at_one_organisation or name is Reason.SAME_NAME or not _look_like_family(one, other)
    if at_one_organisation and reasons & _CONFLICTS:
        # Another number may be a new one; another number and address, or a name that many bear there, are another
        # person.
        return name is Reason.SAME_NAME and not one.has_namesakes and not reasons >= _CONFLICTS
    if at_one_organisation:
        return True
    nowhere = not one.orgs or not other.orgs
    return nowhere and name is Reason.SAME_NAME and Reason.SAME_PLACE in reasons and not reasons & _CONFLICTS


def _look_like_family(one: _Person, other: _Person) -> bool:
    """Whether two on one number are a household: "Mr J. Botha" and "Mrs J. Botha"."""
    first, second = set(one.candidate.name.title.split()), set(other.candidate.name.title.split())
    return bool(first & _MEN and second & _WOMEN) or bool(first & _WOMEN and second & _MEN)


def _contact_reasons(first: Candidate, second: Candidate) -> list[Reason]:
    """Shared contacts, or a conflict where both have some and share none."""
    reasons = []
    if first.phones & second.phones:
        reasons.append(Reason.SAME_NUMBER)
    elif first.phones and second.phones:
        reasons.append(Reason.DIFFERENT_NUMBER)
    if first.emails & second.emails:
        reasons.append(Reason.SAME_EMAIL)
    elif first.emails and second.emails:
        reasons.append(Reason.DIFFERENT_EMAIL)
    # A second number is no conflict for people who share an address, nor the other way round.
    return [reason for reason in reasons if reason not in _CONFLICTS or not _CONTACT & set(reasons)]


def _organisation_reason(one: _Person, other: _Person) -> Reason | None:
    if not one.orgs & other.orgs:
        return None
    pairs = [
        (a, b)
        for a in one.candidate.organisations
        for b in other.candidate.organisations
        if provinces_agree(a, b)
    ]
    if any(a.key == b.key for a, b in pairs):
        return Reason.SAME_ORGANISATION
    return Reason.SIMILAR_ORGANISATION if pairs else None


def _name_reason(one: _Person, other: _Person) -> Reason | None:
    """How alike two names are, or None where they're different people's."""
    if one.candidate.name.suffix != other.candidate.name.suffix and one.surname == other.surname:
        # Father and son: "Piet Botha Sr" isn't "Piet Botha Jr", and with one suffix missing a person must look.
        return (
            Reason.SIMILAR_NAME if not one.candidate.name.suffix or not other.candidate.name.suffix else None
        )
    if one.whole_name == other.whole_name:
        return _equal_names(one)
    if one.surname == other.surname and one.surname:
        return _given_reason(one.given, other.given)
    return _slip_reason(one, other)


def _equal_names(one: _Person) -> Reason | None:
    """Two equal names say little where they're but a surname ("Mr Botha") or initials ("J. Botha")."""
    if not any(one.whole_name):
        return None
    if not one.given or one.candidate.name.is_initials:
        return Reason.INITIALS
    return Reason.SAME_NAME


def _given_reason(one: tuple[str, ...], other: tuple[str, ...]) -> Reason | None:
    """Given names under one surname: none or initials of the other, one of several, or a slip."""
    if not one or not other:
        return Reason.INITIALS
    if len(one[0]) == 1 or len(other[0]) == 1:
        return Reason.INITIALS if _initials_agree(one, other) else None
    shorter, longer = sorted((one, other), key=len)
    if shorter[0] == longer[0] or (len(shorter) == 1 and shorter[0] in longer):
        return Reason.SIMILAR_NAME if _rest_agrees(shorter, longer) else None
    return Reason.SIMILAR_NAME if _alike("".join(one), "".join(other), _SIMILAR_GIVEN) else None


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


def _slip_reason(one: _Person, other: _Person) -> Reason | None:
    """Different surnames: a slip of the finger in one, or the names in another order."""
    if not one.given or not other.given or not one.surname or not other.surname:
        return _lone_reason(one, other)
    if sorted((*one.given, one.surname)) == sorted((*other.given, other.surname)):
        return Reason.SAME_NAME
    if one.given != other.given or len(one.given[0]) == 1:
        return None
    return Reason.SIMILAR_NAME if _alike(one.surname, other.surname, _SIMILAR_SURNAME) else None


def _lone_reason(one: _Person, other: _Person) -> Reason | None:
    """A single name ("Thandeka", "Botha") against a whole one that holds it."""
    first = {*one.given, one.surname} - {""}
    second = {*other.given, other.surname} - {""}
    lone = min(first, second, key=len)
    held = len(lone) == 1 and lone <= (first & second) and all(len(word) > 2 for word in lone)
    return Reason.SIMILAR_NAME if held else None


def _alike(one: str, other: str, threshold: float) -> bool:
    return JaroWinkler.similarity(one, other, score_cutoff=threshold) >= threshold


def _suggestion(one: _Person, other: _Person, reasons: list[Reason]) -> Suggestion:
    score = max(1, min(100, sum(_WEIGHTS[reason] for reason in reasons)))
    told_apart = bool(_CONTACT & set(reasons)) or not one.has_namesakes
    sure = told_apart and _is_sure(set(reasons))
    return Suggestion(one.candidate.id, other.candidate.id, score, tuple(reasons), sure)


def _is_sure(reasons: set[Reason]) -> bool:
    """Whether one press over many may take it: a full name or initials with a shared contact, at one place of work."""
    if reasons & _CONFLICTS:
        return False
    same_organisation = Reason.SAME_ORGANISATION in reasons
    if Reason.SAME_NAME in reasons:
        return bool(reasons & _CONTACT) or same_organisation
    return bool(reasons & _CONTACT) and same_organisation


def _without_ambiguous_initials(
    found: dict[tuple[int, int], Suggestion], people: Sequence[_Person]
) -> list[Suggestion]:
    """Less the initials that fit two: "T. Moyo" beside Tendai and Thandeka Moyo, with no number to tell which."""
    fits: defaultdict[int, set[tuple[str, ...]]] = defaultdict(set)
    for pair, suggestion in found.items():
        if _is_guess(suggestion):
            for place, other in (pair, pair[::-1]):
                if _is_vague(people[place]) and not _is_vague(people[other]):
                    fits[place].add(people[other].given)
    ambiguous = {place for place, names in fits.items() if len(names) > 1}
    return [s for pair, s in found.items() if not (_is_guess(s) and ambiguous.intersection(pair))]


def _is_vague(person: _Person) -> bool:
    """Whether only initials or no given name at all are known."""
    return not person.given or person.candidate.name.is_initials


def _is_guess(suggestion: Suggestion) -> bool:
    return Reason.INITIALS in suggestion.reasons and not _CONTACT.intersection(suggestion.reasons)


def shared_numbers(candidates: Sequence[Candidate]) -> list[SharedNumber]:
    """Numbers held by people whose names are quite different, in the order of the input; flagged, not merged."""
    holders: defaultdict[str, list[_Person]] = defaultdict(list)
    for person in _people(candidates):
        for number in sorted(person.candidate.phones):
            holders[number].append(person)
    return [
        SharedNumber(number, tuple(person.candidate.id for person in people))
        for number, people in holders.items()
        if len(people) > 1 and any(_name_reason(people[0], other) is None for other in people[1:])
    ]
