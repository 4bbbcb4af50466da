from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from imbizo.actors.models import Actor
from imbizo.programmes.models import Membership
from imbizo.thread import registry
from imbizo.thread.errors import AcrossProgrammes
from imbizo.thread.models import Link
from imbizo.thread.operations import link, link_many
from imbizo.thread.queries import beads_of, outline, recent_thread, what_became, where_from
from imbizo.thread.queries.walk import ALIKE, CROWD, DEEPEST
from imbizo.thread.registry import RecordKind
from imbizo.thread.states import Hidden, Relation
from tests.cast import Cast


def actor(by: Membership, name: str, sharing: str = "all") -> Actor:
    return Actor.objects.create(
        programme=by.programme,
        owner=by.partner,
        sharing=sharing,
        name=name,
        form="person",
        sort_name=name,
        match_key=name,
    )


def chain(by: Membership, *names: str) -> list[Actor]:
    """Records of which each came from the next."""
    found = [actor(by, name) for name in names]
    link_many(pairwise(found), Relation.INFORMS, by=by)
    return found


@pytest.fixture
def _titles_hidden() -> Iterator[None]:
    """People whose title is hidden, but not that there is someone."""
    kind = registry.get("actors.actor")
    registry.register(RecordKind(**{**vars(kind), "hidden": Hidden.TITLE}))
    yield
    registry.register(kind)


def names(strands: list[Any]) -> list[tuple[int, str]]:
    return [(strand.depth, str(strand.record)) for strand in strands]


def test_a_walk_reaches_every_ancestor_at_its_distance(cast: Cast) -> None:
    first, *_others = chain(cast.amina, "measure", "clause", "theme", "input")
    assert names(where_from(first, cast.bo)) == [(1, "clause"), (2, "theme"), (3, "input")]


def test_a_walk_goes_the_other_way(cast: Cast) -> None:
    *_others, last = chain(cast.amina, "measure", "clause", "theme", "input")
    assert names(what_became(last, cast.bo)) == [(1, "theme"), (2, "clause"), (3, "measure")]


def test_a_record_reached_by_two_ways_stands_once_at_the_shorter(cast: Cast) -> None:
    first, _second, third = chain(cast.amina, "measure", "clause", "theme")
    link(first, third, Relation.DELIVERS, by=cast.amina)
    assert names(where_from(first, cast.bo)) == [(1, "clause"), (1, "theme")]


def test_a_ring_ends_where_it_began(cast: Cast) -> None:
    first, _second, third = chain(cast.amina, "one", "two", "three")
    link(third, first, Relation.INFORMS, by=cast.amina)
    assert names(where_from(first, cast.bo)) == [(1, "two"), (2, "three")]


def test_a_walk_stops_at_its_greatest_depth(cast: Cast) -> None:
    first, *_others = chain(cast.amina, *(f"step {number}" for number in range(DEEPEST + 5)))
    assert max(strand.depth for strand in where_from(first, cast.bo)) == DEEPEST


def test_hidden_existence_cuts_the_strand(cast: Cast) -> None:
    first, second, _third = chain(cast.amina, "clause", "theme", "input")
    Actor.objects.filter(pk=second.pk).update(sharing="itself")
    assert names(where_from(first, cast.thandi)) == []


def test_another_way_round_a_hidden_record_still_leads_on(cast: Cast) -> None:
    first, second, third = chain(cast.amina, "clause", "theme", "input")
    link(first, third, Relation.EVIDENCES, by=cast.amina)
    Actor.objects.filter(pk=second.pk).update(sharing="itself")
    assert names(where_from(first, cast.thandi)) == [(1, "input")]


@pytest.mark.usefixtures("_titles_hidden")
def test_a_hidden_title_stands_as_a_restricted_record_and_leads_on(cast: Cast) -> None:
    first, second, _third = chain(cast.amina, "clause", "theme", "input")
    Actor.objects.filter(pk=second.pk).update(sharing="itself")
    beads = beads_of(where_from(first, cast.thandi))
    assert [(bead.title, bead.is_restricted) for bead in beads] == [("", True), ("input", False)]


def test_a_kind_that_no_app_registers_any_more_ends_its_strand(cast: Cast) -> None:
    first, _second = chain(cast.amina, "clause", "theme")
    Link.objects.update(source_kind="gone.kind")
    assert where_from(first, cast.bo) == []


def test_a_merge_keeps_the_ancestors_of_both(cast: Cast) -> None:
    survivor, _one = chain(cast.amina, "survivor", "his source")
    absorbed, _other = chain(cast.amina, "absorbed", "her source")
    link(survivor, absorbed, Relation.MERGED_FROM, by=cast.amina)
    reached = {str(strand.record) for strand in where_from(survivor, cast.bo)}
    assert reached == {"his source", "absorbed", "her source"}


def test_depth_costs_no_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    first, *_others = chain(cast.amina, *(f"step {number}" for number in range(8)))
    with django_assert_num_queries(2):
        assert len(where_from(first, cast.bo)) == 7


def test_saying_a_link_twice_keeps_one(cast: Cast) -> None:
    first, second = chain(cast.amina, "clause", "theme")
    link(first, second, Relation.INFORMS, by=cast.amina)
    assert Link.objects.count() == 1


def test_a_link_never_joins_two_programmes(cast: Cast) -> None:
    with pytest.raises(AcrossProgrammes):
        link(actor(cast.amina, "here"), actor(cast.farid, "there"), Relation.INFORMS, by=cast.amina)


def test_the_outline_hangs_each_record_under_the_one_that_led_to_it(cast: Cast) -> None:
    first, *_others = chain(cast.amina, "measure", "clause", "theme")
    (knot,) = outline(first.pk, where_from(first, cast.bo))
    assert (knot.bead.title, [below.bead.title for below in knot.then]) == ("clause", ["theme"])


def test_the_newest_thread_ends_in_its_newest_record(cast: Cast) -> None:
    chain(cast.amina, "clause", "theme")
    assert [bead.title for bead in recent_thread(cast.bo)] == ["theme", "clause"]


def test_no_thread_is_shown_where_there_is_none_to_see(cast: Cast) -> None:
    chain(cast.amina, "clause", "theme")
    Actor.objects.update(sharing="itself")
    assert recent_thread(cast.thandi) == []


def crowd(by: Membership, count: int) -> Actor:
    """A record of which so many others came."""
    source = actor(by, "Source")
    shared: dict[str, Any] = {
        "programme": by.programme,
        "owner": by.partner,
        "sharing": "all",
        "form": "person",
    }
    made = Actor.objects.bulk_create([Actor(name=f"Actor {place}", **shared) for place in range(count)])
    link_many([(each, source) for each in made], Relation.DELIVERS, by=by)
    return source


def test_of_a_crowd_the_first_are_reached_and_the_others_counted(cast: Cast) -> None:
    strands = what_became(crowd(cast.amina, CROWD + 1), cast.amina)
    assert [bead.title for bead in beads_of(strands)][ALIKE:] == [f"and {CROWD + 1 - ALIKE} more"]
    assert [strand.record is None for strand in strands] == [*[False] * ALIKE, True]


def test_what_is_hidden_is_not_counted_in_a_crowd(cast: Cast) -> None:
    source = crowd(cast.amina, CROWD + 1)
    Actor.objects.exclude(pk=source.pk).update(sharing="itself")
    assert what_became(source, cast.thandi) == []
