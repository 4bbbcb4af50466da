"""What is said is kept once, in its own words, and reaches nobody before a facilitator lets it through."""

from dataclasses import replace
from datetime import UTC
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from imbizo.base.errors import Conflict
from imbizo.base.models import new_id
from imbizo.calc import codes
from imbizo.convening import registry
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Attendance, Input, Question
from imbizo.convening.operations import devices
from imbizo.convening.operations import inputs as operations
from imbizo.convening.operations.inputs import receipt_for
from imbizo.convening.operations.moderating import write
from imbizo.convening.queries.inputs import about, by_receipt
from imbizo.convening.states import Consent, GatheringState, InputState, ItemOutcome, Via
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in
from tests.convening.at_the_day import a_device, written
from tests.convening.saying import heard, make_hall, slip


def test_what_is_said_waits_for_the_facilitator(cast: Cast) -> None:
    assert heard(make_hall(cast)).state == InputState.WAITING


def test_words_sent_twice_are_kept_once(cast: Cast) -> None:
    hall, id = make_hall(cast), uuid4()
    first, second = heard(hall, id=id), heard(hall, id=id)
    assert (first.pk, Input.objects.count()) == (second.pk, 1)


def test_words_sent_twice_have_one_receipt(cast: Cast) -> None:
    hall, id = make_hall(cast), uuid4()
    assert receipt_for(heard(hall, id=id)) == receipt_for(heard(hall, id=id))


def test_other_words_under_the_same_id_are_refused(cast: Cast) -> None:
    hall, id = make_hall(cast), uuid4()
    heard(hall, "Water", id=id)
    with pytest.raises(Conflict):
        heard(hall, "Roads", id=id)


def test_the_words_are_never_changed(cast: Cast) -> None:
    said = heard(make_hall(cast))
    with pytest.raises(ValueError, match="never changed"):
        write([said], by=cast.amina, text="We want a clinic.")


def test_capture_leaves_no_entry_in_the_trail(cast: Cast) -> None:
    hall = make_hall(cast)
    before = AuditEntry.objects.count()
    heard(hall)
    assert AuditEntry.objects.count() == before


def test_capture_is_one_statement_in_one_transaction(cast: Cast, django_assert_num_queries: object) -> None:
    hall = make_hall(cast)
    with django_assert_num_queries(3):  # type: ignore[operator]  # a savepoint, the row, the savepoint's end
        heard(hall)


def test_an_anonymous_slip_bears_the_hour_alone(cast: Cast) -> None:
    row = Input.objects.get(pk=slip(make_hall(cast)).pk)
    moments = [row.said_at, row.touched_at, row.created_at, row.updated_at]
    assert {(at.minute, at.second, at.microsecond) for at in moments} == {(0, 0, 0)}


def test_an_anonymous_slip_has_a_random_id_even_where_the_page_gave_another(cast: Cast) -> None:
    from imbizo.base.models import new_id

    assert slip(make_hall(cast), id=new_id()).pk.version == 4


def test_an_anonymous_slip_typed_by_a_member_names_no_member(cast: Cast) -> None:
    hall = make_hall(cast)
    said = heard(hall, by=cast.bo, via=Via.PAPER, is_anonymous=True)
    assert (said.entered_by, said.table, said.receipt_hash) == (None, None, "")


def test_the_database_refuses_an_anonymous_input_with_a_table(cast: Cast) -> None:
    hall = make_hall(cast)
    said = slip(hall)
    with pytest.raises(IntegrityError), transaction.atomic():
        Input.objects.filter(pk=said.pk).update(table=hall.table)


def test_by_the_receipt_it_is_found_again(cast: Cast) -> None:
    said = slip(make_hall(cast))
    typed = codes.shown(receipt_for(said)).lower()
    assert by_receipt(typed) == said


def test_a_receipt_is_twelve_characters_that_check_themselves(cast: Cast) -> None:
    assert codes.is_valid(receipt_for(slip(make_hall(cast))), codes.RECEIPT)


