"""Loading what a demo programme wrote to people and what they answered, through the verbs that its members would use.

The form of the files is told at the head of `desk/demo/messages/cape-winelands.yaml`. Then the clock is turned back:
what was sent "eighteen days ago" has been sent and reported on since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from imbizo.actors.models import Actor, ActorList, ContactPoint
from imbizo.convening.models import Gathering, Input
from imbizo.drafting.models import Document, Section
from imbizo.messaging.models import Gateway, Message
from imbizo.messaging.operations.inbound import Arrival, receive
from imbizo.messaging.operations.routing import route_inbound
from imbizo.messaging.queries import gateway_for
from imbizo.messaging.states import Channel, MessageState, Reason
from imbizo.outreach.models import (
    BudgetLine,
    CallList,
    CallTry,
    Campaign,
    CannedAnswer,
    Conversation,
    Entry,
    GroupShare,
    HelpNumber,
    OutreachRules,
    Recipient,
)
from imbizo.outreach.operations import inbox
from imbizo.outreach.operations.calls import make_call_list
from imbizo.outreach.operations.campaigns.deciding import submit
from imbizo.outreach.operations.campaigns.preparing import prepare
from imbizo.outreach.operations.campaigns.writing import mark_checked, set_wording, write
from imbizo.outreach.operations.ringing import note_try
from imbizo.outreach.states import CampaignState
from imbizo.places.models import Place
from imbizo.programmes.models import Membership, Programme
from imbizo.programmes.states import Sharing

Row = Mapping[str, Any]
# Two of the first letters didn't arrive, so that practice shows what failing looks like.
_FAILURES = (Reason.ABSENT, Reason.UNKNOWN_NUMBER)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What was loaded before, by the keys of the files: the register's part, and what later files made."""

    programme: Programme
    today: date
    members: Mapping[str, Membership]
    coordinator: Membership
    actors: Mapping[str, Actor]
    lists: Mapping[str, ActorList]
    places: Mapping[str, Place]
    gatherings: dict[str, Gathering] = field(default_factory=dict)
    said: dict[str, Input] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """A moment counted from today, in the programme's zone."""
        day = self.today + timedelta(days=days)
        return datetime.combine(day, time(hour, minute), tzinfo=self.programme.zone)


def load_messages(stage: Stage, content: Row) -> None:
    """Load one file, in the order in which things happened."""
    MessagesLoader(stage, content).load()


