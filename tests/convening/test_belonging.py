"""What the foundation promises for every record holds for gatherings: forgotten, kept in time, found, handed over."""

import re
from ast import Call, Constant, IfExp, Name, expr, parse, walk
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import imbizo.convening
from imbizo.actors.models import Actor
from imbizo.actors.operations.erasure import erase
from imbizo.actors.queries.requests import held_about
from imbizo.actors.registry import timeline_sources
from imbizo.convening.models import (
    Action,
    Attendance,
    Certificate,
    Decision,
    Gathering,
    Input,
    Invitation,
    Proceedings,
    PutTo,
    Table,
    Telling,
)
from imbizo.convening.operations.decisions import add_decision
from imbizo.convening.operations.devices import take_in
from imbizo.convening.operations.gatherings import close
from imbizo.convening.operations.retention import apply_retention
from imbizo.convening.operations.telling import note_reply
from imbizo.convening.rules.without_names import without
from imbizo.desk.queries import notices, search
from imbizo.programmes.models import Membership, Programme, RetentionRule
from imbizo.programmes.operations.members import open_work
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit
from imbizo.thread.registry import verb_sentence
from tests.cast import Cast, signed_in
from tests.convening.at_the_day import a_device, open_gathering, written
from tests.convening.knowing import NAME, know
from tests.convening.making import MARCH, make_gathering, make_person
from tests.convening.saying import heard, make_hall


@pytest.fixture
def person(cast: Cast) -> Actor:
    """Somebody about whom gatherings know much."""
    actor = make_person(cast, NAME, number="060 000 0771", email="nonhlanhla@example.org")
    know(make_gathering(cast, state="held", closed_at=MARCH), actor, cast)
    return actor


def written_of_gatherings() -> str:
    """Every value of every column of the app, as text."""
    from django.apps import apps

    models = apps.get_app_config("convening").get_models()
    return "\n".join(str(list(model._default_manager.values_list())) for model in models)


def counts() -> dict[str, int]:
    from django.apps import apps

    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_app_config("convening").get_models()
    }


def test_an_erased_person_is_nowhere_at_gatherings_and_counts_stay(cast: Cast, person: Actor) -> None:
    before = counts()
    erase(actor=person, by=cast.amina)
    assert re.findall("Nonhlanhla|Radebe|600000771|060 000 0771", written_of_gatherings()) == []
    assert counts() == before


def test_what_an_erased_person_said_stays_without_them(cast: Cast, person: Actor) -> None:
    erase(actor=person, by=cast.amina)
    said = Input.objects.get()
    assert (said.text, said.speaker) == ("A clinic", None)


def test_the_name_of_an_erased_person_goes_from_decisions_actions_and_approved_proceedings(
    cast: Cast, person: Actor
) -> None:
    of = {"gathering": Gathering.objects.get(), "programme": cast.programme}
    text = f"{NAME.upper()} and Ann Radebe ask the clinic."
    parts = [{"key": "came", "title": "Who came", "text": text}]
    decision = Decision.objects.create(text=text, **of)
    action = Action.objects.create(text=f"Thank {NAME}'s sister.", **of)
    Proceedings.objects.create(title="Proceedings", parts=parts, frozen={"1": {"parts": parts}}, **of)
    erase(actor=person, by=cast.amina)
    found = Proceedings.objects.get()
    assert (
        found.parts[0]["text"] == found.frozen["1"]["parts"][0]["text"] == "– and Ann Radebe ask the clinic."
    )
    decision.refresh_from_db()
    action.refresh_from_db()
    assert (decision.text, action.text) == ("– and Ann Radebe ask the clinic.", "Thank –'s sister.")
    assert AuditEntry.objects.filter(verb="take_out_name").count() == 3


@pytest.mark.parametrize("text", ["Zoë\n  Botha", "Zoë  Botha", "ZOË Botha"])
def test_a_name_broken_over_two_lines_or_in_capitals_goes_too(cast: Cast, text: str) -> None:
    of = {"gathering": make_gathering(cast), "programme": cast.programme}
    decision = Decision.objects.create(text=f"Thank {text}.", **of)
    written = Proceedings.objects.create(title="Proceedings", parts=[{"text": f"By {text}"}], **of)
    erase(actor=make_person(cast, "Zoë Botha"), by=cast.amina)
    decision.refresh_from_db()
    written.refresh_from_db()
    assert (decision.text, written.parts) == ("Thank –.", [{"text": "By –"}])