@pytest.mark.parametrize("state", [GatheringState.PLANNED, GatheringState.HELD, GatheringState.CALLED_OFF])
def test_phones_speak_only_while_the_gathering_is_open(cast: Cast, state: GatheringState) -> None:
    hall = make_hall(cast, state=state)
    with pytest.raises(NotNow):
        heard(hall)


def test_a_member_still_types_up_paper_after_closing(cast: Cast) -> None:
    hall = make_hall(cast, state=GatheringState.HELD)
    assert heard(hall, by=cast.bo, via=Via.PAPER).entered_by == cast.bo


def _came(cast: Cast, hall: object, name_consent: Consent, **more: str) -> Attendance:
    gathering = hall.gathering  # type: ignore[attr-defined]  # a Hall
    return Attendance.objects.create(
        programme=cast.programme,
        gathering=gathering,
        code="7K2M9",
        name="Nomsa",
        name_consent=name_consent,
        **more,
    )


def test_who_agreed_is_named_by_the_code_on_the_card(cast: Cast) -> None:
    hall = make_hall(cast)
    nomsa = _came(cast, hall, Consent.GIVEN)
    assert operations.speaker_by_card(hall.gathering, " 7k2m9 ") == nomsa


@pytest.mark.parametrize("consent", [Consent.UNASKED, Consent.REFUSED])
def test_who_has_not_agreed_is_not_named(cast: Cast, consent: Consent) -> None:
    hall = make_hall(cast)
    _came(cast, hall, consent)
    with pytest.raises(BadAnswer, match="hasn't agreed"):
        operations.speaker_by_card(hall.gathering, "7K2M9")


def test_whose_words_are_not_to_be_kept_is_not_named_beside_them(cast: Cast) -> None:
    hall = make_hall(cast)
    _came(cast, hall, Consent.GIVEN, consent=Consent.REFUSED)
    with pytest.raises(BadAnswer, match="hasn't agreed"):
        operations.speaker_by_card(hall.gathering, "7K2M9")


@pytest.mark.parametrize(("now", "is_named"), [(Consent.GIVEN, True), (Consent.REFUSED, False)])
def test_who_has_changed_their_mind_is_named_on_no_page(cast: Cast, now: Consent, is_named: bool) -> None:
    hall = make_hall(cast)
    said = heard(hall, speaker=_came(cast, hall, Consent.GIVEN))
    Attendance.objects.update(name_consent=now)
    at = reverse("convening:inputs", args=[cast.programme.slug, hall.gathering.pk])
    pages = [signed_in(cast.amina).get(url).content.decode() for url in (at, said.get_absolute_url())]
    assert ["Nomsa" in page for page in pages] == [is_named, is_named]


def test_an_unknown_card_is_said_so_at_its_field(cast: Cast) -> None:
    with pytest.raises(BadAnswer) as refused:
        operations.speaker_by_card(make_hall(cast).gathering, "AAAAA")
    assert refused.value.field == "card"


def test_the_scribe_takes_back_a_slip_of_the_pen(cast: Cast) -> None:
    said = heard(make_hall(cast), by=cast.bo, via=Via.SCRIBE)
    assert operations.take_back(said=said, by=cast.bo).state == InputState.WITHDRAWN


def test_nobody_takes_back_what_another_wrote(cast: Cast) -> None:
    said = heard(make_hall(cast), by=cast.bo, via=Via.SCRIBE)
    with pytest.raises(NotNow):
        operations.take_back(said=said, by=cast.amina)


def _from_device(cast: Cast, hall: object, **content: object) -> registry.Took:
    from datetime import datetime

    kind = registry.device_kind("input")
    assert kind is not None
    given = {"text": "From a phone that was offline", "language": "xh", **content}
    sent = registry.Sent(id=_ID, content=given, at=datetime(2026, 3, 12, 8, 5, tzinfo=UTC), by=cast.bo)
    return kind.take(hall.gathering, sent)  # type: ignore[attr-defined]  # a Hall


