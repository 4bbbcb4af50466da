"""Two people of the register become one, and what gatherings hold of both becomes one; and two again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from imbizo.actors.models import Actor, Merge
from imbizo.actors.operations.merging import merge, undo_merge
from imbizo.actors.operations.references import references
from imbizo.convening.models import (
    Action,
    Answer,
    Attendance,
    Candidate,
    Certificate,
    DatePoll,
    FirstToTell,
    Gathering,
    Helper,
    Input,
    Invitation,
    Nomination,
    Nominee,
    PollOption,
    PutTo,
    Selection,
    Vote,
    Voter,
)
from imbizo.convening.queries import polls
from imbizo.places.models import Place
from imbizo.places.states import PlaceKind
from tests.cast import Cast
from tests.convening.making import MARCH, make_gathering, make_person

Two = tuple[Actor, Actor]
FOLDED = (
    Invitation,
    Answer,
    Attendance,
    Certificate,
    Input,
    Voter,
    Vote,
    Candidate,
    Nomination,
    Nominee,
    PutTo,
)


@pytest.fixture
def two(cast: Cast) -> Two:
    return make_person(cast, "Tendai Moyo"), make_person(cast, "T. Moyo")


@pytest.fixture
def gathering(cast: Cast) -> Gathering:
    return make_gathering(cast, capacity=9)


def join(two: Two, cast: Cast) -> Merge:
    return merge(survivor=two[0], absorbed=two[1], by=cast.amina)


def rows() -> dict[str, list[Any]]:
    """All rows of what is joined, but for when they were last written."""
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != "updated_at"}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in FOLDED
    }


def invite(gathering: Gathering, actor: Actor, **fields: Any) -> Invitation:
    return Invitation.objects.create(
        gathering=gathering, actor=actor, programme=gathering.programme, **fields
    )


def answer(invitation: Invitation, words: str) -> Answer:
    ours = {"programme": invitation.programme, "via": "sms", "outcome": "taken"}
    return Answer.objects.create(invitation=invitation, words=words, **ours)


def came(gathering: Gathering, actor: Actor, code: str, **fields: Any) -> Attendance:
    fields = {"name": actor.name, **fields}
    return Attendance.objects.create(
        gathering=gathering, actor=actor, code=code, programme=gathering.programme, **fields
    )


def test_two_invitations_become_one_with_the_stronger_state_and_all_answers(
    cast: Cast, two: Two, gathering: Gathering
) -> None:
    kept = invite(gathering, two[0], state="invited")
    gone = invite(gathering, two[1], state="accepted", place_number=4, diet="halal")
    answer(kept, "Perhaps"), answer(gone, "Yes")
    join(two, cast)
    kept.refresh_from_db()
    gone.refresh_from_db()
    said = sorted(each.words for each in kept.answers.all())
    assert (kept.state, kept.place_number, kept.diet, said) == ("accepted", 4, "halal", ["Perhaps", "Yes"])
    assert (gone.state, gone.place_number) == ("withdrawn", None)


@pytest.mark.parametrize(("own", "other"), [("invited", "accepted"), ("accepted", "offered")])
def test_undoing_it_gives_both_their_invitations_back(
    cast: Cast, two: Two, gathering: Gathering, own: str, other: str
) -> None:
    kept = invite(gathering, two[0], state=own, place_number=1 if own == "accepted" else None)
    answer(invite(gathering, two[1], state=other, place_number=2, access="wheelchair"), "Yes")
    answer(kept, "Perhaps")
    before = rows()
    undo_merge(merge=join(two, cast), by=cast.amina)
    assert rows() == before


def test_a_place_that_has_passed_on_meanwhile_is_waited_for(
    cast: Cast, two: Two, gathering: Gathering
) -> None:
    kept = invite(gathering, two[0], state="invited")
    gone = invite(gathering, two[1], state="accepted", place_number=1)
    done = join(two, cast)
    Invitation.objects.filter(pk=kept.pk).update(state="declined", place_number=None)
    invite(gathering, make_person(cast, "Sipho Dlamini"), state="accepted", place_number=1)
    undo_merge(merge=done, by=cast.amina)
    gone.refresh_from_db()
    assert (gone.state, gone.place_number, gone.waiting_since is not None) == ("waiting", None, True)


def test_who_came_under_both_names_came_once(cast: Cast, two: Two, gathering: Gathering) -> None:
    kept = came(gathering, two[0], "AAA", consent="given")
    gone = came(gathering, two[1], "BBB", consent="refused", organisation="CSAAWU")
    said = Input.objects.create(
        gathering=gathering, speaker=gone, text="A clinic", via="scribe", programme=cast.programme
    )
    Certificate.objects.create(attendance=gone, code="C1", name="T. Moyo", programme=cast.programme)
    before = rows()
    done = join(two, cast)
    kept.refresh_from_db()
    said.refresh_from_db()
    assert [each.pk for each in gathering.attendances.filter(withdrawn_at=None)] == [kept.pk]
    assert (kept.consent, kept.organisation, said.speaker_id) == ("refused", "CSAAWU", kept.pk)
    assert Certificate.objects.get().attendance_id == kept.pk
    undo_merge(merge=done, by=cast.amina)
    assert rows() == before


@pytest.mark.parametrize(("kept_holds", "moved"), [(False, {"OLD", "NEW"}), (True, {"OLD"})])
def test_revoked_certificates_go_along_and_the_one_that_holds_where_none_does(
    cast: Cast, two: Two, gathering: Gathering, kept_holds: bool, moved: set[str]
) -> None:
    kept, gone = came(gathering, two[0], "AAA"), came(gathering, two[1], "BBB")
    day, here = MARCH.date(), {"name": "T. Moyo", "programme": cast.programme}
    Certificate.objects.create(attendance=kept, code="OWN", revoked_on=None if kept_holds else day, **here)
    Certificate.objects.create(attendance=gone, code="OLD", revoked_on=day, **here)
    Certificate.objects.create(attendance=gone, code="NEW", **here)
    before = rows()
    done = join(two, cast)
    assert {each.code for each in kept.certificates.all()} == {"OWN", *moved}
    undo_merge(merge=done, by=cast.amina)
    assert rows() == before


def test_who_was_invited_under_one_name_and_came_under_the_other_came_by_invitation(
    cast: Cast, two: Two, gathering: Gathering
) -> None:
    invitation = invite(gathering, two[0], state="accepted", place_number=1)
    walked_in = came(gathering, two[1], "AAA")
    before = rows()
    done = join(two, cast)
    walked_in.refresh_from_db()
    assert (walked_in.invitation_id, walked_in.actor_id) == (invitation.pk, two[0].pk)
    undo_merge(merge=done, by=cast.amina)
    assert rows() == before


def test_of_two_votes_the_later_counts_and_the_voter_is_asked_once(
    cast: Cast, two: Two, gathering: Gathering
) -> None:
    poll, options = _poll(cast, gathering)
    now = timezone.now()
    kept, gone = (
        Voter.objects.create(
            poll=poll, actor=actor, voted_at=now - timedelta(hours=hours), programme=cast.programme
        )
        for actor, hours in zip(two, (2, 1), strict=True)
    )
    for voter, option, said in ((kept, 0, "yes"), (gone, 0, "no"), (gone, 1, "yes")):
        Vote.objects.create(voter=voter, option=options[option], answer=said, programme=cast.programme)
    before = rows()
    done = join(two, cast)
    votes = {vote.option.letter: vote.answer for vote in kept.votes.all()}
    assert (votes, list(polls.asked(poll))) == ({"A": "no", "B": "yes"}, [kept])
    undo_merge(merge=done, by=cast.amina)
    assert rows() == before


def test_candidates_nominations_and_what_was_put_to_both_become_one(
    cast: Cast, two: Two, gathering: Gathering
) -> None:
    here = {"programme": cast.programme}
    draw = Selection.objects.create(gathering=gathering, places=1, **here)
    said = Input.objects.create(gathering=gathering, text="A clinic", via="scribe", **here)
    for actor in two:
        Candidate.objects.create(selection=draw, actor=actor, attributes={"gender": "man"}, **here)
        asked = Nomination.objects.create(gathering=gathering, institution=actor, **here)
        Nominee.objects.create(nomination=asked, name="Nomsa", **here)
        PutTo.objects.create(input=said, institution=actor, answer_by=MARCH.date(), **here)
    PutTo.objects.filter(institution=two[1]).update(state="answered", answer="In May")
    before = rows()
    done = join(two, cast)
    theirs = {"programme": cast.programme, "institution": two[0]}
    assert Candidate.objects.filter(excluded_because="").get().actor == two[0]
    assert Nomination.objects.get(**theirs).nominees.count() == 2
    assert PutTo.objects.get(**theirs).answer == "In May"
    undo_merge(merge=done, by=cast.amina)
    assert rows() == before


def test_all_that_stands_for_one_alone_moves(cast: Cast, two: Two, gathering: Gathering) -> None:
    here = {"programme": cast.programme}
    place = Place.objects.create(kind=PlaceKind.MUNICIPALITY, name="Witzenberg", **here)
    gone = two[1]
    other = invite(gathering, make_person(cast, "Sipho Dlamini"), proposed_by=gone)
    came(gathering, gone, "AAA", invitation=invite(gathering, gone, state="attended"))
    poll, _options = _poll(cast, gathering)
    Voter.objects.create(poll=poll, actor=gone, **here)
    asked = Nomination.objects.create(gathering=gathering, institution=gone, **here)
    Nominee.objects.create(nomination=asked, name="T. Moyo", actor=gone, **here)
    draw = Selection.objects.create(gathering=gathering, places=1, **here)
    Candidate.objects.create(selection=draw, actor=gone, **here)
    said = Input.objects.create(gathering=gathering, text="A clinic", via="scribe", **here)
    PutTo.objects.create(input=said, institution=gone, answer_by=MARCH.date(), **here)
    FirstToTell.objects.create(place=place, office="mayor", actor=gone, **here)
    Helper.objects.create(gathering=gathering, actor=gone, **here)
    Action.objects.create(gathering=gathering, actor=gone, text="Ring the clinic", **here)
    Gathering.objects.filter(pk=gathering.pk).update(host=gone)
    join(two, cast)
    left = {
        each.label: each.model._base_manager.filter(**{each.name: gone.pk}).count()
        for each in references()
        if each.label.startswith("convening.")
    }
    other.refresh_from_db()
    assert ({name for name, count in left.items() if count}, other.proposed_by) == (set(), two[0])
    assert len(left) == 12


def _poll(cast: Cast, gathering: Gathering) -> tuple[DatePoll, list[PollOption]]:
    here = {"programme": cast.programme}
    poll = DatePoll.objects.create(gathering=gathering, closes_at=MARCH, **here)
    days = [MARCH + timedelta(days=number) for number in (1, 2)]
    times = [{"starts_at": day, "ends_at": day + timedelta(hours=6)} for day in days]
    made = [
        PollOption.objects.create(poll=poll, position=number, **each, **here)
        for number, each in enumerate(times, 1)
    ]
    return poll, made
