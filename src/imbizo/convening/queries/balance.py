"""Who is on the list of a gathering and who is left out: by sphere, kind, municipality, language and proposer.

Gender and age are counted only of those who said so themselves when they came forward for an open place.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from imbizo.actors.models import Affiliation
from imbizo.actors.queries.coverage import WHOLE, Area, areas, expectations, row_title
from imbizo.actors.states import Kind, Language, Sphere
from imbizo.convening.models import Candidate, Gathering, Invitation
from imbizo.convening.queries.seeing import of_gatherings
from imbizo.convening.rules.criteria import AGE, GENDER, STANDARD, UNSAID, label_of
from imbizo.convening.states import InvitationState
from imbizo.places.models import Place
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

_OUT = (InvitationState.DECLINED, InvitationState.WITHDRAWN, InvitationState.ABSENT)


@dataclass(frozen=True)
class Person:
    """Somebody on the list, as they count. `spheres`: their own, else those of where they are now."""

    name: str
    url: str
    rows: frozenset[tuple[str, str]]  # sphere and kind
    places: frozenset[UUID]
    place_names: frozenset[str]
    languages: tuple[str, ...]
    proposer: str
    said: Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """Some of the people, under a word; the number opens down to their names."""

    label: str
    people: tuple[Person, ...]

    @property
    def count(self) -> int:
        return len(self.people)


@dataclass(frozen=True)
class Side:
    """The people divided by one thing. Somebody may be in several groups of it."""

    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Balance:
    """The whole view."""

    total: int
    sides: tuple[Side, ...]
    left_out: tuple[str, ...]


def balance(gathering: Gathering, member: Membership) -> Balance:
    """Who is on the list (without those who don't come), and who of the expected isn't: a fixed number of queries."""
    people = _people(gathering, member)
    sides = (
        _side(_("Sphere"), people, _spheres),
        _side(_("Kind"), people, _kinds),
        _side(_("Municipality"), people, lambda each: each.place_names or {_("not known")}),
        _side(_("Language"), people, _languages),
        _side(_("Proposed by"), people, lambda each: [each.proposer or _("nobody: from the register")]),
        *(_side(str(label_of(key)), people, _of_said(key)) for key in (GENDER, AGE)),
    )
    left_out = (*_unexpected(gathering, member, people), *_unheard(gathering, people))
    return Balance(len(people), tuple(side for side in sides if side.groups), left_out)


def _people(gathering: Gathering, member: Membership) -> list[Person]:
    rows = of_gatherings(Invitation, member, Permission.INVITED_VIEW, only_own=True)
    rows = rows.filter(gathering=gathering).exclude(state__in=_OUT)
    invited = list(rows.select_related("actor__municipality", "proposed_by").order_by("actor__sort_name"))
    ids = [each.actor_id for each in invited]
    where = _where(ids)
    said = dict(
        Candidate.objects.filter(selection__gathering=gathering, actor__in=ids).values_list(
            "actor_id", "attributes"
        )
    )
    slug = gathering.programme.slug
    return [
        _person(each, where.get(each.actor_id, []), said.get(each.actor_id, {}), slug) for each in invited
    ]


def _where(ids: Sequence[UUID]) -> dict[UUID, list[Affiliation]]:
    """Where each of them is now."""
    found: dict[UUID, list[Affiliation]] = defaultdict(list)
    rows = Affiliation.objects.current().filter(person__in=ids)
    for each in rows.select_related("organisation__municipality"):
        found[each.person_id].append(each)
    return found


def _person(
    invitation: Invitation, where: Iterable[Affiliation], said: Mapping[str, str], slug: str
) -> Person:
    actor = invitation.actor
    bodies = [each.organisation for each in where]
    known = [each for each in (actor, *bodies) if each.kind != Kind.UNKNOWN]
    places = {each.municipality_id: each.municipality for each in (actor, *bodies) if each.municipality}
    spoken = [actor.language, *actor.other_languages]
    return Person(
        name=actor.name,
        url=reverse("convening:invitation", args=[slug, invitation.pk]),
        rows=frozenset((each.sphere, each.kind) for each in known),
        places=frozenset(pk for pk in places if pk),
        place_names=frozenset(str(place) for place in places.values()),
        languages=tuple(dict.fromkeys(code for code in spoken if code)),
        proposer=str(invitation.proposed_by or ""),
        said=said,
    )


def _side(title: str, people: Sequence[Person], words: Callable[[Person], Iterable[str]]) -> Side:
    found: dict[str, list[Person]] = defaultdict(list)
    for each in people:
        for word in words(each):
            found[word].append(each)
    groups = [Group(str(capfirst(word)), tuple(those)) for word, those in found.items()]
    return Side(title, tuple(sorted(groups, key=lambda group: (-group.count, group.label))))


def _spheres(person: Person) -> set[str]:
    return {str(Sphere(sphere).label) for sphere, _kind in person.rows} or {_("not known")}


def _kinds(person: Person) -> set[str]:
    return {str(Kind(kind).label) for _sphere, kind in person.rows} or {_("not known")}


def _languages(person: Person) -> list[str]:
    return [language_name(code) for code in person.languages] or [_("not known")]


def language_name(code: str) -> str:
    """A language in words; a code that has none here stays."""
    return str(Language(code).label) if code in Language.values else code


def _of_said(key: str) -> Callable[[Person], list[str]]:
    words = STANDARD[key]
    return lambda person: [
        str(words.get(value, value)) for value in [person.said.get(key, UNSAID)] if value != UNSAID
    ]


def _unexpected(gathering: Gathering, member: Membership, people: Sequence[Person]) -> list[str]:
    """Who is expected in the programme and is nowhere on the list: "faith in Witzenberg"."""
    found = []
    columns = _columns(gathering, member)
    for line in dict.fromkeys(
        (each.sphere, each.kind, each.per_municipality) for each in expectations(member)
    ):
        sphere, kind, per_municipality = line
        those = [each for each in people if _is_row(each, sphere, kind)]
        title = row_title(sphere, kind)
        if not per_municipality:
            found += [] if those else [title]
            continue
        found += [
            _("%(who)s in %(place)s") % {"who": title, "place": place.name}
            for place in columns
            if not any(place.pk in each.places for each in those)
        ]
    return found


def _is_row(person: Person, sphere: str, kind: str) -> bool:
    # Chapter 9 institutions are of no sphere, and written down under several.
    return any(of == kind and (kind == Kind.CHAPTER9 or at == sphere) for at, of in person.rows)


def _columns(gathering: Gathering, member: Membership) -> list[Place]:
    """The municipalities that a gathering is about: its own, else all in which the programme works."""
    found: list[Area] = [each for each in areas(member) if each.key != WHOLE]
    all_of_them = [each.place for each in found if each.place]
    own = {gathering.place_id, gathering.place.parent_id if gathering.place else None}
    mine = [place for place in all_of_them if place.pk in own]
    return mine or all_of_them


def _unheard(gathering: Gathering, people: Sequence[Person]) -> list[str]:
    """The languages of the gathering, else of the programme, that nobody on the list is known to speak."""
    wanted = gathering.languages or gathering.programme.languages
    spoken = {code for each in people for code in each.languages}
    return [
        _("nobody speaks %(language)s") % {"language": language_name(code)}
        for code in wanted
        if code not in spoken
    ]
