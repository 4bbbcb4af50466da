"""Who in the register, or further up in the sheet, a row may be. Reads only.

People are compared by `calc.matching`; organisations are one where their names resolve to one key. Nobody is compared
with an actor that the importing member doesn't see: a suggestion must not betray one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from imbizo.actors.models import Actor, ActorName, Affiliation, ContactPoint
from imbizo.actors.operations.imports.understanding import Understood
from imbizo.actors.operations.imports.whereabouts import Gazetteer
from imbizo.actors.states import ActorState, Form
from imbizo.calc import matching, names, organisations
from imbizo.calc.folding import fold, tidy
from imbizo.calc.matching import Candidate, Suggestion
from imbizo.calc.organisations import Organisation
from imbizo.messaging.states import Channel
from imbizo.programmes.models import Membership

NUMBERS = frozenset({Channel.SMS.value, Channel.PHONE.value, Channel.WHATSAPP.value})


@dataclass
class Likeness:
    """What was found: for each row number its suggestions, likeliest first, and the numbers that households share."""

    of_row: dict[int, list[Suggestion]] = field(default_factory=lambda: defaultdict(list))
    shared: frozenset[str] = frozenset()


def compare(rows: Sequence[Understood], gazetteer: Gazetteer, by: Membership) -> Likeness:
    """Compare the people of the sheet with the register's and among themselves."""
    spellings = known_spellings(by)
    wanted = {row.values["organisation"] for row in rows if row.is_person and row.values.get("organisation")}
    people, their_organisations = _register_people(by)
    named = {name for found in their_organisations.values() for name in found}
    resolved = organisations.resolve(sorted(wanted | named), extra_spellings=spellings)
    existing = [_candidate_of(person, their_organisations, resolved) for person in people]
    new = [_candidate(row, resolved, gazetteer) for row in rows if row.is_person]
    found = Likeness(shared=frozenset(n.number for n in matching.shared_numbers([*existing, *new])))
    for suggestion in matching.suggest_new(existing, new):
        found.of_row[_number(suggestion.second)].append(suggestion)
    return found


def known_spellings(by: Membership) -> dict[str, str]:
    """Other spellings and acronyms of the programme's organisations, each with the name in use."""
    seen = Actor.objects.visible_to(by).active().organisations()
    others = ActorName.objects.filter(actor__in=seen).values_list("name", "actor__name")
    acronyms = seen.exclude(acronym="").values_list("acronym", "name")
    return dict(acronyms) | dict(others)


def register_candidates(by: Membership, ids: Iterable[UUID] | None = None) -> list[Candidate]:
    """The people of the register (or those of them) as `calc.matching` compares them."""
    people, their_organisations = _register_people(by, ids)
    named = sorted({name for found in their_organisations.values() for name in found})
    resolved = organisations.resolve(named, extra_spellings=known_spellings(by))
    return [_candidate_of(person, their_organisations, resolved) for person in people]


def _number(identifier: object) -> int:
    assert isinstance(identifier, int)
    return identifier


def _register_people(
    by: Membership, ids: Iterable[UUID] | None = None
) -> tuple[list[tuple[Any, ...]], Mapping[UUID, list[str]]]:
    """Rows of (id, title, given name, surname, name, municipality, place as written, numbers, mails), organisations."""
    seen = Actor.objects.visible_to(by).active().people()
    if ids is not None:
        seen = seen.filter(pk__in=list(ids))
    chosen = seen if ids is not None else Actor.objects.filter(programme_id=by.programme_id)
    numbers, mails = _addresses(by, chosen)
    fields = ("pk", "title", "given_name", "surname", "name", "municipality_id", "place_text")
    people = [
        (*row, numbers.get(row[0], frozenset()), mails.get(row[0], frozenset()))
        for row in seen.order_by("created_at", "pk").values_list(*fields)
    ]
    affiliations = Affiliation.objects.current().filter(person__in=chosen)
    belonging: dict[UUID, list[str]] = defaultdict(list)
    for person, name in affiliations.values_list("person_id", "organisation__name"):
        belonging[person].append(name)
    return people, belonging


def _addresses(by: Membership, chosen: Any) -> tuple[dict[UUID, frozenset[str]], dict[UUID, frozenset[str]]]:
    """The numbers and the mail addresses of each actor, as far as the member may see them."""
    numbers: dict[UUID, set[str]] = defaultdict(set)
    mails: dict[UUID, set[str]] = defaultdict(set)
    points = ContactPoint.objects.visible_to(by).filter(actor__in=chosen).exclude(address="")
    for actor, channel, address in points.values_list("actor_id", "channel", "address"):
        (numbers if channel in NUMBERS else mails)[actor].add(address)
    return ({k: frozenset(v) for k, v in numbers.items()}, {k: frozenset(v) for k, v in mails.items()})


def _candidate_of(
    person: tuple[Any, ...], belonging: Mapping[UUID, list[str]], resolved: Mapping[str, Organisation]
) -> Candidate:
    pk, title, given, surname, name, municipality, place_text, numbers, mails = person
    parsed = (
        names.from_parts(given=given, surname=surname, title=title) if given or surname else names.parse(name)
    )
    place = str(municipality) if municipality else fold(tidy(place_text))
    own = tuple(resolved[org] for org in belonging.get(pk, ()))
    return Candidate(pk, parsed, own, numbers, mails, place)


def _candidate(row: Understood, resolved: Mapping[str, Organisation], gazetteer: Gazetteer) -> Candidate:
    assert row.name is not None
    values = row.values
    municipality = gazetteer.find(values["place"]).municipality
    return Candidate(
        row.number,
        row.name,
        (resolved[values["organisation"]],) if values["organisation"] else (),
        frozenset(address for channel, address in row.addresses if channel in NUMBERS),
        frozenset(address for channel, address in row.addresses if channel == Channel.EMAIL),
        str(municipality) if municipality else fold(values["place"]),
    )


def survivors(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Whom each of these actors is now: a merged one is its survivor."""
    merged = Actor.objects.filter(pk__in=list(ids), state=ActorState.MERGED)
    links: dict[UUID, UUID] = {pk: into for pk, into in merged.values_list("pk", "merged_into_id") if into}
    further = survivors(links.values()) if links else {}
    return {pk: further.get(into, into) for pk, into in links.items()}


def organisation_actors(by: Membership) -> list[tuple[UUID, str]]:
    """Every organisation that the member sees, oldest first."""
    seen = Actor.objects.visible_to(by).active().filter(form=Form.ORGANISATION)
    return list(seen.order_by("created_at", "pk").values_list("pk", "name"))
