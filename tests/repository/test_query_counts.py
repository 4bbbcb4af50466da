"""Each list page costs as many queries with thirty rows as with one."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from imbizo.actors.models import (
    Actor,
    ActorList,
    Affiliation,
    Assignment,
    ContactPoint,
    Expectation,
    ImportBatch,
    ListMember,
    Pair,
    SubjectRequest,
)
from imbizo.desk.models import Notification
from imbizo.messaging.models import Gateway, Message
from imbizo.outreach.models import (
    BudgetLine,
    Call,
    CallList,
    Campaign,
    CannedAnswer,
    Conversation,
    HelpNumber,
    Recipient,
)
from imbizo.places.models import Place, WorkArea
from imbizo.programmes.operations import add_member, add_partner
from imbizo.thread.operations import audit
from tests import world_parts
from tests.cast import Cast, make_user, signed_in

FEW, MANY = 1, 30
LISTS = (
    "actors:register",
    "actors:lists",
    "actors:list",
    "actors:imports",
    "actors:pairs",
    "actors:requests",
    "actors:searches",
    "actors:coverage",
    "actors:coverage-cell",
    "actors:expected",
    "actors:basis",
    "actors:retention",
    "messaging:gateways",
    "messaging:gateway",
    "messaging:phones",
    "programmes:members",
    "programmes:partners",
    "programmes:areas",
    "desk:journey",
    "desk:activity",
    "desk:notifications",
    "desk:search",
    "outreach:inbox",
    "outreach:conversation",
    "outreach:canned-answers",
    "outreach:call-lists",
    "outreach:call-list",
    "outreach:spending",
    "outreach:rules",
    "outreach:campaigns",
    "outreach:campaign",
    "outreach:campaign-people",
    "outreach:campaign-answers",
    *world_parts.LISTS,
)

# So that thirty of each stay within a page.
_QUERIES = {"desk:search": "?q=list", "actors:register": "?form=person"}


class Rows:
    """Makes rows for the lists, each with what its line shows: owners, municipalities, offices, numbers."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.made = cast, 0
        self.here: dict[str, Any] = {"programme": cast.programme}
        self.phones = Gateway.objects.get(programme=cast.programme)
        self.list = ActorList.objects.create(name="Everybody", owner=cast.convenor, **self.here)
        talk = {"channel": "sms", "address": "+27600000009", "owner": cast.convenor}
        self.campaign = Campaign.objects.create(
            name="Monday", purpose="service", state="done", owner=cast.convenor, **self.here
        )
        self.talk = Conversation.objects.create(**talk, **self.here)
        self.calls = CallList.objects.create(name="Ward", owner=cast.convenor, **self.here)

    def add(self, number: int) -> None:
        """Make so many more of each."""
        for _row in range(number):
            self.made += 1
            self._actors(f"Thandeka {self.made}")
            self._work(self.made)
            self._programme(self.made)
            self._inbox(self.made)
            self._messages(self.made)
            self._campaigns(self.made)
            self._calls(self.made)
            world_parts.add(self)

    def _actors(self, name: str) -> None:
        area = Place.objects.create(kind="municipality", name=f"Area {self.made}", **self.here)
        WorkArea.objects.create(place=area, position=self.made, **self.here)
        owner = (self.cast.committee, self.cast.convenor)[self.made % 2]
        own = {**self.here, "owner": owner, "sharing": "all"}
        keys = {"sort_name": name.lower(), "match_key": name.lower(), "municipality": area, "place": area}
        self.person = Actor.objects.create(form="person", name=name, kind="faith", **keys, **own)
        self.body = Actor.objects.create(form="organisation", name=f"Body {name}", **keys, **own)
        reach = {"channel": "sms", "raw": "1", "address": str(self.made)}
        contact = ContactPoint.objects.create(actor=self.person, **reach, **own)
        held = Affiliation.objects.create(person=self.person, organisation=self.body, **self.here)
        ListMember.objects.create(list=self.list, actor=self.person, **self.here)
        for record in (self.person, self.body, contact, held):
            audit("create", [record], by=self.cast.amina)
        first, second = sorted((self.person.pk, self.body.pk))
        Pair.objects.create(first_id=first, second_id=second, score=80, **self.here)

    def _work(self, number: int) -> None:
        own = {**self.here, "owner": self.person.owner, "sharing": "all"}
        named = ActorList.objects.create(name=f"List {number}", **own)
        batch = ImportBatch.objects.create(filename=f"{number}.xlsx", digest=str(number), state="done", **own)
        soon = timezone.localdate() + timedelta(days=number)
        asked = SubjectRequest.objects.create(actor=self.person, kind="access", due_on=soon, **self.here)
        Expectation.objects.create(sphere="none", kind="faith", who=f"Fraternal {number}", **self.here)
        search = Assignment.objects.create(
            sphere="none", kind="faith", place=self.person.place, assignee=self.cast.bo, **self.here
        )
        for record in (named, batch, asked, search):
            audit("create", [record], by=self.cast.amina)

    def _programme(self, number: int) -> None:
        partner = add_partner(programme=self.cast.programme, name=f"Partner {number}", by=None)
        add_member(user=make_user(f"Member{number}"), partner=partner, roles=["observer"], by=None)
        Notification.objects.create(
            member=self.cast.amina,
            verb="create",
            subject_kind="actors.actor",
            subject_id=self.person.pk,
            by=self.cast.bo.user,
        )

    def _inbox(self, number: int) -> None:
        own = {**self.here, "owner": self.cast.convenor}
        found = Conversation.objects.create(actor=self.person, channel="sms", address=str(number), **own)
        found.entries.create(kind="call", text="Good day", campaign=self.campaign, **self.here)
        self.talk.entries.create(kind="call", text=f"Good day {number}", by=self.cast.bo, **self.here)
        CannedAnswer.objects.create(title=f"Where {number}", texts={"en": "In Ceres"}, **self.here)

    def _messages(self, number: int) -> None:
        own = {**self.here, "gateway": self.phones, "channel": "sms", "owner": self.cast.convenor}
        Gateway.objects.create(name=f"Mail {number}", kind="smtp", **self.here)
        Message.objects.create(
            address=f"+2760000{number:04d}", purpose="service", state="sent", sent_at=timezone.now(), **own
        )

    def _campaigns(self, number: int) -> None:
        own = {**self.here, "owner": self.cast.convenor, "purpose": "service"}
        Campaign.objects.create(name=f"Tuesday {number}", **own)
        message = Message.objects.filter(programme=self.cast.programme).latest("id")
        Recipient.objects.create(campaign=self.campaign, actor=self.person, message=message, **self.here)

    def _calls(self, number: int) -> None:
        own = {**self.here, "owner": self.cast.convenor}
        days = {"starts_on": timezone.localdate(), "ends_on": timezone.localdate()}
        call = Call.objects.create(call_list=self.calls, actor=self.person, **self.here)
        call.tries.create(by=self.cast.bo, outcome="busy", **self.here)
        CallList.objects.create(name=f"Ward {number}", **own)
        line = BudgetLine.objects.create(code=str(number), name="Messages", amount=60, **days, **self.here)
        paid = Campaign.objects.get(name=f"Tuesday {number}")
        Campaign.objects.filter(pk=paid.pk).update(budget_line=line)
        asked = {"source_kind": "outreach.campaign", "source_id": paid.pk, "channel": "sms"}
        gone = {"state": "sent", "sent_at": timezone.now(), "gateway": self.phones}
        Message.objects.create(address="+27600000001", purpose="service", **asked, **gone, **own)
        HelpNumber.objects.create(name="Police", number="10111", place=self.person.place, **self.here)

    def address(self, name: str) -> str:
        """The address of the list of that name."""
        others: dict[str, dict[str, Any]] = {
            "actors:list": {"pk": self.list.pk},
            "outreach:conversation": {"pk": self.talk.pk},
            "outreach:call-list": {"pk": self.calls.pk},
            **{f"outreach:campaign{page}": {"pk": self.campaign.pk} for page in ("", "-people", "-answers")},
            "messaging:gateway": {"pk": self.phones.pk},
            "messaging:phones": {"pk": self.phones.pk},
            "actors:coverage-cell": {"sphere": "none", "kind": "faith", "where": "whole"},
            **world_parts.of(self),
        }
        query = _QUERIES.get(name, "")
        return reverse(name, kwargs={"programme": "winelands", **others.get(name, {})}) + query


@pytest.fixture
def rows(cast: Cast) -> Rows:
    return Rows(cast)


def queries(client: Client, url: str) -> int:
    """How many queries the page makes, once it has been seen: counts are kept while nothing changes."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as made:
        client.get(url)
    return len(made)


def test_a_list_of_thirty_costs_the_queries_of_a_list_of_one(rows: Rows) -> None:
    client = signed_in(rows.cast.amina)
    rows.add(FEW)
    few = {name: queries(client, rows.address(name)) for name in LISTS}
    rows.add(MANY - FEW)
    many = {name: queries(client, rows.address(name)) for name in LISTS}
    assert {name: (few[name], cost) for name, cost in many.items() if cost > few[name]} == {}
