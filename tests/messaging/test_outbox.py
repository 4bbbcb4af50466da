"""The way of a message from queueing to the gateway's answer."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from imbizo.actors.models import Actor, Consent, ContactPoint
from imbizo.messaging.gateways import Leave, Outcome, Outgoing, Result, Trouble
from imbizo.messaging.gateways import kinds as drivers
from imbizo.messaging.models import Gateway, Message, Part
from imbizo.messaging.operations import Draft, lift, queue, suppress
from imbizo.messaging.operations.claiming import claim, expire_overdue, settle_abandoned
from imbizo.messaging.operations.gate import judge
from imbizo.messaging.operations.recording import record
from imbizo.messaging.states import (
    Channel,
    GatewayKind,
    Health,
    MessageState,
    Purpose,
    Reason,
    SuppressionReason,
)
from tests.cast import Cast
from tests.messaging.sending import answers, fresh, letters, mail_gateway, number, phones, send
from tests.parts.mail import MailServer

ZONE = ZoneInfo("Africa/Johannesburg")


def to_person(cast: Cast, *, purpose: Purpose = Purpose.SERVICE, **draft: object) -> Message:
    """A message to somebody in the register, with a basis for service alone."""
    actor = Actor.objects.create(
        programme=cast.programme, owner=cast.convenor, form="person", name="Lerato", sort_name="lerato"
    )
    Consent.objects.create(programme=cast.programme, actor=actor, purpose="service", basis="consent")
    given = {
        "channel": Channel.SMS,
        "address": number(1),
        "text": "Good day",
        "recipient_id": actor.pk,
    } | draft
    [message] = queue(programme=cast.programme, drafts=[Draft(**given)], purpose=purpose)  # type: ignore[arg-type]
    return message


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of July 2026 in the programme's zone; the 6th is a Monday."""
    return datetime(2026, 7, day, hour, minute, second, tzinfo=ZONE)


# Queueing


def test_a_message_knows_its_parts_and_what_they_cost(cast: Cast) -> None:
    [message] = answers(cast.programme, text="€" * 81)
    assert (message.parts_count, message.cost) == (2, Decimal("0.48"))


def test_a_number_abroad_costs_what_the_gateway_says_of_abroad(cast: Cast) -> None:
    Gateway.objects.filter(pk=phones(cast.programme).pk).update(cost_abroad=Decimal("1.50"))
    draft = Draft(channel=Channel.SMS, address="+263770000001", text="Good day")
    [message] = queue(programme=cast.programme, drafts=[draft], purpose=Purpose.ANSWER)
    assert message.cost == Decimal("1.50")


def test_a_gateway_without_a_price_makes_the_cost_unknown_and_not_zero(cast: Cast) -> None:
    Gateway.objects.update(cost_per_part=None)
    [message] = answers(cast.programme)
    assert message.cost is None


def test_mail_costs_nothing_also_by_way_of_practice_phones(cast: Cast) -> None:
    assert [message.cost for message in letters(cast.programme, 1)] == [Decimal(0)]


def test_queueing_the_same_draft_twice_makes_one_message(cast: Cast) -> None:
    draft = Draft(channel=Channel.SMS, address=number(1), text="Good day")
    for _ in range(2):
        queue(programme=cast.programme, drafts=[draft], purpose=Purpose.ANSWER)
    assert Message.objects.count() == 1


def test_without_a_gateway_a_message_is_refused_and_says_so(cast: Cast) -> None:
    Gateway.objects.all().delete()
    [message] = answers(cast.programme)
    assert (message.state, message.reason) == (MessageState.REFUSED, Reason.NO_GATEWAY)


def test_a_practice_programme_never_sends_by_a_real_gateway(cast: Cast, mail_server: MailServer) -> None:
    mail_gateway(cast.programme, mail_server)
    cast.programme.is_demo = True
    draft = Draft(channel=Channel.EMAIL, address="lerato@example.org", text="Good day")
    [message] = queue(programme=cast.programme, drafts=[draft], purpose=Purpose.ANSWER)
    assert message.gateway == phones(cast.programme)


# The gate


def test_somebody_with_a_basis_for_the_purpose_is_written_to(cast: Cast) -> None:
    assert to_person(cast).reason == ""


