"""Measures: whose they are, how far they are, and what nobody has reported."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from imbizo.actors.models import Consent
from imbizo.agreements.errors import NotNow, NotReady
from imbizo.agreements.models import Agreement, Measure, MeasureUpdate
from imbizo.agreements.operations.measures import (
    add_measure,
    add_several,
    change_measure,
    stop_measure,
    take_up_measure,
)
from imbizo.agreements.operations.overdue import tell_of_overdue
from imbizo.agreements.operations.updates import ask, ask_due, report, withdraw_update
from imbizo.agreements.queries.measuring import progress_of, tree
from imbizo.agreements.states import AgreementState, MeasureState
from imbizo.agreements.templatetags.measure import measure_badge
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.messaging.models import Message
from imbizo.thread.models import Link
from tests.agreements.making import make_agreement, make_clause
from tests.cast import Cast, signed_in
from tests.convening.making import keep_no_quiet_hours, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    return make_agreement(cast, state=AgreementState.IN_EFFECT)


def test_a_measure_of_a_clause_stands_on_its_thread(cast: Cast, agreement: Agreement) -> None:
    clause = make_clause(agreement)
    measure = add_measure(agreement=agreement, title="Night desk", clause=clause, by=cast.amina)
    assert list(Link.objects.filter(record_id=measure.pk).values_list("source_id", "relation")) == [
        (clause.pk, "delivers")
    ]


def test_a_form_sent_twice_makes_one_measure(cast: Cast, agreement: Agreement) -> None:
    given: dict[str, Any] = {"title": "Night desk", "id": new_id()}
    first, second = (add_measure(agreement=agreement, by=cast.amina, **given) for _turn in range(2))
    assert first == second
    assert Measure.objects.count() == 1


def test_several_are_made_from_a_clause_and_none_twice(cast: Cast, agreement: Agreement) -> None:
    clause = make_clause(agreement)
    add_several(clause=clause, titles=["Desk", "Cards", "Desk"], by=cast.amina)
    add_several(clause=clause, titles=["Cards", "Board"], by=cast.amina)
    assert list(clause.measures.values_list("title", flat=True)) == ["Desk", "Cards", "Board"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"is_unfunded": True, "budget_line": "Vote 8210"}, "is_unfunded"),
        ({"budget_line": "Vote 8210"}, "budget_year"),
        ({"starts_on": date(2026, 5, 2), "due_on": date(2026, 5, 1)}, "due_on"),
    ],
)
def test_what_doesn_t_fit_is_told_at_its_field(
    cast: Cast, agreement: Agreement, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(NotReady) as refused:
        add_measure(agreement=agreement, title="Desk", by=cast.amina, **fields)
    assert refused.value.field == field


def test_a_measure_can_t_be_a_part_of_its_own_part(cast: Cast, agreement: Agreement) -> None:
    whole = add_measure(agreement=agreement, title="Number", by=cast.amina)
    part = add_measure(agreement=agreement, title="Desk", parent=whole, by=cast.amina)
    with pytest.raises(NotReady):
        change_measure(measure=whole, wanted={"parent": part}, by=cast.amina)


def test_another_partner_can_t_add_one(cast: Cast, agreement: Agreement) -> None:
    with pytest.raises(NotAllowed):
        add_measure(agreement=agreement, title="Desk", by=cast.thandi)


def test_a_whole_is_the_weighted_mean_of_its_parts(cast: Cast, agreement: Agreement) -> None:
    whole = add_measure(agreement=agreement, title="Number", by=cast.amina)
    for title, weight, percent in (("Desk", 1, 50), ("Cards", 3, 100)):
        part = add_measure(agreement=agreement, title=title, weight=weight, parent=whole, by=cast.amina)
        report(measure=part, state=MeasureState.UNDER_WAY, progress=percent, by=cast.amina)
    assert progress_of(agreement.measures.all())[whole.pk].percent == Decimal("87.50")
    client = signed_in(cast.amina)
    url = reverse("agreements:measures", args=[cast.programme.slug])
    shown = client.get(url, {"sort": "progress"}).context["table"].rows
    assert [row.title for row in shown] == ["Desk", "Number", "Cards"]


def test_a_whole_is_done_once_its_parts_are_and_open_again_with_one_of_them(
    cast: Cast, agreement: Agreement
) -> None:
    whole = add_measure(agreement=agreement, title="Number", by=cast.amina)
    desk, cards = (
        add_measure(agreement=agreement, title=title, parent=whole, by=cast.amina)
        for title in ("Desk", "Cards")
    )
    report(measure=desk, state=MeasureState.DONE, by=cast.amina)
    states = [_state(whole)]
    stop_measure(measure=cards, because="Too dear", by=cast.amina)
    states.append(_state(whole))
    take_up_measure(measure=cards, by=cast.amina)
    assert [*states, _state(whole)] == ["under_way", "done", "under_way"]


def test_a_whole_that_gets_or_loses_a_part_stands_as_its_parts_do(cast: Cast, agreement: Agreement) -> None:
    whole = add_measure(agreement=agreement, title="Number", by=cast.amina)
    desk = add_measure(agreement=agreement, title="Desk", parent=whole, by=cast.amina)
    report(measure=desk, state=MeasureState.DONE, by=cast.amina)
    cards = add_measure(agreement=agreement, title="Cards", parent=whole, by=cast.amina)
    states = [_state(whole)]
    for parent in (None, whole):
        change_measure(measure=cards, wanted={"parent": parent}, by=cast.amina)
        states.append(_state(whole))
    assert states == ["under_way", "done", "under_way"]


def test_a_whole_taken_up_again_is_under_way_where_its_parts_are(cast: Cast, agreement: Agreement) -> None:
    whole = add_measure(agreement=agreement, title="Number", by=cast.amina)
    desk = add_measure(agreement=agreement, title="Desk", parent=whole, by=cast.amina)
    report(measure=desk, state=MeasureState.UNDER_WAY, progress=50, by=cast.amina)
    stop_measure(measure=_fresh(whole), because="Too dear", by=cast.amina)
    take_up_measure(measure=_fresh(whole), by=cast.amina)
    assert _state(whole) == "under_way"


def _fresh(measure: Measure) -> Measure:
    return Measure.objects.get(pk=measure.pk)


def _state(measure: Measure) -> str:
    measure.refresh_from_db()
    return measure.state


def test_a_part_that_has_not_reported_is_missing_and_not_nought(cast: Cast, agreement: Agreement) -> None:
    whole = add_measure(agreement=agreement, title="Number", by=cast.amina)
    first, _second = (
        add_measure(agreement=agreement, title=title, parent=whole, by=cast.amina)
        for title in ("Desk", "Cards")
    )
    report(measure=first, state=MeasureState.UNDER_WAY, progress=50, by=cast.amina)
    grown = tree(agreement)
    assert (grown.percent, [str(each) for each in grown.missing]) == (Decimal("50.00"), ["Cards"])


def test_what_is_done_is_at_a_hundred(cast: Cast, agreement: Agreement) -> None:
    measure = add_measure(agreement=agreement, title="Board", by=cast.amina)
    report(measure=measure, state=MeasureState.DONE, text="It hangs", by=cast.amina)
    measure.refresh_from_db()
    assert (measure.progress, measure.state) == (100, "done")


def test_a_withdrawn_report_stays_and_the_measure_stands_as_before(cast: Cast, agreement: Agreement) -> None:
    measure = add_measure(agreement=agreement, title="Board", by=cast.amina)
    report(measure=measure, state=MeasureState.UNDER_WAY, progress=20, by=cast.amina)
    wrong = report(measure=measure, state=MeasureState.DONE, text="Ready", by=cast.amina)
    withdraw_update(update=wrong, because="It was another hall", by=cast.amina)
    measure.refresh_from_db()
    assert (measure.progress, measure.updates.count()) == (20, 2)


def test_a_report_that_says_nothing_is_refused(cast: Cast, agreement: Agreement) -> None:
    measure = add_measure(agreement=agreement, title="Board", by=cast.amina)
    with pytest.raises(NotReady):
        report(measure=measure, state=MeasureState.UNDER_WAY, by=cast.amina)


def test_a_stopped_measure_takes_no_report_until_it_is_taken_up_again(
    cast: Cast, agreement: Agreement
) -> None:
    measure = add_measure(agreement=agreement, title="Board", by=cast.amina)
    stop_measure(measure=measure, because="The hall burnt down", by=cast.amina)
    with pytest.raises(NotNow):
        report(measure=measure, state=MeasureState.DONE, text="It hangs", by=cast.amina)
    take_up_measure(measure=measure, by=cast.amina)
    report(measure=measure, state=MeasureState.DONE, text="It hangs", by=cast.amina)
    measure.refresh_from_db()
    assert measure.state == MeasureState.DONE


def _owned(cast: Cast, agreement: Agreement) -> Measure:
    keep_no_quiet_hours(cast.programme)
    owner = make_person(cast, "Zanele Mqhayi", email="zanele@example.org")
    Consent.objects.create(programme=cast.programme, actor=owner, purpose="service", basis="public_task")
    return add_measure(agreement=agreement, title="Night desk", official=owner, by=cast.amina)


def test_its_owner_reports_on_a_page_without_an_account(
    cast: Cast, agreement: Agreement, client: Client
) -> None:
    measure = _owned(cast, agreement)
    link, is_on_its_way = ask(measure=measure, by=cast.amina)
    path = urlsplit(link).path
    form = client.get(path).context["form"]
    sent = {"id": form["id"].value(), "state": "under_way", "progress": "40", "text": "Two operators chosen"}
    assert (client.post(path, sent).status_code, is_on_its_way) == (302, True)
    assert [(each.progress, each.by) for each in measure.updates.all()] == [(40, None)]


def test_a_stranger_with_a_guessed_link_finds_nothing(client: Client) -> None:
    assert client.get(reverse("agreements:open-measure", args=["guessed"])).status_code == 404


def test_the_clock_asks_once_until_the_next_turn(cast: Cast, agreement: Agreement) -> None:
    _owned(cast, agreement)
    now = timezone.now()
    assert [ask_due(now), ask_due(now)] == [1, 0]
    assert Message.objects.filter(source_kind="agreements.measure").count() == 1


def test_a_photo_is_kept_without_what_the_camera_wrote(cast: Cast, agreement: Agreement) -> None:
    picture, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "Practice phone"
    Image.new("RGB", (40, 30)).save(picture, "JPEG", exif=exif)
    measure = add_measure(agreement=agreement, title="Board", by=cast.amina)
    upload = SimpleUploadedFile("board.jpg", picture.getvalue())
    update = report(measure=measure, state=MeasureState.DONE, text="It hangs", file=upload, by=cast.amina)
    assert b"Practice phone" not in MeasureUpdate.objects.get(pk=update.pk).file.read()


def test_a_file_of_another_kind_is_refused_at_its_field(cast: Cast, agreement: Agreement) -> None:
    measure = add_measure(agreement=agreement, title="Board", by=cast.amina)
    upload = SimpleUploadedFile("board.exe", b"MZ")
    address = reverse("agreements:update-add", args=[cast.programme.slug, measure.pk])
    form = {"id": str(new_id()), "state": "under_way", "progress": "10", "via": "page", "file": upload}
    page = signed_in(cast.amina).post(address, form)
    assert [list(page.context["form"].errors), measure.updates.count()] == [["file"], 0]


def test_the_list_leads_with_what_is_overdue(cast: Cast, agreement: Agreement) -> None:
    add_measure(agreement=agreement, title="Board", due_on=date(2026, 1, 5), by=cast.amina)
    page = signed_in(cast.amina).get(reverse("agreements:measures", args=[cast.programme.slug]))
    assert page.context["tally"] == {"overdue": 1, "silent": 1}


def test_nothing_is_late_or_silent_in_an_agreement_that_is_over(cast: Cast, agreement: Agreement) -> None:
    board = add_measure(agreement=agreement, title="Board", due_on=date(2026, 1, 5), by=cast.amina)
    Agreement.objects.update(state=AgreementState.ENDED)
    page = signed_in(cast.amina).get(reverse("agreements:measures", args=[cast.programme.slug]))
    badge = measure_badge(_fresh(board))
    assert page.context["tally"] == {"overdue": 0, "silent": 0}
    assert ("planned" in badge, tell_of_overdue(timezone.now())) == (True, 0)
