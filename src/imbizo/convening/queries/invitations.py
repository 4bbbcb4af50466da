"""The invited of a gathering, for its organiser."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.actors.models import Actor
from imbizo.base.components import Event, Figure
from imbizo.convening.models import Answer, Gathering, Invitation, NoticeRun
from imbizo.convening.queries import told
from imbizo.convening.queries.protocol_told import untold
from imbizo.convening.queries.seeing import of_gatherings
from imbizo.convening.states import ASKED, AnswerWay, GatheringState, InvitationState
from imbizo.messaging import queries as messaging
from imbizo.messaging.models import Inbound, Message
from imbizo.messaging.registry import hidden_messages
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

_MOST_MESSAGES = 50


def invitations(member: Membership) -> QuerySet[Invitation]:
    """Those to gatherings of the member's own partner, for members who may see who is invited."""
    rows = of_gatherings(Invitation, member, Permission.INVITED_VIEW, only_own=True)
    return rows.select_related("programme", "actor", "gathering__programme", "gathering__owner")


def of_gathering(member: Membership, gathering: Gathering) -> QuerySet[Invitation]:
    """Its invited, with what a list shows."""
    rows = invitations(member).filter(gathering=gathering)
    return rows.select_related("proposed_by", "message", "substitute_for__actor")


def chosen(member: Membership, gathering: Gathering, ids: Collection[str]) -> list[Invitation]:
    """Those ticked on a list: what isn't an id of one of its invited is passed over."""
    wanted = {pk for each in ids if (pk := _uuid(each))}
    return list(invitations(member).filter(gathering=gathering, pk__in=wanted))


def _uuid(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def tallies(gathering: Gathering) -> dict[str, int]:
    """How many stand in each state: one query."""
    rows = gathering.invitations.order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def figures(gathering: Gathering, counted: dict[str, int]) -> list[Figure]:
    """The tallies as numbers that link to whom they count; places first."""
    here = reverse("convening:invitations", args=[gathering.programme.slug, gathering.pk])
    found = [
        Figure(counted[state], str(InvitationState(state).label), f"{here}?state={state}")
        for state in InvitationState.values
        if counted.get(state)
    ]
    if gathering.capacity is not None:
        taken = counted.get(InvitationState.ACCEPTED, 0) + counted.get(InvitationState.OFFERED, 0)
        found.insert(0, Figure(f"{taken} / {gathering.capacity}", _("places taken")))
    return found


@dataclass(frozen=True)
class Next:
    """The one obvious next step, and the address where it is done."""

    title: str
    text: str = ""
    name: str = ""
    action: str = ""


def next_step(gathering: Gathering, counted: dict[str, int], now: datetime | None = None) -> Next | None:
    """What the organiser does next about the invited; None where all is done."""
    now = now or timezone.now()
    concerned = len(told.to_be_told(gathering, now))
    if concerned:
        text = ngettext("%(n)d person was told otherwise.", "%(n)d people were told otherwise.", concerned)
        return Next(
            _("Tell them what holds now"), text % {"n": concerned}, "invitations-news", _("Tell them")
        )
    if gathering.state != GatheringState.PLANNED:
        return None
    if not counted:
        return Next(
            _("Put people on the list"),
            _("From a list of the register, or one by one."),
            "invitations-add",
            _("Add people"),
        )
    if counted.get(InvitationState.READY):
        return _to_invite(gathering, counted[InvitationState.READY])
    if gathering.capacity is None and counted.get(InvitationState.WAITING):
        return _to_decide(counted[InvitationState.WAITING])
    return _to_remind(gathering, sum(counted.get(state, 0) for state in ASKED), now)


def _to_invite(gathering: Gathering, ready: int) -> Next:
    lacking = untold(gathering)
    text = ngettext("%(n)d person isn't invited yet.", "%(n)d people aren't invited yet.", ready) % {
        "n": ready
    }
    if lacking:
        text += " " + _("Somebody must be told first: %(who)s.") % {"who": ", ".join(map(str, lacking))}
    return Next(_("Invite them"), text, "invitations-invite", _("Look at the text and send"))


def _to_decide(waiting: int) -> Next:
    """Without a number of places nobody who waits is offered one by itself."""
    text = ngettext(
        "%(n)d person said yes after the day and waits. Tick them, and offer a place.",
        "%(n)d people said yes after the day and wait. Tick them, and offer a place.",
        waiting,
    )
    return Next(_("Decide about those who wait"), text % {"n": waiting})


def _to_remind(gathering: Gathering, silent: int, now: datetime) -> Next | None:
    if not silent or gathering.answer_by is None or gathering.answer_by <= now:
        return None
    text = ngettext("%(n)d person hasn't answered.", "%(n)d people haven't answered.", silent) % {"n": silent}
    return Next(_("Wait for answers, or remind them"), text)


def runs(gathering: Gathering) -> QuerySet[NoticeRun]:
    """What was sent to the invited, the newest first."""
    return gathering.runs.select_related("by__user", "programme")[:10]


@dataclass(frozen=True)
class Kept:
    """An answer with the words that the reader may see."""

    answer: Answer
    words: str


def answers(member: Membership, invitation: Invitation) -> list[Kept]:
    """All answers of one invitation, the newest first. What a protected conversation holds stays there."""
    rows = list(invitation.answers.select_related("by__user", "inbound").order_by("-at", "-id"))
    seen = _seen(member, [each.inbound_id for each in rows if each.inbound_id])
    return [Kept(each, _words(each, seen)) for each in rows]


def _seen(member: Membership, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these incoming messages that the member may read."""
    if not ids or not member.may(Permission.INBOX_VIEW):
        return set()
    rows = Inbound.objects.filter(pk__in=ids)
    for hidden in hidden_messages:
        rows = rows.exclude(hidden(member))
    return set(rows.values_list("pk", flat=True))


def _words(answer: Answer, seen: Collection[UUID]) -> str:
    said = answer.inbound.text if answer.inbound and answer.inbound_id in seen else ""
    return "\n".join(filter(None, (answer.words, said)))


def messages(member: Membership, invitation: Invitation) -> QuerySet[Message]:
    """What was written to the person about this gathering, as far as the member may see it."""
    rows = messaging.messages(member).filter(
        recipient_id=invitation.actor_id, source_id=invitation.gathering_id
    )
    return rows.order_by("-created_at")[:_MOST_MESSAGES]


def invitations_of(actor: Actor, member: Membership) -> list[Event]:
    """Invitations of a person, for the page where all about them stands. One query."""
    rows = invitations(member).filter(actor=actor).exclude(state=InvitationState.READY)
    return [
        Event(
            each.answered_at or each.invited_at or each.created_at,
            _("Invited to %(gathering)s") % {"gathering": each.gathering.name},
            _note(each),
            each.get_absolute_url(),
        )
        for each in rows.order_by(F("invited_at").desc(nulls_last=True))[:100]
    ]


def _note(invitation: Invitation) -> str:
    if invitation.answered_via in ("", AnswerWay.NOBODY):
        return str(invitation.get_state_display())
    marks = {"state": invitation.get_state_display(), "way": invitation.get_answered_via_display()}
    return _("%(state)s, by %(way)s") % marks
