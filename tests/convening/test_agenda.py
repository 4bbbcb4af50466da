"""The agenda: sessions whose minutes add up, moved, copied, taken away and put back."""

import pytest
from django.urls import reverse

from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import AgendaItem, Design, Gathering, Input, Question
from imbizo.convening.operations import agenda as operations
from imbizo.convening.queries.agendas import plan_of
from imbizo.convening.rules.materials import Material, totals
from imbizo.convening.states import GatheringState, Via
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in
from tests.convening.making import make_gathering
from tests.convening.planning_the_day import make_design, make_session, only_question, titles


@pytest.fixture(params=["design", "gathering"])
def holder(request: pytest.FixtureRequest, cast: Cast) -> Design | Gathering:
    """What an agenda belongs to: everything works for both."""
    return make_design(cast) if request.param == "design" else make_gathering(cast)


def _three(cast: Cast, of: Design | Gathering) -> list[AgendaItem]:
    return [make_session(cast, of, title) for title in ("One", "Two", "Three")]


def test_a_session_is_inserted_behind_another(cast: Cast, holder: Design | Gathering) -> None:
    one, *_rest = _three(cast, holder)
    make_session(cast, holder, "Between", behind=one)
    assert titles(holder) == ["One", "Between", "Two", "Three"]


def test_a_session_moves_up_and_down_and_stops_at_the_ends(cast: Cast, holder: Design | Gathering) -> None:
    one, _two, three = _three(cast, holder)
    operations.move_session(session=one, steps=1, by=cast.amina)
    operations.move_session(session=three, steps=5, by=cast.amina)
    assert titles(holder) == ["Two", "One", "Three"]


def test_a_copy_stands_behind_its_session_with_its_questions(cast: Cast, holder: Design | Gathering) -> None:
    first = make_session(cast, holder, "Talk", "What is it like?")
    make_session(cast, holder, "End")
    copy = operations.duplicate_session(session=first, by=cast.amina)
    assert titles(holder) == ["Talk", "Talk", "End"]
    assert only_question(copy).text == "What is it like?"


def test_a_button_pressed_twice_makes_one_copy(cast: Cast) -> None:
    gathering, wanted = make_gathering(cast), new_id()
    first = make_session(cast, gathering, "Talk", "What is it like?")
    for _time in range(2):
        copy = operations.duplicate_session(session=first, by=cast.amina, id=wanted)
    assert titles(gathering) == ["Talk", "Talk"]
    assert copy.questions.count() == 1


def test_what_is_taken_away_is_put_back_in_its_place(cast: Cast, holder: Design | Gathering) -> None:
    _one, two, _last = _three(cast, holder)
    operations.add_question(session=two, text="Why?", texts={"xh": "Ngoba?"}, by=cast.amina)
    entry = operations.remove_session(session=two, by=cast.amina)
    assert titles(holder) == ["One", "Three"]
    back = operations.put_back(entry=entry, by=cast.amina)
    assert titles(holder) == ["One", "Two", "Three"]
    assert isinstance(back, AgendaItem)
    assert only_question(back).texts == {"xh": "Ngoba?"}


def test_a_session_in_which_something_was_said_stays(cast: Cast) -> None:
    gathering = make_gathering(cast)
    session = make_session(cast, gathering, "Talk")
    _say(gathering, item=session)
    with pytest.raises(NotNow, match="Give it another name"):
        operations.remove_session(session=session, by=cast.amina)
    operations.change_session(session=session, changes={"title": "Speak"}, by=cast.amina)
    assert titles(gathering) == ["Speak"]


def test_a_question_that_was_answered_stays(cast: Cast) -> None:
    gathering = make_gathering(cast)
    question = only_question(make_session(cast, gathering, "Talk", "Why?"))
    _say(gathering, question=question)
    with pytest.raises(NotNow):
        operations.remove_question(question=question, by=cast.amina)


def test_a_question_is_taken_away_and_put_back(cast: Cast) -> None:
    question = only_question(make_session(cast, make_gathering(cast), "Talk", "Why?"))
    entry = operations.remove_question(question=question, by=cast.amina)
    operations.put_back(entry=entry, by=cast.amina)
    assert Question.objects.get().pk == question.pk


def test_the_agenda_of_what_is_over_stays(cast: Cast) -> None:
    gathering = make_gathering(cast)
    session = make_session(cast, gathering, "Talk")
    Gathering.objects.update(state=GatheringState.HELD)
    with pytest.raises(NotNow):
        operations.move_session(session=session, steps=1, by=cast.amina)


def test_another_partner_changes_no_session(cast: Cast, holder: Design | Gathering) -> None:
    session = make_session(cast, holder, "Talk")
    with pytest.raises(NotAllowed):
        operations.change_session(session=session, changes={"title": "Ours"}, by=cast.thandi)


def test_a_session_needs_a_title_and_minutes(cast: Cast) -> None:
    design = make_design(cast)
    for title, minutes in (("  ", 9), ("A", 0)):
        with pytest.raises(BadAnswer):
            operations.add_session(of=design, by=cast.amina, kind="plenary", title=title, minutes=minutes)