@dataclass
class MessagesLoader:
    stage: Stage
    content: Row
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    budget: dict[str, BudgetLine] = field(default_factory=dict)

    def load(self) -> None:
        self._settle()
        for row in self.content.get("campaigns") or ():
            self._campaign(row)
            self._answers(each for each in self.content["answers"] if each["campaign"] == row["key"])
        for row in self.content.get("conversations") or ():
            self._conversation(row)
        for row in self.content.get("calls") or ():
            self._call_list(row)
        for row in self.content.get("shares") or ():
            self._share(row)

    @cached_property
    def _programme(self) -> Programme:
        return self.stage.programme

    def _settle(self) -> None:
        """Rules, numbers for help, money, and answers that are ready."""
        OutreachRules.objects.create(programme=self._programme, **self.content.get("rules") or {})
        for position, row in enumerate(self.content.get("help_numbers") or ()):
            place = self.stage.places[row["place"]] if row.get("place") else None
            HelpNumber.objects.create(
                programme=self._programme,
                name=row["name"],
                number=row["number"],
                place=place,
                position=position,
            )
        for row in self.content.get("budget_lines") or ():
            self.budget[row["code"]] = self._budget_line(row)
        for row in self.content.get("ready_answers") or ():
            CannedAnswer.objects.create(programme=self._programme, title=row["title"], texts=row["texts"])

    def _budget_line(self, row: Row) -> BudgetLine:
        return BudgetLine.objects.create(
            programme=self._programme,
            code=row["code"],
            name=row["name"],
            amount=row["amount"],
            warn_at=row["warn_at"],
            currency=self._programme.currency,
            starts_on=self.stage.at(row["from"]).date(),
            ends_on=self.stage.at(row["until"]).date(),
        )

    # Campaigns

    def _campaign(self, row: Row) -> None:
        by = self.stage.members[row["by"]]
        made = write(
            name=row["name"],
            purpose=row["purpose"],
            by=by,
            via=row["via"],
            asks=row.get("asks") or "",
            everybody=row.get("everybody", False),
            budget_line_id=self.budget[row["budget"]].pk if row.get("budget") else None,
            sharing=Sharing.ALL,
            lists=[self.stage.lists[key] for key in row.get("lists") or ()],
            excluded=[self.stage.lists[key] for key in row.get("excluded") or ()],
        )
        self.campaigns[row["key"]] = made
        for language, text in row["texts"].items():
            self._wording(made, language, text, by)
        if row["state"] != "draft":
            submit(campaign=made, by=by)
        if row["state"] == "done":
            prepare(id=made.pk)
            self._turn_back(made, self.stage.at(*row["sent"]))

    def _wording(self, campaign: Campaign, language: str, row: Row, by: Membership) -> None:
        subject = row.get("subject") or ""
        wording = set_wording(campaign=campaign, language=language, text=row["text"], subject=subject, by=by)
        if wording is not None and row.get("checked"):
            mark_checked(wording=wording, speaker=row["checked"], by=by)

    def _turn_back(self, campaign: Campaign, at: datetime) -> None:
        """The campaign was sent then; a minute later all was reported."""
        sent = Message.objects.filter(source_id=campaign.pk, state=MessageState.WAITING)
        settled_at = at + timedelta(minutes=1)
        failing = list(sent.filter(channel=Channel.SMS).order_by("address")[: len(_FAILURES)])
        sent.update(
            state=MessageState.DELIVERED, not_before=at, sent_at=at, settled_at=settled_at, created_at=at
        )
        for message, reason in zip(failing, _FAILURES, strict=False):
            Message.objects.filter(pk=message.pk).update(state=MessageState.FAILED, reason=reason)
        Recipient.objects.filter(campaign=campaign).update(created_at=at)
        Campaign.objects.filter(pk=campaign.pk).update(
            state=CampaignState.DONE, created_at=at - timedelta(days=1), started_at=at, ended_at=settled_at
        )

    # What they answered

    def _answers(self, rows: Iterable[Row]) -> None:
        gateway = gateway_for(self._programme, Channel.SMS)
        assert gateway is not None
        for row in sorted(rows, key=lambda each: tuple(each["at"])):
            self._answer(gateway, row)

    def _answer(self, gateway: Gateway, row: Row) -> None:
        channel = Channel(row.get("by") or "sms")
        day, hour = row["at"]
        at = self.stage.at(day, hour, 20)
        arrival = Arrival(self._address(row["from"], channel), row["text"], channel=channel, received_at=at)
        receive(gateway=gateway, arrivals=[arrival])
        route_inbound()
        entry = Entry.objects.select_related("conversation").get(inbound__received_at=at)
        campaign = self.campaigns[row["campaign"]]
        if not row.get("aside") and entry.campaign_id is None:
            inbox.file_answer(entry=entry, campaign=campaign, by=self.stage.coordinator)
        Entry.objects.filter(pk=entry.pk).update(at=at)
        Conversation.objects.filter(pk=entry.conversation_id).update(last_at=at)
        Recipient.objects.filter(campaign=campaign, answered_at__gt=at).update(answered_at=at)

    def _address(self, who: str, channel: Channel) -> str:
        if who.startswith("+"):
            return who
        points = ContactPoint.objects.filter(actor=self.stage.actors[who], channel=channel).exclude(
            address=""
        )
        return str(points.values_list("address", flat=True)[0])

    def _conversation(self, row: Row) -> None:
        found = Conversation.objects.get(programme=self._programme, actor=self.stage.actors[row["person"]])
        members, bo = self.stage.members, self.stage.coordinator
        by = members.get(row.get("assigned") or row.get("protected") or "", bo)
        if row.get("assigned"):
            inbox.assign(conversation=found, to=members[row["assigned"]], by=by)
        if row.get("reply"):
            self._reply(found, row["reply"], by)
        if row.get("closed"):
            inbox.close(conversation=found, by=by)
        if row.get("protected"):
            inbox.protect(conversation=found, by=by)

    def _reply(self, conversation: Conversation, text: str, by: Membership) -> None:
        at = conversation.last_at + timedelta(hours=2)
        message = inbox.answer(conversation=conversation, text=text, by=by)
        Message.objects.filter(pk=message.pk).update(
            state=MessageState.DELIVERED, not_before=at, sent_at=at, settled_at=at, created_at=at
        )
        Conversation.objects.filter(pk=conversation.pk).update(last_at=at)

    # Calls, and what was shared by hand

    def _call_list(self, row: Row) -> None:
        campaign = self.campaigns[row["campaign"]]
        silent = Recipient.objects.filter(campaign=campaign, answered_at=None, outside="").order_by(
            "actor__sort_name"
        )
        people = [recipient.actor for recipient in silent.select_related("actor")]
        made = make_call_list(
            name=row["name"],
            actors=people,
            by=self.stage.coordinator,
            campaign=campaign,
            what_to_say=row["what_to_say"],
            sharing=Sharing.ALL,
        )
        for each in row["tries"]:
            self._try(made.call_list, each)

    def _try(self, call_list: CallList, row: Row) -> None:
        call = call_list.calls.filter(actor=self.stage.actors[row["person"]]).first()
        if call is None:
            return
        by, said = self.stage.members[row["by"]], row.get("said") or ""
        made = note_try(call=call, outcome=row["outcome"], by=by, said=said)
        CallTry.objects.filter(pk=made.pk).update(at=self.stage.at(-2))

    def _share(self, row: Row) -> None:
        GroupShare.objects.create(
            programme=self._programme,
            campaign=self.campaigns[row["campaign"]],
            group=row["group"],
            language=row["language"],
            people=row["people"],
            by=self.stage.members[row["by"]],
            at=self.stage.at(row["at"], 15),
        )
