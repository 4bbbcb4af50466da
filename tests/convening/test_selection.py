"""Open places: who comes forward, the draw, why, and who is next."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from imbizo.actors.models import Actor, Consent
from imbizo.actors.operations.erasure import erase
from imbizo.base.errors import NotAllowed
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import Candidate, Gathering, Invitation, Selection
from imbizo.convening.operations import drawing
from imbizo.convening.operations import selection as operations
from imbizo.convening.operations.applying import Application, apply, step_back
from imbizo.convening.operations.selection import Terms, Wish
from imbizo.convening.queries import reserves
from imbizo.convening.queries import selection as queries
from imbizo.convening.states import InvitationState, SelectionState
from imbizo.thread.models import AuditEntry
from tests.cast import Cast
from tests.convening.choosing import CRITERIA, make_candidate, make_selection
from tests.convening.making import make_gathering, make_person

pytestmark = pytest.mark.django_db
WORKER = {"sector": "farm worker", "municipality": "Witzenberg"}
TEACHER = {"sector": "teacher", "municipality": "Langeberg"}
WORKERS = Wish(
    label="farm workers, Witzenberg",
    conditions={"sector": ["farm worker"], "municipality": ["Witzenberg"]},
    minimum=1,
)


@pytest.fixture
def ahead(cast: Cast) -> Gathering:
    return make_gathering(cast, starts_at=timezone.now() + timedelta(days=30))


@pytest.fixture
def selection(cast: Cast, ahead: Gathering) -> Selection:
    return make_selection(cast, ahead)


def filled(cast: Cast, selection: Selection) -> Selection:
    """One farm worker and three teachers for two places, of which a farm worker has one."""
    operations.put_quota(selection=selection, wish=WORKERS, by=cast.amina)
    make_candidate(cast, selection, "Sipho Dlamini", **WORKER)
    for name in ("Tendai Moyo", "Thandi Jacobs", "Anele Botha"):
        make_candidate(cast, selection, name, **TEACHER)
    return selection


def drawn(cast: Cast, selection: Selection) -> Selection:
    return drawing.draw(selection=filled(cast, selection), by=cast.amina)


def worker_of(selection: Selection) -> Candidate:
    return selection.candidates.get(actor__name="Sipho Dlamini")


def decline(candidate: Candidate) -> None:
    Invitation.objects.filter(actor=candidate.actor).update(state=InvitationState.DECLINED)


def test_a_seed_is_made_where_none_was_chosen(cast: Cast, ahead: Gathering) -> None:
    assert len(make_selection(cast, ahead, seed="").seed) == 19


def test_the_seed_stands_once_somebody_came_forward(cast: Cast, selection: Selection) -> None:
    make_candidate(cast, selection, "Sipho Dlamini", **WORKER)
    other = Terms(places=2, criteria=CRITERIA, seed="another")
    with pytest.raises(BadAnswer, match="seed"):
        operations.set_up(gathering=selection.gathering, terms=other, by=cast.amina)


def test_a_question_that_a_quota_asks_by_stays(cast: Cast, selection: Selection) -> None:
    operations.put_quota(selection=selection, wish=WORKERS, by=cast.amina)
    with pytest.raises(BadAnswer, match="farm workers, Witzenberg"):
        operations.set_up(gathering=selection.gathering, terms=Terms(places=2), by=cast.amina)


def test_an_answer_that_is_not_offered_is_refused(cast: Cast, selection: Selection) -> None:
    with pytest.raises(BadAnswer):
        make_candidate(cast, selection, "Sipho Dlamini", sector="king")


def test_prefer_not_to_say_is_an_answer_that_fills_no_quota(cast: Cast, selection: Selection) -> None:
    operations.put_quota(selection=selection, wish=WORKERS, by=cast.amina)
    made = make_candidate(cast, selection, "Sipho Dlamini", **{**WORKER, "sector": "unsaid"})
    assert made.attributes["sector"] == "unsaid"
    assert [each.available for each in queries.checks(selection)] == [0]


def test_the_dry_check_says_how_few_fit(cast: Cast, selection: Selection) -> None:
    filled(cast, selection)
    wish = Wish(label="teachers", conditions={"sector": ["teacher"]}, minimum=2)
    operations.put_quota(selection=selection, wish=wish, by=cast.amina)
    wish = Wish(label="women", conditions={"gender": ["woman"]}, minimum=1)
    operations.put_quota(selection=selection, wish=wish, by=cast.amina)
    said = [each.problem for each in queries.checks(selection)]
    assert said == ["", "", "Only 0 candidates fit “women” of 1 wanted."]


def test_trying_out_names_the_quota_that_competes_and_draws_nobody(cast: Cast, selection: Selection) -> None:
    filled(cast, selection)
    wish = Wish(label="teachers", conditions={"sector": ["teacher"]}, minimum=2)
    operations.put_quota(selection=selection, wish=wish, by=cast.amina)
    missed = [each for each in drawing.try_out(selection=selection, by=cast.amina) if not each.is_met]
    assert [("although" in each.text) for each in missed] == [True]
    assert not selection.candidates.exclude(rank=None).exists()


def test_the_draw_fills_the_quota_and_says_so(cast: Cast, selection: Selection) -> None:
    after = drawn(cast, selection)
    worker = worker_of(after)
    assert worker.is_chosen
    assert queries.Words(after).why(worker) == "Chosen: fills “farm workers, Witzenberg” 1 of 1."
    assert [each.text for each in queries.met(after.result)] == ["1 chosen, 1 wanted"]


def test_the_others_are_in_reserve_in_order(cast: Cast, selection: Selection) -> None:
    after = drawn(cast, selection)
    rows = list(after.candidates.order_by("rank").values_list("rank", "is_chosen"))
    assert rows == [(1, True), (2, True), (3, False), (4, False)]


def test_a_quota_that_cannot_be_met_says_by_how_many_and_why(cast: Cast, selection: Selection) -> None:
    wish = Wish(label="women", conditions={"gender": ["woman"]}, minimum=2)
    operations.put_quota(selection=selection, wish=wish, by=cast.amina)
    make_candidate(cast, selection, "Thandi Jacobs", gender="woman")
    after = drawing.draw(selection=selection, by=cast.amina)
    assert [each.text for each in queries.met(after.result)] == [
        "1 of 2: 1 too few, because only 1 person came forward"
    ]


def test_whoever_must_be_there_is_and_whoever_is_left_out_is_not(cast: Cast, selection: Selection) -> None:
    make_candidate(cast, selection, "Must Come", is_required=True)
    out = make_candidate(cast, selection, "Left Out")
    operations.change_candidate(
        candidate=out, attributes={}, is_required=False, excluded_because="is staff", by=cast.amina
    )
    after = drawing.draw(selection=selection, by=cast.amina)
    words = queries.Words(after)
    assert {each.actor.name: words.why(each) for each in after.candidates.all()} == {
        "Must Come": "Must be there.",
        "Left Out": "Not considered: is staff",
    }


def test_more_must_haves_than_places_are_told(cast: Cast, selection: Selection) -> None:
    for name in ("One Person", "Two Person", "Three Person"):
        make_candidate(cast, selection, name, is_required=True)
    with pytest.raises(BadAnswer, match="3 people must be there, and there are 2 places"):
        drawing.draw(selection=selection, by=cast.amina)


def test_nobody_is_drawn_of_nobody(cast: Cast, selection: Selection) -> None:
    with pytest.raises(NotReady):
        drawing.draw(selection=selection, by=cast.amina)


def test_another_partner_draws_nothing(cast: Cast, selection: Selection) -> None:
    with pytest.raises(NotAllowed):
        drawing.draw(selection=filled(cast, selection), by=cast.thandi)


def test_the_draw_can_be_repeated(cast: Cast, selection: Selection) -> None:
    assert queries.repeats(drawn(cast, selection)) is True


def test_after_somebody_was_erased_it_says_that_it_cannot_be_repeated(
    cast: Cast, selection: Selection
) -> None:
    after = drawn(cast, selection)
    worker_of(after)
    Candidate.objects.filter(pk=worker_of(after).pk).update(attributes={})
    assert queries.repeats(after) is None


def test_nothing_changes_once_it_is_drawn(cast: Cast, selection: Selection) -> None:
    after = drawn(cast, selection)
    with pytest.raises(NotNow):
        operations.put_quota(selection=after, wish=Wish(label="late"), by=cast.amina)
    with pytest.raises(NotNow):
        drawing.draw(selection=after, by=cast.amina)


def test_the_chosen_come_onto_the_list_for_an_open_place(cast: Cast, selection: Selection) -> None:
    after = drawn(cast, selection)
    drawing.take_chosen(selection=after, by=cast.amina)
    rows = Invitation.objects.values_list("state", "is_open_place")
    assert list(rows) == [(InvitationState.READY, True)] * 2


def test_a_draw_is_undone_until_somebody_was_invited(cast: Cast, selection: Selection) -> None:
    after = drawn(cast, selection)
    drawing.take_chosen(selection=after, by=cast.amina)
    undone = drawing.undo_draw(selection=after, by=cast.amina)
    assert (undone.state, Invitation.objects.count()) == (SelectionState.OPEN, 0)
    again = drawing.draw(selection=undone, by=cast.amina)
    drawing.take_chosen(selection=again, by=cast.amina)
    Invitation.objects.update(state=InvitationState.INVITED)
    with pytest.raises(NotNow):
        drawing.undo_draw(selection=again, by=cast.amina)


def test_the_next_reserve_fills_the_quota_of_whoever_leaves(cast: Cast, selection: Selection) -> None:
    filled(cast, selection)
    make_candidate(cast, selection, "Second Worker", **WORKER)
    after = drawing.draw(selection=selection, by=cast.amina)
    drawing.take_chosen(selection=after, by=cast.amina)
    workers = [each for each in after.candidates.all() if each.attributes == WORKER]
    here, spare = sorted(workers, key=lambda each: not each.is_chosen)
    if spare.is_chosen:
        assert reserves.next_reserve(after, {here.actor_id}) is not None
    else:
        assert reserves.next_reserve(after, {here.actor_id}) == spare


def test_whoever_declines_is_made_up_for_once(cast: Cast, selection: Selection) -> None:
    after = drawn(cast, selection)
    drawing.take_chosen(selection=after, by=cast.amina)
    decline(worker_of(after))
    after.refresh_from_db()
    (opening,) = reserves.openings(after)
    assert opening.gone == worker_of(after)
    assert opening.reserve is not None
    drawing.take_reserve(candidate=opening.reserve, by=cast.amina)
    assert reserves.openings(after) == []


def test_it_is_nobodys_turn_out_of_order(cast: Cast, selection: Selection) -> None:
    after = drawn(cast, selection)
    drawing.take_chosen(selection=after, by=cast.amina)
    decline(worker_of(after))
    last = after.candidates.order_by("rank").last()
    assert last is not None
    with pytest.raises(NotNow):
        drawing.take_reserve(candidate=last, by=cast.amina)


def test_what_candidates_say_never_stands_in_the_trail(cast: Cast, selection: Selection) -> None:
    drawn(cast, selection)
    said = str(list(AuditEntry.objects.exclude(verb="create").values_list("changes", flat=True)))
    assert "teacher" not in said


def test_what_a_candidate_said_goes_with_the_person(cast: Cast, selection: Selection) -> None:
    worker = worker_of(drawn(cast, selection))
    erase(actor=worker.actor, by=cast.amina)
    worker.refresh_from_db()
    assert (worker.attributes, worker.reason, worker.is_chosen) == ({}, {}, True)


def test_what_candidates_said_goes_ninety_days_after_the_gathering(cast: Cast, selection: Selection) -> None:
    drawn(cast, selection)
    ends = selection.gathering.ends_at
    assert ends is not None
    counts = [operations.keep_candidates_to_retention(ends + timedelta(days=days)) for days in (89, 91, 91)]
    assert (counts, worker_of(selection).attributes) == ([0, 4, 0], {})


# Coming forward on the public page


def came(cast: Cast, selection: Selection, **said: str) -> Candidate:
    given = {"name": "Tendai Moyo", "number": "060 000 0001"} | said
    return apply(selection=selection, application=Application(**given, attributes=TEACHER), by=cast.amina)


def test_whoever_comes_forward_is_in_the_register_by_consent(cast: Cast, selection: Selection) -> None:
    actor = came(cast, selection).actor
    consent = Consent.objects.get(actor=actor)
    assert (actor.owner, actor.sharing, consent.basis) == (cast.convenor, "itself", "consent")


def test_the_same_person_comes_forward_once_and_the_first_words_stand(
    cast: Cast, selection: Selection
) -> None:
    first = came(cast, selection)
    again = apply(
        selection=selection,
        application=Application(name="Tendai Moyo", number="060 000 0001", attributes=WORKER),
        by=cast.amina,
    )
    assert (again.pk, again.attributes, Actor.objects.count()) == (first.pk, TEACHER, 1)


def test_a_shared_number_with_another_name_is_another_person(cast: Cast, selection: Selection) -> None:
    make_person(cast, "Anele Botha", number="060 000 0001")
    assert came(cast, selection).actor.name == "Tendai Moyo"


def test_a_number_that_cannot_be_is_told_at_its_field(cast: Cast, selection: Selection) -> None:
    with pytest.raises(BadAnswer) as refused:
        came(cast, selection, number="12")
    assert refused.value.field == "number"


def test_after_the_day_nobody_comes_forward(cast: Cast, ahead: Gathering) -> None:
    closed = make_selection(cast, ahead, apply_by=timezone.now() - timedelta(hours=1))
    with pytest.raises(NotNow):
        came(cast, closed)


def test_stepping_back_takes_what_was_said_away_at_once(cast: Cast, selection: Selection) -> None:
    after = step_back(candidate=came(cast, selection))
    assert (after.attributes, bool(after.excluded_because)) == ({}, True)


def test_a_quota_about_origin_has_another_name_on_the_own_page(cast: Cast, selection: Selection) -> None:
    selection.result = {"quotas": [{"label": "migrants", "keys": ["group"]}]}
    chosen = Candidate(
        pk=UUID(int=1),
        selection=selection,
        is_chosen=True,
        reason={"why": "quota", "fills": [[0, 1, 2]]},
    )
    said = queries.Words(selection, to_themselves=True).why(chosen)
    assert said == "Chosen: fills “a group that has to be there” 1 of 2."