def test_minutes_that_fill_the_day_are_all_used(cast: Cast) -> None:
    gathering = make_gathering(cast)  # 09:00 to 15:00
    for title, kind, minutes in (("Talk", "group", 150), ("Lunch", "break", 60), ("Go on", "plenary", 150)):
        make_session(cast, gathering, title, "Why?", kind=kind, minutes=minutes)
    plan = plan_of(gathering)
    assert (plan.sentence, plan.is_overrun) == ("09:00 to 15:00: 360 minutes, all used", False)
    assert [line.begins for line in plan.lines] == ["09:00", "11:30", "12:30"]
    assert plan.cautions == []


def test_an_overrun_says_by_how_much(cast: Cast) -> None:
    gathering = make_gathering(cast)
    make_session(cast, gathering, "Talk", "Why?", minutes=375)
    plan = plan_of(gathering)
    assert (plan.sentence, plan.is_overrun) == ("09:00 to 15:00: 375 minutes, 15 minutes too long", True)


def test_cautions_name_the_session(cast: Cast) -> None:
    design = make_design(cast)
    make_session(cast, design, "Lecture", kind="presentation", minutes=60)
    make_session(cast, design, "Groups", minutes=15)
    assert plan_of(design).cautions == [
        "“Lecture” is a long time to listen: 60 minutes.",
        "“Groups” is group work and asks no question.",
        "“Groups” is short for group work: 15 minutes.",
    ]


def test_materials_are_named_once_and_added_up() -> None:
    written = [("Talk", "6 flip charts, markers. Slips and box"), ("End", "2 x Flip charts; Markers")]
    assert totals(written) == [
        Material("Flip charts", 8, ("Talk", "End")),
        Material("Markers", None, ("Talk", "End")),
        Material("Slips and box", None, ("Talk",)),
    ]


def test_the_editor_works_without_javascript(cast: Cast) -> None:
    gathering = make_gathering(cast)
    one, *_rest = _three(cast, gathering)
    client = signed_in(cast.amina)
    client.post(_url(cast, "session-move", one.pk), {"to": "down"})
    page = client.post(_url(cast, "session-remove", one.pk), follow=True)
    assert titles(gathering) == ["Two", "Three"]
    client.post(_url(cast, "session-put-back", AuditEntry.objects.get(verb="remove").pk))
    assert titles(gathering) == ["Two", "One", "Three"]
    assert "“One” was taken away." in page.content.decode()


def test_the_button_to_copy_carries_an_id_so_that_twice_is_once(cast: Cast) -> None:
    gathering = make_gathering(cast)
    session = make_session(cast, gathering, "Talk")
    client = signed_in(cast.amina)
    wanted = client.get(_url(cast, "agenda", gathering.pk)).context["copy_form"]["id"].value()
    for _time in range(2):
        client.post(_url(cast, "session-duplicate", session.pk), {"id": str(wanted)})
    assert titles(gathering) == ["Talk", "Talk"]


def test_a_session_is_added_with_its_questions_a_line_each(cast: Cast) -> None:
    gathering = make_gathering(cast)
    given = {
        "id": str(new_id()),
        "kind": "group",
        "title": "Talk",
        "minutes": "45",
        "questions": "Why?\n\nHow?",
    }
    client = signed_in(cast.amina)
    for _time in range(2):
        client.post(_url(cast, "agenda-session-add", gathering.pk), given)
    assert [each.text for each in Question.objects.filter(item__gathering=gathering)] == ["Why?", "How?"]


def test_two_editors_of_a_session_lose_nothing(cast: Cast) -> None:
    session = make_session(cast, make_gathering(cast), "Talk")
    client, url = signed_in(cast.amina), _url(cast, "session-edit", session.pk)
    form = client.get(url).context["form"]
    given = {name: form[name].value() for name in form.fields} | {"title": "Mine"}
    operations.change_session(session=session, changes={"title": "Theirs", "minutes": 50}, by=cast.bo)
    page = client.post(url, given)
    assert [each.theirs for each in page.context["form"].conflicts] == ["Theirs"]
    assert [each.theirs for each in page.context["form"].kept] == ["50"]


def test_translations_of_a_question_are_kept_by_language(cast: Cast) -> None:
    question = only_question(make_session(cast, make_gathering(cast), "Talk", "Why?"))
    client, url = signed_in(cast.amina), _url(cast, "question-edit", question.pk)
    form = client.get(url).context["form"]
    places = {code: f"texts_{code}" for code in form.fields["texts"].languages}
    code = next(iter(places))
    client.post(url, {"text": "Why?", "snapshot": form["snapshot"].value(), places[code]: "Hoekom?"})
    question.refresh_from_db()
    assert question.texts == {code: "Hoekom?"}


def test_a_partner_with_whom_it_is_shared_sees_the_agenda_without_buttons(cast: Cast) -> None:
    gathering = make_gathering(cast, sharing="all")
    session = make_session(cast, gathering, "Talk")
    page = signed_in(cast.chandra).get(_url(cast, "agenda", gathering.pk)).content.decode()
    assert "Talk" in page
    assert _url(cast, "session-move", session.pk) not in page


def _say(gathering: Gathering, **where: object) -> None:
    Input.objects.create(
        programme=gathering.programme, gathering=gathering, via=Via.SCRIBE, text="So it is.", **where
    )


def _url(cast: Cast, name: str, *rest: object) -> str:
    return reverse(f"convening:{name}", args=[cast.programme.slug, *rest])
