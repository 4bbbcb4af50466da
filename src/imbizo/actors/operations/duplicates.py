"""Finding pairs that may be one, and what a person decides about them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors import tasks
from imbizo.actors.errors import CantMerge, TooLate
from imbizo.actors.models import Actor, ActorName, Affiliation, ContactPoint, Merge, Pair
from imbizo.actors.operations.imports.likeness import register_candidates
from imbizo.actors.operations.merging import may_be_absorbed, merge
from imbizo.actors.queries.duplicates import pairs, sure_pairs
from imbizo.actors.rules.naming import naming
from imbizo.actors.states import Form, PairState
from imbizo.calc import matching, organisations
from imbizo.calc.matching import Suggestion
from imbizo.calc.organisations import Organisation
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

CHUNK = 500
_NEIGHBOURS = 300
SAME_ORGANISATION = 80


@transaction.atomic
def look_for_duplicates(*, by: Membership) -> None:
    """Have the whole register compared with itself, as far as the member sees it, by the worker."""
    tasks.find_duplicates.enqueue(str(by.pk))


def find_duplicates(*, member: UUID) -> int:
    """Compare all with all; how many new pairs wait for a decision. Pairs that were decided stay as they were."""
    by = Membership.objects.select_related("programme", "partner", "user").get(pk=member)
    candidates = register_candidates(by)
    _settle_shared_numbers(by, candidates)
    return _keep([*map(_pair, matching.suggest(candidates)), *_organisation_pairs(by)], by)


@transaction.atomic
def suggest_for(*, actor: Actor, by: Membership) -> int:
    """Compare one actor with those who share a number, an organisation or a surname; how many new pairs."""
    if not actor.is_person:
        others = _namesakes(actor, by)
        return _keep([_organisation_pair(actor.pk, other) for other in others], by)
    near = _neighbours(actor, by)
    candidates = register_candidates(by, near)
    mine = register_candidates(by, [actor.pk])
    return _keep([_pair(each) for each in matching.suggest_new(candidates, mine)], by)


def _pair(suggestion: Suggestion) -> Pair:
    assert isinstance(suggestion.first, UUID)
    assert isinstance(suggestion.second, UUID)
    first, second = sorted((suggestion.first, suggestion.second))
    reasons = [reason.value for reason in suggestion.reasons]
    return Pair(
        first_id=first, second_id=second, score=suggestion.score, reasons=reasons, is_sure=suggestion.sure
    )


def _keep(found: Sequence[Pair], by: Membership) -> int:
    """Write those that aren't known yet, in chunks."""
    made = 0
    for start in range(0, len(found), CHUNK):
        chunk = found[start : start + CHUNK]
        with transaction.atomic():
            before = Pair.objects.filter(programme_id=by.programme_id).count()
            for pair in chunk:
                pair.programme_id = by.programme_id
            Pair.objects.bulk_create(chunk, ignore_conflicts=True)
            made += Pair.objects.filter(programme_id=by.programme_id).count() - before
    return made


def _organisation_pairs(by: Membership) -> list[Pair]:
    """Organisations whose names, or one of whose other spellings, are spellings of one: not of two provinces."""
    seen = Actor.objects.visible_to(by).active().organisations()
    named = [*seen.values_list("match_key", "name", "pk")]
    named += ActorName.objects.filter(actor__in=seen).values_list("match_key", "name", "actor_id")
    by_key: dict[str, list[tuple[Organisation, UUID]]] = defaultdict(list)
    for key, name, pk in named:
        by_key[key].append((organisations.parse(name), pk))
    found = {
        tuple(sorted((one, other)))
        for spelt in by_key.values()
        for (first, one), (second, other) in combinations(spelt, 2)
        if one != other and organisations.same(first, second)
    }
    return [_organisation_pair(one, other) for one, other in sorted(found)]


def _organisation_pair(one: UUID, other: UUID) -> Pair:
    first, second = sorted((one, other))
    reasons = [matching.Reason.SAME_ORGANISATION.value]
    return Pair(first_id=first, second_id=second, score=SAME_ORGANISATION, reasons=reasons)


def _namesakes(actor: Actor, by: Membership) -> list[UUID]:
    keys = [actor.match_key, *actor.other_names.values_list("match_key", flat=True)]
    seen = Actor.objects.visible_to(by).active().organisations().exclude(pk=actor.pk)
    named = ActorName.objects.filter(match_key__in=keys, programme_id=by.programme_id).values("actor_id")
    return list((seen.filter(match_key__in=keys) | seen.filter(pk__in=named)).values_list("pk", flat=True))


