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

from imbizo.calc.likeness import Comparable, Likeness, comparable, likeness, look_like_family
from imbizo.calc.names import Name
from imbizo.calc.organisations import Organisation, is_body, is_part, provinces_agree
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
_NAME_REASONS = {
    Likeness.SAME_NAME: Reason.SAME_NAME,
    Likeness.SIMILAR_NAME: Reason.SIMILAR_NAME,
    Likeness.INITIALS: Reason.INITIALS,
}
_CONFLICTS = frozenset({Reason.DIFFERENT_NUMBER, Reason.DIFFERENT_EMAIL})
_CONTACT = frozenset({Reason.SAME_NUMBER, Reason.SAME_EMAIL})
_FULL_BLOCK = 40
_WINDOW = 6
# More bearers of one name in one organisation than a person plausibly has rows.
_NAMESAKES = 3


@dataclass(frozen=True, slots=True)
class _Person:
    """A candidate with what its blocks and comparisons need, worked out once; `orgs` are group numbers."""

    place: int
    candidate: Candidate
    name: Comparable
    orgs: frozenset[int]
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
    has_namesakes = any((org, candidate.name.key) in common for org in orgs)
    return _Person(place, candidate, comparable(candidate.name), orgs, has_namesakes)


def _pairs(people: Sequence[_Person]) -> Iterator[tuple[_Person, _Person]]:
    """Pairs that share a block, in the order of the input; a pair may come more than once."""
    for keys in (_contact_keys, _organisation_keys, _slip_keys, _body_keys, _nowhere_keys):
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
    ordered = sorted(block, key=lambda person: person.name.whole_name)
    for place, person in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + _WINDOW]:
            yield (person, other) if person.place < other.place else (other, person)


def _contact_keys(person: _Person) -> Iterable[Hashable]:
    return (*person.candidate.phones, *person.candidate.emails)


def _organisation_keys(person: _Person) -> Iterable[Hashable]:
    """The organisation with the surname, or with the only name where there's one."""
    name = person.name.surname or " ".join(person.name.given)
    return [(org, name) for org in person.orgs] if name else []


def _slip_keys(person: _Person) -> Iterable[Hashable]:
    """The organisation with a given name (for slips in the surname) and with all names in any order."""
    if not person.name.given:
        return []
    whole = " ".join(sorted((*person.name.given, person.name.surname)))
    return [key for org in person.orgs for key in ((org, "given", person.name.given[0]), (org, "any", whole))]


def _body_keys(person: _Person) -> Iterable[Hashable]:
    """A body of state with the whole name: "SAPS" and "SAPS Ceres" may be one place of work."""
    if not person.name.surname or not person.name.given:
        return []
    tokens = {token for organisation in person.candidate.organisations for token in organisation.tokens}
    return [(token, person.name.whole_name) for token in tokens if is_body(token)]


def _nowhere_keys(person: _Person) -> Iterable[Hashable]:
    """Name and place; judged only where one of the two has no organisation."""
    if not person.name.surname or not person.name.given or not person.candidate.place:
        return []
    return [(person.name.surname, person.name.given, person.candidate.place)]


def _reasons(one: _Person, other: _Person) -> list[Reason] | None:
    """Why two people may be one, or None. A shared contact or organisation counts only with a similar name."""
    alike = likeness(one.name, other.name)
    if alike is None:
        return None
    name = _NAME_REASONS[alike]
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
        return at_one_organisation or name is Reason.SAME_NAME or not look_like_family(one.name, other.name)
    if at_one_organisation and reasons & _CONFLICTS:
        # Another number may be a new one; another number and address, or a name that many bear there, are another
        # person.
        return name is Reason.SAME_NAME and not one.has_namesakes and not reasons >= _CONFLICTS
    if at_one_organisation:
        return True
    nowhere = not one.orgs or not other.orgs
    return nowhere and name is Reason.SAME_NAME and Reason.SAME_PLACE in reasons and not reasons & _CONFLICTS


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
    pairs = [
        (a, b)
        for a in one.candidate.organisations
        for b in other.candidate.organisations
        if provinces_agree(a, b)
    ]
    if any(a.key == b.key and a.key for a, b in pairs):
        return Reason.SAME_ORGANISATION
    similar = bool(one.orgs & other.orgs and pairs) or any(is_part(a, b) for a, b in pairs)
    return Reason.SIMILAR_ORGANISATION if similar else None


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
                if people[place].name.is_vague and not people[other].name.is_vague:
                    fits[place].add(people[other].name.given)
    ambiguous = {place for place, names in fits.items() if len(names) > 1}
    return [s for pair, s in found.items() if not (_is_guess(s) and ambiguous.intersection(pair))]


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
        if len(people) > 1 and any(likeness(people[0].name, other.name) is None for other in people[1:])
    ]