@pytest.mark.skipif(not connection.features.has_select_for_update, reason="SQLite has one writer at a time")
def test_what_is_emptied_of_a_name_is_held_against_those_who_write_in_it(cast: Cast, person: Actor) -> None:
    of = {"gathering": Gathering.objects.get(), "programme": cast.programme}
    Proceedings.objects.create(title="Proceedings", parts=[{"text": NAME}], **of)
    with CaptureQueriesContext(connection) as asked:
        erase(actor=person, by=cast.amina)
    held = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"]]
    assert [sql for sql in held if 'FROM "convening_proceedings"' in sql] != []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Said by  ann\nbotha.", "Said by  –."),
        ("Ann Botha Smith and Ann Botha", "– and –"),
        ("Joann Botha, Ann Bothas", "Joann Botha, Ann Bothas"),
        ({"a": ["Ann Botha", 3, None]}, {"a": ["–", 3, None]}),
    ],
)
def test_a_name_is_taken_out_where_it_stands_as_a_whole(text: Any, left: Any) -> None:
    assert without(text, {"Ann Botha", "Ann Botha Smith"}, "–") == left


def test_a_certificate_of_an_erased_person_holds_no_longer(cast: Cast, person: Actor) -> None:
    erase(actor=person, by=cast.amina)
    certificate = Certificate.objects.get()
    assert (certificate.name, certificate.revoked_on is not None) == ("–", True)


def test_the_place_of_an_erased_person_is_free(cast: Cast) -> None:
    person = make_person(cast, NAME)
    gathering = make_gathering(cast, starts_at=timezone.now() + timedelta(days=9))
    row = Invitation.objects.create(
        gathering=gathering, actor=person, state="accepted", place_number=1, programme=cast.programme
    )
    erase(actor=person, by=cast.amina)
    row.refresh_from_db()
    assert (row.state, row.place_number) == ("withdrawn", None)


def test_somebody_elses_words_stay_when_another_is_erased(cast: Cast, person: Actor) -> None:
    erase(actor=make_person(cast, "Sipho Dlamini"), by=cast.amina)
    assert Invitation.objects.get().diet == "no salt, says Nonhlanhla"


def test_a_persons_timeline_tells_of_gatherings(cast: Cast, person: Actor) -> None:
    told = [str(event.title) for source in timeline_sources() for event in source(person, cast.amina)]
    assert {
        "Came to Workshop in Ceres",
        "Invited to Workshop in Ceres",
        "“A clinic”",
        "Came forward for an open place at Workshop in Ceres",
    } <= set(told)


def test_other_partners_read_none_of_it(cast: Cast, person: Actor) -> None:
    told = [event.title for source in timeline_sources() for event in source(person, cast.thandi)]
    assert told == []


def test_a_persons_own_file_holds_their_needs_answers_and_what_was_noted(cast: Cast, person: Actor) -> None:
    notes = "\n".join(str(event.note) for event in held_about(person, cast.amina).elsewhere)
    assert ["no salt" in notes, f"Yes, {NAME}" in notes, "Mrs Radebe" in notes] == [True] * 3


def _rule(programme: Programme, record_class: str, counted_from: str = "closed") -> None:
    RetentionRule.objects.filter(programme=programme, record_class=record_class).delete()
    kept = {"counted_from": counted_from, "months": 12, "then": "anonymise"}
    RetentionRule.objects.create(programme=programme, record_class=record_class, covers="x", **kept)


def test_who_came_is_forgotten_in_time_and_still_counted(cast: Cast, person: Actor) -> None:
    _rule(cast.programme, "attendance")
    before = counts()
    apply_retention(programme=cast.programme, today=date(2027, 3, 14))
    came = Attendance.objects.get()
    assert (came.name, came.actor, came.invitation) == ("", None, None)
    assert (re.findall("Nonhlanhla|Radebe", written_of_gatherings()), counts()) == ([], before)


def test_before_its_time_nothing_is_forgotten(cast: Cast, person: Actor) -> None:
    _rule(cast.programme, "attendance")
    done = apply_retention(programme=cast.programme, today=date(2027, 3, 11))
    assert (done, Attendance.objects.get().name) == (0, NAME)


def test_forgetting_twice_on_a_day_does_it_once(cast: Cast, person: Actor) -> None:
    _rule(cast.programme, "attendance")
    done = [apply_retention(programme=cast.programme, today=date(2027, 3, 14)) for _ in range(2)]
    assert done == [1, 0]


def test_who_said_it_is_forgotten_by_its_own_rule(cast: Cast, person: Actor) -> None:
    RetentionRule.objects.filter(programme=cast.programme, record_class="attendance").delete()
    _rule(cast.programme, "input")
    apply_retention(programme=cast.programme, today=date(2027, 3, 14))
    assert (Input.objects.get().speaker, Attendance.objects.get().name) == (None, NAME)


