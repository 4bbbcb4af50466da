"""Who of the drawn doesn't come, and which reserve is next: worked out from the draw and the invitations."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from imbizo.actors.states import ActorState
from imbizo.convening.models import Candidate, Gathering, Invitation, Quota, Selection
from imbizo.convening.queries.quotas import counts
from imbizo.convening.states import InvitationState, SelectionState

_GONE: Final = (InvitationState.DECLINED, InvitationState.WITHDRAWN, InvitationState.ABSENT)


@dataclass(frozen=True)
class Opening:
    """Somebody who was chosen doesn't come, and the reserve who is next; None where none is left that fits.

    Whoever follows somebody who `was_invited` is written to at once; others are invited with everybody else.
    """

    gone: Candidate
    reserve: Candidate | None
    was_invited: bool


def with_invitations(rows: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Each with the state of their invitation as `invited_as`; None where they aren't on the list."""
    theirs = Invitation.objects.filter(
        gathering=OuterRef("selection__gathering"), actor=OuterRef("actor")
    ).values("state")
    return rows.annotate(invited_as=Subquery(theirs[:1]))


def has_moved_up(candidate: Candidate, invited_as: str | None) -> bool:
    """Whether a reserve has come onto the list."""
    return candidate.is_chosen is False and invited_as is not None


def is_gone(invited_as: str | None) -> bool:
    """Whether somebody who was on the list doesn't come."""
    return invited_as in _GONE


def next_reserve(selection: Selection, leaving: Collection[UUID]) -> Candidate | None:
    """The reserve who moves up when these actors leave, besides whoever left before.

    In the order of the draw: first whoever fills a quota that lacks somebody without them (as `calc`'s
    `Draw.needed_without`), else whoever passes no upper limit; None where nobody is left that may.
    """
    return _Board(selection).next_without(set(leaving))


def openings(selection: Selection) -> list[Opening]:
    """Who of the chosen doesn't come and hasn't been made up for, each with the next reserve."""
    if selection.state != SelectionState.TAKEN:
        return []
    return _Board(selection).openings()


def due_to_move_up(gathering: Gathering) -> list[tuple[Candidate, bool]]:
    """The reserves who move up by themselves now, and whether they are written to at once.

    One query where there is no draw whose reserves do.
    """
    rows = Selection.objects.filter(gathering=gathering, state=SelectionState.TAKEN, moves_up=True)
    found = [each for selection in rows for each in openings(selection)]
    return [(each.reserve, each.was_invited) for each in found if each.reserve is not None]


class _Board:
    """The drawn and how their invitations stand, read once: four queries."""

    def __init__(self, selection: Selection) -> None:
        drawn = selection.candidates.exclude(rank=None).select_related("actor", "programme")
        self.drawn = list(drawn.order_by("rank"))
        self.quotas = list(selection.quotas.all())
        rows = Invitation.objects.filter(gathering_id=selection.gathering_id)
        invitations = list(rows.values_list("actor_id", "state", "invited_at"))
        self.states: dict[UUID, str] = {actor: state for actor, state, _at in invitations}
        self.invited = {actor for actor, _state, at in invitations if at is not None}
        come_instead = rows.filter(substitute_for__isnull=False).exclude(state__in=_GONE)
        # Somebody comes instead of these, so their place isn't open.
        self.replaced = set(come_instead.values_list("substitute_for__actor_id", flat=True))

    def _is_gone(self, candidate: Candidate) -> bool:
        return is_gone(self.states.get(candidate.actor_id)) and candidate.actor_id not in self.replaced

    def _present(self) -> list[Candidate]:
        """The chosen and those who moved up, as far as they haven't left."""
        return [
            each
            for each in self.drawn
            if (each.is_chosen or each.actor_id in self.states) and not self._is_gone(each)
        ]

    def next_without(self, leaving: Collection[UUID]) -> Candidate | None:
        return self._next([each for each in self._present() if each.actor_id not in leaving], leaving)

    def _next(self, present: Sequence[Candidate], leaving: Collection[UUID] = ()) -> Candidate | None:
        have = [
            (quota, sum(counts(quota.conditions, each.attributes) for each in present))
            for quota in self.quotas
        ]
        needed = [quota for quota, number in have if number < quota.minimum]
        full = [quota for quota, number in have if quota.maximum is not None and number >= quota.maximum]
        out = {each.actor_id for each in present}.union(leaving)
        free = [each for each in self.drawn if self._is_in_reserve(each, out) and not _in_any(each, full)]
        return next((each for each in free if _in_any(each, needed)), free[0] if free else None)

    def _is_in_reserve(self, candidate: Candidate, out: Collection[UUID]) -> bool:
        """Whether they wait for a place: drawn as a reserve, still in the register, and not on the list."""
        is_there = candidate.actor.state == ActorState.ACTIVE and candidate.actor_id not in out
        return not candidate.is_chosen and is_there and candidate.actor_id not in self.states

    def openings(self) -> list[Opening]:
        present = self._present()
        gone = [each for each in self.drawn if self._is_gone(each)]
        moved_up = sum(not each.is_chosen and each.actor_id in self.states for each in self.drawn)
        found = []
        for each in gone[moved_up:]:
            reserve = self._next(present)
            found.append(Opening(each, reserve, each.actor_id in self.invited))
            present += [reserve] if reserve else []
        return found


def _in_any(candidate: Candidate, quotas: Iterable[Quota]) -> bool:
    return any(counts(quota.conditions, candidate.attributes) for quota in quotas)