def test_nobody_is_written_to_without_a_basis_for_this_purpose(cast: Cast) -> None:
    assert to_person(cast, purpose=Purpose.INVITATION).reason == Reason.NO_BASIS


def test_nobody_outside_the_register_gets_more_than_an_answer(cast: Cast) -> None:
    assert to_person(cast, recipient_id=None).reason == Reason.NO_BASIS


def test_where_no_hook_is_bound_nothing_leaves(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imbizo.messaging.operations.gate.may_send", [])
    [message] = answers(cast.programme)
    assert (message.state, message.reason) == (MessageState.REFUSED, Reason.NO_GATE)


def test_who_is_to_be_spoken_to_in_person_gets_no_message(cast: Cast) -> None:
    message = to_person(cast)
    assert message.recipient_id
    Actor.objects.filter(pk=message.recipient_id).update(handle_in_person=True)
    assert judge([message], now=timezone.now())[message.pk].reason == Reason.IN_PERSON


@pytest.mark.parametrize("danger", ["is_unsafe", "is_shared"])
def test_only_a_neutral_text_goes_where_others_may_read_it(cast: Cast, danger: str) -> None:
    message = to_person(cast)
    assert message.recipient_id
    ContactPoint.objects.create(
        programme=cast.programme,
        owner=cast.convenor,
        actor_id=message.recipient_id,
        channel="sms",
        address=number(1),
        **{danger: True},
    )
    assert judge([message], now=timezone.now())[message.pk].reason == Reason.UNSAFE
    message.is_neutral = True
    assert judge([message], now=timezone.now())[message.pk].reason is None


def test_a_neutral_text_leaves_under_the_neutral_sender(cast: Cast) -> None:
    Gateway.objects.update(neutral_sender="Info")
    assert to_person(cast, is_neutral=True, sender="Imbizo").sender == "Info"


@pytest.mark.parametrize(
    ("purpose", "moment", "leaves"),
    [
        (Purpose.SERVICE, at(5, 6, 59, 59), at(5, 7)),
        (Purpose.SERVICE, at(5, 7), at(5, 7)),
        (Purpose.SERVICE, at(5, 20), at(6, 7)),
        (Purpose.DIRECT_MARKETING, at(6, 7, 59, 59), at(6, 8)),
        (Purpose.DIRECT_MARKETING, at(6, 19, 59, 59), at(6, 19, 59, 59)),
        (Purpose.DIRECT_MARKETING, at(4, 13), at(6, 8)),
        (Purpose.ANSWER, at(5, 3), at(5, 3)),
        (Purpose.ALERT, at(5, 3), at(5, 3)),
    ],
)
def test_each_purpose_has_its_hours(cast: Cast, purpose: Purpose, moment: datetime, leaves: datetime) -> None:
    message = to_person(cast)
    assert message.recipient_id
    Consent.objects.create(
        programme=cast.programme, actor_id=message.recipient_id, purpose="direct_marketing", basis="consent"
    )
    message.purpose, message.not_before, message.use_by = purpose, moment, moment + timedelta(days=4)
    assert judge([message], now=moment)[message.pk].not_before == leaves


def test_a_stop_that_comes_while_messages_wait_takes_effect_at_once(cast: Cast) -> None:
    first, second = answers(cast.programme, 2)
    stopped = [(Channel.SMS.value, second.address)]
    suppress(programme=cast.programme, addresses=stopped, reason=SuppressionReason.STOP, by=None)
    send(phones(cast.programme))
    assert fresh(first).state == MessageState.DELIVERED
    assert (fresh(second).state, fresh(second).reason) == (MessageState.REFUSED, Reason.SUPPRESSED)


def test_a_confirmation_passes_the_stop_that_it_confirms(cast: Cast) -> None:
    address = (Channel.SMS.value, number(1))
    suppress(programme=cast.programme, addresses=[address], reason=SuppressionReason.STOP, by=None)
    draft = Draft(channel=Channel.SMS, address=number(1), text="You will hear no more from us.")
    [message] = queue(programme=cast.programme, drafts=[draft], purpose=Purpose.CONFIRMATION)
    assert message.state == MessageState.WAITING
    lift(programme=cast.programme, address=address, by=None)


def test_what_has_passed_its_use_by_time_is_not_sent_and_says_so(cast: Cast) -> None:
    [message] = answers(cast.programme)
    Message.objects.update(use_by=timezone.now() - timedelta(seconds=1))
    send(phones(cast.programme))
    assert (fresh(message).state, fresh(message).reason) == (MessageState.EXPIRED, Reason.TOO_LATE)


def test_it_says_so_too_while_the_gateway_is_down(cast: Cast) -> None:
    [message] = answers(cast.programme)
    expire_overdue(timezone.now() + timedelta(days=4))
    assert fresh(message).state == MessageState.EXPIRED


def test_a_message_that_could_only_leave_after_its_use_by_time_is_refused_at_once(cast: Cast) -> None:
    message = to_person(cast)
    message.not_before, message.use_by = at(5, 21), at(6, 6)
    assert judge([message], now=at(5, 21))[message.pk].reason == Reason.TOO_LATE


# Claiming and recording


def test_replies_overtake_what_is_sent_to_many(cast: Cast) -> None:
    gateway = phones(cast.programme)
    [bulk] = answers(cast.programme)
    Message.objects.update(priority=10)
    [reply] = answers(cast.programme)
    assert [each.pk for each in claim(gateway=gateway, limit=2, by="me")] == [reply.pk, bulk.pk]


def test_what_is_claimed_is_claimed_once(cast: Cast) -> None:
    answers(cast.programme, 3)
    gateway = phones(cast.programme)
    taken = [len(claim(gateway=gateway, limit=2, by=name)) for name in ("first", "second", "third")]
    assert taken == [2, 1, 0]


def test_what_a_dead_process_was_handing_over_is_uncertain(cast: Cast) -> None:
    [message] = answers(cast.programme)
    claim(gateway=phones(cast.programme), limit=1, by="dead")
    settle_abandoned(timezone.now() + timedelta(minutes=3))
    assert (fresh(message).state, fresh(message).reason) == (MessageState.UNCERTAIN, Reason.BROKEN_OFF)


def test_an_answer_that_comes_after_the_lease_settles_it_after_all(cast: Cast) -> None:
    [message] = answers(cast.programme)
    gateway = phones(cast.programme)
    claim(gateway=gateway, limit=1, by="slow")
    settle_abandoned(timezone.now() + timedelta(minutes=3))
    record(gateway=gateway, results=[Result(message.pk, Outcome.ACCEPTED, refs=("A1",))])
    assert fresh(message).state == MessageState.SENT
    assert Part.objects.get(message=message).ref == "A1"


def test_a_result_for_what_was_never_handed_over_changes_nothing(cast: Cast) -> None:
    [message] = answers(cast.programme)
    record(gateway=phones(cast.programme), results=[Result(message.pk, Outcome.REFUSED)])
    assert fresh(message).state == MessageState.WAITING


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.LATER, MessageState.WAITING),
        (Outcome.REFUSED, MessageState.FAILED),
        (Outcome.UNKNOWN, MessageState.UNCERTAIN),
    ],
)
def test_each_outcome_has_its_state(cast: Cast, outcome: Outcome, state: MessageState) -> None:
    [message] = answers(cast.programme)
    gateway = phones(cast.programme)
    claim(gateway=gateway, limit=1, by="me")
    record(gateway=gateway, results=[Result(message.pk, outcome, reason=Reason.ABSENT, detail="88")])
    now = fresh(message)
    assert (now.state, now.reason, now.detail, now.attempts) == (state, Reason.ABSENT, "88", 1)


