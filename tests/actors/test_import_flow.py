"""An import from the dry run to its end, and back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from imbizo.actors.errors import BadEntry, NotNow
from imbizo.actors.models import (
    Actor,
    ActorName,
    Affiliation,
    Consent,
    ContactPoint,
    ImportBatch,
    ImportRow,
    Pair,
)
from imbizo.actors.operations import add_note, change_actor, imports
from imbizo.actors.states import BatchState, PairState, RowPlan
from imbizo.messaging.models import Suppression
from imbizo.programmes.states import Sharing
from imbizo.thread.models import AuditEntry
from tests.actors.registers import brought_in, checked, csv_of, fresh, uploaded
from tests.cast import Cast, signed_in

HEADER = ("Name", "Organisation", "Position", "Cell", "E-mail", "Notes")
TENDAI = ("Tendai Moyo", "SAPS Ceres", "Captain", "060 000 1234", "tendai@example.org", "")
ASHWIN = ("Ashwin Adams", "Ceres Advice Office", "Clerk", "060 000 1235", "", "DO NOT SMS")


def everything() -> dict[str, int]:
    return {
        model.__name__: model.objects.count()
        for model in (Actor, ContactPoint, Affiliation, Consent, ActorName)
    }


def plans(batch: ImportBatch) -> list[str]:
    return list(ImportRow.objects.filter(batch=batch).values_list("plan", flat=True))


def test_nothing_is_written_before_a_person_says_so(cast: Cast) -> None:
    batch = checked(csv_of(HEADER, TENDAI, ASHWIN), cast.amina)
    assert (batch.state, set(everything().values())) == (BatchState.READY, {0})


def test_each_person_gets_the_stated_basis_for_service_and_invitations(cast: Cast) -> None:
    brought_in(csv_of(HEADER, TENDAI), cast.amina)
    bases = Actor.objects.people().get().consents.values_list("purpose", "basis")
    assert set(bases) == {("service", "public_task"), ("invitation", "public_task")}


def test_officials_are_shared_with_all_and_private_people_with_nobody(cast: Cast) -> None:
    brought_in(csv_of(HEADER, TENDAI, ASHWIN), cast.amina)
    shared = dict(Actor.objects.people().values_list("surname", "sharing"))
    assert shared == {"Moyo": Sharing.ALL, "Adams": Sharing.ITSELF}


def test_a_private_persons_number_stays_with_the_partner_that_brought_it(cast: Cast) -> None:
    brought_in(csv_of(HEADER, ASHWIN), cast.amina)
    assert not ContactPoint.objects.visible_to(cast.thandi).exists()


def test_spellings_of_one_organisation_make_one_organisation(cast: Cast) -> None:
    rows = [
        (f"Tendai Moyo{n}", body, "", "", "", "")
        for n, body in enumerate(("SAPS Ceres", "S.A.P.S. Ceres", "South African Police Service Ceres"))
    ]
    brought_in(csv_of(HEADER, *rows), cast.amina)
    body = Actor.objects.organisations().get()
    assert (body.name, body.other_names.count()) == ("South African Police Service Ceres", 2)


def test_the_same_file_twice_creates_nothing(cast: Cast) -> None:
    brought_in(csv_of(HEADER, TENDAI, ASHWIN), cast.amina)
    before = everything()
    again = brought_in(csv_of(HEADER, TENDAI, ASHWIN), cast.amina)
    assert (everything(), plans(again)) == (before, [RowPlan.SAME, RowPlan.SAME])


def test_a_changed_row_of_the_same_person_updates_them(cast: Cast) -> None:
    brought_in(csv_of(HEADER, TENDAI), cast.amina)
    later = (*TENDAI[:2], "Colonel", TENDAI[3], "moyo@example.org", "")
    batch = checked(csv_of(HEADER, later), cast.amina)
    assert ImportRow.objects.get(batch=batch).changes == {
        "contacts": [[], ["moyo@example.org"]],
        "position": ["Captain", "Colonel"],
    }
    imports.bring_in(batch=batch, keep_out=None, by=cast.amina)
    assert (Actor.objects.people().count(), Affiliation.objects.get().position) == (1, "Colonel")


def test_a_private_person_of_another_partner_is_no_match(cast: Cast) -> None:
    brought_in(csv_of(HEADER, ASHWIN), cast.amina)
    assert plans(checked(csv_of(HEADER, (*ASHWIN[:5], "")), cast.thandi)) == [RowPlan.CREATE]


def test_doubles_within_a_sheet_wait_for_a_decision_and_become_pairs(cast: Cast) -> None:
    double = ("MOYO, T.", *TENDAI[1:4], "", "")
    batch = brought_in(csv_of(HEADER, TENDAI, double), cast.amina)
    assert (plans(batch), Pair.objects.get().state) == ([RowPlan.CREATE, RowPlan.DECIDE], PairState.OPEN)


def test_a_row_decided_to_be_the_same_person_makes_nobody_new(cast: Cast) -> None:
    double = ("MOYO, T.", *TENDAI[1:4], "moyo@example.org", "")
    batch = checked(csv_of(HEADER, TENDAI, double), cast.amina)
    imports.decide_sure(batch=batch, by=cast.amina)
    imports.bring_in(batch=fresh(batch), keep_out=None, by=cast.amina)
    assert (Actor.objects.people().count(), ContactPoint.objects.count()) == (1, 3)


def test_a_row_decided_to_be_somebody_else_is_not_suggested_again(cast: Cast) -> None:
    double = ("MOYO, T.", *TENDAI[1:4], "", "")
    batch = checked(csv_of(HEADER, TENDAI, double), cast.amina)
    imports.decide(
        batch=batch, rows=[row.pk for row in batch.rows.all()], decision="different", by=cast.amina
    )
    imports.bring_in(batch=fresh(batch), keep_out=None, by=cast.amina)
    assert Pair.objects.get().state == PairState.DIFFERENT


def test_a_row_left_out_stays_out(cast: Cast) -> None:
    batch = checked(csv_of(HEADER, TENDAI, ASHWIN), cast.amina)
    imports.decide(batch=batch, rows=[batch.rows.get(number=2).pk], decision="skip", by=cast.amina)
    imports.bring_in(batch=fresh(batch), keep_out=True, by=cast.amina)
    assert Actor.objects.people().get().surname == "Adams"


def test_what_becomes_of_opt_outs_must_be_said(cast: Cast) -> None:
    batch = checked(csv_of(HEADER, ASHWIN), cast.amina)
    with pytest.raises(BadEntry):
        imports.bring_in(batch=batch, keep_out=None, by=cast.amina)


@pytest.mark.parametrize(("keep_out", "number"), [(True, 2), (False, 0)])
def test_opt_outs_are_suppressed_after_confirmation_only(cast: Cast, keep_out: bool, number: int) -> None:
    brought_in(csv_of(HEADER, ASHWIN), cast.amina, keep_out=keep_out)
    assert Suppression.objects.count() == number  # SMS and WhatsApp of the one number


def test_what_columns_mean_is_remembered_for_the_next_file(cast: Cast) -> None:
    data = csv_of(("Naam", "Kode", "Sel"), ("Tendai Moyo", "farm", "0600001234"))
    batch = uploaded(data, cast.amina)
    imports.confirm_columns(
        batch=batch,
        sheet="",
        fields={1: "tags"},
        stated={},
        source="x",
        basis="consent",
        basis_note="",
        by=cast.amina,
    )
    again = uploaded(csv_of(("NAAM", "kode", "Sel"), ("Ashwin Adams", "town", "0600001235")), cast.amina)
    assert again.columns[0]["columns"][1]["field"] == "tags"


def test_a_column_that_is_never_taken_can_not_be_chosen(cast: Cast) -> None:
    batch = uploaded(csv_of(("Name", "ID number"), ("Tendai Moyo", "8001015009087")), cast.amina)
    imports.confirm_columns(
        batch=batch,
        sheet="",
        fields={1: "notes"},
        stated={},
        source="x",
        basis="consent",
        basis_note="",
        by=cast.amina,
    )
    assert [column["field"] for column in fresh(batch).columns[0]["columns"]] == ["full_name", "forbidden"]


def test_an_import_is_audited_once_for_each_actor(cast: Cast) -> None:
    brought_in(csv_of(HEADER, TENDAI, ASHWIN), cast.amina)
    assert (
        AuditEntry.objects.filter(verb="import", subject_kind="actors.actor").count() == Actor.objects.count()
    )


def test_a_batch_that_stands_still_is_taken_up_again(cast: Cast) -> None:
    batch = checked(csv_of(HEADER, TENDAI), cast.amina)
    long_ago = timezone.now() - timedelta(hours=1)
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.APPLYING, rows_done=0, updated_at=long_ago
    )
    assert imports.resume_stalled(timezone.now()) == 1
    assert (fresh(batch).state, Actor.objects.people().count()) == (BatchState.DONE, 1)


def test_an_import_is_brought_in_once(cast: Cast) -> None:
    batch = brought_in(csv_of(HEADER, TENDAI), cast.amina)
    with pytest.raises(NotNow):
        imports.bring_in(batch=batch, keep_out=None, by=cast.amina)


# Taking it back


def test_an_import_on_which_nothing_hangs_is_taken_back_whole(cast: Cast) -> None:
    batch = brought_in(csv_of(HEADER, TENDAI, ASHWIN), cast.amina)
    imports.undo_import(batch=batch, by=cast.amina)
    assert (fresh(batch).state, set(everything().values())) == (BatchState.UNDONE, {0})


def test_suppressions_stay_when_an_import_is_taken_back(cast: Cast) -> None:
    batch = brought_in(csv_of(HEADER, ASHWIN), cast.amina)
    imports.undo_import(batch=batch, by=cast.amina)
    assert Suppression.objects.count() == 2


def test_whoever_was_changed_since_stays_with_the_reason(cast: Cast) -> None:
    batch = brought_in(csv_of(HEADER, TENDAI, ASHWIN), cast.amina)
    change_actor(actor=Actor.objects.get(surname="Moyo"), changes={"title": "Capt."}, by=cast.amina)
    imports.undo_import(batch=batch, by=cast.amina)
    assert Actor.objects.people().get().surname == "Moyo"
    assert ["stays_changed", ""] in batch.rows.get(number=2).reasons


def test_whoever_has_a_new_note_stays(cast: Cast) -> None:
    batch = brought_in(csv_of(HEADER, TENDAI, ASHWIN), cast.amina)
    ContactPoint.objects.update(
        created_at=timezone.now() - timedelta(minutes=1), updated_at=timezone.now() - timedelta(minutes=1)
    )
    Actor.objects.update(created_at=timezone.now() - timedelta(minutes=1))
    add_note(actor=Actor.objects.get(surname="Adams"), text="Met her", by=cast.amina)
    imports.undo_import(batch=batch, by=cast.amina)
    assert "Adams" in Actor.objects.people().values_list("surname", flat=True)


def test_taking_back_gives_an_updated_person_what_they_had(cast: Cast) -> None:
    brought_in(csv_of(HEADER, TENDAI), cast.amina)
    before = everything()
    later = ("Capt Tendai Moyo", TENDAI[1], "Colonel", TENDAI[3], "moyo@example.org", "new chair")
    imports.undo_import(batch=brought_in(csv_of(HEADER, later), cast.amina), by=cast.amina)
    assert (everything(), Affiliation.objects.get().position) == (before, "Captain")
    assert Actor.objects.people().get().title == ""


# Pages


def test_the_pages_of_an_import_open_at_every_state(cast: Cast) -> None:
    batch, client = checked(csv_of(HEADER, TENDAI, ASHWIN), cast.amina), signed_in(cast.amina)
    for state in BatchState:
        ImportBatch.objects.filter(pk=batch.pk).update(state=state, applied_at=timezone.now())
        assert client.get(batch.get_absolute_url()).status_code == 200


def test_another_partner_does_not_see_the_import(cast: Cast) -> None:
    batch = checked(csv_of(HEADER, TENDAI), cast.amina)
    assert signed_in(cast.thandi).get(batch.get_absolute_url()).status_code == 404


def test_the_form_sent_twice_makes_one_batch(cast: Cast) -> None:
    from django.core.files.base import ContentFile

    url, client = reverse("actors:import-new", args=["winelands"]), signed_in(cast.amina)
    said = {"id": "0195f0a0-0000-7000-8000-000000000001"}
    for _time in range(2):
        client.post(url, said | {"file": ContentFile(csv_of(HEADER, TENDAI), name="r.csv")})
    assert ImportBatch.objects.count() == 1
