"""A campaign as it goes: its page, its people, what they answered, and a person's own page."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.states import GatewayKind, Health, MessageState, Reason
from imbizo.outreach.models import CallList, Campaign, Conversation, Entry, Recipient
from imbizo.outreach.operations.campaigns import submit
from imbizo.outreach.queries.of_person import messages_and_answers
from imbizo.outreach.states import CampaignState
from imbizo.programmes.states import Sharing
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in
from tests.outreach.people import campaign, open_all_day, reachable


@pytest.fixture(autouse=True)
def _any_hour(cast: Cast) -> None:
    open_all_day(cast.programme)


@pytest.fixture
def people(cast: Cast) -> list[Actor]:
    return [reachable(cast.amina, name) for name in ("Ayanda", "Bongi", "Chipo")]


@pytest.fixture
def sent(cast: Cast, people: list[Actor]) -> Campaign:
    """A campaign whose three messages wait."""
    return submit(
        campaign=campaign(cast.amina, "Good day {first_name}, we meet.", asks="Come?"), by=cast.amina
    )


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.amina)


def at(name: str, *rest: object) -> str:
    return reverse(f"outreach:{name}", args=["winelands", *rest])


def became(actor: Actor, state: MessageState, reason: str = "") -> None:
    Message.objects.filter(recipient_id=actor.pk).update(
        state=state, reason=reason, sent_at=timezone.now(), settled_at=None
    )


def names(response: Any) -> list[str]:
    return [each.actor.name for each in response.context["table"].rows]


# How it goes


def test_the_page_says_how_many_stand_where(client: Client, sent: Campaign, people: list[Actor]) -> None:
    became(people[0], MessageState.DELIVERED)
    became(people[1], MessageState.FAILED, Reason.ABSENT)
    found = client.get(sent.get_absolute_url()).context["progress"]
    assert (found.waiting, found.delivered, found.failed) == (1, 1, 1)


def test_the_bar_is_as_long_as_what_is_known(client: Client, sent: Campaign, people: list[Actor]) -> None:
    became(people[0], MessageState.DELIVERED)
    became(people[1], MessageState.FAILED, Reason.ABSENT)
    bar = client.get(sent.get_absolute_url()).context["bar"]
    assert [(each.css, each.start, each.width) for each in bar] == [
        ("delivered", 0, 333),
        ("failed", 333, 333),
    ]


def test_the_page_looks_again_while_messages_leave(client: Client, sent: Campaign) -> None:
    assert 'hx-trigger="every 2s"' in client.get(at("campaign-live", sent.pk)).content.decode()


def test_the_page_rests_when_nothing_can_change(client: Client, sent: Campaign, people: list[Actor]) -> None:
    for each in people:
        became(each, MessageState.DELIVERED)
    Campaign.objects.update(state=CampaignState.DONE)
    assert "hx-trigger" not in client.get(at("campaign-live", sent.pk)).content.decode()


def test_a_gateway_in_trouble_is_told_of(client: Client, sent: Campaign) -> None:
    refused = {"health": Health.REFUSED, "health_since": timezone.now()}
    Gateway.objects.update(kind=GatewayKind.HTTP, service="bulksms", **refused)
    troubles = client.get(sent.get_absolute_url()).context["troubles"]
    assert ["refuses the password" in each for each in troubles] == [True]


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        (["pause"], CampaignState.PAUSED),
        (["pause", "resume"], CampaignState.SENDING),
        (["stop"], CampaignState.STOPPED),
    ],
)
def test_it_is_held_and_ended(client: Client, sent: Campaign, acts: list[str], state: CampaignState) -> None:
    for act in acts:
        client.post(at(f"campaign-{act}", sent.pk))
    assert Campaign.objects.get().state == state


# Following up


def test_those_without_a_working_number_become_a_call_list_in_one_press(
    client: Client, sent: Campaign, people: list[Actor]
) -> None:
    became(people[1], MessageState.FAILED, Reason.ABSENT)
    client.post(at("campaign-failed-calls", sent.pk))
    assert [call.actor for call in CallList.objects.get().calls.all()] == [people[1]]


def test_nobody_with_mail_is_said_so(client: Client, sent: Campaign, people: list[Actor]) -> None:
    became(people[1], MessageState.FAILED, Reason.ABSENT)
    response = client.post(at("campaign-failed-email", sent.pk), follow=True)
    assert [str(each) for each in response.context["messages"]] == [
        "None of them has an e-mail address that may be used."
    ]


@pytest.mark.parametrize(
    ("action", "state"), [("resend", MessageState.WAITING), ("leave", MessageState.UNCERTAIN)]
)
def test_what_is_uncertain_is_decided_by_a_person(
    client: Client, sent: Campaign, people: list[Actor], action: str, state: MessageState
) -> None:
    became(people[2], MessageState.UNCERTAIN)
    chosen = Recipient.objects.get(actor=people[2])
    client.post(at("campaign-decide", sent.pk), {"selected": [chosen.pk, "no id"], "action": action})
    assert Message.objects.get(recipient_id=people[2].pk).state == state


# The people


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("became=failed", ["Bongi Moyo"]),
        ("why=absent", ["Bongi Moyo"]),
        ("became=waiting&channel=sms", ["Ayanda Moyo", "Chipo Moyo"]),
        ("became=answered", ["Chipo Moyo"]),
        ("became=silent", ["Ayanda Moyo"]),
        ("became=outside", []),
        ("q=chip", ["Chipo Moyo"]),
    ],
)
def test_the_people_are_narrowed(
    client: Client, sent: Campaign, people: list[Actor], asked: str, found: list[str]
) -> None:
    became(people[1], MessageState.FAILED, Reason.ABSENT)
    Recipient.objects.filter(actor=people[2]).update(answered_at=timezone.now())
    assert names(client.get(f"{at('campaign-people', sent.pk)}?{asked}")) == found


def test_another_partner_sees_the_counts_and_only_the_people_shared_with_it(
    cast: Cast, sent: Campaign, people: list[Actor]
) -> None:
    Campaign.objects.update(sharing=Sharing.ALL)
    Actor.objects.filter(pk=people[0].pk).update(sharing=Sharing.ALL)
    other = signed_in(cast.thandi)
    counted = other.get(sent.get_absolute_url()).context["progress"]
    assert (counted.messages, names(other.get(at("campaign-people", sent.pk)))) == (3, ["Ayanda Moyo"])


def test_a_file_of_the_people_is_narrowed_as_the_page_is(
    client: Client, sent: Campaign, people: list[Actor]
) -> None:
    became(people[1], MessageState.FAILED, Reason.ABSENT)
    answer = client.get(f"{at('campaign-export', sent.pk, 'csv')}?became=failed")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Name", "Bongi Moyo"]


def test_a_workbook_of_the_people_runs_no_formula(
    client: Client, sent: Campaign, people: list[Actor]
) -> None:
    Actor.objects.filter(pk=people[0].pk).update(name="=1+1")
    answer = client.get(at("campaign-export", sent.pk, "xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    assert book.worksheets[0]["A2"].value == "'=1+1"


def test_taking_the_people_out_is_written_down(client: Client, sent: Campaign) -> None:
    client.get(at("campaign-export", sent.pk, "csv"))
    entry = AuditEntry.objects.get(verb="export")
    assert (entry.subject_id, entry.changes["count"]) == (sent.pk, [None, 3])


# What they answered


def answer_of(cast: Cast, sent: Campaign, actor: Actor, words: str, **fields: Any) -> Entry:
    talk = Conversation.objects.create(
        programme=cast.programme,
        owner=cast.convenor,
        actor=actor,
        channel="sms",
        address="+27600000001",
        sharing=Sharing.ITSELF,
        **fields,
    )
    return Entry.objects.create(
        programme=cast.programme, conversation=talk, kind="call", text=words, campaign=sent, by=cast.bo
    )


def test_answers_stand_beside_who_gave_them(
    client: Client, cast: Cast, sent: Campaign, people: list[Actor]
) -> None:
    said = answer_of(cast, sent, people[0], "I'll come")
    assert list(client.get(at("campaign-answers", sent.pk)).context["table"].rows) == [said]


def test_protected_answers_are_absent(
    client: Client, cast: Cast, sent: Campaign, people: list[Actor]
) -> None:
    answer_of(cast, sent, people[0], "He hits me", is_protected=True)
    assert list(client.get(at("campaign-answers", sent.pk)).context["table"].rows) == []


def test_a_persons_page_tells_what_was_sent_and_answered(
    cast: Cast, sent: Campaign, people: list[Actor]
) -> None:
    answer_of(cast, sent, people[0], "I'll come")
    found = [(str(each.title), str(each.note)) for each in messages_and_answers(people[0], cast.amina)]
    assert found == [
        ("Ubambano: Good day Ayanda, we meet.", "SMS to them, waiting"),
        ("“I'll come”", "said on the telephone, noted by Bo"),
    ]


def test_a_persons_page_is_silent_to_other_partners(cast: Cast, sent: Campaign, people: list[Actor]) -> None:
    answer_of(cast, sent, people[0], "I'll come")
    assert list(messages_and_answers(people[0], cast.thandi)) == []


def test_a_persons_page_holds_it_all(client: Client, sent: Campaign, people: list[Actor]) -> None:
    assert "Good day Ayanda, we meet." in client.get(people[0].get_absolute_url()).content.decode()