def test_a_code_to_sign_in_with_does_not_stay_in_the_outbox(cast: Cast) -> None:
    draft = Draft(channel=Channel.SMS, address=number(1), text="Your code is 123 456")
    [message] = queue(programme=cast.programme, drafts=[draft], purpose=Purpose.SECURITY)
    send(phones(cast.programme))
    assert fresh(message).text == ""


# Driving


class Broken:
    """A gateway that takes two messages, then breaks: a driver as `gateways.driver` describes it."""

    window = 10

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway

    def send(self, batch: Sequence[Outgoing], leave: Leave) -> Iterator[Result]:
        for message in batch[:2]:
            yield Result(message.id, Outcome.ACCEPTED, refs=(str(message.id),))
        yield Result(batch[2].id, Outcome.UNKNOWN, reason=Reason.BROKEN_OFF)
        raise Trouble(Health.UNREACHABLE, "Connection reset")

    def account(self) -> None:
        return None

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def broken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    monkeypatch.setitem(drivers._MAKERS, GatewayKind.SIMULATOR, Broken)
    return phones(cast.programme)


def states() -> list[str]:
    return sorted(Message.objects.values_list("state", flat=True))


def test_a_gateway_that_breaks_leaves_what_was_not_handed_over_waiting(cast: Cast, broken: Gateway) -> None:
    answers(cast.programme, 5)
    send(broken)
    assert states() == ["sent", "sent", "uncertain", "waiting", "waiting"]


