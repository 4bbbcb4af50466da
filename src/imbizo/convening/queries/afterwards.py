"""Decisions and actions: of one gathering, of all, of the meeting before, and those whose day comes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.convening.models import Action, AgendaItem, Decision, Gathering, Input
from imbizo.convening.queries.seeing import of_gatherings, own
from imbizo.convening.rules.speaking import UNDECIDED
from imbizo.convening.states import ActionState, InputState
from imbizo.programmes.models import Membership, Programme
from imbizo.thread.models import Link, PublicLink
from imbizo.thread.states import Relation

_OWNERS = ("programme", "member__user", "actor", "gathering", "decision")


def decisions(gathering: Gathering) -> QuerySet[Decision]:
    """What the gathering decided, in the order in which it was noted; withdrawn ones too."""
    return Decision.objects.filter(gathering=gathering).select_related("item", "programme")


def standing_decisions(gathering: Gathering) -> QuerySet[Decision]:
    return decisions(gathering).filter(withdrawn_because="")


def own_decisions(member: Membership) -> QuerySet[Decision]:
    rows: QuerySet[Decision] = of_gatherings(Decision, member, only_own=True)
    return rows.select_related("gathering__programme", "gathering__owner", "item", "programme")


def actions_of(gathering: Gathering) -> QuerySet[Action]:
    """What is to be done after the gathering: the open ones first, by their day."""
    rows = Action.objects.filter(gathering=gathering).select_related(*_OWNERS)
    return rows.order_by(F("done_on").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "position")


def as_seen_by(member: Membership, rows: QuerySet[Action]) -> QuerySet[Action]:
    """With whether the member may read who does it (`names_owner`): not whom another partner keeps to itself."""
    shared = Actor.objects.visible_to(member).filter(pk=OuterRef("actor"))
    return rows.annotate(names_owner=Exists(shared))


def actions(member: Membership) -> QuerySet[Action]:
    """The actions of all gatherings that the member sees."""
    rows: QuerySet[Action] = as_seen_by(member, of_gatherings(Action, member))
    return rows.select_related(*_OWNERS, "gathering__owner", "gathering__programme", "programme")


def own_actions(member: Membership) -> QuerySet[Action]:
    """Those that the member may change: of its own partner's gatherings."""
    return actions(member).filter(gathering__in=own(member).order_by().values("pk"))


def answerable(member: Membership) -> QuerySet[Action]:
    """Those of which the member may say how they stand: its own, and those of its partner's gatherings."""
    return actions(member).filter(Q(member=member) | Q(gathering__owner_id=member.partner_id))


def answerable_ids(member: Membership, gathering: Gathering) -> set[UUID]:
    """The ids of those, of one gathering."""
    return set(answerable(member).filter(gathering=gathering).values_list("pk", flat=True))


def open_actions_of(member: Membership) -> QuerySet[Action]:
    """What the member has yet to do, for whoever takes over."""
    rows = Action.objects.filter(member=member, state=ActionState.OPEN)
    return rows.select_related("programme", "gathering")


def late(rows: QuerySet[Action], today: date) -> QuerySet[Action]:
    """Those still open whose day has passed."""
    return rows.filter(state=ActionState.OPEN, due_on__lt=today)


def narrowed(rows: QuerySet[Action], chosen: Mapping[str, Any], member: Membership) -> QuerySet[Action]:
    """By whose they are and how they stand."""
    if chosen.get("whose") == "mine":
        rows = rows.filter(member=member)
    state = chosen.get("state")
    if state == "late":
        return late(rows, today_of(member.programme))
    return rows.filter(state=state) if state else rows


def tally(member: Membership) -> dict[str, int]:
    """How many of the member's own actions are open, and how many of all are late."""
    rows, today = actions(member), today_of(member.programme)
    return {
        "mine": rows.filter(member=member, state=ActionState.OPEN).count(),
        "late": late(rows, today).count(),
    }


def to_remind(programme: Programme, *, soon: date, today: date) -> QuerySet[Action]:
    """Open actions to ask after: once when their day is near, and once more when it has passed."""
    rows = Action.objects.filter(programme=programme, state=ActionState.OPEN)
    owned = rows.filter(Q(member__isnull=False) | Q(actor__isnull=False))
    near = Q(reminded_on=None, due_on__lte=soon)
    passed = Q(due_on__lt=today, reminded_on__lte=F("due_on"))
    return owned.filter(near | passed).select_related(*_OWNERS, "gathering__owner", "programme")


def behind_action(link: PublicLink) -> Action | None:
    """The action that a link opens; None where it was dropped."""
    rows = Action.objects.filter(pk=link.record_id).exclude(state=ActionState.DROPPED)
    return rows.select_related("programme", "gathering__owner").first()


def from_last_time(gathering: Gathering, member: Membership) -> Sequence[Action]:
    """What is still open from the meeting before: that of the same name and kind by the same partner. Two queries."""
    if gathering.starts_at is None:
        return []
    before = Gathering.objects.filter(
        programme_id=gathering.programme_id,
        owner_id=gathering.owner_id,
        kind=gathering.kind,
        name=gathering.name,
        starts_at__lt=gathering.starts_at,
    )
    earlier = before.exclude(pk=gathering.pk).order_by("-starts_at").values_list("pk", flat=True)[:12]
    rows = as_seen_by(member, Action.objects.filter(gathering__in=list(earlier), state=ActionState.OPEN))
    return list(rows.select_related(*_OWNERS, "programme").order_by(F("due_on").asc(nulls_last=True)))


def sessions(gathering: Gathering) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(gathering=gathering).order_by("position")


def to_tie(gathering: Gathering) -> QuerySet[Input]:
    """What was said there that a decision can come from, the marked first."""
    rows = Input.objects.filter(gathering=gathering, state__in=UNDECIDED).exclude(state=InputState.HELD)
    return rows.order_by("-is_marked", "said_at", "pk")


def tied(decisions: Sequence[Decision]) -> dict[UUID, list[Input]]:
    """The inputs that informed each decision, by the decision's id. Two queries."""
    links = Link.objects.filter(
        record_id__in=[each.pk for each in decisions],
        relation=Relation.INFORMS,
        source_kind="convening.input",
    ).values_list("record_id", "source_id")
    pairs = list(links)
    said = Input.objects.exclude(state=InputState.WITHDRAWN).select_related("programme")
    by_id = said.in_bulk([source for _record, source in pairs])
    found: dict[UUID, list[Input]] = {}
    for record, source in pairs:
        if source in by_id:
            found.setdefault(record, []).append(by_id[source])
    return found


def today_of(programme: Programme) -> date:
    return timezone.localdate(timezone=programme.zone)


def owner_words(action: Action) -> str:
    """Who does it, in words; somebody whom the reader's partner doesn't know isn't named (`as_seen_by`)."""
    if action.member is not None:
        return str(action.member.user)
    if action.actor is None:
        return _("nobody yet")
    return action.actor.name if getattr(action, "names_owner", True) else _("somebody who was there")
