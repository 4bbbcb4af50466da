"""Who of the register somebody is probably, of whom an app above was told a name, numbers and addresses. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from imbizo.actors.models import Actor, Affiliation, ContactPoint
from imbizo.actors.operations.imports.likeness import known_spellings, register_candidates
from imbizo.actors.rules import naming, read_address
from imbizo.actors.states import Form
from imbizo.base.errors import DomainError
from imbizo.calc import matching, names, organisations
from imbizo.messaging.states import Channel
from imbizo.programmes.models import Membership

_AT_MOST = 200
_ONE = "somebody"


@dataclass(frozen=True)
class Somebody:
    """What was said of a person; all but the name may be empty. `organisation` is an actor of the register."""

    name: str
    number: str = ""
    email: str = ""
    organisation: Actor | None = None


@dataclass(frozen=True)
class Likely:
    """An actor that may be that person. `is_sure` where a full name and a contact or the organisation agree."""

    actor: Actor
    is_sure: bool
    shares_contact: bool


def likely(somebody: Somebody, by: Membership) -> list[Likely]:
    """Those whom the member sees, the likeliest first."""
    reached = {channel: _address(somebody, channel, by) for channel in (Channel.SMS, Channel.EMAIL)}
    near = _near(somebody, [each for each in reached.values() if each], by)
    if not near:
        return []
    one = _candidate(somebody, reached[Channel.SMS], reached[Channel.EMAIL], by)
    found = matching.suggest_new(register_candidates(by, near), [one])
    people = Actor.objects.select_related("programme", "municipality").in_bulk([_id(each) for each in found])
    return [_likely(each, people[_id(each)]) for each in found]


def _likely(found: matching.Suggestion, actor: Actor) -> Likely:
    contact = {matching.Reason.SAME_NUMBER, matching.Reason.SAME_EMAIL}
    return Likely(actor, is_sure=found.sure, shares_contact=bool(contact & set(found.reasons)))


def _id(found: matching.Suggestion) -> UUID:
    other = found.first if found.second == _ONE else found.second
    assert isinstance(other, UUID)
    return other


def _address(somebody: Somebody, channel: Channel, by: Membership) -> str:
    raw = somebody.number if channel == Channel.SMS else somebody.email
    if not raw.strip():
        return ""
    try:
        return read_address(channel=channel, raw=raw, region=by.programme.region).address
    except DomainError:
        return ""


def _near(somebody: Somebody, addresses: Sequence[str], by: Membership) -> set[UUID]:
    """Everybody whom the matching could pair with them: an address, the organisation or the surname in common."""
    seen = Actor.objects.visible_to(by).active().people()
    points = ContactPoint.objects.visible_to(by).filter(address__in=addresses)
    found = set(points.values_list("actor_id", flat=True)[:_AT_MOST])
    if somebody.organisation is not None:
        fellows = Affiliation.objects.current().filter(organisation=somebody.organisation)
        found |= set(fellows.values_list("person_id", flat=True)[:_AT_MOST])
    surname = naming(form=Form.PERSON, name=somebody.name).match_key.partition("|")[0]
    if surname:
        namesakes = seen.filter(match_key__startswith=f"{surname}|")
        found |= set(namesakes.values_list("pk", flat=True)[:_AT_MOST])
    return set(seen.filter(pk__in=found).values_list("pk", flat=True))


def _candidate(somebody: Somebody, number: str, email: str, by: Membership) -> matching.Candidate:
    named = [somebody.organisation.name] if somebody.organisation else []
    resolved = organisations.resolve(named, extra_spellings=known_spellings(by)) if named else {}
    return matching.Candidate(
        _ONE,
        names.parse(somebody.name),
        tuple(resolved.values()),
        frozenset([number] if number else []),
        frozenset([email] if email else []),
    )
