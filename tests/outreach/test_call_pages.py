"""The pages from which people are rung."""

from typing import Any

import pytest
from django.test import Client

from imbizo.outreach.models import Call, CallList, CallTry, GroupShare
from imbizo.outreach.operations.calls import make_call_list
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, member_in, signed_in
from tests.outreach.letters import NUMBER, OTHER, with_number

ID = "0190163d-8694-739b-aea5-966c26f8ad91"
CALLS = "/p/winelands/messages/calls/"


@pytest.fixture
def nomsa(cast: Cast) -> Any:
    return with_number(cast.amina, safety={"is_unsafe": True, "safe_when": "Evenings; say it is the school"})


@pytest.fixture
def ward(cast: Cast, nomsa: Any) -> CallList:
    return make_call_list(
        name="Ward 3", actors=[nomsa], what_to_say="Ask about Monday", by=cast.amina
    ).call_list


def rung(client: Client, ward: CallList) -> Any:
    """The page of the person who is rung next."""
    return client.post(f"{CALLS}{ward.pk}/next/", follow=True)


def text(page: Any) -> str:
    return str(page.content.decode())


def test_the_warning_stands_before_the_number(cast: Cast, ward: CallList) -> None:
    page = text(rung(signed_in(cast.amina), ward))
    assert 0 < page.index("Evenings; say it is the school") < page.index(f'href="tel:{NUMBER}"')


def test_an_outcome_shows_the_next_person(cast: Cast, ward: CallList) -> None:
    zola = with_number(cast.amina, "Zola", OTHER)
    both = make_call_list(name="Both", actors=[ward.calls.get().actor, zola], by=cast.amina).call_list
    client = signed_in(cast.amina)
    first = rung(client, both).context["call"]
    page = client.post(f"{CALLS}ring/{first.pk}/outcome/", {"id": ID, "outcome": "busy"}, follow=True)
    assert page.context["call"].actor == zola


def test_after_the_last_person_the_list_says_when_the_next_try_is_due(cast: Cast, ward: CallList) -> None:
    client = signed_in(cast.amina)
    call = rung(client, ward).context["call"]
    page = client.post(f"{CALLS}ring/{call.pk}/outcome/", {"id": ID, "outcome": "no_answer"}, follow=True)
    assert "Nobody is left to ring just now. The next try is due" in text(page)


def test_an_outcome_that_is_sent_twice_counts_once(cast: Cast, ward: CallList) -> None:
    client = signed_in(cast.amina)
    call = rung(client, ward).context["call"]
    for _each in range(2):
        client.post(f"{CALLS}ring/{call.pk}/outcome/", {"id": ID, "outcome": "busy"})
    assert CallTry.objects.count() == 1


def test_what_was_typed_stays_where_a_time_is_missing(cast: Cast, ward: CallList) -> None:
    client = signed_in(cast.amina)
    call = rung(client, ward).context["call"]
    given = {"id": ID, "outcome": "later", "said": "After harvest"}
    page = text(client.post(f"{CALLS}ring/{call.pk}/outcome/", given))
    assert ("Say when to ring again." in page, "After harvest" in page) == (True, True)


def test_no_number_shows_before_the_call_is_taken(cast: Cast, ward: CallList) -> None:
    page = signed_in(cast.bo).get(f"{CALLS}ring/{Call.objects.get().pk}/")
    assert NUMBER not in text(page)


def test_a_member_who_rings_nobody_sees_no_number(cast: Cast, ward: CallList) -> None:
    watching = signed_in(member_in(cast, "monitoring_officer"))
    page = watching.get(f"{CALLS}ring/{Call.objects.get().pk}/")
    assert (page.status_code, NUMBER in text(page)) == (200, False)


def test_a_partner_sees_a_shared_list_without_the_people_it_does_not_see(cast: Cast, ward: CallList) -> None:
    CallList.objects.update(sharing="all")
    page = text(signed_in(cast.thandi).get(f"{CALLS}{ward.pk}/"))
    assert ("Nomsa" in page, "0 of 1 reached" in page) == (False, True)


def test_the_paper_has_number_and_warning_and_is_written_down(cast: Cast, ward: CallList) -> None:
    page = text(signed_in(cast.amina).get(f"{CALLS}{ward.pk}/print/"))
    assert (NUMBER in page, "Evenings; say it is the school" in page) == (True, True)
    assert AuditEntry.objects.get(verb="export").changes == {"form": [None, "print"], "count": [None, 1]}


def test_the_file_holds_the_people_of_the_list(cast: Cast, ward: CallList) -> None:
    response: Any = signed_in(cast.amina).get(f"{CALLS}{ward.pk}/export/csv/")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Name", "Nomsa Dube"]


def test_a_list_is_made_of_a_filter(cast: Cast, nomsa: Any) -> None:
    given = {"id": ID, "name": "People", "conditions-form": "person", "sharing": "itself"}
    signed_in(cast.amina).post(f"{CALLS}add/", given)
    assert [call.actor for call in Call.objects.all()] == [nomsa]


def test_a_list_of_nothing_asks_whom_to_ring(cast: Cast) -> None:
    page = signed_in(cast.amina).post(f"{CALLS}add/", {"id": ID, "name": "People", "sharing": "itself"})
    assert "Choose a list, or a filter below." in text(page)
    assert (CallList.objects.count(), GroupShare.objects.count()) == (0, 0)
