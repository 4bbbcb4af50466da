"""One of each kind of record, kept by the convenor to itself where that is possible: for walking every address."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from imbizo.actors.models import (
    Actor,
    ActorList,
    Affiliation,
    Assignment,
    Consent,
    ContactPoint,
    Expectation,
    ImportBatch,
    Merge,
    Note,
    Objection,
    Pair,
    RetentionNotice,
    SubjectRequest,
)
from imbizo.messaging.models import Gateway, Message
from imbizo.outreach.models import (
    BudgetLine,
    Call,
    CallList,
    Campaign,
    CannedAnswer,
    Conversation,
    GroupShare,
    HelpNumber,
    Recipient,
    Wording,
)
from imbizo.programmes.models import MemberInvitation, Operator
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit
from tests import world_parts
from tests.cast import Cast


class World:
    """The records by name. What hangs on `actor` can't be seen by members of other partners."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.here = {"programme": cast.programme}
        self.own = {**self.here, "owner": cast.convenor, "sharing": Sharing.ITSELF}
        self._actors()
        self._parts()
        self._work()
        self._programme()
        self._inbox()
        self._messages()
        self._campaigns()
        self._calls()
        world_parts.fill(self)

    def _actors(self) -> None:
        keys = {"sort_name": "dlamini sipho", "match_key": "dlamini sipho"}
        self.actor = Actor.objects.create(form="person", name="Sipho Dlamini", **keys, **self.own)
        self.twin = Actor.objects.create(form="person", name="S. Dlamini", **keys, **self.own)
        self.organisation = Actor.objects.create(form="organisation", name="Committee", **keys, **self.own)
        merged = Actor.objects.create(
            form="person", name="Sipo", state="merged", merged_into=self.actor, **keys, **self.own
        )
        self.merge = Merge.objects.create(survivor=self.actor, absorbed=merged, **self.here)
        first, second = sorted((self.actor, self.twin), key=lambda actor: actor.pk)
        self.pair = Pair.objects.create(first=first, second=second, score=90, **self.here)

    def _parts(self) -> None:
        self.affiliation = Affiliation.objects.create(
            person=self.actor, organisation=self.organisation, **self.here
        )
        self.contact = ContactPoint.objects.create(
            actor=self.actor, channel="sms", raw="060 000 0001", address="+27600000001", **self.own
        )
        self.note = Note.objects.create(actor=self.actor, text="Quiet word", **self.own)
        self.consent = Consent.objects.create(
            actor=self.actor, purpose="service", basis="consent", **self.here
        )
        self.objection = Objection.objects.create(actor=self.actor, purpose="invitation", **self.here)
        self.entry = audit("change", [self.actor], by=self.cast.amina)[0]

    def _work(self) -> None:
        self.list = ActorList.objects.create(name="First letter", **self.own)
        self.batch = ImportBatch.objects.create(
            filename="register.xlsx", digest="0", state="done", **self.own
        )
        self.request = SubjectRequest.objects.create(
            actor=self.actor, kind="access", due_on=timezone.localdate() + timedelta(days=30), **self.here
        )
        self.expectation = Expectation.objects.create(
            sphere="none", kind="faith", who="Fraternal", **self.here
        )
        self.search = Assignment.objects.create(
            sphere="none", kind="faith", assignee=self.cast.bo, **self.here
        )

    def _programme(self) -> None:
        programme = self.cast.programme
        self.operator = Operator.objects.create(name="Host", service="Hosting", country="ZA", **self.here)
        self.rule = programme.retentionrule_set.first()
        self.notice = RetentionNotice.objects.create(
            record_class="private_person",
            announced_on=timezone.localdate(),
            acts_on=timezone.localdate(),
            people=1,
            **self.here,
        )
        self.bo, self.partner = self.cast.bo, self.cast.committee
        self.step_key = programme.step_set.values_list("key", flat=True)[0]
        self.phase_key = programme.phases.values_list("key", flat=True)[0]
        self.invitation = MemberInvitation(
            email="new@example.org",
            name="New",
            partner=self.cast.convenor,
            roles=["observer"],
            invited_by=self.cast.amina,
            **self.here,
        )
        self.invitation.issue(days=7)
        self.invitation.save()

    def _messages(self) -> None:
        self.gateway = Gateway.objects.get(programme=self.cast.programme)
        self.message = Message.objects.create(
            gateway=self.gateway,
            channel="sms",
            address="+27600000001",
            text="Good day",
            purpose="service",
            owner=self.cast.convenor,
            **self.here,
        )

    def _inbox(self) -> None:
        number = {"channel": "sms", "address": "+27600000009"}
        self.conversation = Conversation.objects.create(**number, **self.own)
        self.said = self.conversation.entries.create(kind="call", text="Good day", **self.here)
        self.canned = CannedAnswer.objects.create(title="Where", texts={"en": "In Ceres"}, **self.here)

    def _campaigns(self) -> None:
        """A draft, and one that has been sent to the person who is the convenor's own."""
        plain = {"purpose": "service", "written_by": self.cast.amina, **self.own}
        self.campaign = Campaign.objects.create(name="Monday", everybody=True, **plain)
        self.gone = Campaign.objects.create(name="Sunday", state="done", **plain)
        for each in (self.campaign, self.gone):
            Wording.objects.create(campaign=each, language="en", text="Good day {first_name|}", **self.here)
        Recipient.objects.create(campaign=self.gone, actor=self.actor, outside="no_basis", **self.here)

    def _calls(self) -> None:
        """Somebody of the convenor's to ring, a sharing of its campaign, and what the programme decided."""
        days = {"starts_on": timezone.localdate(), "ends_on": timezone.localdate()}
        self.call_list = CallList.objects.create(name="Ward 3", **self.own)
        self.call = Call.objects.create(call_list=self.call_list, actor=self.actor, **self.here)
        self.share = GroupShare.objects.create(campaign=self.gone, group="A", language="en", **self.here)
        self.line = BudgetLine.objects.create(code="C-07", name="Messages", amount=60, **days, **self.here)
        self.help_number = HelpNumber.objects.create(name="Police", number="10111", **self.here)

    def is_private(self, name: str) -> bool:
        """Whether the address leads to what the convenor keeps to itself."""
        return name in _PRIVATE

    def names_record(self, name: str) -> bool:
        """Whether the address names a record by its id."""
        return any(isinstance(value, UUID) for value in arguments(name, self).values())


