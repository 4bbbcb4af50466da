"""What a partner learns of a campaign and a call list that another shares with everybody: nothing of its people."""

import pytest

from imbizo.outreach.models import CallList, Campaign, Conversation
from imbizo.outreach.operations.calls import make_call_list
from imbizo.outreach.operations.campaigns import prepare, submit
from imbizo.outreach.operations.inbox import protect
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Sharing
from tests.cast import Cast, member_in, signed_in
from tests.outreach.letters import NUMBER, arrives, gateway_of, sent
from tests.outreach.people import campaign, open_all_day, reachable, send_what_waits

BASE = "/p/winelands/"
NAME, SURNAME, SAID = "Zodwaphi", "Qunubeni", "My husband beats me"
_OF_CAMPAIGN = (
    "", "live/", "people/", "people/?became=answered", "people/export/csv/", "answers/", "texts/", "share/",
)  # fmt: skip


@pytest.fixture
def other(cast: Cast) -> Membership:
    """The most powerful member of another partner."""
    return member_in(cast, "coordinator", cast.committee)


@pytest.fixture
def shared(cast: Cast) -> Campaign:
    """A campaign to a private person of the convenor's, who answered; shared with all partners."""
    open_all_day(cast.programme)
    reachable(cast.amina, NAME, SURNAME, number=NUMBER)
    made = campaign(
        cast.amina, text="Ubambano: dear {name}, will you come?", asks="Come?", sharing=Sharing.ALL
    )
    prepare(id=submit(campaign=made, by=cast.amina).pk)
    send_what_waits(cast.programme)
    arrives(cast, SAID)
    made.refresh_from_db()
    return made


@pytest.fixture
def ringing(cast: Cast, shared: Campaign) -> CallList:
    people = [each.actor for each in shared.recipients.all()]
    return make_call_list(name="Ring", actors=people, by=cast.amina, sharing=Sharing.ALL).call_list


def _read(member: Membership, address: str) -> str:
    page = signed_in(member).get(address)
    body = b"".join(page)
    return f"{page.status_code} {body.decode('utf-8-sig')}"


def _betrayed(text: str) -> list[str]:
    return [word for word in (NAME, SURNAME, NUMBER, NUMBER.removeprefix("+27"), SAID) if word in text]


@pytest.mark.parametrize("page", _OF_CAMPAIGN)
def test_no_page_of_a_shared_campaign_names_its_people(
    shared: Campaign, other: Membership, page: str
) -> None:
    text = _read(other, f"{shared.get_absolute_url()}{page}")
    assert (text[:3], _betrayed(text)) == ("200", [])


@pytest.mark.parametrize("page", ["", "print/", "export/csv/"])
def test_no_page_of_a_shared_call_list_names_its_people(
    ringing: CallList, other: Membership, page: str
) -> None:
    text = _read(other, f"{ringing.get_absolute_url()}{page}")
    assert (text[:3], _betrayed(text)) == ("200", [])


@pytest.mark.parametrize(
    "page", ["messages/inbox/?tab=open", "messages/inbox/?q=Zodwa", "messages/spending/", "activity/",
             "search/?q=qunubeni", "messages/calls/", "messages/campaigns/", "notifications/"]
)  # fmt: skip
def test_no_page_of_the_programme_names_them(
    ringing: CallList, shared: Campaign, other: Membership, page: str
) -> None:
    text = _read(other, f"{BASE}{page}")
    assert (text[:3], _betrayed(text)) == ("200", [])


def test_no_page_of_the_gateway_names_them(cast: Cast, shared: Campaign, other: Membership) -> None:
    address = gateway_of(cast).get_absolute_url()
    texts = [_read(other, address), _read(other, f"{address}phones/")]
    assert ([text[:3] for text in texts], _betrayed(" ".join(texts))) == (["200", "200"], [])


def test_their_message_and_their_call_are_nobody_elses_page(
    shared: Campaign, ringing: CallList, other: Membership
) -> None:
    message, call = shared.recipients.get().message, ringing.calls.get()
    assert message is not None
    statuses = [_read(other, each.get_absolute_url())[:3] for each in (message, call)]
    assert statuses == ["404", "404"]


def test_what_was_said_to_one_partner_is_on_no_practice_phone_of_another(
    cast: Cast, shared: Campaign, other: Membership
) -> None:
    sent(cast, owner=cast.committee, text="The committee writes")
    text = _read(other, f"{gateway_of(cast).get_absolute_url()}phones/")
    assert ("The committee writes" in text, SAID in text) == (True, False)


def test_the_conversations_of_another_partner_are_not_there(
    cast: Cast, shared: Campaign, other: Membership
) -> None:
    found = Conversation.objects.get()
    pages = ["", "talk/", "whose/", "new-person/"]
    assert {_read(other, f"{found.get_absolute_url()}{page}")[:3] for page in pages} == {"404"}


def test_nothing_of_a_protected_one_is_there_for_its_own_partner(cast: Cast, shared: Campaign) -> None:
    kept = protect(conversation=Conversation.objects.get(), by=cast.bo)
    pages = ["", "talk/", "whose/", "new-person/"]
    assert {_read(cast.amina, f"{kept.get_absolute_url()}{page}")[:3] for page in pages} == {"404"}


def test_no_thread_of_a_shared_campaign_tells_what_was_answered(shared: Campaign, other: Membership) -> None:
    text = _read(other, f"{BASE}thread/outreach.campaign/{shared.pk}/")
    assert (text[:3], _betrayed(text)) == ("200", [])
