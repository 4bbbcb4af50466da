"""What comes in is stored once, cleaned, matched to what it answers, and handed on."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from imbizo.messaging import registry
from imbizo.messaging.models import Inbound, InboundPart
from imbizo.messaging.operations.inbound import Arrival, receive
from imbizo.messaging.operations.inbound_parts import join_waiting_parts, receive_part
from imbizo.messaging.operations.routing import route_again, route_inbound
from imbizo.messaging.states import InboundKind, InboundState, Purpose
from tests.cast import Cast
from tests.messaging.sent import MAIL, NUMBER, phones_of, says, wrote


class Listener:
    """Listens to what comes in, and can be out of order for some of it."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.cannot_stand = ""

    def __call__(self, inbound: Sequence[Inbound]) -> None:
        if any(each.text == self.cannot_stand for each in inbound):
            raise ValueError(self.cannot_stand)
        self.heard += [each.text for each in inbound]


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Listener:
    """The only one who listens."""
    only = Listener()
    monkeypatch.setattr(registry.on_inbound, "_bound", [only])
    return only


def texts() -> list[str]:
    return list(Inbound.objects.order_by("id").values_list("text", flat=True))


# What is kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("082 123 4567", NUMBER),
        ("27821234567", NUMBER),
        ("40404", "40404"),
        ("Vodacom", "Vodacom"),
    ],
)
def test_the_number_is_kept_as_the_register_writes_it(cast: Cast, written: str, kept: str) -> None:
    says(phones_of(cast.programme), "Hello", written)
    assert Inbound.objects.get().address == kept


def test_mail_is_kept_in_lower_case(cast: Cast) -> None:
    says(phones_of(cast.programme), "Hello", "Nomsa <Nomsa@Example.ORG>")
    assert Inbound.objects.get().address == MAIL


def test_null_and_control_characters_are_taken_out(cast: Cast) -> None:
    says(phones_of(cast.programme), "Yes\x00\x00, I\r\nwill\tcome\x07 \ud800")
    assert texts() == ["Yes, I\nwill\tcome"]


def test_a_message_of_null_characters_is_kept_as_an_empty_one(cast: Cast) -> None:
    says(phones_of(cast.programme), "\x00" * 200)
    assert texts() == [""]


def test_two_thousand_characters_are_kept_whole(cast: Cast) -> None:
    says(phones_of(cast.programme), "Molo! " * 333)
    assert texts() == [("Molo! " * 333).strip()]


def test_no_more_than_ten_thousand_characters_are_kept(cast: Cast) -> None:
    says(phones_of(cast.programme), "a" * 1_000_000)
    assert len(texts()[0]) == 10_000


def test_html_is_kept_as_it_was_written(cast: Cast) -> None:
    says(phones_of(cast.programme), "<script>alert(1)</script> & <b>yes</b>")
    assert texts() == ["<script>alert(1)</script> & <b>yes</b>"]


# Repeats


def test_the_same_reference_twice_is_kept_once(cast: Cast) -> None:
    says(phones_of(cast.programme), "Yes", ref="abc-1")
    says(phones_of(cast.programme), "Yes", ref="abc-1")
    assert texts() == ["Yes"]


def test_the_same_reference_twice_in_one_batch_is_kept_once(cast: Cast) -> None:
    arrival = Arrival(NUMBER, "Yes", ref="abc-1")
    assert len(receive(gateway=phones_of(cast.programme), arrivals=[arrival, arrival])) == 1


def test_two_references_with_the_same_text_are_two_messages(cast: Cast) -> None:
    says(phones_of(cast.programme), "Yes", ref="abc-1")
    says(phones_of(cast.programme), "Yes", ref="abc-2")
    assert texts() == ["Yes", "Yes"]


def test_without_a_reference_the_same_words_within_a_minute_are_a_repeat(cast: Cast) -> None:
    says(phones_of(cast.programme), "Yes")
    says(phones_of(cast.programme), "Yes")
    assert texts() == ["Yes"]


def test_the_same_words_after_a_minute_are_a_new_message(cast: Cast) -> None:
    says(phones_of(cast.programme), "Yes", received_at=timezone.now() - timedelta(seconds=61))
    says(phones_of(cast.programme), "Yes")
    assert texts() == ["Yes", "Yes"]


# What it is, and what it answers


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Yes, I will come", InboundKind.TEXT),
        ("help", InboundKind.HELP),
        ("Please call me 0821234567", InboundKind.CALL_ME),
        ("This is an automated reply, I am away", InboundKind.AUTOMATIC),
    ],
)
def test_its_words_say_what_it_is(cast: Cast, text: str, kind: InboundKind) -> None:
    says(phones_of(cast.programme), text)
    assert Inbound.objects.get().kind == kind


def test_it_answers_the_last_message_to_that_number(cast: Cast) -> None:
    earlier = timezone.now() - timedelta(hours=3)
    last = wrote(cast.programme)
    wrote(cast.programme, sent_at=earlier)
    says(phones_of(cast.programme), "Yes")
    assert Inbound.objects.get().answers == last