def _neighbours(actor: Actor, by: Membership) -> set[UUID]:
    """Everyone whom `calc.matching` could pair with this person: they share an address, a body or a surname."""
    seen = Actor.objects.visible_to(by).active().people().exclude(pk=actor.pk)
    points = ContactPoint.objects.visible_to(by).filter(programme_id=by.programme_id)
    addresses = points.filter(actor=actor).exclude(address="").values("address")
    bodies = Affiliation.objects.filter(person=actor).values("organisation_id")
    surname = naming(
        form=Form.PERSON, name=actor.name, given_name=actor.given_name, surname=actor.surname
    ).match_key.partition("|")[0]
    found = set(points.filter(address__in=addresses).values_list("actor_id", flat=True))
    fellows = Affiliation.objects.filter(organisation__in=bodies).values_list("person_id", flat=True)
    found |= set(fellows[:_NEIGHBOURS])
    namesakes = (
        seen.filter(programme_id=by.programme_id, match_key__startswith=f"{surname}|")
        if surname
        else seen.none()
    )
    found |= set(namesakes.values_list("pk", flat=True)[:_NEIGHBOURS])
    return set(seen.filter(pk__in=found).values_list("pk", flat=True))


def _settle_shared_numbers(by: Membership, candidates: Sequence[matching.Candidate]) -> None:
    """Flag numbers in the hands of people with different names, on contact points of the member's own partner."""
    numbers = [shared.number for shared in matching.shared_numbers(candidates)]
    for start in range(0, len(numbers), CHUNK):
        ContactPoint.objects.filter(
            programme_id=by.programme_id,
            owner_id=by.partner_id,
            address__in=numbers[start : start + CHUNK],
            is_shared=False,
        ).update(is_shared=True)


# What a person decides


@transaction.atomic
def not_the_same(*, pair: Pair, by: Membership) -> Pair:
    """Remember that these are two; they aren't suggested again. Raises TooLate."""
    return _set_state(pair, PairState.OPEN, PairState.DIFFERENT, by)


@transaction.atomic
def ask_again(*, pair: Pair, by: Membership) -> Pair:
    """Undo `not_the_same`. Raises TooLate."""
    return _set_state(pair, PairState.DIFFERENT, PairState.OPEN, by)


def _set_state(pair: Pair, then: PairState, now: PairState, by: Membership) -> Pair:
    if not Pair.objects.filter(pk=pair.pk, state=then).update(state=now):
        raise TooLate(_("This was decided in the meantime. Load the page again."))
    pair.refresh_from_db()
    audit("decide", [pair], by=by, changes={"state": [then, now]})
    return pair


@transaction.atomic
def merge_in_background(*, chosen: Iterable[UUID] | None, by: Membership) -> int:
    """Have these pairs merged by the worker, or all that are sure; how many."""
    found = pairs(by).filter(pk__in=list(chosen)) if chosen is not None else sure_pairs(by)
    ids = [str(pk) for pk in found.values_list("pk", flat=True)]
    for start in range(0, len(ids), CHUNK):
        tasks.merge_pairs.enqueue(ids[start : start + CHUNK], str(by.pk))
    return len(ids)


def merge_pairs(*, chosen: Sequence[UUID], member: UUID) -> list[Merge]:
    """Merge pair after pair, each in its own transaction; one that doesn't fit any more is left for a person."""
    by = Membership.objects.select_related("programme", "partner", "user").get(pk=member)
    done = []
    for pk in chosen:
        pair = pairs(by).select_related("first", "second").filter(pk=pk).first()
        if pair is None:
            continue
        try:
            survivor, absorbed = survivor_first(pair, by)
            done.append(merge(survivor=survivor, absorbed=absorbed, by=by))
        except CantMerge:
            continue
    return done


def survivor_first(pair: Pair, by: Membership) -> tuple[Actor, Actor]:
    """Who takes up whom: one's own record is taken up; of two of one's own the older, fuller one stays."""
    first, second = pair.first, pair.second
    if not may_be_absorbed(second, by):
        return second, first
    if not may_be_absorbed(first, by):
        return first, second
    return (first, second) if first.created_at <= second.created_at else (second, first)