def test_a_gateway_in_trouble_says_so_and_is_left_alone_for_a_while(cast: Cast, broken: Gateway) -> None:
    answers(cast.programme, 5)
    send(broken)
    broken.refresh_from_db()
    assert (broken.health, broken.health_detail) == (Health.UNREACHABLE, "Connection reset")
    assert send(broken) == 0


def test_a_gateway_that_works_again_drains_what_waited(
    cast: Cast, broken: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(cast.programme, 5)
    send(broken)
    monkeypatch.undo()
    Gateway.objects.update(retry_at=timezone.now())
    send(broken)
    broken.refresh_from_db()
    assert (broken.health, broken.retry_at) == (Health.WELL, None)
    assert states() == ["delivered", "delivered", "sent", "sent", "uncertain"]


def test_two_processes_never_drive_one_gateway(cast: Cast) -> None:
    answers(cast.programme)
    Gateway.objects.update(driven_by="other", driven_until=timezone.now() + timedelta(minutes=1))
    assert send(phones(cast.programme)) == 0


def test_a_gateway_that_is_not_in_use_sends_nothing(cast: Cast) -> None:
    answers(cast.programme)
    Gateway.objects.update(is_active=False)
    assert send(phones(cast.programme)) == 0


# Mail


def mails(cast: Cast, server: MailServer, address: str = "lerato@example.org") -> tuple[Gateway, Message]:
    gateway = mail_gateway(cast.programme, server)
    draft = Draft(channel=Channel.EMAIL, address=address, subject="A date\nBcc: x", text="Good day")
    [message] = queue(programme=cast.programme, drafts=[draft], purpose=Purpose.ANSWER, gateway=gateway)
    return gateway, message


def test_a_mail_leaves_by_the_programmes_server_and_names_its_message(
    cast: Cast, mail_server: MailServer
) -> None:
    gateway, message = mails(cast, mail_server)
    send(gateway)
    [letter] = mail_server.letters
    assert letter.message["Message-ID"] == f"<{message.pk}@example.org>"
    assert letter.message["Subject"] == "A date Bcc: x"


def test_a_mailbox_that_does_not_exist_fails_with_the_reason(cast: Cast, mail_server: MailServer) -> None:
    mail_server.refuse("lerato@example.org", 550)
    gateway, message = mails(cast, mail_server)
    send(gateway)
    assert (fresh(message).state, fresh(message).reason) == (MessageState.FAILED, Reason.NO_MAILBOX)


def test_a_busy_mailbox_is_tried_again(cast: Cast, mail_server: MailServer) -> None:
    mail_server.refuse("lerato@example.org", 450)
    gateway, message = mails(cast, mail_server)
    send(gateway)
    now = fresh(message)
    assert (now.state, now.attempts) == (MessageState.WAITING, 1)
    assert now.not_before > message.not_before


def test_a_mail_server_that_is_down_is_unreachable_and_loses_nothing(
    cast: Cast, mail_server: MailServer
) -> None:
    gateway, message = mails(cast, mail_server)
    mail_server.stop()
    send(gateway)
    gateway.refresh_from_db()
    assert (fresh(message).state, gateway.health) == (MessageState.WAITING, Health.UNREACHABLE)


def test_ids_of_messages_follow_the_order_in_which_they_were_queued(cast: Cast) -> None:
    ids: list[UUID] = [message.pk for message in answers(cast.programme, 3)]
    assert ids == sorted(ids)
