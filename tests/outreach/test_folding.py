"""Two people who become one have one conversation with each partner, and two again when it is undone."""

import pytest

from imbizo.actors.models import Actor
from imbizo.actors.operations.merging import merge, undo_merge
from imbizo.messaging.states import InboundKind
from imbizo.outreach.models import Conversation
from imbizo.outreach.operations.inbox import answer
from imbizo.outreach.queries.inbox import talk
from imbizo.thread.models import AuditEntry
from tests.cast import Cast
from tests.outreach.letters import NUMBER, OTHER, arrives, where, with_number
from tests.outreach.people import open_all_day


@pytest.fixture
def two(cast: Cast) -> tuple[Actor, Actor]:
    """One person under two names, who wrote from two numbers."""
    open_all_day(cast.programme)
    kept, gone = with_number(cast.amina), with_number(cast.amina, "N.", OTHER)
    arrives(cast, "From the first")
    arrives(cast, "From the second", OTHER)
    return kept, gone


def said(actor: Actor) -> list[str]:
    return [each.text for each in talk(of(actor)).said]


def of(actor: Actor) -> Conversation:
    return Conversation.objects.get(actor=actor)


def test_what_both_said_stands_together(cast: Cast, two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    merge(survivor=kept, absorbed=gone, by=cast.amina)
    assert said(kept) == ["From the first", "From the second"]
    assert (said(gone), of(gone).state) == ([], "closed")


def test_what_they_were_answered_comes_along(cast: Cast, two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    answer(conversation=of(gone), text="We'll see", by=cast.amina)
    merge(survivor=kept, absorbed=gone, by=cast.amina)
    assert said(kept) == ["From the first", "From the second", "We'll see"]


def test_undoing_it_gives_each_what_they_said(cast: Cast, two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    answer(conversation=of(gone), text="We'll see", by=cast.amina)
    undo_merge(merge=merge(survivor=kept, absorbed=gone, by=cast.amina), by=cast.amina)
    assert (said(kept), said(gone)) == (["From the first"], ["From the second", "We'll see"])
    assert of(gone).state == "open"


def test_whoever_asked_to_be_rung_still_does_at_their_number(cast: Cast, two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    arrives(cast, "Please call me", OTHER, kind=InboundKind.CALL_ME)
    done = merge(survivor=kept, absorbed=gone, by=cast.amina)
    assert (of(kept).asks_ring, of(kept).ring_number) == (True, OTHER)
    undo_merge(merge=done, by=cast.amina)
    assert [(each.asks_ring, each.ring_number) for each in (of(kept), of(gone))] == [(False, ""), (True, "")]


def test_the_stricter_mark_holds_and_stays(cast: Cast, two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    Conversation.objects.filter(actor=gone).update(is_protected=True)
    done = merge(survivor=kept, absorbed=gone, by=cast.amina)
    assert (of(kept).is_protected, of(gone).is_protected) == (True, False)
    undo_merge(merge=done, by=cast.amina)
    assert (of(kept).is_protected, of(gone).is_protected) == (True, True)


def test_the_trail_says_nothing_of_a_protected_one(cast: Cast, two: tuple[Actor, Actor]) -> None:
    kept, gone = two
    Conversation.objects.filter(actor=gone).update(is_protected=True)
    merge(survivor=kept, absorbed=gone, by=cast.amina)
    assert AuditEntry.objects.get(verb="fold").changes == {}


def test_a_conversation_that_only_the_absorbed_has_becomes_the_survivors(cast: Cast) -> None:
    open_all_day(cast.programme)
    kept, gone = with_number(cast.amina), with_number(cast.amina, "N.", OTHER)
    found = where(arrives(cast, "Hello", OTHER))
    answer(conversation=found, text="Good day", by=cast.amina)
    merge(survivor=kept, absorbed=gone, by=cast.amina)
    assert (of(kept), said(kept)) == (found, ["Hello", "Good day"])


def test_what_they_write_afterwards_comes_to_the_one_conversation(
    cast: Cast, two: tuple[Actor, Actor]
) -> None:
    kept, gone = two
    merge(survivor=kept, absorbed=gone, by=cast.amina)
    for number in (NUMBER, OTHER):
        assert where(arrives(cast, "Again", number)) == of(kept)