def _each(record: str, names: str) -> dict[str, dict[str, str]]:
    return {name if ":" in name else f"actors:{name}": {"pk": record} for name in names.split()}


# What hangs on a private person, or is the convenor's own list or batch.
_PRIVATE = {
    **_each(
        "actor", "actor actor-edit actor-withdraw actor-restore actor-sharing contact-add affiliation-add"
    ),
    **_each("actor", "name-add note-add basis-record objection-record in-person as-others subject-link"),
    **_each("organisation", "offices-end"),
    **_each("contact", "contact-edit contact-sharing contact-stop contact-start"),
    **_each("note", "note-edit note-sharing"),
    **_each("affiliation", "affiliation-edit"),
    **_each("consent", "basis-withdraw"),
    **_each("objection", "objection-lift"),
    **_each("list", "list list-edit list-sharing list-take-off"),
    **_each("pair", "pair pair-different pair-again"),
    **_each("actor", "pairs-of"),
    **_each("merge", "merge-undo"),
    **_each("batch", "import import-progress import-columns import-change-columns import-decide import-sure"),
    **_each("batch", "import-bring-in import-discard import-undo"),
    **_each("conversation", "outreach:conversation outreach:conversation-talk outreach:conversation-size"),
    **_each("conversation", "outreach:conversation-answer outreach:conversation-note"),
    **_each("conversation", "outreach:conversation-assign outreach:conversation-close"),
    **_each("conversation", "outreach:conversation-reopen outreach:conversation-rung"),
    **_each("conversation", "outreach:conversation-whose outreach:conversation-new-person"),
    **_each("conversation", "outreach:conversation-unmatch outreach:conversation-protect"),
    **_each("conversation", "outreach:conversation-unprotect"),
    **_each("conversation", "outreach:conversation-call-list"),
    "outreach:conversation-file": {"pk": "conversation", "entry": "said"},
    "outreach:conversation-match": {"pk": "conversation", "actor": "actor"},
    **_each("campaign", "outreach:campaign-who outreach:campaign-count outreach:campaign-text"),
    **_each("campaign", "outreach:campaign-fallback outreach:campaign-when outreach:campaign-check"),
    **_each("campaign", "outreach:campaign-test outreach:campaign-submit outreach:campaign-take-back"),
    **_each("campaign", "outreach:campaign-approve outreach:campaign-send-back outreach:campaign-delete"),
    **_each("gone", "outreach:campaign outreach:campaign-live outreach:campaign-people"),
    **_each("gone", "outreach:campaign-answers outreach:campaign-texts outreach:campaign-decide"),
    **_each("gone", "outreach:campaign-pause outreach:campaign-resume outreach:campaign-stop"),
    **_each("gone", "outreach:campaign-failed-email outreach:campaign-failed-calls outreach:campaign-copy"),
    **_each("gone", "outreach:campaign-share outreach:campaign-share-note outreach:campaign-call-list"),
    **_each("share", "outreach:campaign-share-take-back"),
    **_each("call_list", "outreach:call-list outreach:call-list-edit outreach:call-list-sharing"),
    **_each("call_list", "outreach:call-list-close outreach:call-list-reopen outreach:call-list-print"),
    **_each("call_list", "outreach:call-next"),
    **_each("call", "outreach:call outreach:call-take outreach:call-let-go outreach:call-outcome"),
    **_each("call", "outreach:call-reopen"),
    "outreach:call-list-export": {"pk": "call_list", "form": "csv"},
    "outreach:campaign-export": {"pk": "gone", "form": "csv"},
    "outreach:campaign-left-out": {"pk": "campaign", "reason": "no_basis"},
    **{
        f"outreach:campaign-{name}": {"pk": "campaign", "language": "en"}
        for name in ("text-in", "preview", "costs", "checked")
    },
    "actors:list-export": {"pk": "list", "form": "csv"},
    "actors:list-undo": {"pk": "list", "entry": "entry"},
    "actors:offices-reopen": {"pk": "organisation", "first": "entry", "last": "entry"},
    "actors:take-away": {"kind": "note", "pk": "note"},
    **_each("message", "messaging:message messaging:message-resend messaging:message-leave"),
    "desk:history": {"kind": "actors.actor", "pk": "actor"},
    "desk:thread": {"kind": "actors.actor", "pk": "actor"},
    "desk:thread-export": {"kind": "actors.actor", "pk": "actor"},
    **world_parts.PRIVATE,
}
_CELL = {"sphere": "none", "kind": "faith", "where": "whole"}
_OPEN = {
    **_each("expectation", "expected-edit expected-remove"),
    **_each("search", "search-found search-not-there search-again"),
    **_each(
        "request",
        "request request-match request-handler request-answer request-refuse request-file request-erase",
    ),
    **_each("notice", "retention-confirm"),
    **_each("canned", "outreach:canned-edit outreach:canned-remove"),
    **_each("line", "outreach:budget-line-edit outreach:budget-line-remove"),
    **_each("help_number", "outreach:help-number-edit outreach:help-number-remove"),
    **_each("entry", "outreach:setting-put-back"),
    **_each("entry", "put-back"),
    **{f"actors:{name}": _CELL for name in ("coverage-cell", "coverage-assign", "coverage-not-expected")},
    "actors:register-export": {"form": "csv"},
    "actors:untag": {"first": "entry", "last": "entry"},
    **_each("gateway", "messaging:gateway messaging:gateway-health messaging:gateway-edit"),
    **_each("gateway", "messaging:gateway-check messaging:gateway-pause messaging:gateway-use"),
    **_each("gateway", "messaging:gateway-lend messaging:phones messaging:phone-answer"),
    "messaging:gateway-new": {"way": "bulksms"},
    **{f"programmes:{name}": {"member": "bo"} for name in ("member", "member-edit", "hand-over")},
    **{f"programmes:invitation-{name}": {"invitation": "invitation"} for name in ("resend", "withdraw")},
    **{f"programmes:{name}": {"step": "step_key"} for name in ("step", "step-edit", "step-change")},
    **{f"programmes:{name}": {"phase": "phase_key"} for name in ("phase-edit", "step-add")},
    **{f"programmes:partner-{name}": {"partner": "partner"} for name in ("edit", "remove")},
    **{f"programmes:operator-{name}": {"operator": "operator"} for name in ("edit", "end", "resume")},
    "programmes:retention-edit": {"rule": "rule"},
    **world_parts.OPEN,
}


def arguments(name: str, world: World) -> dict[str, Any]:
    """The arguments of the address of that name, beside the programme: ids of the world's records, or plain words."""
    given = {**_PRIVATE, **_OPEN}.get(name, {})
    return {key: _value(world, what) for key, what in given.items()}


def _value(world: World, what: str) -> Any:
    record = getattr(world, what, what)
    return getattr(record, "pk", record)