def test_a_confirmation_is_not_what_somebody_answers(cast: Cast) -> None:
    asked = wrote(cast.programme, sent_at=timezone.now() - timedelta(hours=3))
    wrote(cast.programme, purpose=Purpose.CONFIRMATION)
    says(phones_of(cast.programme), "Yes")
    assert Inbound.objects.get().answers == asked


def test_a_borrowed_gateway_tells_whose_message_is_answered(cast: Cast) -> None:
    gateway = phones_of(cast.elsewhere)
    wrote(cast.programme, gateway=gateway)
    says(gateway, "Yes")
    assert Inbound.objects.get().programme == cast.programme


def test_two_gateways_with_one_number_for_answers_are_one_line(cast: Cast) -> None:
    for programme in (cast.programme, cast.elsewhere):
        gateway = phones_of(programme)
        gateway.reply_to = "+27820000000"
        gateway.save()
    asked = wrote(cast.programme)
    says(phones_of(cast.elsewhere), "Yes")
    assert Inbound.objects.get().answers == asked


def test_who_was_never_written_to_speaks_to_the_programme_of_the_gateway(cast: Cast) -> None:
    says(phones_of(cast.programme), "Who are you?")
    assert (Inbound.objects.get().programme, Inbound.objects.get().answers) == (cast.programme, None)


# Handing on


def test_what_came_in_is_handed_on_in_order_and_once(cast: Cast, listener: Listener) -> None:
    for text in ("One", "Two", "Three"):
        says(phones_of(cast.programme), text)
    route_inbound()
    route_inbound()
    assert listener.heard == ["One", "Two", "Three"]


def test_the_handler_of_the_first_word_comes_first(
    cast: Cast, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(registry._routes, "ALERT", lambda inbound: True)
    says(phones_of(cast.programme), "alert: stones on the N1")
    route_inbound()
    assert (listener.heard, Inbound.objects.get().state) == ([], InboundState.ROUTED)


def test_one_that_cannot_be_handed_on_does_not_hold_up_the_others(cast: Cast, listener: Listener) -> None:
    listener.cannot_stand = "Two"
    for text in ("One", "Two", "Three"):
        says(phones_of(cast.programme), text)
    route_inbound()
    assert listener.heard == ["One", "Three"]


def test_what_failed_is_handed_on_later(cast: Cast, listener: Listener) -> None:
    listener.cannot_stand = "Two"
    says(phones_of(cast.programme), "Two")
    route_inbound()
    listener.cannot_stand = ""
    route_again(timezone.now())
    assert listener.heard == ["Two"]


def test_after_five_tries_it_is_left_aside(cast: Cast, listener: Listener) -> None:
    listener.cannot_stand = "Two"
    says(phones_of(cast.programme), "Two")
    route_inbound()
    for _minute in range(6):
        route_again(timezone.now())
    assert Inbound.objects.get().tries == 5


def test_no_more_than_one_task_waits_for_the_worker(
    cast: Cast, settings: LazySettings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(10):
            says(phones_of(cast.programme), f"Answer {number}")
    assert DBTaskResult.objects.count() == 1


# Parts


def part(cast: Cast, number: int, text: str, *, total: int = 3, reference: int = 7) -> None:
    receive_part(
        gateway=phones_of(cast.programme),
        address=NUMBER,
        to="",
        reference=reference,
        total=total,
        number=number,
        text=text,
    )


def make_older(minutes: int) -> None:
    InboundPart.objects.update(received_at=timezone.now() - timedelta(minutes=minutes))


def test_parts_in_any_order_make_one_message(cast: Cast) -> None:
    part(cast, 3, "on Thursday")
    part(cast, 1, "Yes, I ")
    part(cast, 2, "will come ")
    assert texts() == ["Yes, I will come on Thursday"]


def test_a_part_that_comes_again_changes_nothing(cast: Cast) -> None:
    for number, text in ((1, "Yes, "), (1, "Yes, "), (2, "I "), (3, "come"), (2, "I ")):
        part(cast, number, text)
    make_older(11)
    join_waiting_parts(timezone.now())
    assert texts() == ["Yes, I come"]


def test_a_part_that_never_comes_leaves_a_gap_after_ten_minutes(cast: Cast) -> None:
    part(cast, 1, "Yes, ")
    part(cast, 3, "Thursday")
    make_older(11)
    join_waiting_parts(timezone.now())
    assert (texts(), InboundPart.objects.count()) == (["Yes, [...]Thursday"], 0)


def test_parts_are_waited_for_ten_minutes(cast: Cast) -> None:
    part(cast, 1, "Yes, ")
    make_older(9)
    join_waiting_parts(timezone.now())
    assert texts() == []


def test_a_reference_used_again_begins_a_new_message(cast: Cast) -> None:
    part(cast, 1, "Old ", total=2)
    part(cast, 1, "New ", total=2)
    part(cast, 2, "words", total=2)
    assert texts() == ["Old [...]", "New words"]


def test_a_part_with_an_impossible_number_is_a_message(cast: Cast) -> None:
    part(cast, 9, "Yes", total=3)
    assert texts() == ["Yes"]