def titles(member: Membership, text: str) -> list[str]:
    return [result.title for result in search(member, text).results]


def test_what_was_said_is_found_when_the_day_is_closed_and_never_by_its_speaker(cast: Cast) -> None:
    hall = make_hall(cast)
    came = Attendance.objects.create(
        gathering=hall.gathering, code="AAAAA", name=NAME, name_consent="given", programme=cast.programme
    )
    heard(hall, "Desludging never comes", by=cast.bo, speaker=came)
    close(gathering=hall.gathering, by=cast.amina)
    found = titles(cast.bo, "desludging"), titles(cast.thandi, "desludging"), titles(cast.bo, "Radebe")
    assert found == (["Desludging never comes"], [], [])


def test_a_decision_is_found(cast: Cast) -> None:
    gathering = make_gathering(cast, state="held")
    add_decision(gathering=gathering, text="A tanker each Tuesday", by=cast.amina)
    assert titles(cast.bo, "tanker") == ["A tanker each Tuesday"]


def told(member: Membership) -> list[str]:
    return [notice.sentence for notice in notices(member) if "member" not in notice.sentence]


def test_an_office_that_objects_is_told_to_whoever_leads_the_gathering(cast: Cast, person: Actor) -> None:
    Gathering.objects.update(contact=cast.bo)
    note_reply(telling=Telling.objects.get(), state="objects", answer="Not now", by=cast.amina)
    assert len(told(cast.bo)) == 1


def test_an_institution_that_answers_or_is_late_is_told_to_whoever_asked(cast: Cast, person: Actor) -> None:
    put = PutTo.objects.create(
        input=Input.objects.get(),
        institution=person,
        answer_by=MARCH.date(),
        put_by=cast.bo,
        programme=cast.programme,
    )
    audit("overdue", [put], by=None)
    audit("answer", [put], by=None)
    assert len(told(cast.bo)) == 2


def test_what_a_device_sent_too_late_is_told_once_to_whoever_leads_the_day(cast: Cast) -> None:
    gathering = open_gathering(cast, contact=cast.amina)
    device = a_device(cast, gathering).device
    device.closed_at = timezone.now()
    device.save()
    for name in ("Sipho", "Nomsa"):
        take_in(device=device, items=[written(name=name)])
    assert len(told(cast.amina)) == 1


def test_what_a_member_has_open_at_gatherings_passes_on(cast: Cast) -> None:
    gathering = make_gathering(cast, contact=cast.bo)
    make_gathering(cast, contact=cast.bo, state="held", name="Over")
    at = {"gathering": gathering, "programme": cast.programme}
    table = Table.objects.create(name="Table 1", code="T1", scribe=cast.bo, **at)
    action = Action.objects.create(text="Ring the clinic", member=cast.bo, **at)
    held = [record for work in open_work(cast.bo) for record in work.records]
    assert {gathering, table, action} == set(held)


def test_the_thread_agrees_with_decisions_actions_and_what_was_put(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall, by=cast.bo)
    add_decision(gathering=hall.gathering, text="A tanker", by=cast.amina, inputs=[said])
    assert Decision.objects.count() == 1
    call_command("check_thread")


def _verbs() -> set[str]:
    """The verbs that operations of the app write into the trail, as far as they stand there as they are."""
    found: set[str] = set()
    for path in (Path(imbizo.convening.__file__).parent / "operations").rglob("*.py"):
        for call in walk(parse(path.read_text())):
            if isinstance(call, Call):
                found |= {verb for given in _given(call) for verb in _words(given)}
    return found


def _given(call: Call) -> list[expr]:
    first = call.args[:1] if isinstance(call.func, Name) and call.func.id == "audit" else []
    return [*first, *(each.value for each in call.keywords if each.arg == "verb")]


def _words(given: expr) -> set[str]:
    choices = [given.body, given.orelse] if isinstance(given, IfExp) else [given]
    return {str(each.value) for each in choices if isinstance(each, Constant) and each.value}


def test_every_verb_of_gatherings_reads_as_a_sentence() -> None:
    assert {verb for verb in _verbs() if verb_sentence(verb) is None} == set()


def test_the_page_of_a_person_tells_of_gatherings(cast: Cast, person: Actor) -> None:
    page: Any = signed_in(cast.amina).get(person.get_absolute_url())
    assert "Came to Workshop in Ceres" in page.content.decode()