_ID = uuid4()


def test_a_device_that_was_offline_sends_later_and_once(cast: Cast) -> None:
    hall = make_hall(cast)
    outcomes = [_from_device(cast, hall).outcome, _from_device(cast, hall).outcome]
    assert (outcomes, Input.objects.count()) == ([ItemOutcome.TAKEN, ItemOutcome.REPEATED], 1)


def test_a_line_is_taken_back_by_the_device_that_wrote_it_alone(cast: Cast) -> None:
    hall = make_hall(cast)
    door, table = (a_device(cast, hall.gathering, label).device for label in ("Door", "Table"))
    said = heard(hall, by=cast.bo, via=Via.SCRIBE, device=table)
    back, take = written("take_back", input=str(said.pk)), devices.take_in
    assert take(device=door, items=[back])[0].outcome == ItemOutcome.REFUSED
    assert take(device=table, items=[replace(back, id=new_id())])[0].outcome == ItemOutcome.TAKEN
    assert Input.objects.get().state == InputState.WITHDRAWN


def test_what_a_device_sends_keeps_when_it_was_said(cast: Cast) -> None:
    hall = make_hall(cast)
    _from_device(cast, hall, about=f"question-{hall.question.pk}", table=str(hall.table.pk))
    said = Input.objects.get()
    assert (said.said_at.hour, said.question, said.table) == (8, hall.question, hall.table)


def test_a_device_with_a_question_of_another_gathering_is_put_to_a_person(cast: Cast) -> None:
    hall, other = make_hall(cast), make_hall(cast)
    with pytest.raises(BadAnswer, match="agenda has changed"):
        _from_device(cast, hall, about=f"question-{other.question.pk}")


def test_words_from_a_device_with_a_card_that_nobody_has_are_kept_without_a_speaker(cast: Cast) -> None:
    took = _from_device(cast, make_hall(cast), card="7K2M9")
    assert (
        took.outcome,
        took.problem.startswith("Kept without a speaker."),
        Input.objects.get().speaker,
    ) == (
        ItemOutcome.TAKEN,
        True,
        None,
    )


def test_words_about_a_question_that_has_gone_meanwhile_are_refused(
    transactional_db: None, cast: Cast
) -> None:
    hall = make_hall(cast)
    chosen = f"question-{hall.question.pk}"
    assert about(hall.gathering, chosen) == (hall.item.pk, hall.question.pk)
    Question.objects.filter(pk=hall.question.pk).delete()
    with pytest.raises(BadAnswer, match="agenda has changed"):
        heard(hall)


def test_erasing_a_person_leaves_what_they_said_without_their_name(cast: Cast) -> None:
    from imbizo.actors.operations.erasure import anonymise
    from imbizo.actors.states import Because
    from tests.convening.making import make_person

    hall, nomsa = make_hall(cast), make_person(cast, "Nomsa Dube")
    came = _came(cast, hall, Consent.GIVEN)
    Attendance.objects.filter(pk=came.pk).update(actor=nomsa)
    said = heard(hall, "We need water.", by=cast.bo, via=Via.SCRIBE, speaker=came)
    anonymise(actors=[nomsa], because=Because.RETENTION, by=cast.amina)
    said.refresh_from_db()
    assert (said.text, said.speaker) == ("We need water.", None)


def test_words_are_kept_with_the_question_and_its_session(cast: Cast) -> None:
    hall = make_hall(cast)
    assert about(hall.gathering, f"question-{hall.question.pk}") == (hall.item.pk, hall.question.pk)


@pytest.mark.parametrize(
    "chosen", ["question-x", "session-", "else", "question-00000000-0000-0000-0000-000000000000"]
)
def test_what_is_not_on_the_agenda_is_refused(cast: Cast, chosen: str) -> None:
    with pytest.raises(BadAnswer):
        about(make_hall(cast).gathering, chosen)
