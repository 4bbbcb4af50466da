"""Facilitators decide: nothing is on the wall before, no words are lost, and every press can be undone."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Input, Translation
from imbizo.convening.operations import joining
from imbizo.convening.operations import moderating as operations
from imbizo.convening.states import GatheringState, InputState, Via
from imbizo.thread.models import AuditEntry, Link
from imbizo.thread.states import Relation
from tests.cast import Cast, signed_in
from tests.convening.saying import Hall, heard, make_hall, slip, state_of


def _decide(
    cast: Cast, hall: Hall, *said: Input, to: InputState = InputState.SHOWN, **more: Any
) -> operations.Done:
    ids = [each.pk for each in said]
    return operations.decide(gathering=hall.gathering, ids=ids, to=to, by=cast.amina, **more)


def test_let_through_it_is_on_the_wall(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall)
    _decide(cast, hall, said)
    assert state_of(said) == InputState.SHOWN


def test_several_are_let_through_in_one_press(cast: Cast) -> None:
    hall = make_hall(cast)
    several = [heard(hall, f"Words {number}") for number in range(3)]
    assert len(_decide(cast, hall, *several).before) == 3


def test_let_through_it_answers_its_question_on_the_thread(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall)
    _decide(cast, hall, said)
    link = Link.objects.get(record_id=said.pk)
    assert (link.source_id, link.relation) == (hall.question.pk, Relation.RESPONDS_TO)


def test_a_press_is_undone(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall)
    done = _decide(cast, hall, said)
    operations.undo(gathering=hall.gathering, done=done, by=cast.amina)
    assert state_of(said) == InputState.WAITING


def test_what_another_has_gone_on_with_is_not_undone(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall)
    done = _decide(cast, hall, said)
    _decide(cast, hall, said, to=InputState.HELD)
    with pytest.raises(NotNow):
        operations.undo(gathering=hall.gathering, done=done, by=cast.amina)


def test_of_two_facilitators_at_once_the_second_is_told(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall)
    _decide(cast, hall, said, seen=InputState.WAITING)
    second = _decide(cast, hall, said, to=InputState.HELD, seen=InputState.WAITING)
    assert (second.left, state_of(said)) == (1, InputState.SHOWN)


def test_a_decision_on_something_anonymous_leaves_neither_entry_nor_instant(cast: Cast) -> None:
    hall = make_hall(cast)
    said, entries = slip(hall), AuditEntry.objects.count()
    _decide(cast, hall, said)
    said = Input.objects.get(pk=said.pk)
    assert (said.touched_at, said.updated_at, AuditEntry.objects.count()) == (
        said.said_at,
        said.said_at,
        entries,
    )


def test_a_decision_on_a_named_one_stands_in_the_trail(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall)
    _decide(cast, hall, said)
    entry = AuditEntry.objects.get(subject_id=said.pk)
    assert (entry.verb, entry.changes) == ("let_through", {"state": ["waiting", "shown"]})


def test_withdrawing_needs_a_reason(cast: Cast) -> None:
    with pytest.raises(BadAnswer, match="why"):
        operations.withdraw(said=heard(make_hall(cast)), because=" ", by=cast.amina)


def test_withdrawn_it_keeps_its_words_and_the_reason(cast: Cast) -> None:
    said = heard(make_hall(cast), "He is a thief.")
    operations.withdraw(said=said, because="names a person", by=cast.amina)
    said.refresh_from_db()
    assert (said.state, said.text, said.withdrawn_because) == (
        "withdrawn",
        "He is a thief.",
        "names a person",
    )


def test_a_translation_stands_beside_the_words(cast: Cast) -> None:
    said = heard(make_hall(cast), "Sifuna amanzi.", language="xh")
    operations.translate(said=said, language="en", text="We want water.", by=cast.bo)
    operations.translate(said=said, language="en", text="We need water.", by=cast.bo)
    said.refresh_from_db()
    assert (said.text, Translation.objects.get().text) == ("Sifuna amanzi.", "We need water.")


def test_the_language_of_the_words_is_no_translation(cast: Cast) -> None:
    said = heard(make_hall(cast), "Sifuna amanzi.", language="xh")
    with pytest.raises(BadAnswer):
        operations.translate(said=said, language="xh", text="Amanzi.", by=cast.bo)


def _merged(cast: Cast, hall: Hall, *said: Input) -> tuple[Input, operations.Done]:
    return joining.merge(gathering=hall.gathering, ids=[each.pk for each in said], by=cast.amina)


def test_merging_loses_no_words(cast: Cast) -> None:
    hall = make_hall(cast)
    a, b = heard(hall, "A clinic."), heard(hall, "A school.")
    whole, _done = _merged(cast, hall, a, b)
    originals = {each.text: each.state for each in Input.objects.filter(merged_into=whole)}
    assert (whole.text, originals) == (
        "A clinic.\n\nA school.",
        {"A clinic.": "merged", "A school.": "merged"},
    )


def test_the_same_words_stand_once_in_what_they_are_merged_into(cast: Cast) -> None:
    hall = make_hall(cast)
    assert _merged(cast, hall, heard(hall, "Water."), heard(hall, "Water."))[0].text == "Water."


def test_merged_ones_are_joined_on_the_thread(cast: Cast) -> None:
    hall = make_hall(cast)
    a, b = heard(hall, "A clinic."), heard(hall, "A school.")
    whole, _done = _merged(cast, hall, a, b)
    links = Link.objects.filter(record_id=whole.pk, relation=Relation.MERGED_FROM)
    assert {link.source_id for link in links} == {a.pk, b.pk}


def test_what_is_merged_with_something_anonymous_is_anonymous(cast: Cast) -> None:
    hall = make_hall(cast)
    whole = Input.objects.get(pk=_merged(cast, hall, heard(hall), slip(hall))[0].pk)
    assert (whole.is_anonymous, whole.table, whole.pk.version) == (True, None, 4)


def test_merging_is_undone(cast: Cast) -> None:
    hall = make_hall(cast)
    a, b = heard(hall, "A clinic."), heard(hall, "A school.")
    whole, done = _merged(cast, hall, a, b)
    operations.undo(gathering=hall.gathering, done=done, by=cast.amina)
    assert [state_of(each) for each in (whole, a, b)] == ["withdrawn", "waiting", "waiting"]


def test_one_alone_is_not_merged(cast: Cast) -> None:
    hall = make_hall(cast)
    with pytest.raises(BadAnswer):
        _merged(cast, hall, heard(hall))


def test_what_is_part_of_another_is_not_merged_again(cast: Cast) -> None:
    hall = make_hall(cast)
    a, b = heard(hall, "A clinic."), heard(hall, "A school.")
    _merged(cast, hall, a, b)
    with pytest.raises(NotNow):
        _merged(cast, hall, a, heard(hall, "A road."))


def test_dividing_loses_no_words(cast: Cast) -> None:
    said = heard(make_hall(cast), "A clinic. And a school.")
    parts, _done = joining.split(said=said, parts=["A clinic.", "And a school."], by=cast.amina)
    assert ([part.text for part in parts], state_of(said)) == (
        ["A clinic.", "And a school."],
        InputState.SPLIT,
    )


@pytest.mark.parametrize(
    "parts", [["A clinic.", "A school."], ["A clinic."], ["A clinic.", "And a school.", "!"]]
)
def test_dividing_changes_no_words(cast: Cast, parts: list[str]) -> None:
    said = heard(make_hall(cast), "A clinic. And a school.")
    with pytest.raises(BadAnswer):
        joining.split(said=said, parts=parts, by=cast.amina)


def test_dividing_is_undone(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall, "A clinic. And a school.")
    _parts, done = joining.split(said=said, parts=["A clinic.", "And a school."], by=cast.amina)
    operations.undo(gathering=hall.gathering, done=done, by=cast.amina)
    assert state_of(said) == InputState.WAITING


# The pages


def _url(hall: Hall, name: str, *rest: object) -> str:
    return reverse(f"convening:{name}", args=[hall.gathering.programme.slug, *rest])


def test_the_facilitator_lets_through_without_a_script(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall)
    press = {"do": f"shown:{said.pk}:waiting"}
    answer = signed_in(cast.amina).post(_url(hall, "inputs-decide", hall.gathering.pk), press, follow=True)
    assert (state_of(said), "1 is on the wall." in answer.content.decode()) == (InputState.SHOWN, True)


def test_the_page_offers_to_undo_the_press(cast: Cast) -> None:
    hall, client = make_hall(cast), signed_in(cast.amina)
    said = heard(hall)
    press = {"do": "shown", "selected": [str(said.pk)]}
    answer = client.post(_url(hall, "inputs-decide", hall.gathering.pk), press, headers={"X-Live": "1"})
    client.post(answer.json()["undo"])
    assert state_of(said) == InputState.WAITING


def test_nobody_undoes_what_another_member_pressed(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall)
    press = {"do": f"shown:{said.pk}:waiting"}
    url = _url(hall, "inputs-decide", hall.gathering.pk)
    undo = signed_in(cast.amina).post(url, press, headers={"X-Live": "1"}).json()["undo"]
    answer = signed_in(cast.bo).post(undo, headers={"X-Live": "1"}).json()
    assert (bool(answer["error"]), state_of(said)) == (True, InputState.SHOWN)


def test_a_press_with_nothing_ticked_says_so(cast: Cast) -> None:
    hall = make_hall(cast)
    url = _url(hall, "inputs-decide", hall.gathering.pk)
    answer = signed_in(cast.amina).post(url, {"do": "shown"}, headers={"X-Live": "1"})
    assert answer.json()["error"] == "Tick at least one first."


def test_a_mark_is_set_and_found_by_the_filter(cast: Cast) -> None:
    hall, client = make_hall(cast), signed_in(cast.amina)
    said = heard(hall, "Marked words")
    heard(hall, "Other words")
    client.post(_url(hall, "inputs-decide", hall.gathering.pk), {"do": f"mark:{said.pk}"})
    page = client.get(_url(hall, "inputs", hall.gathering.pk) + "?marked=on").content.decode()
    assert ("Marked words" in page, "Other words" in page) == (True, False)


@pytest.mark.parametrize("about", ["question", "session"])
def test_the_stream_is_narrowed_to_a_question_or_session(cast: Cast, about: str) -> None:
    hall, client = make_hall(cast), signed_in(cast.amina)
    heard(hall, "About the question")
    heard(hall, "About nothing", question=None)
    pk = hall.question.pk if about == "question" else hall.item.pk
    page = client.get(_url(hall, "inputs", hall.gathering.pk) + f"?about={about}-{pk}").content.decode()
    assert ("About the question" in page, "About nothing" in page) == (True, False)


def test_another_partner_reads_what_was_let_through_without_table(cast: Cast) -> None:
    hall = make_hall(cast, sharing="all")
    said = heard(hall, "Let through")
    heard(hall, "Still waiting")
    _decide(cast, hall, said)
    page = signed_in(cast.thandi).get(_url(hall, "inputs", hall.gathering.pk)).content.decode()
    assert ["Let through" in page, "Still waiting" in page, "Table 1" in page] == [True, False, False]


def test_another_partner_does_not_find_what_waits(cast: Cast) -> None:
    hall = make_hall(cast, sharing="all")
    said = heard(hall)
    assert signed_in(cast.thandi).get(_url(hall, "input", said.pk)).status_code == 404


def test_the_page_of_an_input_shows_where_it_came_from(cast: Cast) -> None:
    hall = make_hall(cast)
    whole, _done = _merged(cast, hall, heard(hall, "A clinic."), heard(hall, "A school."))
    page = signed_in(cast.amina).get(_url(hall, "input", whole.pk)).content.decode()
    assert ("merged from" in page, "A clinic." in page) == (True, True)


def test_dividing_on_the_page(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall, "A clinic. And a school.")
    signed_in(cast.amina).post(
        _url(hall, "input-split", said.pk), {"parts": "A clinic.\r\n\r\nAnd a school."}
    )
    assert Input.objects.filter(state=InputState.WAITING).count() == 2


def test_withdrawing_and_translating_on_the_page(cast: Cast) -> None:
    hall, client = make_hall(cast), signed_in(cast.amina)
    said = heard(hall, "Sifuna amanzi.", language="xh")
    client.post(_url(hall, "input-translate", said.pk), {"language": "en", "text": "We need water."})
    client.post(_url(hall, "input-withdraw", said.pk), {"because": "said twice"})
    assert (state_of(said), said.translations.get().text) == (InputState.WITHDRAWN, "We need water.")


def test_the_scribe_writes_line_after_line(cast: Cast) -> None:
    from tests.convening.saying import sent

    hall, client = make_hall(cast), signed_in(cast.bo)
    url = _url(hall, "scribe", hall.gathering.pk, hall.table.pk)
    answer = client.post(url, sent("Amanzi", card="", about=f"question-{hall.question.pk}"))
    page = client.get(answer["Location"]).content.decode()
    assert (Input.objects.get().entered_by, '<option value="xh" selected>' in page) == (cast.bo, True)


def test_a_double_press_of_the_scribe_is_one_input(cast: Cast) -> None:
    from tests.convening.saying import sent

    hall, client, id = make_hall(cast), signed_in(cast.bo), uuid4()
    url = _url(hall, "scribe", hall.gathering.pk, hall.table.pk)
    for _press in range(2):
        client.post(url, sent("Amanzi", id=id, card=""))
    assert Input.objects.count() == 1


def test_a_slip_of_paper_is_typed_after_closing_without_a_name(cast: Cast) -> None:
    from tests.convening.saying import sent

    hall = make_hall(cast, state=GatheringState.HELD)
    signed_in(cast.bo).post(_url(hall, "paper-slips", hall.gathering.pk), sent("Afraid", id=uuid4()))
    said = Input.objects.get()
    assert (said.via, said.is_anonymous, said.entered_by) == (Via.PAPER, True, None)


def test_the_list_costs_the_same_for_one_and_for_thirty(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    hall, client = make_hall(cast), signed_in(cast.amina)
    for number in range(30):
        heard(hall, f"Words {number}")
    with django_assert_max_num_queries(24):
        client.get(_url(hall, "inputs", hall.gathering.pk))
